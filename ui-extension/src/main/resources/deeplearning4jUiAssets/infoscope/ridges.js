// Ridgelines: the same distribution at a few iterations, one behind the other, the newest in front.
import { FONT, Figure, drawable, labelStyle, tooltipStyle } from './figure.js';
import { rgb } from './theme.js';

/** How far the highest ridge reaches over the one behind it, in distances between two ridges. */
const REACH = 1.9;

/** The share of the observations in each bin: the height of a ridge. */
export function sharesOf({ counts }) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map(count => (total > 0 ? count / total : 0));
}

/** Ridges `{label, share, chosen, median, distribution}`, the oldest first; `share` in [0, 1] is the time. `describe(index)` makes the tooltip. */
export class Ridges extends Figure {
  constructor(box, { label, describe }) {
    super(box, label);
    this.describe = describe;
    box.addEventListener('keydown', event => this.step(event));
  }

  /** Up and down go to older and to newer ridges. */
  step(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !this.ridges?.length) {
      return;
    }
    event.preventDefault();
    this.at = Math.min(Math.max((this.at ?? this.ridges.length) + by, 0), this.ridges.length - 1);
    this.chart.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: this.at });
    this.say(this.describe(this.at));
  }

  draw({ ridges, unit }, colors) {
    this.ridges = ridges;
    const label = labelStyle(colors);
    const edges = ridges[0]?.distribution.edges ?? [0, 1];
    const foot = i => ridges.length - 1 - i;
    const feet = ridges.map((_, i) => foot(i));
    const hidden = { axisLine: { show: false }, axisTick: { show: false, customValues: feet } };
    this.chart.setOption({
      animation: false,
      textStyle: { fontFamily: FONT },
      grid: { left: 96, right: 14, top: 12, bottom: 38, outerBoundsMode: 'none' },
      xAxis: { type: 'value', min: edges[0], max: edges.at(-1), name: unit === '1' ? '' : drawable(unit), nameLocation: 'middle', nameGap: 24,
        nameTextStyle: label, axisLabel: { ...label, hideOverlap: true, showMaxLabel: false }, axisLine: { lineStyle: { color: colors.axis } },
        axisTick: { show: false }, splitLine: { show: false } },
      yAxis: { type: 'value', min: 0, max: Math.max(1, ridges.length - 1 + REACH), ...hidden, splitLine: { show: false },
        axisLabel: { ...label, customValues: feet, formatter: place => ridges[foot(place)]?.label ?? '', width: 88, overflow: 'truncate' } },
      tooltip: { ...tooltipStyle(colors), trigger: 'item', formatter: ({ dataIndex }) => this.describe(dataIndex) },
      series: [ridgeSeries(ridges, foot, colors)],
    }, { notMerge: false, replaceMerge: ['series'], lazyUpdate: true });
  }
}

function ridgeSeries(ridges, foot, colors) {
  const shares = ridges.map(({ distribution }) => sharesOf(distribution));
  const most = Math.max(Number.MIN_VALUE, ...shares.flat());
  return {
    type: 'custom',
    name: 'ridges',
    data: ridges.map(({ median, iteration }, i) => ({ value: [median, foot(i) + 0.2, iteration], shares: shares[i] })),
    encode: { x: 0, y: 1 },
    clip: true,
    renderItem(params, api) {
      const { distribution: { edges }, share, chosen, median } = ridges[params.dataIndex];
      const base = foot(params.dataIndex);
      const place = (x, height) => api.coord([x, base + REACH * height / most]);
      const own = shares[params.dataIndex];
      const top = [place(edges[0], 0), ...own.map((height, i) => place((edges[i] + edges[i + 1]) / 2, height)), place(edges.at(-1), 0)];
      const color = chosen ? colors.accent : rgb(colors.time(share));
      const bin = edges.findLastIndex(edge => edge <= median);
      const [from, to] = [place(median, 0), place(median, own[Math.min(bin, own.length - 1)] ?? 0)];
      return { type: 'group', children: [
        { type: 'polygon', shape: { points: top }, style: { fill: colors.card, opacity: 0.85 } },
        { type: 'polygon', shape: { points: top }, style: { fill: color, opacity: 0.35 } },
        { type: 'polyline', shape: { points: top }, style: { fill: 'none', stroke: color, lineWidth: chosen ? 2.25 : 1.5 } },
        ...(Number.isFinite(median) ? [{ type: 'line', shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
          style: { stroke: colors.text, lineWidth: 1, opacity: 0.7 } }] : []),
      ] };
    },
  };
}
