// Which runs the attached storages hold, what each says of itself, and which of them grow: one stream for all.
import { describeRun, eventsUrl, listRuns } from './wire.js';

const RETRY_MILLIS = 2000;
const SILENT_CONNECTION_MILLIS = 12000;
/** The list is asked for again no sooner: it tells which runs have ended, and of records whose event was lost. */
const LIST_MILLIS = 5000;
const DESCRIBED_AT_ONCE = 3;
const DESCRIBED_AGAIN_MILLIS = 5000;
/** How long without a record is silence: four times the usual distance of records, but at least this. */
const LEAST_SILENCE_MILLIS = 15000;

/** How a run is doing, by the server's clock. */
export function stateOf({ steps, ended, startedMillis, lastMillis }, now) {
  if (ended || steps === 0) {
    return ended ? 'ended' : 'waiting';
  }
  const usual = (lastMillis - (startedMillis ?? lastMillis)) / steps;
  return now - lastMillis > Math.max(LEAST_SILENCE_MILLIS, 4 * usual) ? 'silent' : 'live';
}

export class Attached {
  /** `changed()` after news of the list or of a run, `grew(sessions)` when runs have new records. */
  constructor({ changed, grew }) {
    Object.assign(this, { changed, grew, runs: [], infos: new Map(), connection: 'connecting', clockOffset: 0 });
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
    this.refreshed = Date.now();
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
    this.source = new EventSource(eventsUrl('', ''));
    const on = (name, then) => this.source.addEventListener(name, event => {
      Object.assign(this, { heard: Date.now(), connection: 'open' });
      then(JSON.parse(event.data));
    });
    on('tick', ({ now }) => {
      this.clockOffset = now - Date.now();
      this.refreshSoon();
    });
    on('runs', () => {
      // What a run said of itself may have changed.
      this.infos.forEach((info, session) => info.complete || this.infos.delete(session));
      this.refresh();
    });
    on('grown', ({ sessions }) => {
      this.runs.filter(({ session }) => sessions.includes(session)).forEach(run => { run.lastMillis = this.now; });
      this.grew(sessions);
    });
    this.source.onerror = () => this.lose();
  }

  /** As long as some run goes on. */
  refreshSoon() {
    if (this.runs.some(run => !run.ended) && Date.now() - this.refreshed > LIST_MILLIS) {
      this.refresh();
    }
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

  /** What a run says of itself: asked for when it is first wanted, a few at once. */
  info(session) {
    const known = this.infos.get(session);
    if (!known && !this.describing.has(session) && this.describing.size < DESCRIBED_AT_ONCE) {
      this.describe(session);
    }
    return known?.info;
  }

  async describe(session) {
    this.describing.add(session);
    try {
      const { infos, workers } = await describeRun(session);
      const info = (infos.find(({ worker }) => worker === workers[0]) ?? infos[0])?.info;
      this.infos.set(session, { info, complete: (info?.layers.length ?? 0) > 0 });
    } catch (error) {
      this.infos.set(session, { trouble: error.message, complete: false });
      setTimeout(() => {
        this.infos.delete(session);
        this.changed();
      }, DESCRIBED_AGAIN_MILLIS);
    }
    this.describing.delete(session);
    this.changed();
  }
}
