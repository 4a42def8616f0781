// Means over stretches of a track: what averages are made of where only some of its readings are here.
import { toNumber } from './dom.js';

/**
 * A stretch is `{from, to, y, finite, all}`: the mean `y` of its `finite` readings that are numbers, of `all` that it has; iterations `from` where
 * it begins `to` its last reading. As a reading alone it is this.
 */
export const single = ({ step: { iteration }, y }) => ({ from: iteration, to: iteration, y, finite: Number.isFinite(y) ? 1 : 0, all: 1 });

/** Stretches as the server tells them: each begins at a multiple of its width. */
export function stretchesOf({ width, ends, values, finite, others }) {
  return ends.map((to, i) => ({ from: Math.floor(to / width) * width, to, y: toNumber(values[i]), finite: finite[i],
    all: finite[i] + (others?.[i] ?? 0) }));
}

/** Both as one. */
export function joined(one, other) {
  const finite = one.finite + other.finite;
  const share = finite > 0 ? other.finite / finite : 0;
  const y = share === 0 ? one.y : share === 1 ? other.y : one.y + share * (other.y - one.y);
  return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to), y, finite, all: one.all + other.all };
}

/** Those that end in the same of `count` equal parts of their iterations become one. */
export function coarser(stretches, count) {
  if (stretches.length <= count) {
    return stretches;
  }
  const first = stretches[0].from;
  const width = (stretches.at(-1).to - first + 1) / count;
  const partOf = ({ to }) => Math.floor((to - first) / width);
  const joint = [];
  for (const each of stretches) {
    if (joint.length > 0 && partOf(joint.at(-1)) === partOf(each)) {
      joint.push(joined(joint.pop(), each));
    } else {
      joint.push(each);
    }
  }
  return joint;
}

/** The stretches outside of a range of iterations, and inside of it others, which know it better. One that is cut counts on both sides. */
export function splicedStretches(stretches, better, [from, to]) {
  const cut = stretches.find(each => each.to >= from);
  return [
    ...stretches.filter(each => each.to < from), ...(cut && cut.from < from ? [{ ...cut, to: from - 1 }] : []),
    ...better,
    ...stretches.filter(each => each.to > to).map(each => (each.from <= to ? { ...each, from: to + 1 } : each)),
  ];
}
