// The information plane: what a layer tells of the input across, what it tells of the labels up, one trajectory per layer.
import { FONT, Figure, colorBar, drawable, labelStyle, rgb, tooltipStyle } from '../charts/figure.js';
import { headline, noteOf, whyEmpty } from '../model/readings.js';
import { brief, capital, count, full, iterationOf, settingsLine, whenOf, withUnit } from '../model/words.js';
import { tooltip } from './panels.js';

/** Trajectories `{name, color, points: [{x, y, share}]}`; `share` in [0, 1] is the time. `describe(curve, point)` makes the tooltip. */
class Plane extends Figure {
  constructor(box, { label, describe }) {
    super(box, label);
    this.describe = describe;
    this.curves = [];
    box.addEventListener('keydown', event => this.step(event));
  }

  /** Left and right arrows move along a trajectory, up and down from one to the next. */
  step(event) {
    const along = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    const across = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    if ((!along && !across) || this.curves.length === 0) {
      return;
    }
    event.preventDefault();
    const within = (at, length) => Math.min(Math.max(at, 0), length - 1);
    const curve = within((this.at?.curve ?? 0) + across, this.curves.length);
    const { length } = this.curves[curve].points;
    this.at = { curve, point: within((this.at && across === 0 ? this.at.point : length - (along < 0 ? 0 : 1)) + along, length) };
    this.chart.dispatchAction({ type: 'showTip', seriesIndex: this.at.curve, dataIndex: this.at.point });
    this.say(this.describe(this.curves[curve], this.curves[curve].points[this.at.point]));
  }

  draw({ curves, axes }, colors) {
    this.curves = curves;
    const label = labelStyle(colors);
    const axis = ({ name, unit }, more) => ({
      type: 'value', scale: true, name: drawable(withUnit(name, unit)), nameTextStyle: label, splitNumber: 4,
      axisLabel: { ...label, hideOverlap: true }, axisLine: { show: false, onZero: false }, axisTick: { show: false },
      splitLine: { lineStyle: { color: colors.line } }, ...more,
    });
    this.chart.setOption({
      animation: false,
      textStyle: { fontFamily: FONT },
      grid: { left: 58, right: 64, top: 28, bottom: 40, outerBoundsMode: 'none' },
      xAxis: axis(axes.x, { nameLocation: 'middle', nameGap: 24 }),
      yAxis: axis(axes.y, { nameLocation: 'end', nameGap: 10, nameTextStyle: { ...label, align: 'left', padding: [0, 0, 0, -44] } }),
      tooltip: { ...tooltipStyle(colors), trigger: 'item',
        formatter: ({ seriesIndex, dataIndex }) => this.describe(curves[seriesIndex], curves[seriesIndex].points[dataIndex]) },
      series: curves.map(curve => trajectory(curve, colors)),
    }, { notMerge: false, replaceMerge: ['series'] });
  }
}

function trajectory({ name, color, points }, colors) {
  const last = points.length - 1;
  return {
    type: 'line', name, showAllSymbol: true, symbol: 'circle', clip: false,
    data: points.map(({ x, y, share }, i) => ({
      value: [x, y],
      symbolSize: i === last ? 11 : 6,
      itemStyle: { color: rgb(colors.time(share)), borderColor: color, borderWidth: i === last ? 2 : 0.75 },
      label: { show: i === last, formatter: drawable(name).replace(/[{}|]/g, ' '), position: 'right', distance: 7, color: colors.text, fontSize: 11,
        textBorderColor: colors.card, textBorderWidth: 2,
        width: 76, overflow: 'truncate' },
    })),
    lineStyle: { width: 1.25, color, opacity: 0.55 },
    labelLayout: { hideOverlap: true, moveOverlap: 'shiftY' },
    emphasis: { scale: 1.3 },
  };
}

/** More points than this of one layer would cover each other; they are thinned evenly, which the card says. */
const MOST_POINTS = 400;

function thin(points) {
  const share = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, i) => (points.length - 1 - i) % share === 0);
}

