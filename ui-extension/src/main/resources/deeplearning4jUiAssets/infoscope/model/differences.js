// Whether runs that are laid over each other were measured alike: what differs, and between which.
import { SCORE } from './lines.js';
import { stepsAt } from './wire.js';
import { brief, plural } from './words.js';

/** An option that only some series have is a difference. */
const written = value => (value === undefined ? 'not stated' : String(value));

/** The series of a run that goes with a chosen one: itself, or of the same metric the one with the fewest other options. */
export function counterpart(chosen, series) {
  const distance = ({ options }) => [...new Set([...Object.keys(options), ...Object.keys(chosen.options)])]
    .filter(name => options[name] !== chosen.options[name]).length;
  const same = series.filter(({ info }) => info.id === chosen.info.id);
  return series.find(({ key }) => key === chosen.key)
    ?? same.reduce((best, each) => (best && distance(best) <= distance(each) ? best : each), undefined);
}

/** What a run states that holds for all of it: its probe, how many examples it has, and the numbers' type. A size of 0 is not known yet. */
const SIZE = 'n (probe examples)';
const CONDITIONS = { 'probe set': ({ probe }) => probe, [SIZE]: ({ settings }) => settings?.probeSize,
  'number type': ({ settings }) => settings?.dtype };

/** One difference `{what, values: [{value, runs}]}` for each thing that has several values among the runs that have such things. */
function compared(runs, thingsOf, prefix = '') {
  const stated = runs.map(run => ({ run, things: thingsOf(run) })).filter(({ things }) => things);
  const names = [...new Set(stated.flatMap(({ things }) => Object.keys(things)))];
  return names.flatMap(name => {
    const values = new Map();
    stated.forEach(({ run, things }) => {
      const value = written(things[name]);
      values.set(value, [...values.get(value) ?? [], run.name]);
    });
    return values.size < 2 ? [] : [{ what: prefix + name, values: [...values].map(([value, of]) => ({ value, runs: of })) }];
  });
}

/**
 * How the estimators of runs `{name, info}` differ, for the chosen series: in the options of each run's counterpart, in the probe, its
 * size, and the numbers' type. What no run states cannot be compared.
 */
export function differences(runs, chosen) {
  const described = runs.filter(({ info }) => info);
  return [...Object.entries(CONDITIONS).flatMap(([what, of]) => compared(described, ({ info }) => (of(info) ? { [what]: of(info) } : undefined))),
    ...chosen.flatMap(series => compared(described, ({ info }) => counterpart(series, info.series)?.options, `${series.info.symbol} `))];
}

/** What a difference says, whatever it is of. */
const saying = ({ values }) => JSON.stringify(values.map(({ value, runs }) => `${String(value).replaceAll(',', '')} in ${[...runs].sort().join()}`).sort());

/**
 * What runs state of themselves, and how their readings differ, each thing once: the same of several metrics is told of all of them together, and
 * readings of n examples each are no news where the probes have that many.
 */
export function withoutRepeats(stated, ofReadings) {
  const sizes = new Set(stated.filter(({ what }) => what === SIZE).map(saying));
  const joint = new Map();
  for (const each of ofReadings.filter(({ name, ...difference }) => !(name === 'n' && sizes.has(saying(difference))))) {
    const key = JSON.stringify([each.name, each.where, saying(each)]);
    joint.set(key, [...joint.get(key) ?? [], each]);
  }
  return [...stated, ...[...joint.values()].map(alike => ({ values: alike[0].values,
    what: `${alike.map(({ symbol }) => symbol).join(', ')} ${alike[0].name}${alike[0].where}` }))];
}

// With which settings single readings were made: what runs state of themselves does not tell a bandwidth that is chosen for each reading.

/** Settings that follow from the layer or from others, in which runs of different networks are meant to differ; and the engine, since all give the same answers. */
const OF_THE_LAYER = new Set(['engine', 'd', 'channels', 'height', 'width', 'rows', 'columns', 'cells', 'log2n', 'whiteNoise', 'inputMean', 'inputSd']);
/** What is chosen for each reading differs where all of one run is this many times all of another: seeds alone make a smaller difference. */
const FACTOR = 1.25;
/** More values are told by the lowest and the highest. */
const MOST_VALUES = 4;

const place = (layer, series) => JSON.stringify([layer, series]);

/** The settings of a line's first, middle and last reading, by layer and series. */
function samplesOf(steps) {
  const samples = new Map();
  steps.flatMap(({ step }) => step.readings).forEach(({ layer, series, settings }) => {
    const key = place(layer, series);
    samples.set(key, [...samples.get(key) ?? [], settings ?? {}]);
  });
  return samples;
}

/** The steps that are known of the samples of a run's lines; others have the score alone. */
export const sampledSteps = ({ tracks }) => [...tracks].reduce((longest, [key, { items }]) =>
  (key !== SCORE && items.length > longest.length ? items : longest), []).map(({ step }) => step);

