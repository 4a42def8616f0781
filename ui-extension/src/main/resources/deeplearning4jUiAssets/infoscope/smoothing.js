// Smoothed curves: an exponential moving average in which time counts, not the number of points.

/** A reading this part of the run before another one counts `weight` times as much. */
const PARTS = 1000;

/**
 * Smooths `ys` at ascending `xs`. With a = weight^(1000 dx / span), where dx is the distance to the point before and `span` is that of the run,
 *
 *   s <- a s + (1 - a) y,   d <- a d + (1 - a),   the smoothed value is s / d,
 *
 * from s = d = 0 on, so that the beginning is not drawn towards 0. The first point counts as if it had come as the second did. For points that are evenly spaced this is the average that
 * TensorBoard draws; points that stand closer together count less each. The extremes of a thinned curve count like any other point, for
 * all that stood around them and was left out. A value that is not finite
 * stays a gap: what comes after it does not know it, and what came before it is older by the time it took.
 */
export function smooth(xs, ys, weight, span) {
  const smoothed = new Float64Array(ys.length).fill(NaN);
  let [mean, known] = [0, 0];
  for (let i = 0; i < ys.length; i += 1) {
    const distance = i > 0 ? xs[i] - xs[i - 1] : (xs[1] ?? xs[0] + 1) - xs[0];
    const kept = weight ** (PARTS * distance / span);
    known *= kept;
    if (Number.isFinite(ys[i])) {
      known += 1 - kept;
      // s / d, step by step: of equal values exactly that value, without what rounding would add.
      mean += known > 0 ? (1 - kept) / known * (ys[i] - mean) : ys[i] - mean;
      smoothed[i] = mean;
    }
  }
  return smoothed;
}

/** The part of the run, from 0 to 1 or more, in which what was read fades to 1/e of its weight. */
export const memoryOf = weight => -1 / (PARTS * Math.log(weight));