function curvesOf({ layers, track, steps, colors }, { x, y }) {
  const [first, last] = [steps[0].iteration, steps.at(-1).iteration];
  return layers.flatMap(layer => {
    const inputs = new Map(track(layer.name, x).map(({ step, reading }) => [step, reading]));
    const points = track(layer.name, y).flatMap(({ step, reading }) => {
      const input = inputs.get(step);
      const point = input && { step, input, reading, x: headline(input, x).value, y: headline(reading, y).value,
        share: (step.iteration - first) / Math.max(1, last - first) };
      return point && Number.isFinite(point.x) && Number.isFinite(point.y) ? [point] : [];
    });
    return points.length === 0 ? [] : [{ name: layer.name, color: layer.color(colors), points: thin(points),
      measured: points.length }];
  });
}

function captionOf({ steps, colors, basis }, curves) {
  const most = Math.max(0, ...curves.map(curve => curve.measured));
  const share = Math.ceil(most / MOST_POINTS);
  const drawn = Math.max(0, ...curves.map(({ points }) => points.length));
  const [first, last] = [steps[0], steps.at(-1)].map(({ iteration }) => iteration);
  return [capital(iterationOf(first)), ...first === last ? [] : [' ', colorBar(colors.time), ' ', count(last)],
    basis.partial ? `; ${count(drawn)} of ${count(basis.count)} steps are drawn.`
      : share > 1 ? `; 1 of every ${share} samples is drawn.` : ''];
}

const place = ({ x, y }) => `${brief(x)}, ${brief(y)}`;

function planePanel(pair) {
  const { x, y } = pair;
  const title = 'Information plane';
  return {
    id: `plane ${x.key} ${y.key}`, title, symbol: x.label, Figure: Plane, infos: [x.info, y.info],
    note: `${x.info.symbol} across, ${y.info.symbol} up: a trajectory per layer, its points coloured by iteration.`,
    content: context => {
      const curves = curvesOf(context, pair);
      const axes = { x: { name: x.info.symbol, unit: `(${x.info.unit})` }, y: { name: y.info.symbol, unit: `(${y.info.unit})` } };
      return { curves, axes, caption: captionOf(context, curves) };
    },
    describe: (context, curve, point) => tooltip(context, point.step, [
      { name: curve.name, color: curve.color, value: '' },
      { name: x.info.symbol, value: withUnit(full(point.x), x.info.unit), note: noteOf(point.input) },
      { name: y.info.symbol, value: withUnit(full(point.y), y.info.unit), note: noteOf(point.reading) },
    ], settingsLine(point.input.settings)),
    label: ({ curves }) => `${title}, ${x.label}: ${x.info.symbol} across, ${y.info.symbol} up, in ${x.info.unit}. `
      + curves.slice(0, 12).map(({ name, points }) => `${name} from ${place(points[0])} to ${place(points.at(-1))}`).join('; ')
      + '. Left and right arrow keys move along a trajectory, up and down to another layer.',
    latest: (context, { curves }) => (curves.length > 0 ? whenOf(context, curves[0].points.at(-1).step) : ''),
    empty: context => [x, y].map(each => whyEmpty(context, [each])).find(reason => !reason.startsWith('Nothing'))
      ?? 'No sample holds both values yet.',
  };
}

/** The id of a metric that compares with the input is that of its counterpart and this. */
const INPUT = '-input';

/** The two metrics with all options of the one in common are a pair. */
function pairsOf(series) {
  return series.flatMap(y => series
    .filter(x => x.info.id === y.info.id + INPUT
      && Object.entries(y.options).every(([name, value]) => x.options[name] === value))
    .map(x => ({ x, y })));
}

/** The ids of the metrics that span a plane: their curves stand side by side above it. */
export const pairedMetrics = series => new Set(pairsOf(series).flatMap(({ x, y }) => [x.info.id, y.info.id]));

/** One plane per pair of series chosen. */
export const planePanels = ({ series }) => pairsOf(series).map(planePanel);
