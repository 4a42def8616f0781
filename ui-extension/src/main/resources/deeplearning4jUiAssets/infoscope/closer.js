// Where the reader zooms in, the server is asked for more than the curves of the whole run hold.
import { bucketsFor, logOf } from './opening.js';
import { curvesOf } from './wire.js';

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
    const whole = !range || !log?.thinned;
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
      const answer = await curvesOf(this.run.session, asked.worker, buckets, asked.range, this.controller.signal);
      const detail = Object.assign(logOf(this.run, answer, buckets), { range: asked.range });
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
