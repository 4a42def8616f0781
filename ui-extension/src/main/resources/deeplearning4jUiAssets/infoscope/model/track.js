// A track: one value over iterations, as items `{step, y}`, or `{step, y, reading}` for what was measured of a layer.
import { toNumber } from './words.js';

/** Keeps the order of iterations; what comes late goes where it belongs. */
export function insert(list, item, iteration) {
  let at = list.length;
  while (at > 0 && iteration(list[at - 1]) > iteration(item)) {
    at -= 1;
  }
  if (at === list.length) {
    list.push(item);
  } else {
    list.splice(at, 0, item);
  }
}

const iterationOf = item => item.step.iteration;
const flagged = item => item?.reading?.flags.length > 0;

/** What stays of the items from `start` up to `end`: as ascending places in the list. */
function survivors(items, start, end) {
  const kept = new Set([start, end - 1]);
  let [lowest, highest, gap, lastGap, told] = [-1, -1, -1, -1, -1];
  for (let i = start; i < end; i += 1) {
    const { y } = items[i];
    if (!Number.isFinite(y)) {
      gap = gap < 0 ? i : gap;
      lastGap = i;
    } else {
      lowest = lowest < 0 || y < items[lowest].y ? i : lowest;
      highest = highest < 0 || y > items[highest].y ? i : highest;
    }
    if (told < 0 && flagged(items[i]) && !flagged(items[i - 1])) {
      told = i;
    }
  }
  [lowest, highest, gap, lastGap, told].forEach(i => i >= 0 && kept.add(i));
  return [...kept].sort((a, b) => a - b);
}

/**
 * Thins items to at most seven per bucket, of `buckets` equal stretches of iterations: the first, the last, the lowest, the
 * highest, the first and the last without a value, and the first with a flag that the one before it has not. Thinning what was
 * thinned keeps all this true.
 */
export function thin(items, buckets) {
  if (items.length === 0) {
    return [];
  }
  const first = iterationOf(items[0]);
  const width = (iterationOf(items.at(-1)) - first + 1) / buckets;
  const kept = [];
  for (let start = 0; start < items.length;) {
    const bucket = Math.floor((iterationOf(items[start]) - first) / width);
    let end = start + 1;
    while (end < items.length && Math.floor((iterationOf(items[end]) - first) / width) === bucket) {
      end += 1;
    }
    survivors(items, start, end).forEach(i => kept.push(items[i]));
    start = end;
  }
  return kept;
}

/** The newest part of a track that stays as it is, and the buckets for the rest, as shares of how long it may be. */
const NEWEST = 1 / 8;
const BUCKETS = 1 / 8;
/** A bucket has so many stretches. */
const FINER = 4;

export class Track {
  constructor() {
    this.items = [];
    /** The kinds of values its readings have had. */
    this.kinds = new Set();
    this.version = 0;
    /** Means of all readings up to the last of these, where some are not here; later ones are. */
    this.means = undefined;
  }

  add(item) {
    insert(this.items, item, iterationOf);
    if (this.means && iterationOf(item) <= this.means.at(-1).to) {
      const late = this.means.findIndex(({ to }) => to >= iterationOf(item));
      this.means[late] = joined(this.means[late], single(item));
    }
    this.version += 1;
  }

  /** Adds items that were thinned, with the `means` of all readings; of items that are all there is, there are none. */
  extend(items, means) {
    const before = means && this.items.length > 0 ? this.stretches ?? this.items.map(single) : [];
    items.forEach(item => this.add(item));
    this.means = means ? [...before, ...means] : this.means;
  }

  /** What averages are made of: of all readings there were; nothing where the items are all of them. */
  get stretches() {
    return this.means && [...this.means, ...this.items.slice(place(this.items, this.means.at(-1).to + 1)).map(single)];
  }

  /** Thins all but its newest items if there are more than `most`; whether it did. */
  shorten(most) {
    if (this.items.length <= most) {
      return false;
    }
    const whole = this.items.length - Math.floor(most * NEWEST);
    this.thin(Math.floor(most * BUCKETS), whole);
    return true;
  }

  /** Thins its first `count` items, and keeps the means of what there was of them. */
  thin(buckets, count = this.items.length) {
    const kept = thin(this.items.slice(0, count), buckets);
    if (kept.length < count) {
      const stretches = this.stretches ?? this.items.map(single);
      const cut = stretches.findLastIndex(({ to }) => to <= iterationOf(this.items[count - 1])) + 1;
      this.means = [...coarser(stretches.slice(0, cut), FINER * buckets), ...stretches.slice(cut)];
      this.items = [...kept, ...this.items.slice(count)];
    }
    this.version += 1;
  }
}

/** The stretches of a track, inside a range of iterations those of a `better` one, if there is one; nothing where the items of both are all there is. */
export function stretchesIn(track, better, range) {
  if (!range || (!track.means && !better?.means)) {
    return track.stretches;
  }
  const all = ({ stretches, items }) => stretches ?? items.map(single);
  return splicedStretches(all(track), better ? all(better) : [], range);
}

/** The items of a list outside of a range of iterations, and inside of it those of a second list, which knows it better. */
export function spliced(items, better, [from, to]) {
  const start = place(items, from);
  const end = place(items, to + 1);
  return [...items.slice(0, start), ...better, ...items.slice(end)];
}

/** How many of these items are before an iteration. */
export function place(items, iteration) {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (iterationOf(items[middle]) < iteration) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The item of a list that is nearest to an iteration. */
export function nearest(items, iteration, of = iterationOf) {
  let [low, high] = [0, items.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(items[middle]) < iteration) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const [before, after] = [items[low - 1], items[low]];
  return before && iteration - of(before) <= Math.abs(of(after) - iteration) ? before : after;
}

// Means over stretches of a track: what averages are made of where only some of its readings are here.

/**
 * A stretch is `{from, to, y, finite, all}`: the mean `y` of its `finite` readings that are numbers, of `all` that it has; iterations `from` where
 * it begins `to` its last reading. As a reading alone it is this.
 */
const single = ({ step: { iteration }, y }) => ({ from: iteration, to: iteration, y, finite: Number.isFinite(y) ? 1 : 0, all: 1 });

/** Stretches as the server tells them: each begins at a multiple of its width. */
export function stretchesOf({ width, ends, values, finite, others }) {
  return ends.map((to, i) => ({ from: Math.floor(to / width) * width, to, y: toNumber(values[i]), finite: finite[i],
    all: finite[i] + (others?.[i] ?? 0) }));
}

/** Both as one. */
function joined(one, other) {
  const finite = one.finite + other.finite;
  const share = finite > 0 ? other.finite / finite : 0;
  const y = share === 0 ? one.y : share === 1 ? other.y : one.y + share * (other.y - one.y);
  return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to), y, finite, all: one.all + other.all };
}

/** Those that end in the same of `count` equal parts of their iterations become one. */
function coarser(stretches, count) {
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
function splicedStretches(stretches, better, [from, to]) {
  const cut = stretches.find(each => each.to >= from);
  return [
    ...stretches.filter(each => each.to < from), ...(cut && cut.from < from ? [{ ...cut, to: from - 1 }] : []),
    ...better,
    ...stretches.filter(each => each.to > to).map(each => (each.from <= to ? { ...each, from: to + 1 } : each)),
  ];
}
