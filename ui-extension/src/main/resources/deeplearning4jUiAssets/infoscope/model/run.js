// A run as the page knows it, and what can be asked of it. A step need not hold a reading of every layer and series.
import { NOTHING, Log, keyOf } from './log.js';
import { headline, readReport } from './readings.js';

const LARGE = 20000;
const GRAVITY = ['FAILED', 'UNDEFINED', 'SKIPPED', 'SATURATED', 'CAUTION', 'NOT_APPLICABLE'];

/** What a worker says of the run; one that says nothing is taken to be like the first. */
export const infoOf = (infos, worker) => (infos.find(each => each.worker === worker) ?? infos[0])?.info;

export class Run {
  constructor(session) {
    this.session = session;
    this.infos = [];
    this.logs = new Map();
    this.ended = new Set();
    this.lastMillis = 0;
    this.headlines = new Map();
  }

  /** The order of network and metrics as the run states it; what only readings name comes after. */
  describe(infos) {
    this.infos = infos;
    this.headlines = new Map(infos.flatMap(({ info }) => info.series.map(series => [series.key, series])));
  }

  newLog() {
    return new Log(reading => headline(reading, this.headlines.get(reading.series) ?? { info: {} }).value);
  }

  logOf(worker) {
    const log = this.logs.get(worker) ?? this.newLog();
    this.logs.set(worker, log);
    return log;
  }

  add(report) {
    this.lastMillis = Math.max(this.lastMillis, report.timestamp);
    if (report.step.state === 'ENDED') {
      this.ended.add(report.worker);
      return;
    }
    this.ended.delete(report.worker);
    const log = this.logOf(report.worker);
    if (report.timestamp > log.until) {
      log.until = report.timestamp;
      log.add(readReport(report));
    }
  }

  /** Takes what was read of a worker at once for all that was known of it. */
  replace(worker, log, lastMillis) {
    this.logs.set(worker, log);
    this.lastMillis = Math.max(this.lastMillis, lastMillis ?? 0);
  }

  end(workers) {
    workers.forEach(worker => this.ended.add(worker));
  }

  /** How many steps there were of all workers. */
  get count() {
    return [...this.logs.values()].reduce((sum, log) => sum + log.count, 0);
  }

  /** The iterations of the newest values of all tracks that are here without what is large, the newest first. */
  newestThin(worker) {
    const newest = [...this.logs.get(worker)?.tracks.values() ?? NOTHING]
      .map(({ items }) => items.findLast(({ reading }) => reading.values.length > 0))
      .filter(item => item?.reading.thin);
    return [...new Set(newest.map(item => item.step.iteration))].sort((a, b) => b - a);
  }

  get workers() {
    return [...new Set([...this.infos.map(each => each.worker), ...this.logs.keys(), ...this.ended])].sort();
  }

  get hasEnded() {
    return this.ended.size > 0 && [...this.logs.keys()].every(worker => this.ended.has(worker));
  }

  of(worker) {
    return this.logs.get(worker)?.steps ?? NOTHING;
  }

  /** The same with all that is known of the part the reader has zoomed to. */
  stepsKnown(worker) {
    const log = this.logs.get(worker);
    if (!log?.detail) {
      return log?.steps ?? NOTHING;
    }
    const { steps, range: [from, to] } = log.detail;
    const outside = each => each.iteration < from || each.iteration > to;
    return [...log.steps.filter(outside), ...steps].sort((a, b) => a.iteration - b.iteration);
  }

  /** The readings `{step, reading, y}` of a layer and series, in order of iteration. */
  track(worker, layer, series) {
    return this.logs.get(worker)?.items('tracks', keyOf(layer, series)) ?? NOTHING;
  }

  /** What averages over a track of readings are made of, where some are not here: see track.js. */
  stretches(worker, layer, series) {
    return this.logs.get(worker)?.stretches('tracks', keyOf(layer, series));
  }

  /** The same of the scores, or of the accuracies of an output. */
  lineStretches(worker, ...line) {
    return this.logs.get(worker)?.stretches('lines', line.length > 0 ? keyOf(...line) : 'score');
  }

  /** Whether some reading of a layer and series had values of a kind. */
  has(worker, layer, series, kind) {
    return this.logs.get(worker)?.tracks.get(keyOf(layer, series))?.kinds.has(kind) ?? false;
  }

  /** The scores `{step, y}`. */
  scores(worker) {
    return this.logs.get(worker)?.items('lines', 'score') ?? NOTHING;
  }

  /** The accuracies `{step, y}` of an output; `field` says of which data. */
  accuracies(worker, field, output) {
    return this.logs.get(worker)?.items('lines', keyOf(field, output)) ?? NOTHING;
  }

  outputs(worker) {
    const keys = [...this.logs.get(worker)?.lines.keys() ?? NOTHING].filter(key => key !== 'score');
    return [...new Set(keys.map(key => key.slice(key.indexOf('\u0000') + 1)))];
  }

  readings(worker) {
    return this.logs.get(worker)?.readings ?? 0;
  }

  /**
   * What the curves of a worker are drawn from: how many steps it had, and whether only a part of them is here. `near` says the
   * same of the `range` that was read again, or of all. `large`: drawing takes long.
   */
  basis(worker) {
    const log = this.logs.get(worker) ?? this.newLog();
    const { count, thinned, range } = log.detail ?? log;
    return { count: log.count, partial: log.thinned, large: log.thinned || log.size > LARGE, near: { count, thinned, range } };
  }

  /** What went wrong or needs a caution, the gravest first. */
  problems(worker) {
    return [...this.logs.get(worker)?.problems.values() ?? NOTHING]
      .sort((a, b) => GRAVITY.indexOf(a.kind) - GRAVITY.indexOf(b.kind) || b.last - a.last);
  }

  info(worker) {
    return infoOf(this.infos, worker);
  }

  firstReadings(worker) {
    return [...this.logs.get(worker)?.tracks.values() ?? NOTHING].map(track => track.items[0].reading);
  }

  layers(worker) {
    const known = new Map((this.info(worker)?.layers ?? []).map(layer => [layer.name, layer]));
    for (const reading of this.firstReadings(worker)) {
      if (!known.has(reading.layer)) {
        known.set(reading.layer, { name: reading.layer, type: '', shape: '' });
      }
    }
    return [...known.values()];
  }

  series(worker) {
    const known = new Map((this.info(worker)?.series ?? []).map(series => [series.key, series]));
    for (const reading of this.firstReadings(worker)) {
      if (!known.has(reading.series)) {
        const info = { id: reading.metric, displayName: reading.metric, symbol: reading.metric, description: '',
          headline: reading.values[0]?.name, unit: reading.values[0]?.unit ?? '' };
        known.set(reading.series, { key: reading.series, label: reading.series, info, options: {} });
      }
    }
    return [...known.values()];
  }
}
