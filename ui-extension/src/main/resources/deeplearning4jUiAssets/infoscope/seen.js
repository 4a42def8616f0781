// Which values are seen of curves and bands in the part across that is shown, for the axis up to follow.
import { decimalStep } from './ticks.js';

/** How many of these points, ascending across, are before a place. */
export function before(points, place) {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle][0] < place) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The values where the lines between two neighbours `[x, ...values]` cross a place. */
function crossing(one, other, place) {
  return !one || !other ? [] : one.slice(1).map((y, i) => y + (other[i + 1] - y) * (place - one[0]) / (other[0] - one[0]));
}

/** All lists of points that are drawn. */
const drawnOf = ({ curves, bands = [] }) => [
  ...curves.map(({ points }) => points),
  ...curves.filter(({ smoothed }) => smoothed).map(({ points, smoothed }) => points.map(([x], i) => [x, smoothed[i]])),
  ...bands.flatMap(({ points, median = [] }) => [points, median])];

/**
 * The lowest and the highest value of `{curves, bands}` between two places across, with those where a line enters or leaves; nothing where there is none.
 * Values that are not finite are none, nor, for a logarithmic scale, those of 0 or less.
 */
export function seenIn(content, [from, to], log = false) {
  let [low, high] = [Infinity, -Infinity];
  const see = y => {
    if (Number.isFinite(y) && (!log || y > 0)) {
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
  };
  for (const points of drawnOf(content)) {
    const [first, end] = [before(points, from), before(points, to)];
    crossing(points[first - 1], points[first], from).forEach(see);
    crossing(points[end - 1], points[end], to).forEach(see);
    for (let i = first; i < points.length && points[i][0] <= to; i += 1) {
      for (let value = 1; value < points[i].length; value += 1) {
        see(points[i][value]);
      }
    }
  }
  return high >= low ? [low, high] : undefined;
}

/** About so many parts of an axis up. */
const PARTS = 4;
const clean = value => Number(value.toPrecision(12));

/** Round bounds around the lowest and the highest value, multiples of a step that divides what is between them: `[low, high, step]`. */
export function rounded([low, high]) {
  const step = decimalStep(Math.max(high - low, Math.abs(high) * 1e-3, 1e-9), PARTS);
  const [from, to] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  return [from < to ? from : from - 1, from < to ? to : to + 1].map(times => clean(times * step)).concat(step);
}
