// Which runs the attached storages hold, what each says of itself, and which of them grow: one stream for all.
import { describeRun, listRuns, openEvents } from './wire.js';

const RETRY_MILLIS = 2000;
const SILENT_CONNECTION_MILLIS = 12000;
const DESCRIBED_AT_ONCE = 3;
const DESCRIBED_AGAIN_MILLIS = 5000;
/** How long without a record is silence: four times the usual distance of records, but at least this. */
const LEAST_SILENCE_MILLIS = 15000;

/** How a run is doing, by the server's clock. */
export function stateOf({ steps, ended, stopped, startedMillis, lastMillis }, now) {
  if (stopped) {
    return 'stopped';
  }
  if (ended || steps === 0) {
    return ended ? 'ended' : 'waiting';
  }
  const usual = (lastMillis - (startedMillis ?? lastMillis)) / steps;
  return now - lastMillis > Math.max(LEAST_SILENCE_MILLIS, 4 * usual) ? 'silent' : 'live';
}

export class Attached {
  /**
   * `changed()` after news of the list or of a run, `described()` when a run has said what it is, `grew(sessions)` when runs
   * have new records, `lost()` when the connection is.
   */
  constructor({ changed, described, grew, lost }) {
    Object.assign(this, { changed, described, grew, lost, runs: [], infos: new Map(), connection: 'connecting', clockOffset: 0 });
    this.asked = false;
    this.describing = new Set();
    setInterval(() => this.check(), 1000);
    this.start();
  }

  get now() {
    return Date.now() + this.clockOffset;
  }

  async start() {
    if (await this.refresh()) {
      this.listen();
    }
  }

  /** Reads the list, the newest run first; whether there was an answer. */
  async refresh() {
    try {
      const { runs, now } = await listRuns();
      this.clockOffset = now - Date.now();
      const before = new Map(this.runs.map(run => [run.session, run.steps]));
      this.runs = runs.sort((a, b) => (b.startedMillis ?? 0) - (a.startedMillis ?? 0));
      Object.assign(this, { asked: true, connection: 'open', heard: Date.now() });
      this.grew(runs.filter(run => before.has(run.session) && before.get(run.session) !== run.steps).map(({ session }) => session));
      this.changed();
      return true;
    } catch (error) {
      this.lose(error);
      return false;
    }
  }

  listen() {
    this.source?.close();
    this.source = openEvents('', '', () => this.lose());
    const on = (name, then) => this.source.addEventListener(name, event => {
      Object.assign(this, { heard: Date.now(), connection: 'open' });
      then(JSON.parse(event.data));
    });
    on('tick', ({ now }) => { this.clockOffset = now - Date.now(); });
    on('runs', () => {
      // What a run said of itself may have changed.
      this.infos.forEach(info => { info.stale = !info.complete; });
      this.refresh();
    });
    on('grown', ({ runs }) => this.grow(new Map(runs.map(run => [run.session, run]))));
    this.source.onerror = () => this.lose();
  }

  /** What runs that have grown say of themselves; the list itself is read again only when a run comes, goes or describes itself. */
  grow(news) {
    this.runs.forEach(run => Object.assign(run, news.get(run.session)));
    this.infos.forEach((info, session) => { info.stale ||= !info.complete && news.has(session); });
    this.grew([...news.keys()]);
    this.changed();
  }

  check() {
    if (this.connection === 'open' && Date.now() - this.heard > SILENT_CONNECTION_MILLIS) {
      this.lose();
    }
  }

  lose(error) {
    this.source?.close();
    this.source = undefined;
    this.connection = { 401: 'locked', 403: 'refused' }[error?.status] ?? 'lost';
    this.reason = error?.message;
    this.lost();
    this.changed();
    this.returning ??= setTimeout(() => {
      this.returning = undefined;
      this.start();
    }, RETRY_MILLIS);
  }

  /** Why a run could not be asked for what it says of itself, if so. */
  trouble(session) {
    return this.infos.get(session)?.trouble;
  }

  /** What a run says of itself, by this worker if that has said so: asked for when it is first wanted and, as long as it is not all, again; a few at once. */
  info(session, worker) {
    const known = this.infos.get(session);
    if ((!known || known.stale) && !this.describing.has(session) && this.describing.size < DESCRIBED_AT_ONCE) {
      this.describe(session);
    }
    return known?.by?.get(worker) ?? known?.info;
  }

  async describe(session) {
    this.describing.add(session);
    try {
      const { infos, workers } = await describeRun(session);
      const by = new Map(infos.map(({ worker, info }) => [worker, info]));
      const info = by.get(workers[0]) ?? infos[0]?.info;
      this.infos.set(session, { info, by, complete: (info?.layers.length ?? 0) > 0 && workers.every(worker => by.has(worker)) });
    } catch (error) {
      this.infos.set(session, { trouble: error.message, complete: false });
      setTimeout(() => {
        this.infos.delete(session);
        this.changed();
      }, DESCRIBED_AGAIN_MILLIS);
    }
    this.describing.delete(session);
    this.described();
    this.changed();
  }
}
