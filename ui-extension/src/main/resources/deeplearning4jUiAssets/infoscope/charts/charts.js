// Charts over a shared axis across, joined in zoom and cross-hair.
import { count } from '../model/words.js';
import { PLAIN_AXIS, ticksAround } from './axis.js';
import { dragAcross } from './drag.js';
import { FONT, Figure, drawable, labelStyle, tooltipStyle } from './figure.js';
import { heatSeries } from './histograms.js';
import { bandSeries, curveSeries, epochSeries } from './marks.js';
import { LINEAR_SCALE, MARGINS, placedOn } from './scale.js';

const GROUP = 'infoscope';

/**
 * A chart that is pointed at tells the others the point's number among its own series, which theirs need not have: what all have in common is its
 * place on the axis.
 */
function pointedByOthers(chart) {
  const act = chart.dispatchAction.bind(chart);
  return (action, options) => {
    const across = action.type === 'updateAxisPointer' && action.axesInfo?.find(({ axisDim }) => axisDim === 'x');
    return act(across ? { ...action, x: chart.convertToPixel({ xAxisIndex: 0 }, across.value), y: chart.getHeight() / 2 } : action, options);
  };
}

/**
 * One chart. `Chart.view` is the part all charts are zoomed to, if any: iterations, whatever the axis. `describe(iteration)` makes the tooltip's
 * content, an element, for the step nearest to it.
 */
export class Chart extends Figure {
  constructor(box, { label, describe }) {
    super(box, label);
    this.describe = describe;
    this.chart.group = GROUP;
    this.chart.dispatchAction = pointedByOthers(this.chart);
    window.echarts.connect(GROUP);
    for (const event of ['pointerenter', 'focus']) {
      box.addEventListener(event, () => { Chart.active = this; });
    }
    for (const event of ['pointerleave', 'blur']) {
      box.addEventListener(event, () => { Chart.active = undefined; });
    }
    box.addEventListener('keydown', event => this.step(event));
    box.addEventListener('look', event => this.lookAt(event.detail));
    box.addEventListener('dblclick', () => Chart.zoom());
    dragAcross(box, () => this.plot, (...ends) => this.zoomTo(ends));
    this.chart.on('datazoom', event => this.keepView(event.batch?.[0] ?? event));
  }

  get plot() {
    const { left, right, top, bottom } = MARGINS;
    return { left, right: this.chart.getWidth() - right, top, bottom: this.chart.getHeight() - bottom };
  }

  /** Shows the part between two places, in pixels across. */
  zoomTo(ends) {
    const [startValue, endValue] = ends.map(x => this.chart.convertFromPixel({ xAxisIndex: 0 }, x));
    this.chart.dispatchAction({ type: 'dataZoom', startValue, endValue });
  }

  /** What the reader has zoomed to stays, whatever comes in; the whole run goes on following its end. */
  keepView({ start, end, startValue, endValue }) {
    const [low, high] = this.ends;
    const place = (percent, value) => (percent === undefined ? value : low + (high - low) * percent / 100);
    const view = { startValue: this.axis.iterationAt(place(start, startValue)), endValue: this.axis.iterationAt(place(end, endValue)) };
    const [first, last] = this.extent;
    const near = 1e-9 * (last - first);
    Chart.zoom(view.startValue <= first + near && view.endValue >= last - near ? undefined : view);
  }

  /** Shows this part in all charts, or the whole run again. */
  static zoom(view) {
    Chart.view = view;
    Chart.zoomed?.();
  }

  /** The part that is shown of a run from its first to its last iteration, if not all; a part that it does not have is not. */
  static viewIn([first, last]) {
    return Chart.view && Chart.view.startValue < last && Chart.view.endValue > first ? Chart.view : undefined;
  }

  /** The same, or where the reader sees all of it but `percent` at its beginning, that; nothing for the whole. */
  static shownIn([first, last], percent) {
    const view = Chart.viewIn([first, last]);
    return view ? [view.startValue, view.endValue] : percent > 0 ? [first + percent / 100 * (last - first), last] : undefined;
  }

  /** Charts out of sight are not moved with the others: they are drawn when they come into sight. */
  join(joined) {
    this.chart.group = joined ? GROUP : undefined;
  }

