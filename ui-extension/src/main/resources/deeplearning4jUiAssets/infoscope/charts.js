// The one place that knows ECharts: charts over a shared iteration axis, joined in zoom and cross-hair.
import { element } from './dom.js';

const GROUP = 'infoscope';
const DASHES = ['solid', 'dashed', 'dotted'];
export const cssDash = index => DASHES[index % DASHES.length];

// Eight hues that stay apart for all common kinds of colour vision, for light and for dark ground (after Okabe and Ito).
const LIGHT = ['#0b63ce', '#d1620a', '#008566', '#b0408f', '#8a6d00', '#2b9fd6', '#6a4fc2', '#5f6b7a'];
const DARK = ['#6cb2ff', '#ffa04d', '#3ecfa4', '#ef8fcb', '#e6c84a', '#7fdbff', '#b39dff', '#aab4c0'];
// More layers than that: a ramp of one lightness order along the depth.
const RAMP_LIGHT = [[30, 60, 160], [0, 130, 150], [120, 140, 20], [190, 80, 20], [150, 20, 90]];
const RAMP_DARK = [[130, 170, 255], [70, 215, 220], [200, 220, 90], [255, 170, 100], [255, 140, 200]];

/** The heat map's colours: one hue from the ground to strong ink, so that density reads as ink. */
const HEAT_LIGHT = [[247, 250, 254], [198, 221, 245], [112, 170, 226], [32, 108, 187], [8, 48, 107]];
const HEAT_DARK = [[23, 28, 35], [21, 50, 88], [24, 88, 146], [52, 136, 196], [132, 196, 236]];

const mix = (stops, share) => {
  const at = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const low = Math.min(Math.floor(at), stops.length - 2);
  return stops[low].map((part, i) => Math.round(part + (stops[low + 1][i] - part) * (at - low)));
};
const rgb = parts => `rgb(${parts.join(',')})`;

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
  };
}

/** From here on the canvas has fewer columns than the curve has points: extremes are kept, symbols are not. */
const LONG = 2500;

/** Points where the curve has no value become a gap, so that nothing is drawn through it. */
const point = ([x, y]) => [x, Number.isFinite(y) ? y : null];

/** Curves `{name, color, dash, points: [[x, y]]}` as ECharts series, each gap with a cross at the foot of the chart. */
function curveSeries(curves, colors) {
  return curves.flatMap(curve => {
    const data = curve.points.map(point);
    const defined = data.filter(([, y]) => y !== null).length;
    const long = data.length > LONG;
    const lonely = data.map(([, y], i) =>
      y !== null && (data[i - 1]?.[1] ?? null) === null && (data[i + 1]?.[1] ?? null) === null);
    return [{
      type: 'line',
      name: curve.name,
      data: long ? data : data.map((value, i) => ({ value, symbol: lonely[i] || defined <= 30 ? 'circle' : 'none' })),
      showSymbol: !long,
      showAllSymbol: true,
      symbolSize: 4,
      connectNulls: false,
      sampling: long ? 'minmax' : undefined,
      lineStyle: { width: curve.width ?? 1.75, type: curve.dash ?? 'solid', color: curve.color,
        shadowColor: curve.halo, shadowBlur: curve.halo ? 2 : 0 },
      itemStyle: { color: curve.color },
      emphasis: { disabled: true },
    }, gapSeries(curve, data, colors)];
  });
}

function gapSeries(curve, data, colors) {
  const gaps = data.filter(([, y]) => y === null).map(([x]) => [x]);
  return {
    type: 'custom',
    name: `${curve.name} undefined`,
    data: gaps,
    encode: { x: 0, y: [] },
    tooltip: { show: false },
    silent: true,
    z: 5,
    renderItem(params, api) {
      const { x: left, y: top, width, height } = params.coordSys;
      const [x] = api.coord([api.value(0), 0]);
      if (x < left - 1 || x > left + width + 1) {
        return undefined;
      }
      const y = top + height - 6;
      const cross = { x1: -3, y1: -3, x2: 3, y2: 3 };
      const style = { stroke: curve.color ?? colors.text, lineWidth: 1.5 };
      return { type: 'group', x, y, children: [
        { type: 'line', shape: cross, style },
        { type: 'line', shape: { ...cross, y1: 3, y2: -3 }, style }] };
    },
  };
}