/** Reads them: of one line after the other, as long as nothing else is being read, and again when a run is twice as long. */
export class SettingsReader {
  /** `changed()` after every answer. */
  constructor(changed) {
    Object.assign(this, { changed, known: new Map() });
  }

  /** What is known of a line. */
  of({ id }) {
    return this.known.get(id)?.samples ?? new Map();
  }

  /** `wanted` as a LinesReader takes them; `stepsOf(line)` are the samples that are known of a line. */
  want(wanted, stepsOf) {
    const due = this.busy ? undefined : wanted.map(each => ({ ...each, steps: stepsOf(each.line) })).find(each => this.lacks(each));
    if (due) {
      this.read(due);
    }
  }

  lacks({ line, series, layers, steps }) {
    const known = this.known.get(line.id);
    return steps.length > 0 && series.length > 0
      && (known?.key !== JSON.stringify([series, layers]) || steps.at(-1).iteration > 2 * Math.max(known.last, 1));
  }

  async read({ line, series, layers, steps }) {
    const iterations = [...new Set([0, steps.length >> 1, steps.length - 1].map(i => steps[i].iteration))];
    const known = { key: JSON.stringify([series, layers]), last: steps.at(-1).iteration, samples: this.of(line) };
    this.known.set(line.id, known);
    this.busy = true;
    try {
      known.samples = samplesOf(await stepsAt(line.session, { worker: line.worker, iterations, series, layers, values: 'none' }));
    } catch {
      // The lines themselves tell why a run cannot be read.
    }
    this.busy = false;
    this.changed();
  }
}

/** The settings of a sample that are neither the series' own options, which are compared by themselves, nor the layer's. */
const comparedSettings = (settings, options) => Object.entries(settings).filter(([name]) => !OF_THE_LAYER.has(name) && !(name in options));

/** By setting, what each line had: all values of its samples. */
function valuesOf(lines, ofLine, layer) {
  const settings = new Map();
  for (const { line, series } of lines) {
    for (const sample of ofLine(line).get(place(layer, series.key)) ?? []) {
      for (const [name, value] of comparedSettings(sample, series.options)) {
        const its = settings.get(name) ?? new Map();
        its.set(line, [...its.get(line) ?? [], value]);
        settings.set(name, its);
      }
    }
  }
  return settings;
}

const hull = values => [Math.min(...values), Math.max(...values)];
const words = ([low, high]) => (low === high ? brief(low) : `${brief(low)} to ${brief(high)}`);

/** Numbers that change from reading to reading, as ranges: the lowest and the highest, where these are far from each other. */
function farApart(its) {
  const ranges = [...its].map(([line, values]) => ({ line, range: hull(values) }))
    .sort((a, b) => a.range[0] + a.range[1] - b.range[0] - b.range[1]);
  const [lowest, highest] = [ranges[0], ranges.at(-1)];
  return highest.range[0] > FACTOR * lowest.range[1]
    ? [lowest, highest].map(({ line, range }) => ({ value: words(range), runs: [line.name] })) : [];
}

/** What stays the same within a line: which lines have which value. */
function alike(its) {
  const byValue = new Map();
  its.forEach(([value], line) => byValue.set(value, [...byValue.get(value) ?? [], line.name]));
  const told = [...byValue].map(([value, runs]) => ({ value: typeof value === 'number' ? brief(value) : String(value), runs }));
  return told.length < 2 ? [] : told.length > MOST_VALUES ? [told[0], told.at(-1)] : told;
}

/** How the lines differ in one setting at one layer. */
function differing(its) {
  const constant = [...its.values()].every(values => values.every(value => value === values[0]));
  const numbers = [...its.values()].flat().every(value => typeof value === 'number' && Number.isFinite(value));
  const chosen = numbers && !constant;
  return { values: chosen ? farApart(its) : alike(its), chosen };
}

/**
 * How the readings of these lines differ in what they were measured with, as `{symbol, name, where, values}`: for each chosen series, setting by
 * setting, at the first layer where there is a difference. `samplesOf(line)` is what is known of a line.
 */
export function readingDifferences(lines, chosen, ofLine) {
  return chosen.flatMap(series => {
    const measured = lines.map(line => ({ line, series: counterpart(series, line.info?.series ?? []) })).filter(each => each.series);
    const layers = [...new Set(measured.flatMap(({ line, series: its }) => [...ofLine(line).keys()].map(key => JSON.parse(key))
      .filter(([, key]) => key === its.key).map(([layer]) => layer)))];
    const found = new Map();
    for (const layer of layers) {
      valuesOf(measured, ofLine, layer).forEach((its, name) => {
        const { values, chosen: each } = differing(its);
        if (values.length > 1) {
          const known = found.get(name) ?? { values, each, layer, more: -1 };
          known.more += 1;
          found.set(name, known);
        }
      });
    }
    return [...found].map(([name, { values, each, layer, more }]) => ({ values, symbol: series.info.symbol, name,
      where: `${each ? ', chosen for each reading' : ''} (${layer}${more > 0 ? ` and ${plural(more, 'other layer')}` : ''})` }));
  });
}
