// What runs are called, by themselves or by the reader in this browser, which keeps that and the place of each run among the colours; and which of
// them belong together.
const KEY = 'infoscope.runs';
/** Runs without a name or group of the reader's own are forgotten when there are more, the longest unseen first. */
const MOST_KEPT = 1000;
const LONGEST = 200;

/** Where names are kept: nowhere, when the browser keeps nothing for this page. */
export function keptHere() {
  try {
    return window.localStorage;
  } catch {
    return { getItem: () => null, setItem: () => { throw new Error('this browser keeps nothing'); } };
  }
}

/** Anything may stand there: only what names can be made of is taken. */
function read(kept) {
  try {
    const pairs = JSON.parse(kept.getItem(KEY) ?? '[]');
    return new Map(pairs.filter(([session, of]) => typeof session === 'string' && of && typeof of === 'object'));
  } catch {
    return new Map();
  }
}

const text = value => (typeof value === 'string' ? value : '').trim().slice(0, LONGEST);

export class Names {
  /** `linked` are the names and groups that the page's address brings along: `{name, group}` by session; the reader's own come first. */
  constructor(kept, linked = new Map()) {
    Object.assign(this, { kept, linked, slots: new Map() });
    this.reread();
  }

  /** After another page of this browser has changed what is kept. */
  reread() {
    this.known = read(this.kept);
  }

  of(session) {
    const [own, linked] = [this.known.get(session) ?? {}, this.linked.get(session) ?? {}];
    return { name: text(own.name) || text(linked.name), group: text(own.group) || text(linked.group) };
  }

  /** Keeps what the reader calls a run; nothing brings its own name back. */
  call(session, { name, group }) {
    this.linked.delete(session);
    this.change(session, { name: text(name) || undefined, group: text(group) || undefined });
  }

  change(session, what) {
    const all = read(this.kept);
    const changed = { ...all.get(session), ...what };
    all.delete(session);
    all.set(session, changed);
    const nameless = [...all].filter(([, { name, group }]) => !name && !group);
    nameless.slice(0, Math.max(0, all.size - MOST_KEPT)).forEach(([old]) => all.delete(old));
    try {
      this.kept.setItem(KEY, JSON.stringify([...all]));
      this.known = all;
    } catch {
      // No room: the name holds until the page is left.
      this.linked.set(session, { ...this.linked.get(session), ...what });
    }
  }

  /** Gives every one of these runs, in the order of their beginning, a place of its own among the colours: the one it had, if it is free. */
  place(sessions) {
    const { known } = this;
    const taken = new Set();
    const give = (session, slot) => {
      taken.add(slot);
      this.slots.set(session, slot);
    };
    const before = this.slots;
    this.slots = new Map();
    for (const session of sessions) {
      const slot = before.get(session) ?? known.get(session)?.slot;
      if (Number.isInteger(slot) && slot >= 0 && !taken.has(slot)) {
        give(session, slot);
      }
    }
    for (const session of sessions.filter(each => !this.slots.has(each))) {
      let slot = 0;
      while (taken.has(slot)) {
        slot += 1;
      }
      give(session, slot);
      this.change(session, { slot });
    }
  }

  /** The place of a run among the colours. */
  slot(session) {
    return this.slots.get(session) ?? 0;
  }
}

// Groups of runs that repeat each other with another seed: which belong together, and their mean and range.

/** A number that counts repetitions, with the word that says so. Other numbers may be settings: they stay. */
const SEED = /[\s_\-.,:;/([]*(?:(?:\b|_)(?:seed|run|trial|rep|repeat|repetition|replicate)[\s_\-.:=#]*|#\s*)\d+(?![.\d])[)\]]?/gi;

/** So much of a name is looked at: the pattern takes a time that grows with the square of the length. */
const LONGEST_STEM = 500;

/** A name without its seed: "lenet seed 3, lr 0.1" and "lenet seed 4, lr 0.1" are both "lenet, lr 0.1". */
export function stem(name) {
  const left = (name.slice(0, LONGEST_STEM).replace(SEED, '') + name.slice(LONGEST_STEM)).trim();
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
 * hold the means of all its readings (track.js): the mean is made of these, each in the middle of its stretch, and lowest and highest reach from
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

// The workers of a run: each measures lines of its own, which are lines of the run.

/** The id of a worker's lines among those of all runs. */
const idOf = (session, worker) => JSON.stringify([session, worker]);

/** Whether two of a reader's choices `[session, worker]` are the same. */
export const sameWorker = ([session, worker]) => ([other, its]) => session === other && worker === its;

/** The names of a run's workers; a run that has none yet is asked for without one. */
export const workersOf = ({ workers }) => (workers?.length > 0 ? workers : ['']);

/**
 * The lines of a run: one for each of its workers, but for those in `hidden`. `nth` is the worker's place among them, which gives it its look;
 * `runName` is what all of them are called, and `name` tells them apart where there are several.
 */
export function linesOfRun(run, hidden = []) {
  const workers = workersOf(run);
  return workers.map((worker, nth) => ({ ...run, id: idOf(run.session, worker), worker, nth, runName: run.name,
    name: workers.length > 1 ? `${run.name} · ${worker}` : run.name }))
    .filter(({ session, worker }) => !hidden.some(sameWorker([session, worker])));
}

/** Whether a line is what the reader points at: a run, `{session}`, or one worker of it, `{session, worker}`. */
export const isPointed = pointed => ({ session, worker }) => session === pointed.session && worker === (pointed.worker ?? worker);
