// Charts over a shared iteration axis, joined in zoom and cross-hair.
import { FONT, Figure, labelStyle, tooltipStyle } from './figure.js';
import { bandSeries, curveSeries, heatSeries } from './marks.js';

const GROUP = 'infoscope';

/** One chart. `Chart.view` is the part all charts are zoomed to, if any. `describe(x)` makes the tooltip's content, an element, for the step nearest to iteration x. */
export class Chart extends Figure {
  constructor(box, { label, describe }) {
    super(box, label);
    this.describe = describe;
    this.chart.group = GROUP;
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
    this.chart.on('datazoom', event => this.keepView(event.batch?.[0] ?? event));
  }

  /** What the reader has zoomed to stays, whatever comes in; the whole run goes on following its end. */
  keepView({ start, end, startValue, endValue }) {
    const [first, last] = this.extent;
    const at = percent => first + (last - first) * percent / 100;
    const view = start === undefined ? { startValue, endValue } : { startValue: at(start), endValue: at(end) };
    Chart.zoom(view.startValue <= first && view.endValue >= last ? undefined : view);
  }

  /** Shows this part in all charts, or the whole run again. */
  static zoom(view) {
    Chart.view = view;
    Chart.zoomed?.();
  }

  /** Charts out of sight are not moved with the others: they are drawn when they come into sight. */
  join(joined) {
    this.chart.group = joined ? GROUP : undefined;
  }

  /** Left and right arrows move the cross-hair from sample to sample; Escape shows the whole run again. */
  step(event) {
    if (event.key === 'Escape' && Chart.view) {
      Chart.zoom();
    }
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || !this.xs?.length) {
      return;
    }
    event.preventDefault();
    this.tell(Math.min(Math.max((this.at ?? this.xs.length) + by, 0), this.xs.length - 1));
  }

  /** Puts the cross-hair on the sample nearest to an iteration, of those that have a value. */
  lookAt(iteration) {
    Chart.active = this;
    const distance = ([x, y]) => (Number.isFinite(y) ? Math.abs(x - iteration) : Infinity);
    const points = this.points ?? [];
    this.tell(points.reduce((best, point, i) => (distance(point) < distance(points[best]) ? i : best), 0));
  }

  tell(index) {
    this.at = index;
    this.chart.dispatchAction({ type: 'showTip', seriesIndex: this.lineIndex, dataIndex: index });
  }

  /** `extent` is the whole run, `zoom` the percentage to leave out at its beginning, `range` that of the values. */
  draw({ curves, bands, columns, unit, extent, zoom, percent, range }, colors) {
    this.extent = extent;
    const ground = [...(columns ? [heatSeries(columns, colors)] : []), ...bandSeries(bands ?? [])];
    this.lineIndex = ground.length;
    this.points = curves[0]?.points ?? [];
    this.xs = this.points.map(([x]) => x);
    const label = labelStyle(colors);
    this.chart.setOption({
      animation: false,
      textStyle: { fontFamily: FONT },
      grid: { left: 58, right: 14, top: 26, bottom: 38, outerBoundsMode: 'none' },
      xAxis: {
        type: 'value', min: extent[0], max: extent[1], minInterval: 1, name: 'iteration', nameLocation: 'middle',
        nameGap: 24, nameTextStyle: label, axisLabel: { ...label, hideOverlap: true, showMaxLabel: false },
        axisLine: { lineStyle: { color: colors.axis } }, axisTick: { show: false }, splitLine: { show: false },
        axisPointer: { show: true, snap: true, lineStyle: { color: colors.muted, type: 'solid', width: 1 },
          label: { show: false }, triggerTooltip: true },
      },
      yAxis: {
        type: 'value', name: unit === '1' ? '' : unit, nameLocation: 'end', nameGap: 10,
        nameTextStyle: { ...label, align: 'left', padding: [0, 0, 0, -44] }, scale: !range, min: range?.[0], max: range?.[1],
        axisLabel: { ...label, showMaxLabel: range ? Boolean(percent) : undefined, formatter: percent ? value => `${Math.round(value * 100)} %` : undefined },
        splitNumber: 4, interval: percent ? 0.25 : undefined, axisLine: { show: false }, axisTick: { show: false },
        splitLine: { show: !columns, lineStyle: { color: colors.line } },
      },
      dataZoom: [{ type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'shift',
        moveOnMouseWheel: false, ...(Chart.view ?? { start: zoom, end: 100 }) }],
      tooltip: {
        ...tooltipStyle(colors),
        trigger: 'axis',
        formatter: parameters => (Chart.active === this && parameters.length > 0
          ? this.describe(parameters[0].axisValue)
          : ''),
      },
      series: [...ground, ...curveSeries(curves, colors)],
    }, { notMerge: false, replaceMerge: ['series'], lazyUpdate: true });
  }
}
