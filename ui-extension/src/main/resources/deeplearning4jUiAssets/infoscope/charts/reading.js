// What the reader's choices make of a panel's curves: smoothed, on a scale, along an axis, and what is to be said of that.
import { count } from '../model/words.js';
import { decimalStep, scaleOf } from './scale.js';

const NOT_SMOOTHED = 'Not smoothed: of a long run only some of these numbers are here, chosen for others. Zoom in for all of them.';

function smoothed({ points, stretches, span }, weight, length) {
  const means = stretches?.();
  return means ? smoothFromStretches(points, means, weight, span ?? length)
    : smooth(points.map(([x]) => x), points.map(([, y]) => y), weight, span ?? length);
}

const EVERYWHERE = [-Infinity, Infinity];

/** The `scale`, and the `range` that it has up, with a `step` where it is that of what is shown. A range that other charts share stays as it is. */
function upFor(content, { logy, inliers }, shown) {
  const core = inliers && !content.percent;
  const follows = (shown !== undefined || core) && !content.columns && (content.range === undefined || content.percent === true);
  const seen = follows ? (core ? coreIn : seenIn)(content, shown ?? EVERYWHERE, scaleOf(logy, content).log) : undefined;
  const scale = scaleOf(logy, { ...content, range: seen ?? content.range });
  if (!seen || scale.log) {
    return { scale, range: content.range };
  }
  const [low, high, step] = rounded(seen);
  // Shares have an end.
  const ends = content.percent ? [Math.max(0, low), Math.min(1, high)] : [low, high];
  return { scale, range: ends, step };
}

/** What the reader is told of values that an axis up leaves out. */
function outside({ curves, columns, percent }, { scale, range }, [from, to] = EVERYWHERE) {
  const [low, high] = (scale.log ? scale.bounds : range?.map(scale.at)) ?? EVERYWHERE;
  const values = columns || percent ? [] : curves.flatMap(({ points }) => points.filter(([x, y]) => x >= from && x <= to && Number.isFinite(scale.at(y))));
  const out = values.filter(([, y]) => scale.at(y) < low || scale.at(y) > high).length;
  return out > 0 ? `${count(out)} of ${count(values.length)} values drawn ${out === 1 ? 'lies' : 'lie'} outside, as outliers.` : '';
}

/**
 * The `content` of a panel with its `axis` and `scale`, with `smoothed` values beside the points of its curves, and with `notes`. A curve with a
 * `span` of its own is of a run that is as long as that; the others are of the run from `first` to `last`. Of thinned curves, `stretches()` are what they
 * were thinned from; content that is `selected` has none. Where only a part is `shown`, from one place across to another, the values up are those of it.
 */
export function readAs(content, { reading, basis }, [first, last], shown) {
  const { axis, smooth: weight } = reading;
  const wanted = weight > 0 && !content.columns && content.smoothable !== false && content.curves.length > 0;
  const few = wanted && content.selected === true && basis.near.thinned;
  const curves = wanted && !few ? content.curves.map(curve => ({ ...curve, smoothed: smoothed(curve, weight, last - first) })) : content.curves;
  const up = upFor({ ...content, curves }, reading, shown);
  return { ...content, ...up, curves, axis,
    notes: [up.scale.note, few ? NOT_SMOOTHED : '', reading.inliers ? outside(content, up, shown) : ''] };
}

// Which values are seen of curves and bands in the part across that is shown, for the axis up to follow.

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

/** The share of values at either end that are outliers: TensorBoard's. */
const OUTLIERS = 0.05;

/** The same without outliers: between the 5th and the 95th percentile (nearest rank, outwards) of the points of curves. */
export function coreIn({ curves }, [from, to], log = false) {
  const values = Float64Array.from(curves.flatMap(({ points }) => points.slice(before(points, from)).filter(([x]) => x <= to).map(([, y]) => y))
    .filter(y => Number.isFinite(y) && (!log || y > 0))).sort();
  const last = values.length - 1;
  return last < 0 ? undefined : [values[Math.floor(OUTLIERS * last)], values[Math.ceil((1 - OUTLIERS) * last)]];
}

