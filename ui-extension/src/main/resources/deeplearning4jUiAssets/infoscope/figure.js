// What all charts have in common: a box with a name that the keyboard reaches, and ECharts inside.
import { element, visible } from './dom.js';

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

export const tooltipStyle = colors => ({
  confine: true, transitionDuration: 0, padding: [8, 10], borderWidth: 1, backgroundColor: colors.card,
  borderColor: colors.axis, textStyle: { color: colors.text, fontSize: 12 }, className: 'tip',
});

/** Where a page tells screen readers what the arrow keys read, as charts are pictures: one place for all its charts. */
function readOut() {
  const there = document.querySelector('.read-out');
  const made = there ?? element('p', { class: 'unseen read-out', role: 'status' });
  if (!there) {
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