/** Columns `{x, from, to, counts, edges}` of a distribution over iterations, drawn as one crisp image. */
function heatSeries(columns, colors) {
  return {
    type: 'custom',
    name: 'distribution',
    data: [[columns[0]?.x ?? 0]],
    encode: { x: 0, y: [] },
    silent: true,
    tooltip: { show: false },
    z: 1,
    renderItem(params, api) {
      const box = params.coordSys;
      const image = heatImage(columns, colors, box, (x, y) => api.coord([x, y]));
      return { type: 'image', style: { image, x: box.x, y: box.y, width: box.width, height: box.height }, silent: true };
    },
  };
}

function heatImage(columns, colors, box, place) {
  const scale = window.devicePixelRatio || 1;
  const canvas = element('canvas');
  canvas.width = Math.max(1, Math.round(box.width * scale));
  canvas.height = Math.max(1, Math.round(box.height * scale));
  const pen = canvas.getContext('2d');
  for (const { from, to, counts, edges } of columns) {
    const most = Math.max(1, ...counts);
    const left = (place(from, 0)[0] - box.x) * scale;
    const right = (place(to, 0)[0] - box.x) * scale;
    if (right < 0 || left > canvas.width) {
      continue;
    }
    counts.forEach((bin, i) => {
      if (bin > 0) {
        const bottom = (place(from, edges[i])[1] - box.y) * scale;
        const top = (place(from, edges[i + 1])[1] - box.y) * scale;
        pen.fillStyle = rgb(colors.heat(0.08 + 0.92 * Math.sqrt(bin / most)));
        pen.fillRect(Math.floor(left), Math.floor(top), Math.ceil(right) - Math.floor(left), Math.ceil(bottom - top) + 1);
      }
    });
  }
  return canvas;
}

/** One chart. `Chart.view` is the part all charts are zoomed to, if any. `describe(x)` makes the tooltip's content, an element, for the step nearest to iteration x. */
export class Chart {
  constructor(box, { label, describe }) {
    this.box = box;
    this.describe = describe;
    box.tabIndex = 0;
    box.setAttribute('role', 'img');
    box.setAttribute('aria-label', label);
    this.chart = window.echarts.init(box, null, { renderer: 'canvas' });
    this.chart.group = GROUP;
    window.echarts.connect(GROUP);
    this.resizing = new ResizeObserver(() => this.chart.resize());
    this.resizing.observe(box);
    for (const event of ['pointerenter', 'focus']) {
      box.addEventListener(event, () => { Chart.active = this; });
    }
    box.addEventListener('pointerleave', () => { Chart.active = undefined; });
    box.addEventListener('blur', () => { Chart.active = undefined; this.chart.dispatchAction({ type: 'hideTip' }); });
    box.addEventListener('keydown', event => this.step(event));
    this.chart.on('datazoom', () => this.keepView());
  }

  /** What the reader has zoomed to stays, whatever comes in; the whole run goes on following its end. */
  keepView() {
    const [{ start, end, startValue, endValue }] = this.chart.getOption().dataZoom;
    Chart.view = start <= 0 && end >= 100 ? undefined : { startValue, endValue };
  }

  /** Left and right arrows move the cross-hair from sample to sample. */
  step(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || !this.xs?.length) {
      return;
    }
    event.preventDefault();
    this.at = Math.min(Math.max((this.at ?? this.xs.length) + by, 0), this.xs.length - 1);
    this.chart.dispatchAction({ type: 'showTip', seriesIndex: this.lineIndex, dataIndex: this.at });
  }

  /** `extent` is the whole run, `zoom` the percentage to leave out at its beginning, `range` that of the values. */
  draw({ curves, columns, unit, extent, zoom, percent, range }, colors) {
    const heat = columns ? [heatSeries(columns, colors)] : [];
    this.lineIndex = heat.length;
    this.xs = curves[0]?.points.map(([x]) => x) ?? [];
    const label = { color: colors.muted, fontSize: 11 };
    this.chart.setOption({
      animation: false,
      textStyle: { fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif' },
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
        trigger: 'axis', confine: true, transitionDuration: 0, padding: [8, 10], borderWidth: 1,
        backgroundColor: colors.card, borderColor: colors.axis, textStyle: { color: colors.text, fontSize: 12 },
        className: 'tip',
        formatter: parameters => (Chart.active === this && parameters.length > 0
          ? this.describe(parameters[0].axisValue)
          : ''),
      },
      series: [...heat, ...curveSeries(curves, colors)],
    }, { notMerge: false, replaceMerge: ['series'], lazyUpdate: true });
  }

  name(label) {
    this.box.setAttribute('aria-label', label);
  }

  dispose() {
    this.resizing.disconnect();
    this.chart.dispose();
  }
}
