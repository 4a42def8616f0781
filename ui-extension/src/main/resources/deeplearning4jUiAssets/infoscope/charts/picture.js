// A chart as a picture for a paper: what is shown, on white ground, with title, axis names and legend.
import { Chart } from './charts.js';
import { FONT, drawable } from './figure.js';
import { drawsCharts } from './program.js';

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

/** The option of a chart, with what else belongs to a picture, and the picture's height. */
function optionOf({ content, place, Figure = Chart, colors }, title) {
  if (!drawsCharts()) {
    throw new Error('the program that draws charts has not arrived yet');
  }
  const box = document.createElement('div');
  Object.assign(box.style, { width: `${WIDTH}px`, height: `${HEIGHT}px` });
  const figure = new Figure(box, { label: '', describe: () => '' });
  figure.draw({ ...content, ...place }, colors);
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
  const pen = document.createElement('canvas').getContext('2d');
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

/**
 * A chart of `content` at a `place` in `colors` as an SVG document: all but heat maps, which are images in it, are vectors. `title` is
 * `{head, notes, valueAxis}`.
 */
export function svgOf(drawing, title) {
  const { option, height } = optionOf(drawing, title);
  const chart = window.echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** The same as a PNG file of 2700 pixels' width, a Blob. */
export function pngOf(drawing, title) {
  const { option, height } = optionOf(drawing, title);
  const chart = window.echarts.init(document.createElement('div'), null, { renderer: 'canvas', width: WIDTH, height, devicePixelRatio: SHARP });
  chart.setOption(option);
  const canvas = chart.renderToCanvas({ pixelRatio: SHARP, backgroundColor: '#ffffff' });
  return new Promise((done, failed) => canvas.toBlob(blob => {
    chart.dispose();
    return blob ? done(blob) : failed(new Error('the browser made no picture'));
  }, 'image/png'));
}
