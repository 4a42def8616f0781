// What all charts have in common: ECharts, in a box with a name that the keyboard reaches; colours and line styles, for light and for dark ground.
import { visible } from '../model/words.js';

/** In single quotes: ECharts writes it between double ones into SVG documents. */
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/** What no XML document, and so no SVG, may hold: control characters, halves of characters, and two that are none. */
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/**
 * Text as a chart may draw it, and a picture of the chart hold it: ECharts keeps the widths of texts in a plain object, whose prototype this
 * one name would change.
 */
export const drawable = text => visible(text).replace(UNWRITABLE, '\ufffd').replace(/^__proto__$/, '__proto__\u2060');

export const labelStyle = colors => ({ color: colors.muted, fontSize: 11 });

/** Beside the pointer, within the window: a tooltip may be wider than its chart. */
const inWindow = ([x, y], _, tip, __, { contentSize: [width, height], viewSize: [, tall] }) => {
  const { left } = tip.parentElement.getBoundingClientRect();
  const right = document.documentElement.clientWidth - 8 - left;
  const beside = x + 16 + width <= right ? x + 16 : x - 16 - width;
  return [Math.max(8 - left, Math.min(beside, right - width)), Math.max(0, Math.min(y + 16, tall - height))];
};

export const tooltipStyle = colors => ({
  position: inWindow, transitionDuration: 0, padding: [8, 10], borderWidth: 1, backgroundColor: colors.card,
  borderColor: colors.axis, textStyle: { color: colors.text, fontSize: 12 }, className: 'tip',
});

/** Where a page tells screen readers what the arrow keys read, as charts are pictures: one place for all its charts. */
function readOut() {
  const there = document.querySelector('.read-out');
  const made = there ?? document.createElement('p');
  if (!there) {
    Object.assign(made, { className: 'unseen read-out', role: 'status' });
    document.body.append(made);
  }
  return made;
}

/** The words of a tooltip, row by row. */
const wordsOf = tip => [...tip.querySelectorAll('p, tr')]
  .map(row => [...row.cells ?? [row]].map(({ textContent }) => textContent.trim()).filter(Boolean).join(' ')).filter(Boolean).join('; ');

export class Figure {
  constructor(box, label) {
    this.box = box;
    box.tabIndex = 0;
    box.setAttribute('role', 'img');
    this.name(label);
    this.chart = window.echarts.init(box, null, { renderer: 'canvas' });
    this.resizing = new ResizeObserver(() => this.fit());
    this.resizing.observe(box);
    readOut();
    box.addEventListener('blur', () => this.chart.dispatchAction({ type: 'hideTip' }));
  }

  /** An observer tells the first size, too, in which the chart has been drawn already. */
  fit() {
    if (this.chart.getWidth() !== this.box.clientWidth || this.chart.getHeight() !== this.box.clientHeight) {
      this.chart.resize();
    }
  }

  name(label) {
    this.box.setAttribute('aria-label', visible(label));
  }

  /** Tells screen readers what this tooltip says, and what is shown when that has been told more. */
  say(tip) {
    Figure.saying?.disconnect();
    readOut().textContent = wordsOf(tip);
    const shown = this.box.querySelector('.tip');
    if (shown) {
      Figure.saying = new MutationObserver(() => { readOut().textContent = wordsOf(shown) || readOut().textContent; });
      Figure.saying.observe(shown, { childList: true, subtree: true });
    }
  }

  dispose() {
    this.resizing.disconnect();
    this.chart.dispose();
  }
}

// Colours and line styles.

/** Words of CSS, or lengths: as many as make 56 different lines with eight colours. */
const DASHES = ['solid', 'dashed', 'dotted', [12, 3, 2, 3], [2, 5], [16, 5], [8, 2, 2, 2, 2, 2]];
export const dashOf = index => DASHES[index % DASHES.length];

