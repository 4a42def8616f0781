// A long run is opened by its curves, which the server has thinned.
import { numbers, readReport } from './readings.js';
import { ROUGH_FIRST, curvesOf, stepsAt } from './wire.js';
import { toNumber } from './words.js';

/** A run with more readings is long, and one with more records: of those, many may have the score alone. */
const LONG_READINGS = 20000;
const LONG_STEPS = 2000;
/** Readings asked for at once, whatever the number of tracks: so many are read and drawn in well under a second. */
const ASKED_READINGS = 40000;
const MOST_PER_BUCKET = 4;
const FEWEST_BUCKETS = 40;
/** What comes first has so many times fewer, but no fewer than these. */
const ROUGHER = 8;
const FEWEST_ROUGH = 16;
/** Newest readings that are asked for whole, so that tables have what thin ones lack. */
const MOST_NEWEST = 20;

export const isLong = ({ readings = 0, steps }) => readings > LONG_READINGS || steps > LONG_STEPS;

/** About two points per pixel, as long as all tracks together stay within what is asked for at once. */
export function bucketsFor(info) {
  const tracks = Math.max(1, (info?.layers.length ?? 0) * (info?.series.length ?? 0));
  const sharp = Math.max(...[...document.querySelectorAll('.chart')].map(box => box.clientWidth), innerWidth / 2) / 2;
  return Math.round(Math.max(FEWEST_BUCKETS, Math.min(sharp, ASKED_READINGS / (MOST_PER_BUCKET * tracks))));
}

/** A log of what the server has thinned; its averages are made of what comes later: `log.average(means)`. */
export function logOf(run, answer, buckets) {
  const log = run.newLog();
  const steps = answer.complete ? answer.thinned.map(readReport) : stepsOf(answer);
  const going = steps.filter(({ state }) => state !== 'ENDED');
  going.forEach(step => log.add(step, true));
  log.count = answer.steps - (steps.length - going.length);
  log.readings = answer.readings;
  log.thinned = !answer.complete;
  log.rough = answer.rough === true;
  log.averaged = !log.thinned;
  if (log.thinned) {
    log.thinLines(buckets);
  }
  (answer.problems ?? []).forEach(flag => log.note(flag, flag.first, flag));
  return log;
}

/** Waits until the page has been drawn, and in the frame after that the charts that are in sight; nobody sees a page in the background. */
const MOST_DRAWING_MILLIS = 2000;
const drawn = () => document.hidden || new Promise(done => {
  setTimeout(done, MOST_DRAWING_MILLIS);
  setTimeout(() => requestAnimationFrame(() => setTimeout(done)));
});

/** Reads a worker's curves, first rough ones if `more` says so, `shown()` after each; its place in the run. */
async function openWorker(run, worker, { more, lastMillis, shown }, follower) {
  const buckets = bucketsFor(run.info(worker));
  const answer = await curvesOf(run.session, worker, buckets, more);
  let line = answer;
  for (; line.thinned && !follower.closed; line = await answer.later()) {
    const log = logOf(run, line, line.rough ? Math.max(FEWEST_ROUGH, buckets / ROUGHER) : buckets);
    // Of this worker alone: what one answer has read of another worker is not taken from it.
    log.until = line.place ? Number(line.place.slice(line.place.lastIndexOf('@') + 1)) : log.until;
    run.replace(worker, log, lastMillis);
    shown();
    if (line.rough) {
      await drawn();
    }
  }
  if (follower.closed) {
    await answer.rest();
  } else {
    run.logs.get(worker).average(line.means);
    follower.changed();
  }
  return answer.place;
}

/** Reads all workers, the one shown first; the cursor after all that was read. For a follower that was closed nothing more is read. */
export async function openLong(run, { workers, lastMillis }, shown, follower) {
  const [first, ...others] = [...workers].sort((a, b) => (b === shown) - (a === shown));
  const awaited = follower.opened !== undefined;
  const places = [await openWorker(run, first, { more: awaited && !run.logs.has(first) ? ROUGH_FIRST : undefined, lastMillis,
    shown: awaited ? follower.opened : follower.changed }, follower)];
  for (const worker of others) {
    places.push(follower.closed ? undefined : await openWorker(run, worker, { lastMillis, shown: follower.changed }, follower));
  }
  return places.filter(Boolean).sort().join();
}

/** Reads whole, once, the newest reading of every track, which tables show; nothing for a run that is here as it is. */
export function newestOf(run, worker) {
  const log = run.logs.get(worker);
  if (log?.thinned && !log.rough) {
    const iterations = run.newestThin(worker).slice(0, MOST_NEWEST);
    log.completing ??= stepsAt(run.session, { worker, iterations })
      .then(steps => steps.forEach(report => log.complete(readReport(report))));
  }
  return log?.completing;
}

// The thinned steps of a long run, which come column by column, made into steps with readings.

const NO_FLAGS = [];

/** How to make one value of the readings of a track, by row. */
function valueMaker({ kind, name, unit, ...columns }) {
  if (kind === 'scalar') {
    return row => ({ kind, name, unit, value: toNumber(columns.value[row]) });
  }
  const levels = [...numbers(columns.levels)];
  const quantiles = columns.quantiles.map(numbers);
  return row => ({ kind, name, unit, levels, quantiles: Float64Array.from(quantiles, column => column[row]),
    mean: toNumber(columns.mean[row]), sd: toNumber(columns.sd[row]),
    total: columns.total[row], undefined: columns.undefined[row], nonFinite: columns.nonFinite[row] });
}

function addReadings(steps, { layer, metric, series, at, values, flagged }) {
  const makers = values.map(valueMaker);
  const flags = new Map(flagged.flatMap(each => each.rows.map(row => [row, each.flags])));
  at.forEach((step, row) => steps[step].readings.push({ thin: true, layer, metric, series,
    values: makers.map(make => make(row)), flags: flags.get(row) ?? NO_FLAGS }));
}

/** The steps of an answer, with thin readings. What went wrong with them is told apart. */
function stepsOf({ worker, thinned }) {
  const { epochs, times, scores, states, costs, overheads, tracks } = thinned;
  const steps = thinned.iterations.map((iteration, i) => ({ worker, iteration, epoch: epochs[i], timeMillis: times[i], score: toNumber(scores[i]),
    // Without a prototype: an output may be called "constructor".
    trainingAccuracy: Object.create(null), validationAccuracy: Object.create(null), readings: [], problems: NO_FLAGS, state: states[i],
    cost: { stallNanos: costs.stallNanos[i], busyNanos: costs.busyNanos[i], taken: costs.taken[i], skipped: costs.skipped[i], failed: costs.failed[i] } }));
  for (const field of ['trainingAccuracy', 'validationAccuracy']) {
    for (const [output, { at, values }] of Object.entries(thinned[field])) {
      at.forEach((step, row) => { steps[step][field][output] = toNumber(values[row]); });
    }
  }
  overheads.forEach(({ at, overhead }) => { steps[at].cost.overhead = overhead; });
  tracks.forEach(track => addReadings(steps, track));
  return steps;
}
