// The way of the data into the page: the history, at once or page by page, then server-sent events from where it ended.
import { Closer, Details } from './closer.js';
import { isLong, newestOf, openLong } from './opening.js';
import { Run } from './run.js';
import { describeRun, openEvents, stepsAfter } from './wire.js';

const RETRY_MILLIS = 2000;
const GONE_RETRY_MILLIS = 5000;
const SILENT_CONNECTION_MILLIS = 12000;
/** Records asked for at once: few at first, then as many as make a page of about this length. */
const FIRST_PAGE = 50;
const MOST_RECORDS = 500;
const PAGE_CHARACTERS = 4e6;
/** What an error's status means; all others are a lost connection. */
const LOST = { 401: 'locked', 403: 'refused', 404: 'gone' };
/** Who has missed more records of a long run opens it anew. */
const MANY_MISSED = 1000;

/** Follows one run, or the list of runs when there is no session. Comes back after every loss from where it was. */
export class Follower {
  /** `changed()` after new data, `opened()`, if given, after what a reader waits for who opens a long run, `runsChanged()` when runs came, went or described themselves, `shown()` is the worker to read first. */
  constructor(session, { changed, opened, runsChanged, shown = () => '' }) {
    this.run = new Run(session);
    this.session = session;
    Object.assign(this, { changed, opened });
    this.runsChanged = runsChanged;
    this.shown = shown;
    this.closer = new Closer(this.run, changed);
    this.details = new Details(session, worker => this.connection === 'connecting' && this.run.logs.get(worker)?.rough);
    this.cursor = '';
    this.connection = 'connecting';
    /** Whether the history is here, and what is missing is still to be measured. */
    this.arrived = false;
    this.clockOffset = 0;
    this.heard = 0;
    this.watch = setInterval(() => this.checkConnection(), 1000);
    this.start();
  }

  /** Server time: ages are right even when the two clocks differ. */
  get now() {
    return Date.now() + this.clockOffset;
  }

  async describe() {
    const about = await describeRun(this.session);
    this.clockOffset = about.now - Date.now();
    this.run.describe(about.infos);
    this.stopped = about.stopped;
    return about;
  }

  async start() {
    try {
      if (this.session) {
        await this.open(await this.describe());
      }
      this.arrived = true;
      this.listen();
    } catch (error) {
      this.lose(error);
    }
  }

  async open(about) {
    if (isLong(about) && (this.cursor === '' || about.steps - this.run.count > MANY_MISSED)) {
      this.cursor = await openLong(this.run, about, this.shown(), this);
      if (about.ended) {
        this.run.end(about.workers);
      }
    } else {
      await this.readHistory();
    }
  }

  async readHistory() {
    let limit = FIRST_PAGE;
    for (let more = true; more && !this.closed;) {
      const page = await stepsAfter(this.session, this.cursor, limit);
      page.steps.forEach(report => this.run.add(report));
      limit = Math.min(Math.max(Math.round(limit * PAGE_CHARACTERS / page.characters), 1), MOST_RECORDS);
      this.cursor = page.next;
      more = page.more;
      this.changed();
    }
  }

  /** The reader looks at this part of a worker's run, or at all of it. */
  look(worker, range) {
    this.closer.look(worker, range);
    if (!this.trouble) {
      this.complete(worker);
    }
  }

  /** After a failure. */
  retry() {
    this.trouble = undefined;
    this.completing = undefined;
    this.run.logs.forEach(log => { log.completing = undefined; });
    this.changed();
  }

  /** Reads what tables need of the newest samples; what hinders it is the page's to tell. */
  async complete(worker) {
    const reading = newestOf(this.run, worker);
    if (reading && reading !== this.completing) {
      this.completing = reading;
      this.trouble = await reading.then(() => undefined, error => error.message);
      this.changed();
    }
  }

  listen() {
    if (this.closed) {
      return;
    }
    this.heard = Date.now();
    this.source = openEvents(this.session, this.cursor, () => this.lose());
    // A run that came, or described itself, after that was asked for and before anybody listened, was told to nobody.
    this.source.onopen = () => this.run.infos.length === 0 && this.refresh();
    this.source.addEventListener('step', event => {
      this.hear();
      this.run.add(JSON.parse(event.data));
      this.stopped = false;
      this.cursor = event.lastEventId;
      this.changed();
    });
    this.source.addEventListener('tick', event => {
      this.hear();
      this.clockOffset = JSON.parse(event.data).now - Date.now();
    });
    this.source.addEventListener('runs', () => {
      this.hear();
      this.refresh();
    });
    this.source.onerror = () => this.lose();
  }

  async refresh() {
    try {
      if (this.session) {
        await this.describe();
      }
      this.runsChanged();
      this.changed();
    } catch (error) {
      this.lose(error);
      this.runsChanged();
    }
  }

  hear() {
    this.heard = Date.now();
    this.connection = 'open';
  }

  checkConnection() {
    if (this.connection === 'open' && Date.now() - this.heard > SILENT_CONNECTION_MILLIS) {
      this.lose();
    }
  }

  /** The server went away, or the run did (404), or whoever looks is not logged in: try again until the page is left. */
  lose(error) {
    this.source?.close();
    this.connection = LOST[error?.status] ?? 'lost';
    this.reason = error?.message;
    this.changed();
    if (!this.closed && !this.returning) {
      this.returning = setTimeout(() => {
        this.returning = undefined;
        this.start();
      }, this.connection === 'lost' ? RETRY_MILLIS : GONE_RETRY_MILLIS);
    }
  }

  close() {
    this.closed = true;
    this.closer.stop();
    this.details.close();
    this.source?.close();
    clearInterval(this.watch);
    clearTimeout(this.returning);
  }
}

/** How long without a sample is silence: four times the usual distance of samples, or the time that the only one took, but at least this. */
const LEAST_SILENCE_MILLIS = 15000;

/** What the page says of a run: [state, words]. */
export function stateOf(follower, worker, clock, leastSilence = LEAST_SILENCE_MILLIS) {
  const { run, connection } = follower;
  if (connection === 'gone') {
    return ['lost', 'Run no longer attached'];
  }
  if (connection === 'locked' || connection === 'refused') {
    return ['lost', connection === 'locked' ? 'Log in to see this' : 'Not open to you'];
  }
  if (connection === 'lost') {
    return ['lost', 'Connection lost, trying again'];
  }
  if (run.hasEnded) {
    return ['ended', `Run ended ${clock(run.lastMillis)}`];
  }
  // The last sample that is here need not be the last one there is.
  if (!follower.arrived) {
    return ['waiting', 'Reading this run'];
  }
  const steps = run.of(worker);
  if (follower.stopped) {
    return ['stopped', steps.length === 0 ? 'Stopped before its first sample' : `Stopped without an end ${clock(run.lastMillis)}`];
  }
  if (steps.length === 0) {
    return ['waiting', 'Waiting for data'];
  }
  const recent = steps.slice(-9);
  const mean = (from, number) => (number > 1 ? (steps.at(-1).timeMillis - from.timeMillis) / (number - 1) : 0);
  // Between thinned steps there were others.
  const { count } = run.logs.get(worker);
  const usual = count === 1 ? run.lastMillis - (run.info(worker)?.startedMillis ?? run.lastMillis)
    : Math.min(mean(recent[0], recent.length), mean(steps[0], count));
  if (follower.now - run.lastMillis > Math.max(leastSilence, 4 * usual)) {
    return ['silent', `Silent since ${clock(run.lastMillis)}`];
  }
  return ['live', 'Live'];
}