  /** Left and right arrows move the cross-hair from sample to sample of those that are shown; Escape shows the whole run again. */
  step(event) {
    if (event.key === 'Escape' && Chart.view) {
      Chart.zoom();
    }
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || !this.points?.length) {
      return;
    }
    event.preventDefault();
    const { startValue, endValue } = Chart.viewIn(this.extent) ?? { startValue: -Infinity, endValue: Infinity };
    const from = this.points.findIndex(([x]) => x >= startValue);
    const to = this.points.findLastIndex(([x]) => x <= endValue);
    const at = this.at >= from && this.at <= to ? this.at : to + 1;
    if (from >= 0 && from <= to) {
      const next = Math.min(Math.max(at + by, from), to);
      // Made before the tooltip is: what is asked for goes to the one that asked last.
      const tip = this.describe(this.points[next][0]);
      this.tell(next);
      this.say(tip);
    }
  }

  /** Puts the cross-hair on the sample nearest to an iteration, of those that have a value. */
  lookAt(iteration) {
    Chart.active = this;
    const distance = ([x, y]) => (Number.isFinite(y) ? Math.abs(x - iteration) : Infinity);
    const points = this.points ?? [];
    this.tell(points.reduce((best, point, i) => (distance(point) < distance(points[best]) ? i : best), 0));
  }

  /** By its place: a gap has no item. */
  tell(index) {
    this.at = index;
    const x = this.chart.convertToPixel({ xAxisIndex: 0 }, this.axis.at(this.points[index][0]));
    this.chart.dispatchAction({ type: 'showTip', x, y: this.box.clientHeight / 2 });
  }

  /**
   * `extent` is the whole run and `zoom` the percentage to leave out at its beginning, both in iterations, as the points of `curves` and `bands`
   * are; `range` is that of the values, in steps of `step` if there is one. `axis` (axis.js) and `scale` (scale.js) say where they are drawn.
   */
  draw({ curves, bands = [], columns, unit, extent, zoom, percent, range, step, axis = PLAIN_AXIS, scale = LINEAR_SCALE }, colors) {
    Object.assign(this, { extent, axis, points: curves[0]?.points ?? [], ends: extent.map(axis.at) });
    const placed = placedOn(axis, scale, { curves, bands, columns });
    const ground = [...(columns ? [heatSeries(placed.columns, colors)] : []), ...bandSeries(placed.bands)];
    const { lines, marks } = curveSeries(placed.curves, colors);
    this.chart.setOption({
      animation: false,
      textStyle: { fontFamily: FONT },
      grid: { ...MARGINS, outerBoundsMode: 'none' },
      xAxis: this.across(zoom, colors),
      yAxis: up({ unit, percent, range, step, scale, ruled: !columns }, colors),
      dataZoom: [{ type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'shift', moveOnMouseWheel: false,
        ...this.window(zoom) }],
      tooltip: {
        ...tooltipStyle(colors),
        trigger: 'axis',
        formatter: parameters => (Chart.active === this && parameters.length > 0
          ? this.describe(this.axis.iterationAt(parameters[0].axisValue))
          : ''),
      },
      series: [...ground, ...lines, ...epochSeries(axis.epochs, colors), ...marks],
    }, { notMerge: false, replaceMerge: ['series'] });
  }

  /** What is shown, as places on the axis: the zoom, or the end of the run as it grows. */
  window(zoom) {
    const [first, last] = this.extent;
    const [low, high] = this.ends;
    const view = Chart.viewIn(this.extent);
    const from = this.axis.at(first + zoom / 100 * (last - first));
    return view ? { startValue: this.axis.at(view.startValue), endValue: this.axis.at(view.endValue) }
      : { start: zoom > 0 ? 100 * (from - low) / (high - low) : 0, end: 100 };
  }

  across(zoom, colors) {
    const { axis, ends: [low, high] } = this;
    const label = labelStyle(colors);
    const { startValue = low, endValue = high, start = 0 } = this.window(zoom);
    const ticks = ticksAround(axis, startValue + (high - low) * start / 100, endValue) ?? null;
    return {
      type: 'value', min: low, max: high, minInterval: axis.kind === 'iteration' && !axis.log ? 1 : 0, name: axis.name, nameLocation: 'middle',
      nameGap: 24, nameTextStyle: label,
      axisLabel: { ...label, hideOverlap: true, showMaxLabel: ticks ? null : false, customValues: ticks,
        formatter: ticks || axis.kind !== 'iteration' ? axis.label : wholeOnly },
      axisLine: { onZero: false, lineStyle: { color: colors.axis } }, axisTick: { show: axis.log, customValues: ticks, lineStyle: { color: colors.axis } },
      splitLine: { show: false },
      axisPointer: { show: true, snap: true, lineStyle: { color: colors.muted, type: 'solid', width: 1 }, label: { show: false },
        triggerTooltip: true },
    };
  }
}

/** The ends of a part that is zoomed into lie between iterations. */
const wholeOnly = place => (Number.isInteger(place) ? count(place) : '');

/** Whole percents, or as many digits as their distance needs. */
const inPercent = step => value => `${(value * 100).toFixed(Math.max(0, -Math.floor(Math.log10(step * 100) + 1e-9)))} %`;

function up({ unit, percent, range, step = percent ? 0.25 : null, scale, ruled }, colors) {
  const label = labelStyle(colors);
  const bounds = scale.log ? scale.bounds : range;
  const ticks = scale.ticks ?? null;
  return {
    type: 'value', name: drawable([unit === '1' ? '' : unit, scale.log ? '(log)' : ''].filter(Boolean).join(' ')), nameLocation: 'end', nameGap: 10,
    nameTextStyle: { ...label, align: 'left', padding: [0, 0, 0, -44] }, scale: !range, min: bounds?.[0] ?? null, max: bounds?.[1] ?? null,
    axisLabel: { ...label, showMaxLabel: range && !step ? false : percent ? true : null, customValues: ticks,
      formatter: percent ? inPercent(step) : ticks ? scale.label : null },
    splitNumber: 4, interval: step, axisLine: { show: false }, axisTick: { show: false, customValues: ticks },
    splitLine: { show: ruled, customValues: ticks, lineStyle: { color: colors.line } },
  };
}
