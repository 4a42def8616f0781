// Files made of a card: a picture of it, or its points.
import { nameOf } from './actions.js';
import { contentOf } from './cards.js';
import { Chart } from './charts.js';
import { csvOf } from './csv.js';
import { element, visible, withUnit } from './dom.js';
import { FONT, drawable } from './figure.js';
import { theme } from './theme.js';

/** How long a browser may take to begin with a download. */
const KEPT_MILLIS = 60000;
const LONGEST = 60;

/** Letters that every file system and shell takes as they are; names of other letters only are "run". */
const safe = name => name.normalize('NFKD').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/-?\.-?/g, '.')
  .replace(/^[-.]+|[-.]+$/g, '').slice(0, LONGEST) || 'run';

function download(name, type, parts) {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MILLIS);
}

/** The title of a picture: what, of which run, and what the reader must know. */
function titleOf({ panel, content, basis, place }, run) {
  const said = [content.caption ?? ''].flat().filter(part => typeof part === 'string').join('');
  const bands = panel.swatchOf && content.bands?.length > 0 ? `Bands: ${content.bands.map(({ name }) => name).join(', ')}.` : '';
  return {
    head: panel.swatchOf ? `${panel.title}: ${panel.note || panel.symbol}` : [panel.title, panel.symbol && `(${panel.symbol})`].filter(Boolean).join(' '),
    notes: [run, content.axes ? '' : said, bands, basis.textContent],
    valueAxis: content.axes ? undefined : withUnit(panel.symbol || panel.title, place.unit && place.unit !== '1' ? `(${place.unit})` : ''),
  };
}

/**
 * Actions for a card's header; `source()` answers with `{ run, about }`: the run's name, and lines that tell the run. `tableOf(card, about)` makes
 * the lines of a CSV file.
 */
export function saveActions(source, tableOf = csvOf) {
  const file = (card, ending) => `${safe(source().run)}-${safe(nameOf(card))}.${ending}`;
  const drawn = ({ content }) => content?.curves.length > 0;
  const items = [
    { id: 'png', mark: 'Picture (PNG)', make: async card => [await pngOf(card, titleOf(card, source().run))], type: 'image/png' },
    { id: 'svg', mark: 'Vector picture (SVG)', make: card => [svgOf(card, titleOf(card, source().run))], type: 'image/svg+xml' },
    { id: 'csv', mark: 'Points shown (CSV)', make: card => tableOf(card, source().about), type: 'text/csv;charset=utf-8' },
  ].map(({ id, mark, make, type }) => ({ id, mark, label: card => `${mark} of ${nameOf(card)}`, act: async card => {
    try {
      download(file(card, id), type, await make(card));
    } catch (error) {
      card.basis.hidden = false;
      card.basis.textContent = `Not saved: ${error.message}`;
    }
  } }));
  return [{ id: 'save', mark: '⤓', label: card => `Save ${visible(nameOf(card))}`, when: drawn, items }];
}

// A card's chart as a picture for a paper: what is shown, on white ground, with title, axis names and legend.

const WIDTH = 900;
/** Of the chart itself; title and legend come on top, notes below. */
const HEIGHT = 400;
const EDGE = 16;
const TITLE = `600 16px ${FONT}`;
const WORDS = `12px ${FONT}`;
const ROW = 18;
const SAMPLE = 22;
const GAP = 16;
/** Points of a printed centimetre: 900 pixels as wide as a text column have 300 dots per inch and more. */
const SHARP = 3;
const DASHES = { dashed: [6, 4], dotted: [2, 3] };

