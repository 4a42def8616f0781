// What the reader's choices make of a panel's curves: smoothed, on a scale, along an axis, and what is to be said of that.
import { scaleOf } from './scale.js';
import { smooth } from './smoothing.js';

const FROM_THINNED = 'Smoothed from the points that are drawn: the extremes that thinning keeps weigh like ordinary readings. '
  + 'Zoom in for all of them.';

/**
 * The `content` of a panel with its `axis` and `scale`, with `smoothed` values beside the points of its curves, and with `notes`. A curve with a
 * `span` of its own is of a run that is as long as that; the others are of the run from `first` to `last`.
 */
export function readAs(content, { reading, basis }, [first, last]) {
  const { axis, logy, smooth: weight } = reading;
  const scale = scaleOf(logy, content);
  const smoothing = weight > 0 && !content.columns && content.smoothable !== false && content.curves.length > 0;
  const curves = smoothing
    ? content.curves.map(curve => ({ ...curve,
      smoothed: smooth(curve.points.map(([x]) => x), curve.points.map(([, y]) => y), weight, curve.span ?? last - first) }))
    : content.curves;
  return { ...content, curves, axis, scale, notes: [scale.note, smoothing && basis.near.thinned ? FROM_THINNED : ''] };
}
