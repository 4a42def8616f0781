// A run as the page knows it: steps per worker, in order of iteration, and what can be asked of them. A step need not hold
// a reading of every layer and series: each of these has a track of its own.
import { readReport } from './readings.js';

const KEY = (layer, series) => `${layer}\u0000${series}`;
const NOTHING = [];

/** What one worker has said so far. */
class Log {
  constructor() {
    this.steps = [];
    this.tracks = new Map();
    this.problems = new Map();
    this.readings = 0;
  }

  add(step) {
    insert(this.steps, step, each => each.iteration);
    step.problems.forEach(flag => this.note(flag, step.iteration));
    for (const reading of step.readings) {
      const key = KEY(reading.layer, reading.series);
      const track = this.tracks.get(key) ?? [];
      insert(track, { step, reading }, each => each.step.iteration);
      this.tracks.set(key, track);
      this.readings += 1;
      reading.flags.forEach(flag => this.note(flag, step.iteration, reading));
    }
  }

  /** Alike problems are counted together. */
  note(flag, iteration, { layer, series } = {}) {
    const key = JSON.stringify([flag.kind, layer, series, flag.reason.replace(/[\d.,eE+-]+/g, '#')]);
    const known = this.problems.get(key) ?? { kind: flag.kind, layer, series, first: iteration, last: iteration, count: 0 };
    Object.assign(known, { count: known.count + 1, reason: flag.reason, first: Math.min(known.first, iteration),
      last: Math.max(known.last, iteration) });
    this.problems.set(key, known);
  }
}

/** Keeps the order of iterations; what comes late goes where it belongs. */
function insert(list, item, iteration) {
  let at = list.length;
  while (at > 0 && iteration(list[at - 1]) > iteration(item)) {
    at -= 1;
  }
  list.splice(at, 0, item);
}

export class Run {
  constructor(session) {
    this.session = session;
    this.infos = [];
    this.logs = new Map();
    this.ended = new Map();
    this.lastMillis = 0;
  }

  /** The order of network and metrics as the run states it; what only readings name comes after. */
  describe(infos) {
    this.infos = infos;
  }

  add(report) {
    const step = readReport(report);
    this.lastMillis = Math.max(this.lastMillis, report.timestamp);
    if (step.state === 'ENDED') {
      this.ended.set(step.worker, step);
      return;
    }
    this.ended.delete(step.worker);
    const log = this.logs.get(step.worker) ?? new Log();
    this.logs.set(step.worker, log);
    log.add(step);
  }

  get workers() {
    return [...new Set([...this.infos.map(each => each.worker), ...this.logs.keys(), ...this.ended.keys()])].sort();
  }

  get hasEnded() {
    return this.ended.size > 0 && [...this.logs.keys()].every(worker => this.ended.has(worker));
  }

  of(worker) {
    return this.logs.get(worker)?.steps ?? NOTHING;
  }

  /** The readings `{step, reading}` of a layer and series, in order of iteration. */
  track(worker, layer, series) {
    return this.logs.get(worker)?.tracks.get(KEY(layer, series)) ?? NOTHING;
  }

  readings(worker) {
    return this.logs.get(worker)?.readings ?? 0;
  }

  /** What went wrong or needs a caution, the gravest first. */
  problems(worker) {
    const order = ['FAILED', 'UNDEFINED', 'SKIPPED', 'SATURATED', 'CAUTION', 'NOT_APPLICABLE'];
    return [...this.logs.get(worker)?.problems.values() ?? NOTHING]
      .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.last - a.last);
  }

  info(worker) {
    return (this.infos.find(each => each.worker === worker) ?? this.infos[0])?.info;
  }

  tracks(worker) {
    return [...this.logs.get(worker)?.tracks.values() ?? NOTHING];
  }

  layers(worker) {
    const known = new Map((this.info(worker)?.layers ?? []).map(layer => [layer.name, layer]));
    for (const [{ reading }] of this.tracks(worker)) {
      if (!known.has(reading.layer)) {
        known.set(reading.layer, { name: reading.layer, type: '', shape: '' });
      }
    }
    return [...known.values()];
  }

  series(worker) {
    const known = new Map((this.info(worker)?.series ?? []).map(series => [series.key, series]));
    for (const [{ reading }] of this.tracks(worker)) {
      if (!known.has(reading.series)) {
        const info = { id: reading.metric, displayName: reading.metric, symbol: reading.metric, description: '',
          headline: reading.values[0]?.name, unit: reading.values[0]?.unit ?? '' };
        known.set(reading.series, { key: reading.series, label: reading.series, info, options: {} });
      }
    }
    return [...known.values()];
  }
}

/** The item of a track, or of any list with an iteration each, that is nearest to an iteration. */
export function nearest(list, iteration, iterationOf = each => each.step.iteration) {
  let [low, high] = [0, list.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (iterationOf(list[middle]) < iteration) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const [before, after] = [list[low - 1], list[low]];
  return before && iteration - iterationOf(before) <= Math.abs(iterationOf(after) - iteration) ? before : after;
}