/** The option of a card's chart in light colours, with what else belongs to a picture, and the picture's height. */
function optionOf(card, title) {
  const colors = theme(false);
  // Where curves are runs, layers are names.
  const inked = layers => layers?.map(layer => (layer.color ? { ...layer, ink: layer.color(colors) } : layer));
  const { context } = card;
  const content = contentOf(card.panel, { ...context, colors, layers: inked(context.layers), allLayers: inked(context.allLayers) },
    card.place.extent, card.place.zoom);
  const box = element('div');
  Object.assign(box.style, { width: `${WIDTH}px`, height: `${HEIGHT}px` });
  const figure = new (card.panel.Figure ?? Chart)(box, { label: '', describe: () => '' });
  figure.draw({ ...content, ...card.place }, colors);
  const option = figure.chart.getOption();
  figure.dispose();
  const head = [text(title.head, EDGE, EDGE, colors.text, TITLE),
    ...wrapped(title.notes).map((line, i) => text(line, EDGE, EDGE + 24 + i * ROW, colors.muted, WORDS))];
  const legend = legendOf(content.curves, EDGE + 30 + (head.length - 1) * ROW, colors);
  const top = EDGE + 34 + (head.length - 1 + legend.rows) * ROW;
  option.grid[0].top += top;
  option.grid[0].left += EDGE;
  option.grid[0].right += EDGE;
  option.grid[0].bottom += EDGE / 2;
  if (title.valueAxis) {
    const [axis] = content.ridges ? option.xAxis : option.yAxis;
    axis.name = drawable(title.valueAxis) + (/\(log\)$/.test(axis.name) ? ' (log)' : '');
  }
  return { height: HEIGHT + top,
    option: { ...option, tooltip: [{ show: false }], axisPointer: [{ show: false }], animation: false, backgroundColor: '#ffffff',
      xAxis: option.xAxis.map(axis => ({ ...axis, axisPointer: { show: false } })),
      graphic: [...head, ...legend.parts] } };
}

const text = (words, x, y, fill, font) => ({ type: 'text', x, y, silent: true, style: { text: drawable(words), fill, font } });

/** What stands under the title, in lines that fit. */
function wrapped(notes) {
  const width = ruler(WORDS);
  const lines = [];
  for (const note of notes.filter(Boolean)) {
    let line = '';
    for (const word of note.split(' ')) {
      const longer = line ? `${line} ${word}` : word;
      if (line && width(longer) > WIDTH - 2 * EDGE) {
        lines.push(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.push(line);
  }
  return lines;
}

function ruler(font) {
  const pen = element('canvas').getContext('2d');
  pen.font = font;
  return words => pen.measureText(words).width;
}

/** One entry for each look of a curve, in rows that fit. */
function legendOf(curves, top, colors) {
  const looks = new Map(curves.filter(({ name }) => name).map(curve => [`${curve.name} ${curve.color} ${curve.dash}`, curve]));
  const width = ruler(WORDS);
  const parts = [];
  let [x, row] = [EDGE, 0];
  for (const { name, color, dash } of looks.values()) {
    const room = SAMPLE + 6 + Math.min(width(drawable(name)), WIDTH / 2);
    if (x > EDGE && x + room > WIDTH - EDGE) {
      x = EDGE;
      row += 1;
    }
    const y = top + row * ROW;
    parts.push({ type: 'line', silent: true, shape: { x1: x, y1: y + 6, x2: x + SAMPLE, y2: y + 6 },
      style: { stroke: color ?? colors.text, lineWidth: 2, lineDash: Array.isArray(dash) ? dash : DASHES[dash] } },
    { type: 'text', x: x + SAMPLE + 6, y, silent: true,
      style: { text: drawable(name), fill: colors.text, font: WORDS, width: WIDTH / 2, overflow: 'truncate' } });
    x += room + GAP;
  }
  return { parts, rows: looks.size > 0 ? row + 1 : 0 };
}

/** The picture as an SVG document: all but heat maps, which are images in it, are vectors. */
function svgOf(card, title) {
  const { option, height } = optionOf(card, title);
  const chart = window.echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** The picture as a PNG file of 2700 pixels' width, a Blob. */
function pngOf(card, title) {
  const { option, height } = optionOf(card, title);
  const chart = window.echarts.init(element('div'), null, { renderer: 'canvas', width: WIDTH, height, devicePixelRatio: SHARP });
  chart.setOption(option);
  const canvas = chart.renderToCanvas({ pixelRatio: SHARP, backgroundColor: '#ffffff' });
  return new Promise((done, failed) => canvas.toBlob(blob => {
    chart.dispose();
    return blob ? done(blob) : failed(new Error('the browser made no picture'));
  }, 'image/png'));
}
