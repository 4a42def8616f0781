// Distributions as they are drawn: over time as a heat map, or at a few iterations as ridgelines.
import { FONT, Figure, drawable, labelStyle, rgb, tooltipStyle } from './figure.js';

/** At most this many columns are drawn; more iterations than that share columns. */
const MOST_COLUMNS = 400;

const middle = (a, b) => (a + b) / 2;

/** Columns `{x, from, to, counts, edges}` of readings `{x, distribution}`; each reaches half way to its neighbours. */
export function heatColumns(readings) {
  const share = Math.max(1, Math.ceil(readings.length / MOST_COLUMNS));
  const groups = [];
  for (let i = 0; i < readings.length; i += share) {
    groups.push(readings.slice(i, i + share));
  }
  return groups.flatMap((group, i) => {
    const defined = group.filter(each => each.distribution);
    if (defined.length === 0) {
      return [];
    }
    const { edges } = defined[0].distribution;
    const counts = edges.slice(1).map((_, bin) =>
      defined.reduce((sum, each) => sum + (each.distribution.counts[bin] ?? 0), 0));
    const [first, last] = [group[0].x, group.at(-1).x];
    const before = groups[i - 1]?.at(-1).x ?? first - ((groups[i + 1]?.[0].x ?? first + 1) - last);
    const after = groups[i + 1]?.[0].x ?? last + (first - before);
    return [{ x: first, from: middle(before, first), to: middle(last, after), counts, edges }];
  });
}

/** Columns `{x, from, to, counts, edges}` of a distribution over iterations, drawn as one crisp image. */
export function heatSeries(columns, colors) {
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
  const canvas = document.createElement('canvas');
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

// Ridgelines: the same distribution at a few iterations, one behind the other, the newest in front.

/** How far the highest ridge reaches over the one behind it, in distances between two ridges. */
const REACH = 1.9;

/** The share of the observations in each bin: the height of a ridge. */
function sharesOf({ counts }) {
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
    }, { notMerge: false, replaceMerge: ['series'] });
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
