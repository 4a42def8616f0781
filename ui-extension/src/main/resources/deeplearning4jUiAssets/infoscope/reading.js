// What the reader's choices make of a panel's curves: smoothed, on a scale, along an axis, and what is to be said of that.
import { scaleOf } from './scale.js';
import { rounded, seenIn } from './seen.js';
import { smooth, smoothFromStretches } from './smoothing.js';

const NOT_SMOOTHED = 'Not smoothed: of a long run only some of these numbers are here, chosen for others. Zoom in for all of them.';

function smoothed({ points, stretches, span }, weight, length) {
  const means = stretches?.();
  return means ? smoothFromStretches(points, means, weight, span ?? length)
    : smooth(points.map(([x]) => x), points.map(([, y]) => y), weight, span ?? length);
}

/** The `scale`, and the `range` that it has up, with a `step` where it is that of what is shown. A range that other charts share stays as it is. */
function upFor(content, logy, shown) {
  const follows = shown !== undefined && !content.columns && (content.range === undefined || content.percent === true);
  const seen = follows ? seenIn(content, shown, logy && !content.percent) : undefined;
  const scale = scaleOf(logy, { ...content, range: seen ?? content.range });
  if (!seen || scale.log) {
    return { scale, range: content.range };
  }
  const [low, high, step] = rounded(seen);
  // Shares have an end.
  const ends = content.percent ? [Math.max(0, low), Math.min(1, high)] : [low, high];
  return { scale, range: ends, step };
}

/**
 * The `content` of a panel with its `axis` and `scale`, with `smoothed` values beside the points of its curves, and with `notes`. A curve with a
 * `span` of its own is of a run that is as long as that; the others are of the run from `first` to `last`. Of thinned curves, `stretches()` are what they
 * were thinned from; content that is `selected` has none. Where only a part is `shown`, from one place across to another, the values up are those of it.
 */
export function readAs(content, { reading, basis }, [first, last], shown) {
  const { axis, logy, smooth: weight } = reading;
  const wanted = weight > 0 && !content.columns && content.smoothable !== false && content.curves.length > 0;
  const few = wanted && content.selected === true && basis.near.thinned;
  const curves = wanted && !few ? content.curves.map(curve => ({ ...curve, smoothed: smoothed(curve, weight, last - first) })) : content.curves;
  const up = upFor({ ...content, curves }, logy, shown);
  return { ...content, ...up, curves, axis, notes: [up.scale.note, few ? NOT_SMOOTHED : ''] };
}
