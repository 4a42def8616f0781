// Groups of runs that repeat each other with another seed: which belong together, and their mean and range.

/** A number that counts repetitions, with the word that says so. Other numbers may be settings: they stay. */
const SEED = /[\s_\-.,:;/([]*(?:(?:\b|_)(?:seed|run|trial|rep|repeat|repetition|replicate)[\s_\-.:=#]*|#\s*)\d+(?![.\d])[)\]]?/gi;

/** So much of a name is looked at: the pattern takes a time that grows with the square of the length. */
const LONGEST = 500;

/** A name without its seed: "lenet seed 3, lr 0.1" and "lenet seed 4, lr 0.1" are both "lenet, lr 0.1". */
export function stem(name) {
  const left = (name.slice(0, LONGEST).replace(SEED, '') + name.slice(LONGEST)).trim();
  return left === '' ? name.trim() : left;
}

/**
 * Runs `{session, name, group}`, or lines of their workers, which have a `runName` too, as groups `{name, members}`, in the order of their
 * first members: by the group that the reader gave them, the others by the stem of their names. A group of one run keeps the run's own name.
 */
export function groupsOf(runs) {
  const groups = new Map();
  for (const run of runs) {
    const key = run.group || stem(run.runName ?? run.name);
    groups.set(key, [...groups.get(key) ?? [], run]);
  }
  return [...groups].map(([key, members]) => ({ name: members[0].group || sessionsIn(members) > 1 ? key : members[0].runName ?? members[0].name, members }));
}

const sessionsIn = members => new Set(members.map(({ session }) => session)).size;

/** Of readings in one place, the last one stands. */
const single = items => items.filter(({ x }, i) => items[i + 1]?.x !== x);

/** Reads a track at ascending places: between two readings on the straight line from one to the other. */
function reader(items) {
  let at = 0;
  return x => {
    while (at + 1 < items.length && items[at + 1].x <= x) {
      at += 1;
    }
    const [from, to] = [items[at], items[at + 1]];
    return from.x === x ? from.y : from.y + (x - from.x) / (to.x - from.x) * (to.y - from.y);
  };
}

/** Reads the means of stretches, each in its middle, over the same places as a track. */
function meanReader(stretches, items) {
  const middles = stretches.filter(({ finite }) => finite > 0).map(({ from, to, y }) => ({ x: (from + to) / 2, y }));
  const [before, after] = [{ x: items[0].x, y: middles[0]?.y ?? NaN }, { x: items.at(-1).x, y: middles.at(-1)?.y ?? NaN }];
  return reader([before, ...middles.filter(({ x }) => x > before.x && x < after.x), after]);
}

const mean = values => values.reduce((sum, each) => sum + each, 0) / values.length;

/**
 * The mean, lowest and highest of several tracks of items `{x, y}`, in order of x: at every x at which one of them has a reading, of those
 * between the latest beginning and the earliest end of all of them. So every point is of all tracks. Where one has no reading, it is
 * on the straight line between its neighbours; where one of these is undefined, so is the point. Of a thinned track, `stretches` at its place in that list
 * hold the means of all its readings (stretches.js): the mean is made of these, each in the middle of its stretch, and lowest and highest reach from
 * what was kept and these together.
 */
export function spreadOf(tracks, stretches = []) {
  const all = tracks.map(single);
  if (all.length === 0 || all.some(items => items.length === 0)) {
    return [];
  }
  const from = Math.max(...all.map(items => items[0].x));
  const to = Math.min(...all.map(items => items.at(-1).x));
  const places = [...new Set(all.flat().map(({ x }) => x))].filter(x => x >= from && x <= to).sort((a, b) => a - b);
  const readers = all.map(reader);
  const meanReaders = all.map((items, i) => stretches[i] && meanReader(stretches[i], items));
  return places.map(x => {
    const values = readers.map(read => read(x));
    const means = values.map((value, i) => meanReaders[i]?.(x) ?? value);
    const defined = [...values, ...means].every(Number.isFinite);
    return { x, y: defined ? mean(means) : NaN, low: defined ? Math.min(...values, ...means) : NaN, high: defined ? Math.max(...values, ...means) : NaN };
  });
}
