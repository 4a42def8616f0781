// A run as the page knows it: steps per worker, in order of iteration, and what can be asked of them.
import { toNumber } from './dom.js';

const KEY = (layer, series) => `${layer}\u0000${series}`;

const numbers = list => list.map(toNumber);

function readValue(value) {
  if (value.kind !== 'distribution') {
    return { ...value, value: toNumber(value.value) };
  }
  const read = { ...value, edges: numbers(value.edges), levels: numbers(value.levels) };
  read.quantiles = numbers(value.quantiles);
  read.mean = toNumber(value.mean);
  read.sd = toNumber(value.sd);
  return read;
}

function readStep(report) {
  const { step } = report;
  const accuracies = entries =>
    Object.fromEntries(Object.entries(entries).map(([output, value]) => [output, toNumber(value)]));
  const readings = new Map();
  for (const reading of step.readings) {
    readings.set(KEY(reading.layer, reading.series), { ...reading, values: reading.values.map(readValue) });
  }
  return {
    ...step,
    worker: report.worker,
    score: toNumber(step.score),
    trainingAccuracy: accuracies(step.trainingAccuracy),
    validationAccuracy: accuracies(step.validationAccuracy),
    readings,
  };
}

/** The number that stands for a reading: its headline scalar, or the median of its headline distribution. */
export function headline(reading, series) {
  const value = reading?.values.find(each => each.name === series.info.headline) ?? reading?.values[0];
  if (!value) {
    return { value: NaN, unit: series.info.unit };
  }
  if (value.kind === 'distribution') {
    return { value: value.quantiles[value.levels.indexOf(0.5)] ?? value.mean, unit: value.unit, distribution: value };
  }
  return { value: value.value, unit: value.unit };
}

export class Run {
  constructor(session) {
    this.session = session;
    this.infos = [];
    this.steps = new Map();
    this.ended = new Map();
    this.lastMillis = 0;
  }

  /** The order of network and metrics as the run states it; what only readings name comes after. */
  describe(infos) {
    this.infos = infos;
  }

  add(report) {
    const step = readStep(report);
    this.lastMillis = Math.max(this.lastMillis, report.timestamp);
    if (step.state === 'ENDED') {
      this.ended.set(step.worker, step);
      return;
    }
    this.ended.delete(step.worker);
    const steps = this.steps.get(step.worker) ?? [];
    let at = steps.length;
    while (at > 0 && steps[at - 1].iteration > step.iteration) {
      at -= 1;
    }
    steps.splice(at, 0, step);
    this.steps.set(step.worker, steps);
  }

  get workers() {
    return [...new Set([...this.infos.map(each => each.worker), ...this.steps.keys(), ...this.ended.keys()])].sort();
  }

  get hasEnded() {
    return this.ended.size > 0 && [...this.steps.keys()].every(worker => this.ended.has(worker));
  }

  of(worker) {
    return this.steps.get(worker) ?? [];
  }

  info(worker) {
    return (this.infos.find(each => each.worker === worker) ?? this.infos[0])?.info;
  }

  layers(worker) {
    const known = new Map((this.info(worker)?.layers ?? []).map(layer => [layer.name, layer]));
    for (const reading of this.of(worker).at(-1)?.readings.values() ?? []) {
      if (!known.has(reading.layer)) {
        known.set(reading.layer, { name: reading.layer, type: '', shape: '' });
      }
    }
    return [...known.values()];
  }

  series(worker) {
    const known = new Map((this.info(worker)?.series ?? []).map(series => [series.key, series]));
    for (const reading of this.of(worker).at(-1)?.readings.values() ?? []) {
      if (!known.has(reading.series)) {
        const info = { id: reading.metric, displayName: reading.metric, symbol: reading.metric, description: '',
          headline: reading.values[0]?.name, unit: reading.values[0]?.unit ?? '' };
        known.set(reading.series, { key: reading.series, label: reading.series, info, options: {} });
      }
    }
    return [...known.values()];
  }
}

/** The reading of a layer and series in a step, if there is one. */
export const readingOf = (step, layer, series) => step.readings.get(KEY(layer, series.key));

/** Whether a reading says that its metric has nothing to say of the layer. */
export const notApplicable = reading => reading.flags.some(flag => flag.kind === 'NOT_APPLICABLE');

/** What went wrong or needs a caution, alike ones counted together. */
export function problems(steps, series) {
  const found = new Map();
  const note = (flag, where, iteration) => {
    const key = JSON.stringify([flag.kind, where, flag.reason.replace(/[\d.,eE+-]+/g, '#')]);
    const known = found.get(key);
    if (known) {
      Object.assign(known, { count: known.count + 1, last: iteration, reason: flag.reason });
    } else {
      found.set(key, { kind: flag.kind, reason: flag.reason, where, first: iteration, last: iteration, count: 1 });
    }
  };
  const labels = new Map(series.map(each => [each.key, `${each.info.symbol} ${each.label}`]));
  for (const step of steps) {
    step.problems.forEach(flag => note(flag, 'whole sample', step.iteration));
    for (const reading of step.readings.values()) {
      reading.flags.forEach(flag =>
        note(flag, `${reading.layer} · ${labels.get(reading.series) ?? reading.series}`, step.iteration));
    }
  }
  const order = ['FAILED', 'UNDEFINED', 'SKIPPED', 'SATURATED', 'CAUTION', 'NOT_APPLICABLE'];
  return [...found.values()].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.last - a.last);
}
