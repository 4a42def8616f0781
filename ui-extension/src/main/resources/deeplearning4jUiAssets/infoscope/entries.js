// What becomes a curve on the page of several runs: a line of a run, or a group of them, each with the look that it keeps whatever else is shown.
import { MOST_CHARTS, pageOf } from './controls.js';
import { counterpart } from './differences.js';
import { toldApart } from './readings.js';
import { emphasised, lookOf } from './theme.js';

/** The `look(colors)` of each line by its run's place among the colours, and of each group by the first place that one of its runs has, shown or not. */
export function looksOf(runs, slot) {
  const groups = new Map(groupsOf(runs).map(({ name, members }) => [name, Math.min(...members.map(({ session }) => slot(session)))]));
  return ({ name, members }) => {
    const [{ session, nth }] = members;
    const [place, worker] = members.length > 1 && groups.has(name) ? [groups.get(name), 0] : [slot(session), nth];
    return colors => lookOf(place, colors, worker);
  };
}

/** Whether a line is what the reader points at: a run, `{session}`, or one worker of it, `{session, worker}`. */
export const isPointed = pointed => ({ session, worker }) => session === pointed.session && worker === (pointed.worker ?? worker);

/** The groups of these lines, or each by itself; `pointed` is what the reader points at, if anything. */
export function entriesOf(lines, { grouped, look, pointed }) {
  const groups = grouped ? groupsOf(lines) : lines.map(line => ({ name: line.name, members: [line] }));
  return groups.map(group => {
    const its = look(group);
    const stands = pointed === undefined ? undefined : group.members.some(isPointed(pointed));
    return { ...group, look: colors => emphasised(its(colors), stands) };
  });
}

/** The series to choose from: of each metric all that some run has, the most common first; one, when no run has more than one. */
function offered(runs) {
  const described = runs.filter(({ info }) => info);
  const all = new Map();
  described.flatMap(({ info }) => info.series).forEach(series => {
    const known = all.get(series.key) ?? { series, runs: 0 };
    known.runs += 1;
    all.set(series.key, known);
  });
  const metrics = [...new Set([...all.values()].map(({ series }) => series.info.id))];
  return metrics.flatMap(id => {
    const several = described.some(({ info }) => info.series.filter(series => series.info.id === id).length > 1);
    const variants = [...all.values()].filter(({ series }) => series.info.id === id).sort((a, b) => b.runs - a.runs);
    return toldApart(variants.slice(0, several ? variants.length : 1).map(({ series }) => series));
  });
}

/** The names of all layers, in the order of the first run that has them. */
const layersOf = runs => [...new Set(runs.flatMap(({ info }) => info?.layers ?? []).map(({ name }) => name))];

/**
 * What a selection shows of these runs: of all `series` and `layers` there are, the `chosen` series and `all` layers that are chosen, the `page` of
 * these, and `some`, the layers whose numbers are read: those of the page and those of panels that are pinned, or nothing for all.
 */
export function shownOf(runs, selection, pins) {
  const [series, layers] = [offered(runs), layersOf(runs)];
  const all = selection.layers(layers);
  const page = pageOf(all, selection.page);
  const chosen = selection.metrics(series, Math.min(layers.length, MOST_CHARTS));
  const pinned = all.filter(layer => chosen.some(({ key }) => pins.includes(`${key}/${layer}`)));
  return { series, layers, chosen, all, page, some: layers.length > MOST_CHARTS ? [...new Set([...page.items, ...pinned])] : undefined };
}

/** What is to be read of each line: the series that stand for the chosen ones, of these layers, or of all where none are named. */
export function wantedOf(lines, chosen, layers) {
  return lines.filter(({ info }) => info).map(line => ({ line, layers,
    series: [...new Set(chosen.map(each => counterpart(each, line.info.series)?.key).filter(Boolean))] }));
}

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
