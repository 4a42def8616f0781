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
