// What the curves of a long run leave out, asked for when it is wanted: the part that the reader zooms into, and whole readings.
import { keyOf } from './log.js';
import { bucketsFor, logOf } from './opening.js';
import { readReport, weightOf } from './readings.js';
import { curvesOf, stepsAt } from './wire.js';

/** A reader who goes on zooming is waited for. */
const PAUSE_MILLIS = 150;
const MOST_BUCKETS = 4000;

const span = ([from, to]) => to - from;

/** The part of a worker's run that the reader looks at, read again in detail when the curves that are here are too coarse. */
export class Closer {
  constructor(run, changed) {
    Object.assign(this, { run, changed, state: 'none' });
  }

  /** `range` is what the charts show, or nothing for the whole run. */
  look(worker, range) {
    const log = this.run.logs.get(worker);
    const whole = !range || !log?.thinned || log.rough;
    const asked = this.asked;
    if (!whole && asked?.log === log && this.covers(asked, range) && span(asked.range) <= 4 * span(range) + 8) {
      return;
    }
    this.stop();
    if (whole) {
      this.run.logs.forEach(each => { each.detail = undefined; });
      return;
    }
    // As much again on both sides: a small step needs no new answer.
    const margin = Math.ceil(span(range) / 2);
    const first = log.steps[0].iteration;
    // Without the newest iteration: what still comes of it would be missing.
    const last = Math.max(first, log.steps.at(-1).iteration - 1);
    const within = iteration => Math.min(Math.max(iteration, first), last);
    this.asked = { worker, log, last, range: [within(Math.floor(range[0]) - margin), within(Math.ceil(range[1]) + margin)] };
    this.state = 'waiting';
    this.timer = setTimeout(() => this.read(this.asked), PAUSE_MILLIS);
  }

  /** What came after the answer was asked for came as it is. */
  covers({ log, last, range: [from, to] }, range) {
    return from <= Math.max(log.steps[0].iteration, Math.floor(range[0])) && to >= Math.min(last, Math.floor(range[1]));
  }

  async read(asked) {
    this.state = 'loading';
    this.changed();
    this.controller = new AbortController();
    try {
      const buckets = Math.min(2 * bucketsFor(this.run.info(asked.worker)), MOST_BUCKETS);
      const [from, to] = asked.range;
      const answer = await curvesOf(this.run.session, asked.worker, buckets, { from, to }, this.controller.signal);
      const detail = Object.assign(logOf(this.run, answer, buckets), { range: asked.range });
      detail.average((await answer.later()).means);
      if (this.asked === asked) {
        asked.log.detail = detail;
        this.state = 'there';
        this.changed();
      }
    } catch (error) {
      if (this.asked === asked) {
        Object.assign(this, { state: 'failed', reason: error.message });
        this.changed();
      }
    }
  }

  /** After a failure. */
  retry() {
    this.read(this.asked);
  }

  stop() {
    clearTimeout(this.timer);
    this.controller?.abort();
    this.asked = undefined;
    this.state = 'none';
  }
}

// Whole readings on demand: what the curves of a long run leave out. Who asks (a tooltip, a table, a map) has one request under
// way at most, sent when it has asked for nothing else for a moment; a new one takes the place of the old one.

const ASKING_PAUSE_MILLIS = 120;
/** The readings kept hold this many numbers together; those that were not used for longest go first. */
const MOST_NUMBERS = 2e6;

const NOTHING_THERE = { missing: true, values: [], flags: [] };
const placeOf = (worker, layer, series, iteration) => `${iteration}\u0000${worker}\u0000${keyOf(layer, series)}`;

export class Details {
  /** Nothing is asked for of a worker while `rough(worker)`: what is wanted then will be other readings in a moment. */
  constructor(session, rough = () => false) {
    Object.assign(this, { session, rough });
    this.known = new Map();
    this.weight = 0;
    this.askers = new Map();
  }

  /** A whole reading, if it has been read: one without values, and `missing`, where the run has none. */
  find(worker, layer, series, iteration) {
    const place = placeOf(worker, layer, series, iteration);
    const found = this.known.get(place);
    if (found) {
      this.known.delete(place);
      this.known.set(place, found);
    }
    return found;
  }

  /** All whole readings of a series that have been read. */
  of(series) {
    return [...this.known.values()].filter(reading => reading.series === series);
  }

  /**
   * Asks for readings `{worker, layers, series, iterations}`, lists of names and keys; `arrived()` when they, or the news of a
   * failure, are there. The answer is `{state}`: there, loading, or failed with a `reason` and a way to `retry()`.
   */
  ask(asker, wanted, arrived) {
    const { worker, layers, series, iterations } = wanted;
    const missing = iterations.filter(iteration => layers.some(layer =>
      series.some(key => !this.known.has(placeOf(worker, layer, key, iteration)))));
    const before = this.askers.get(asker);
    if (missing.length === 0) {
      this.forget(asker);
      return { state: 'there' };
    }
    if (this.rough(worker)) {
      return { state: 'loading' };
    }
    const key = JSON.stringify([worker, layers, series, missing]);
    if (before?.key !== key) {
      this.forget(asker);
      const task = { key, state: 'loading', controller: new AbortController() };
      task.send = () => this.read(task, { ...wanted, iterations: missing });
      task.retry = () => {
        task.state = 'loading';
        task.send();
        task.arrived();
      };
      task.timer = setTimeout(task.send, ASKING_PAUSE_MILLIS);
      this.askers.set(asker, task);
    }
    return Object.assign(this.askers.get(asker), { arrived });
  }

  async read(task, wanted) {
    try {
      const steps = await stepsAt(this.session, wanted, task.controller.signal);
      this.keep(steps.map(readReport), wanted);
      task.state = 'there';
    } catch (error) {
      Object.assign(task, { state: 'failed', reason: error.message });
    }
    if (!task.controller.signal.aborted) {
      task.arrived();
    }
  }

  keep(steps, { worker, layers, series, iterations }) {
    for (const iteration of iterations) {
      layers.forEach(layer => series.forEach(key => this.put(placeOf(worker, layer, key, iteration), NOTHING_THERE)));
    }
    for (const step of steps) {
      step.readings.forEach(reading => this.put(placeOf(worker, reading.layer, reading.series, step.iteration), reading));
    }
    const fresh = iterations.length * layers.length * series.length;
    for (const [place, reading] of this.known) {
      // What has just come is wanted, however much it is.
      if (this.weight <= MOST_NUMBERS || this.known.size <= fresh) {
        break;
      }
      this.known.delete(place);
      this.weight -= weightOf(reading);
    }
  }

  put(place, reading) {
    const old = this.known.get(place);
    this.weight += weightOf(reading) - (old ? weightOf(old) : 0);
    this.known.delete(place);
    this.known.set(place, reading);
  }

  /** Nobody waits for the answer any more. */
  forget(asker) {
    const task = this.askers.get(asker);
    clearTimeout(task?.timer);
    task?.controller.abort();
    this.askers.delete(asker);
  }

  close() {
    [...this.askers.keys()].forEach(asker => this.forget(asker));
  }
}