// Eight hues near those of Okabe and Ito, moved and spread in lightness so that any two stay apart for people without red, green or blue
// cones too, and stand out from the ground; the report (Ink.java) draws with the same, which PaletteTest sees to.
const LIGHT = ['#226bb6', '#ea7119', '#068e5e', '#933d84', '#816203', '#1d9dd6', '#3a1e8a', '#787c84'];
const DARK = ['#6d9edf', '#da9302', '#05986c', '#c575a8', '#f4dd3f', '#8cd3f7', '#9387fa', '#c5cacc'];

/** The heat map's colours: one hue from the ground to strong ink, so that density reads as ink. */
const HEAT_LIGHT = [[247, 250, 254], [198, 221, 245], [112, 170, 226], [32, 108, 187], [8, 48, 107]];
const HEAT_DARK = [[23, 28, 35], [21, 50, 88], [24, 88, 146], [52, 136, 196], [132, 196, 236]];

// Lightness changes evenly and in one direction, so that order is seen without telling hues apart (like viridis).
const EVEN = [[68, 1, 84], [70, 50, 127], [54, 92, 141], [39, 127, 142], [31, 161, 135], [74, 194, 109], [160, 218, 57],
  [253, 231, 37]];
// More layers than eight: the part of it that stands out from the ground, along the depth.
const RAMP_LIGHT = EVEN.slice(0, 5);
const RAMP_DARK = EVEN.slice(3);
// Time: late samples stand out from the ground, early ones stay back; both ends keep clear of it.
const TIME_LIGHT = EVEN.slice(0, 7).reverse();
const TIME_DARK = EVEN.slice(1);

const mix = (stops, share) => {
  const at = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const low = Math.min(Math.floor(at), stops.length - 2);
  return stops[low].map((part, i) => Math.round(part + (stops[low + 1][i] - part) * (at - low)));
};
export const rgb = parts => `rgb(${parts.join(',')})`;

/** Colours of the present theme; `dark` is fixed to false inside DL4J's pages, which are always light. */
export function theme(dark) {
  return {
    dark,
    text: dark ? '#e7ebf1' : '#1b2431',
    muted: dark ? '#96a2b3' : '#5b6676',
    line: dark ? '#2a323d' : '#e5e9ef',
    axis: dark ? '#3b4653' : '#c6cdd7',
    card: dark ? '#171c23' : '#ffffff',
    accent: dark ? '#ffb454' : '#d9480f',
    layer: (index, total) =>
      total <= LIGHT.length ? (dark ? DARK : LIGHT)[index] : rgb(mix(dark ? RAMP_DARK : RAMP_LIGHT, index / (total - 1))),
    heat: share => mix(dark ? HEAT_DARK : HEAT_LIGHT, share),
    time: share => mix(dark ? TIME_DARK : TIME_LIGHT, share),
    cell: share => mix(EVEN, share),
  };
}

/** A colour scale from its low to its high end; what stands beside it gives the numbers. */
export function colorBar(colorAt, width = 96) {
  const bar = Object.assign(document.createElement('canvas'), { width, height: 8, className: 'heat-key', ariaHidden: 'true' });
  const pen = bar.getContext('2d');
  for (let x = 0; x < width; x += 1) {
    pen.fillStyle = rgb(colorAt(x / (width - 1)));
    pen.fillRect(x, 0, 1, bar.height);
  }
  return bar;
}

// How runs are told apart: a colour for eight of them, then a dash for each further eight.

const HUES = 8;
/** The share of ink that is left of what is not pointed at, as two hexadecimal digits. */
const FAINT = '38';

/** The widths of the lines of a run's first worker and of its others. */
const [WIDE, NARROW] = [1.75, 1];

/**
 * The look of the run in a place among the colours; beyond the last one they begin anew. Of its workers beyond the first, the `nth` has the
 * run's colour in a narrow line with another dash.
 */
export const lookOf = (slot, colors, nth = 0) => ({ color: colors.layer(slot % HUES, HUES), width: nth > 0 ? NARROW : WIDE,
  dash: dashOf(Math.floor(slot / HUES) + nth) });

/** A curve's look while the reader points at a run: that one stands out. */
export const emphasised = (look, pointed) =>
  (pointed === undefined ? look : pointed ? { ...look, width: 3, stands: true } : { ...look, color: look.color + FAINT });
