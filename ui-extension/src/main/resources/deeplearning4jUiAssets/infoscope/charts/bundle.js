// Many curves as one ECharts series: with a series for each, the bookkeeping of the series takes longer than the drawing at every step of a zoom.
import { before } from './reading.js';

/** The cross-hair stops at so many places at most: a chart has hardly more columns. */
const MOST_STOPS = 800;
/** With more points than this for a column, only those stay that can be seen. */
const PER_COLUMN = 4;

/**
 * Where the cross-hair stops, with the lowest and highest value around it, for the axis up: `[[x, low, high]]`, of ascending x. Of more places than
 * a chart has columns, each stands for the ones after it as well.
 */
export function stopsOf(lists) {
  const extremes = new Map();
  for (const points of lists) {
    for (const [x, y] of points) {
      const known = extremes.get(x);
      const value = Number.isFinite(y) ? y : NaN;
      if (!known) {
        extremes.set(x, [x, value, value]);
      } else if (!(value >= known[1] && value <= known[2]) && !Number.isNaN(value)) {
        known[1] = known[1] <= value ? known[1] : value;
        known[2] = known[2] >= value ? known[2] : value;
      }
    }
  }
  const all = [...extremes.values()].sort(([one], [other]) => one - other);
  const share = Math.ceil(all.length / MOST_STOPS);
  return share > 1 ? coarser(all, share) : all;
}

function coarser(stops, share) {
  const joint = [];
  stops.forEach(([x, low, high], i) => {
    const last = joint.at(-1);
    if (i % share === 0) {
      joint.push([x, low, high]);
    } else {
      last[1] = last[1] <= low || Number.isNaN(low) ? last[1] : low;
      last[2] = last[2] >= high || Number.isNaN(high) ? last[2] : high;
    }
  });
  return joint;
}

/** Of pixels of one column of the screen, in their order: the first, the lowest, the highest and the last. */
function outline(column) {
  const heights = column.map(([, y]) => y);
  const kept = new Set([0, heights.indexOf(Math.min(...heights)), heights.indexOf(Math.max(...heights)), column.length - 1]);
  return [...kept].sort((a, b) => a - b).map(i => column[i]);
}

/** The same line on the screen from fewer pixels `[x, y]`, of ascending x: with all its extremes. */
export function thinnedOut(pixels) {
  const kept = [];
  for (let from = 0; from < pixels.length;) {
    let to = from + 1;
    while (to < pixels.length && Math.floor(pixels[to][0]) === Math.floor(pixels[from][0])) {
      to += 1;
    }
    kept.push(...to - from > PER_COLUMN ? outline(pixels.slice(from, to)) : pixels.slice(from, to));
    from = to;
  }
  return kept;
}

/** The unbroken lines through points `[x, y]` that are seen between two places across, those just outside among them, as pixels. */
export function strokesIn(points, [from, to], pixel) {
  const end = Math.min(before(points, to) + 1, points.length);
  const strokes = [[]];
  for (let i = Math.max(before(points, from) - 1, 0); i < end; i += 1) {
    if (Number.isFinite(points[i][1])) {
      strokes.at(-1).push(pixel(points[i]));
    } else if (strokes.at(-1).length > 0) {
      strokes.push([]);
    }
  }
  return strokes.filter(stroke => stroke.length > 1);
}

/**
 * Lines `{name, points: [[x, y]], style}` as ECharts series, the last line on top: one that draws them, with an item for each, and one that is not
 * seen, for the axes and the cross-hair.
 */
export function bundleSeries(lines) {
  const stops = stopsOf(lines.map(({ points }) => points));
  return [{
    type: 'line',
    name: 'stops',
    data: stops.map(stop => stop.map(value => (Number.isFinite(value) ? value : null))),
    encode: { x: 0, y: [1, 2] },
    symbol: 'none',
    silent: true,
    lineStyle: { width: 0 },
    emphasis: { disabled: true },
  }, {
    type: 'custom',
    name: 'curves',
    data: lines.map(({ name, points }) => ({ name, value: [points[0]?.[0] ?? 0] })),
    encode: { x: 0, y: [] },
    tooltip: { show: false },
    silent: true,
    clip: true,
    progressive: 0,
    renderItem: ({ dataIndex, coordSys }, api) => ({ type: 'group', children: strokesOf(lines[dataIndex], coordSys, api) }),
  }];
}

function strokesOf({ points, style }, { x, width }, api) {
  // Both axes are straight: what is logarithmic was put in its place before.
  const [[left, foot], [right, head]] = [api.coord([0, 0]), api.coord([1, 1])];
  const [across, up] = [right - left, head - foot];
  const seen = [(x - left) / across, (x + width - left) / across];
  const pixel = ([place, value]) => [left + place * across, foot + value * up];
  return strokesIn(points, seen, pixel).map(stroke => ({
    type: 'polyline', silent: true, shape: { points: stroke.length > PER_COLUMN * width ? thinnedOut(stroke) : stroke },
    style: { fill: 'none', lineJoin: 'bevel', ...style } }));
}
