// What charts over iterations are drawn with, as ECharts series: curves with their gaps, bands around them, the beginnings of epochs.
import { bundleSeries } from './bundle.js';

/** From here on the canvas has fewer columns than the curve has points: extremes are kept, symbols are not. */
const LONG = 2500;
/** Up to so many values of a curve are dots as well. */
const FEW = 30;

/** More curves than this are drawn as one series. */
const MANY = 12;

/** Points where the curve has no value become a gap, so that nothing is drawn through it. */
const point = ([x, y]) => [x, Number.isFinite(y) ? y : null];

/** What a smoothed curve leaves of the one it was made of. */
const FAINT = { width: 1, opacity: 0.3 };

/**
 * Curves `{name, color, dash, points: [[x, y]]}`, each gap with a cross at the foot of the chart, as `lines` and `marks`. Where a curve has
 * `smoothed` points, these are drawn over the others, which are faint then.
 */
export function curveSeries(curves, colors) {
  const many = curves.length > MANY;
  const drawn = curves.map(curve => lineOf(curve, many));
  const smoothed = curves.filter(curve => curve.smoothed);
  const lines = many ? bundleSeries([...drawn.map(({ series }, i) => strokeOf(curves[i].points, series)),
    ...smoothed.map(curve => strokeOf(curve.smoothed, smoothedLine(curve)))])
    : [...drawn.map(({ series }) => series), ...smoothed.map(smoothedLine)];
  return { lines, marks: markSeries(drawn, colors) };
}

/** A curve in a bundle, with the looks of a series of its own. */
const strokeOf = (points, { name, lineStyle: { width, opacity, type, color, ...halo } }) =>
  ({ name, points, style: { lineWidth: width, opacity, lineDash: type, stroke: color, ...halo } });

/** A smoothed line has no extremes to lose: from here on one of its points per column is enough. */
const LONG_SMOOTHED = 600;

/** Only the line: what it has of values that are alone, the curve itself shows. */
function smoothedLine({ name, color, dash, width = 1.75, smoothed }) {
  return {
    type: 'line', name: `${name}, smoothed`, data: smoothed.map(point), symbol: 'none', showSymbol: false, connectNulls: false, silent: true,
    sampling: smoothed.length > LONG_SMOOTHED ? 'minmax' : undefined, tooltip: { show: false }, lineStyle: { width, type: dash ?? 'solid', color },
    itemStyle: { color }, emphasis: { disabled: true },
  };
}

/** A line, the iterations of its gaps, and its values between two gaps, which no line goes through; in a bundle, the dots of few values as well. */
function lineOf(curve, bundled) {
  const data = curve.points.map(point);
  const few = data.filter(([, y]) => y !== null).length <= FEW;
  const long = data.length > LONG;
  const empty = i => (data[i]?.[1] ?? null) === null;
  const dotted = few && bundled && !curve.smoothed;
  return {
    color: curve.color,
    gaps: data.filter(([, y]) => y === null).map(([x]) => x),
    lonely: (few && !bundled) || long ? [] : data.filter((_, i) => !empty(i) && (dotted || (empty(i - 1) && empty(i + 1)))),
    series: {
      type: 'line',
      name: curve.name,
      data: few ? data.map(value => ({ value, symbol: 'circle' })) : data,
      symbol: 'none',
      showSymbol: few,
      showAllSymbol: true,
      symbolSize: data.length === 1 ? 8 : 4,
      connectNulls: false,
      sampling: long ? 'minmax' : undefined,
      lineStyle: { width: curve.width ?? 1.75, opacity: 1, type: curve.dash ?? 'solid', color: curve.color,
        shadowColor: curve.halo, shadowBlur: curve.halo ? 2 : 0, ...(curve.smoothed ? FAINT : {}) },
      itemStyle: { color: curve.color, opacity: curve.smoothed ? FAINT.opacity : 1 },
      emphasis: { disabled: true },
    },
  };
}

const CROSS = (x, y) => `M${x - 3} ${y - 3}L${x + 3} ${y + 3}M${x - 3} ${y + 3}L${x + 3} ${y - 3}`;
const DOT = (x, y) => `M${x - 2} ${y}A2 2 0 1 1 ${x + 2} ${y}A2 2 0 1 1 ${x - 2} ${y}`;

/**
 * The gaps and lonely values of all curves as one item `[first iteration, nothing, gaps, lonely values]`: with an item for each, they
 * would take longer to draw than all the lines. The axis up takes the second number for a value, whatever `encode` says.
 */
