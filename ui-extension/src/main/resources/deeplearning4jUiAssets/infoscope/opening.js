// A long run is opened by its curves, which the server has thinned.
import { stepsOf } from './columns.js';
import { readReport } from './readings.js';
import { curvesOf, stepsAt } from './wire.js';

/** A run with more readings is long; where the server does not know how many, one with more records. */
const LONG_READINGS = 20000;
const LONG_STEPS = 2000;
/** Readings asked for at once, whatever the number of tracks: so many are read and drawn in well under a second. */
const ASKED_READINGS = 40000;
const MOST_PER_BUCKET = 4;
const FEWEST_BUCKETS = 40;
/** Newest readings that are asked for whole, so that tables have what thin ones lack. */
const MOST_NEWEST = 20;

export const isLong = ({ readings, steps }) => (readings === undefined ? steps > LONG_STEPS : readings > LONG_READINGS);

/** About two points per pixel, as long as all tracks together stay within what is asked for at once. */
export function bucketsFor(info) {
  const tracks = Math.max(1, (info?.layers.length ?? 0) * (info?.series.length ?? 0));
  const sharp = Math.max(...[...document.querySelectorAll('.chart')].map(box => box.clientWidth), innerWidth / 2) / 2;
  return Math.round(Math.max(FEWEST_BUCKETS, Math.min(sharp, ASKED_READINGS / (MOST_PER_BUCKET * tracks))));
}

/** A log of what the server has thinned. */
export function logOf(run, answer, buckets) {
  const log = run.newLog();
  const steps = answer.complete ? answer.thinned.map(readReport) : stepsOf(answer);
  const going = steps.filter(({ state }) => state !== 'ENDED');
  going.forEach(step => log.add(step, true));
  log.count = answer.steps - (steps.length - going.length);
  log.readings = answer.readings;
  log.thinned = !answer.complete;
  if (log.thinned) {
    log.average(answer.means ?? []);
    log.thinLines(buckets);
  }
  (answer.problems ?? []).forEach(flag => log.note(flag, flag.first, flag));
  return log;
}

/** Reads all workers, the one shown first; the cursor after all that was read. `arrived()` after each. */
export async function openLong(run, { workers, lastMillis }, shown, arrived) {
  const order = [...workers].sort((a, b) => (b === shown) - (a === shown));
  const places = [];
  for (const worker of order) {
    const buckets = bucketsFor(run.info(worker));
    const answer = await curvesOf(run.session, worker, buckets);
    const log = logOf(run, answer, buckets);
    // Of this worker alone: what one answer has read of another worker is not taken from it.
    const { place } = answer;
    if (place) {
      places.push(place);
      log.until = Number(place.slice(place.lastIndexOf('@') + 1));
    }
    run.replace(worker, log, lastMillis);
    arrived();
  }
  return places.sort().join();
}

/** Reads whole, once, the newest reading of every track, which tables show; nothing for a run that is here as it is. */
export function newestOf(run, worker) {
  const log = run.logs.get(worker);
  if (log?.thinned) {
    const iterations = run.newestThin(worker).slice(0, MOST_NEWEST);
    log.completing ??= stepsAt(run.session, { worker, iterations })
      .then(steps => steps.forEach(report => log.complete(readReport(report))));
  }
  return log?.completing;
}
