// What the reader has chosen to compare, in the address behind the "#", which no server sees and nothing shortens.
import { sameWorker } from './names.js';
import { patternOf } from './pattern.js';

const LISTS = ['run', 'metric', 'layer', 'solo'];
const PARAMETERS = [...LISTS, 'with', 'filter', 'grouped', 'page', 'off', 'name', 'group'];
/** Without a choice of the reader's own, so many of the newest runs are shown: as many as there are colours. */
const SHOWN_AT_FIRST = 8;
/** As many charts of metrics as are opened without being asked for. */
const CHARTS_AT_FIRST = 24;

/** What stands between slashes. */
const slashed = filter => (filter.length > 2 && filter.startsWith('/') && filter.endsWith('/') ? filter.slice(1, -1) : undefined);

/** The regular expression that a filter is: one that is not finished is text like any other. */
function expression(filter) {
  const source = slashed(filter);
  return source === undefined ? undefined : patternOf(source);
}

/** A name in an address, `[session, text]`; an address may hold anything. */
function pairOf(text) {
  try {
    const pair = JSON.parse(text);
    return Array.isArray(pair) && pair.every(each => typeof each === 'string') ? pair : [];
  } catch {
    return [];
  }
}

/**
 * Lists are undefined until they are chosen; `page` is that of the layers, `off` has the workers `[session, worker]` whose lines are hidden,
 * `linked` are names and groups that the address brings along.
 */
export class Selection {
  constructor(hash = '') {
    const address = new URLSearchParams(hash.replace(/^#/, ''));
    LISTS.forEach(list => { this[list] = address.has(list) ? new Set(address.getAll(list).filter(Boolean)) : undefined; });
    const page = Number(address.get('page'));
    Object.assign(this, { also: address.get('with') ?? '', filter: address.get('filter') ?? '', grouped: address.get('grouped') === 'on',
      page: Number.isInteger(page) && page > 1 ? page : 1, off: address.getAll('off').map(pairOf).filter(({ length }) => length === 2), linked: new Map() });
    for (const field of ['name', 'group']) {
      address.getAll(field).map(pairOf).filter(({ length }) => length === 2).forEach(([session, text]) =>
        this.linked.set(session, { ...this.linked.get(session), [field]: text }));
    }
  }

  /** Whether an address says anything of a selection; others are of places in the page. */
  static understands(hash) {
    const address = new URLSearchParams(hash.replace(/^#/, ''));
    return PARAMETERS.some(parameter => address.has(parameter));
  }

  /** The address that shows the same in another browser, of all `sessions` there are: with the runs that have a tick and the names they have here. */
  hash(names, sessions = []) {
    const address = new URLSearchParams();
    const run = this.run ?? (sessions.length > 0 ? this.ticked(sessions) : undefined);
    Object.entries({ ...Object.fromEntries(LISTS.map(list => [list, this[list]])), run }).filter(([, list]) => list).forEach(([key, list]) =>
      (list.size > 0 ? [...list] : ['']).forEach(each => address.append(key, each)));
    Object.entries({ with: this.also, filter: this.filter, grouped: this.grouped ? 'on' : '', page: this.page > 1 ? this.page : '' })
      .filter(([, value]) => value).forEach(each => address.set(...each));
    this.off.forEach(pair => address.append('off', JSON.stringify(pair)));
    for (const session of new Set([...run ?? [], ...this.solo ?? []])) {
      Object.entries(names.of(session)).filter(([, text]) => text)
        .forEach(([field, text]) => address.append(field, JSON.stringify([session, text])));
    }
    return address.toString();
  }

  /** The runs with a tick; of all there are, the newest first. */
  ticked(sessions) {
    return this.run ?? new Set([...sessions.slice(0, SHOWN_AT_FIRST), ...(sessions.includes(this.also) ? [this.also] : [])]);
  }

  tick(sessions, some, on) {
    this.run = new Set(this.ticked(sessions));
    some.forEach(session => (on ? this.run.add(session) : this.run.delete(session)));
  }

  /** Shows or hides the lines of one worker of a run. */
  show(session, worker, on) {
    const same = sameWorker([session, worker]);
    this.off = [...this.off.filter(pair => !same(pair)), ...on ? [] : [[session, worker]]];
  }

  /** Shows these runs alone; once more, or without a run, all that are ticked. */
  only(some = []) {
    const same = this.solo?.size === some.length && some.every(session => this.solo.has(session));
    this.solo = same || some.length === 0 ? undefined : new Set(some);
  }

  /** Whether a run is meant by the filter: by each of its words, in its name, group or id, or by a regular expression between slashes; one
   * that was given another name is found by its own, too. */
  lists({ session, name, group, given = name }) {
    const text = [name, group, session, ...given === name ? [] : [given]].join('\n');
    if (this.read !== this.filter) {
      Object.assign(this, { read: this.filter, finds: expression(this.filter.trim()) });
    }
    const words = text.toLowerCase();
    return this.finds ? this.finds(text) : this.filter.toLowerCase().split(/\s+/).every(word => words.includes(word));
  }

  /** How the filter is read: as `words`, as an `expression`, or as text because the expression is `unreadable`. */
  get reads() {
    const filter = this.filter.trim();
    return slashed(filter) === undefined ? 'words' : expression(filter) ? 'expression' : 'unreadable';
  }

  /** Of runs `{session, name, group}` those that are drawn: ticked and listed, or alone. */
  shown(runs) {
    const ticked = this.ticked(runs.map(({ session }) => session));
    return runs.filter(run => (this.solo ? this.solo.has(run.session) : ticked.has(run.session) && this.lists(run)));
  }

  /** Which of these series are shown: at first one of each metric, as many as make a page. */
  metrics(series, layers) {
    if (this.metric) {
      return series.filter(({ key }) => this.metric.has(key));
    }
    const firsts = series.filter((each, i) => series.findIndex(({ info }) => info.id === each.info.id) === i);
    return firsts.slice(0, Math.max(1, Math.floor(CHARTS_AT_FIRST / Math.max(1, layers))));
  }

  layers(names) {
    return this.layer ? names.filter(name => this.layer.has(name)) : names;
  }
}