function markSeries(lines, colors) {
  const marked = lines.filter(({ gaps, lonely }) => gaps.length + lonely.length > 0);
  const sum = field => marked.reduce((total, line) => total + line[field].length, 0);
  return marked.length === 0 ? [] : [{
    type: 'custom',
    name: 'undefined',
    data: [[marked[0].gaps[0] ?? marked[0].lonely[0][0], null, sum('gaps'), sum('lonely')]],
    encode: { x: 0, y: [] },
    tooltip: { show: false },
    silent: true,
    z: 5,
    renderItem(params, api) {
      const { x: left, y: top, width, height } = params.coordSys;
      const inside = ([x]) => x >= left - 1 && x <= left + width + 1;
      const foot = top + height - 6;
      // All crosses stand at the foot: one on a pixel covers the others there.
      const taken = new Set();
      const free = ([x]) => !taken.has(x) && taken.add(x);
      return { type: 'group', children: marked.flatMap(({ gaps, lonely, color = colors.text }) => {
        const crosses = gaps.map(x => [Math.round(api.coord([x, 0])[0]), foot]).filter(inside).filter(free);
        const dots = lonely.map(value => api.coord(value)).filter(inside).filter(([, y]) => y >= top && y <= top + height);
        return [
          ...crosses.length === 0 ? [] : [{ type: 'path', shape: { pathData: crosses.map(at => CROSS(...at)).join('') },
            style: { fill: 'none', stroke: color, lineWidth: 1.5 } }],
          ...dots.length === 0 ? [] : [{ type: 'path', shape: { pathData: dots.map(at => DOT(...at)).join('') }, style: { fill: color } }],
        ];
      }) };
    },
  }];
}

/** Bands `{name, color, points: [[x, low, high]], median: [[x, y]]}`; where one has no value, the band has a gap. The median may be left out. */
export function bandSeries(bands) {
  return bands.flatMap(band => [areaSeries(band), ...(band.median ? [medianSeries(band)] : [])]);
}

function medianSeries(band) {
  return {
    type: 'line',
    name: `${band.name}, median`,
    data: band.median.map(point),
    showSymbol: false,
    connectNulls: false,
    silent: true,
    tooltip: { show: false },
    lineStyle: { width: 1.25, type: [2, 4], color: band.color },
    emphasis: { disabled: true },
  };
}

function areaSeries({ name, color, points }) {
  return {
    type: 'custom',
    name,
    data: points.map(([x, low, high]) => (Number.isFinite(low) && Number.isFinite(high) ? [x, low, high] : [x, null, null])),
    encode: { x: 0, y: [1, 2] },
    tooltip: { show: false },
    silent: true,
    clip: true,
    progressive: 0,
    z: 1,
    // The first item draws the whole band: a seam between items would show through the paint.
    renderItem: (params, api) => (params.dataIndex > 0 ? undefined : {
      type: 'group',
      children: unbroken(points).map(run => ({ type: 'polygon', shape: { points: outlineOf(run, api) }, style: { fill: color, opacity: 0.14 } })),
    }),
  };
}

/** Pixels on each side of a reading between gaps, which would have no width. */
const ALONE = 8;

function outlineOf(run, api) {
  const [below, above] = [run.map(([x, low]) => api.coord([x, low])), run.map(([x, , high]) => api.coord([x, high])).reverse()];
  const beside = ([[x, y]]) => [[x - ALONE, y], [x + ALONE, y]];
  return run.length > 1 ? [...below, ...above] : [...beside(below), ...beside(above).reverse()];
}

function unbroken(points) {
  const runs = [[]];
  for (const each of points) {
    if (each.every(Number.isFinite)) {
      runs.at(-1).push(each);
    } else {
      runs.push([]);
    }
  }
  return runs.filter(run => run.length > 0);
}

// Where epochs begin: thin lines through a chart, as many as have room, with the epoch's number.

const APART = 52;

/** `epochs` are `{epoch, at}`, a place on the axis across each. */
export function epochSeries(epochs, colors) {
  return epochs.length === 0 ? [] : [{
    type: 'custom',
    name: 'epochs',
    data: [[epochs[0].at]],
    encode: { x: 0, y: [] },
    silent: true,
    tooltip: { show: false },
    z: 0,
    renderItem({ coordSys: { x, y, width, height } }, api) {
      const [from, next] = [api.coord([0, 0])[0], api.coord([1, 0])[0]];
      const columnOf = ({ at }) => from + at * (next - from);
      const inside = epochs.filter(each => columnOf(each) >= x && columnOf(each) <= x + width);
      const stride = strideOf(inside, columnOf);
      const chosen = inside.filter(({ epoch }) => epoch % stride === 0);
      let free = -Infinity;
      return { type: 'group', children: chosen.flatMap(each => {
        const column = Math.round(columnOf(each)) + 0.5;
        const named = column >= free && column < x + width - APART / 4;
        free = named ? column + APART : free;
        return [
          { type: 'line', shape: { x1: column, x2: column, y1: y, y2: y + height }, style: { stroke: colors.line, lineWidth: 1, lineDash: [3, 3] } },
          ...(named ? [{ type: 'text', style: { text: `epoch ${each.epoch}`, x: column, y: y - 13, align: 'center', fill: colors.muted, fontSize: 10 } }]
            : []),
        ];
      }) };
    },
  }];
}

/** Every, every second, fifth, tenth … epoch. */
function strideOf(epochs, columnOf) {
  const span = epochs.length < 2 ? Infinity : columnOf(epochs.at(-1)) - columnOf(epochs[0]);
  const count = epochs.length < 2 ? 1 : epochs.at(-1).epoch - epochs[0].epoch;
  const wanted = APART * count / span;
  let stride = 1;
  for (let i = 0; stride < wanted; i += 1) {
    stride = [2, 5, 10][i % 3] * 10 ** Math.floor(i / 3);
  }
  return stride;
}