/** About so many parts of an axis up. */
const PARTS_UP = 4;
const clean = value => Number(value.toPrecision(12));

/** Of one value alone, bounds this part of it apart say more than its digits. */
const AROUND_ONE = 0.2;

/** Round bounds around the lowest and the highest value, multiples of a step that divides what is between them: `[low, high, step]`. */
export function rounded([low, high]) {
  const span = high > low ? Math.max(high - low, Math.abs(high) * 1e-3, 1e-9) : AROUND_ONE * Math.abs(high) || 1;
  const step = decimalStep(span, PARTS_UP);
  const [from, to] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  return [from < to ? from : from - 1, from < to ? to : to + 1].map(times => clean(times * step)).concat(step);
}

// Smoothed curves: an exponential moving average in which time counts, not the number of points.

/** A reading this part of the run before another one counts `weight` times as much. */
const PARTS = 1000;

/**
 * Smooths `ys` at ascending `xs`. With a = weight^(1000 dx / span), where dx is the distance to the point before and `span` is that of the run,
 *
 *   s <- a s + (1 - a) y,   d <- a d + (1 - a),   the smoothed value is s / d,
 *
 * from s = d = 0 on, so that the beginning is not drawn towards 0. The first point counts as if it had come as the second did. For points that are evenly spaced this is the average that
 * TensorBoard draws; points that stand closer together count less each. A value that is not finite
 * stays a gap: what comes after it does not know it, and what came before it is older by the time it took. Where a value is a mean, `shares` say
 * which part of what it stands for was finite: it adds that part of 1 - a.
 */
export function smooth(xs, ys, weight, span, shares) {
  const smoothed = new Float64Array(ys.length).fill(NaN);
  let [mean, known] = [0, 0];
  for (let i = 0; i < ys.length; i += 1) {
    const distance = i > 0 ? xs[i] - xs[i - 1] : (xs[1] ?? xs[0] + 1) - xs[0];
    const kept = weight ** (PARTS * distance / span);
    known *= kept;
    if (Number.isFinite(ys[i])) {
      const added = shares ? (1 - kept) * shares[i] : 1 - kept;
      known += added;
      // s / d, step by step: of equal values exactly that value, without what rounding would add.
      mean += known > 0 ? added / known * (ys[i] - mean) : ys[i] - mean;
      smoothed[i] = mean;
    }
  }
  return smoothed;
}

/**
 * The smoothed curve of all readings at those `points` `[x, y]` that were kept of them: made of the means of stretches, at whose ends it is off by no more
 * than w / (8 m) of what the readings of one stretch differ by, for stretches of w iterations and a memory of m; in between it is straight.
 */
export function smoothFromStretches(points, stretches, weight, span) {
  const smoothed = smooth(stretches.map(({ to }) => to), stretches.map(({ y }) => y), weight, span, stretches.map(({ finite, all }) => finite / all));
  const known = stretches.map(({ to }, i) => [to, smoothed[i]]).filter(([, y]) => Number.isFinite(y));
  let at = 0;
  return Float64Array.from(points, ([x, y]) => {
    while (at < known.length - 1 && known[at][0] < x) {
      at += 1;
    }
    return Number.isFinite(y) && known.length > 0 ? between(known[at - 1] ?? known[at], known[at], x) : NaN;
  });
}

function between([x0, y0], [x1, y1], x) {
  const share = x1 > x0 ? Math.min(1, (x - x0) / (x1 - x0)) : 1;
  return y0 + share * (y1 - y0);
}

/** The part of the run, from 0 to 1 or more, in which what was read fades to 1/e of its weight. */
export const memoryOf = weight => -1 / (PARTS * Math.log(weight));
