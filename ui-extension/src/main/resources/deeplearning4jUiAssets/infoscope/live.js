// The way of the data into the page: the history page by page, then server-sent events from where it ended.
import { segment } from './dom.js';
import { Run } from './model.js';

const RETRY_MILLIS = 2000;
const GONE_RETRY_MILLIS = 5000;
const SILENT_CONNECTION_MILLIS = 12000;
/** Records asked for at once: few at first, then as many as make a page of about this length. */
const FIRST_PAGE = 50;
const MOST_RECORDS = 500;
const PAGE_CHARACTERS = 4e6;
/** What an error's status means; all others are a lost connection. */
const LOST = { 401: 'locked', 403: 'refused', 404: 'gone' };
const api = path => `/representation/api/${path}`;

async function json(path) {
  const answer = await fetch(api(path), { cache: 'no-store' });
  const body = await answer.text().then(text => ({ ...JSON.parse(text), characters: text.length })).catch(() => ({}));
  if (!answer.ok) {
    throw Object.assign(new Error(body.error ?? `HTTP ${answer.status}`), { status: answer.status });
  }
  return body;
}

export const listRuns = () => json('runs');
export const exportUrl = (session, format) => api(`runs/${segment(session)}/export?format=${format}`);

/** Shows the button where there is a login to end. */
export async function offerLogout(button) {
  const { token } = await json('access').catch(() => ({}));
  button.hidden = !token;
  button.addEventListener('click', async () => {
    await fetch(api('logout'), { method: 'POST' });
    location.reload();
  });
}

/** Follows one run, or the list of runs when there is no session. Comes back after every loss from where it was. */
export class Follower {
  /** `changed()` after new data, `runsChanged()` when runs came, went or described themselves. */
  constructor(session, { changed, runsChanged }) {
    this.run = new Run(session);
    this.session = session;
    this.changed = changed;
    this.runsChanged = runsChanged;
    this.cursor = '';
    this.connection = 'connecting';
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
    const about = await json(`runs/${segment(this.session)}`);
    this.clockOffset = about.now - Date.now();
    this.run.describe(about.infos);
  }

  async start() {
    try {
      if (this.session) {
        await this.describe();
        await this.readHistory();
      }
      this.listen();
    } catch (error) {
      this.lose(error);
    }
  }

  async readHistory() {
    let limit = FIRST_PAGE;
    for (let more = true; more && !this.closed;) {
      const page = await json(
        `runs/${segment(this.session)}/steps?after=${encodeURIComponent(this.cursor)}&limit=${limit}`);
      page.steps.forEach(report => this.run.add(report));
      limit = Math.min(Math.max(Math.round(limit * PAGE_CHARACTERS / page.characters), 1), MOST_RECORDS);
      this.cursor = page.next;
      more = page.more;
      this.changed();
    }
  }

  listen() {
    if (this.closed) {
      return;
    }
    this.heard = Date.now();
    const query = `session=${encodeURIComponent(this.session)}&after=${encodeURIComponent(this.cursor)}`;
    this.source = new EventSource(api(`events?${query}`));
    this.source.addEventListener('step', event => {
      this.hear();
      this.run.add(JSON.parse(event.data));
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
    if (!this.closed && !this.retry) {
      this.retry = setTimeout(() => {
        this.retry = undefined;
        this.start();
      }, this.connection === 'lost' ? RETRY_MILLIS : GONE_RETRY_MILLIS);
    }
  }

  close() {
    this.closed = true;
    this.source?.close();
    clearInterval(this.watch);
    clearTimeout(this.retry);
  }
}

/** How long without a sample is silence: four times the usual distance of samples, but at least this. */
const LEAST_SILENCE_MILLIS = 15000;

/** What the page says of a run: [state, words]. */
export function stateOf(follower, steps, clock, leastSilence = LEAST_SILENCE_MILLIS) {
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
  if (steps.length === 0) {
    return ['waiting', 'Waiting for data'];
  }
  const recent = steps.slice(-9);
  const usual = recent.length > 1 ? (recent.at(-1).timeMillis - recent[0].timeMillis) / (recent.length - 1) : 0;
  if (follower.now - run.lastMillis > Math.max(leastSilence, 4 * usual)) {
    return ['silent', `Silent since ${clock(run.lastMillis)}`];
  }
  return ['live', 'Live'];
}
