// Readings as they come over the wire, made into numbers, and what can be asked of one.
import { settingsLine, toNumber } from './words.js';

export const numbers = list => Float64Array.from(list, toNumber);

/** The lowest and the highest of the numbers there are. */
function extremes(lists) {
  let [low, high] = [Infinity, -Infinity];
  for (const list of lists) {
    for (const each of list) {
      if (Number.isFinite(each)) {
        low = Math.min(low, each);
        high = Math.max(high, each);
      }
    }
  }
  return [low, high];
}

/** What all but the outer 4 % of the numbers lie between. */
function middle(lists) {
  const sorted = Float64Array.from(lists.flatMap(list => [...list.filter(Number.isFinite)])).sort();
  const at = share => sorted[Math.round(share * (sorted.length - 1))];
  return sorted.length > 0 ? [at(0.02), at(0.98)] : [Infinity, -Infinity];
}

/** Makes numbers of what came as text, in place: a long run has many values. */
function readValue(value) {
  switch (value.kind) {
    case 'distribution':
      value.edges = value.edges && numbers(value.edges);
      value.levels = [...numbers(value.levels)];
      value.quantiles = numbers(value.quantiles);
      value.mean = toNumber(value.mean);
      value.sd = toNumber(value.sd);
      break;
    case 'unitScores':
      value.scores = numbers(value.scores);
      break;
    case 'pixelMaps':
      value.maps = value.maps.map(numbers);
      Object.assign(value, { extremes: extremes(value.maps), middle: middle(value.maps) });
      break;
    default:
      value.value = toNumber(value.value);
  }
}

/** Without a prototype: an output may be called "constructor". */
const accuracies = entries => Object.assign(Object.create(null),
  Object.fromEntries(Object.entries(entries).map(([output, value]) => [output, toNumber(value)])));

/** The step of a report, which becomes the page's own. */
export function readReport({ step, worker }) {
  step.readings.forEach(reading => reading.values.forEach(readValue));
  return Object.assign(step, { worker, score: toNumber(step.score), trainingAccuracy: accuracies(step.trainingAccuracy),
    validationAccuracy: accuracies(step.validationAccuracy) });
}

/** How many numbers a reading holds. */
const sizeOf = value => (value.scores?.length ?? 0) + (value.counts?.length ?? 0)
  + (value.maps ?? []).reduce((sum, map) => sum + map.length, 0);
export const weightOf = reading => reading.values.reduce((sum, value) => sum + sizeOf(value) + 4, 8);

/** A reading without what is large: as the server thins them. The whole one can be had again from the server. */
export const slim = reading => (reading.thin ? reading : { ...reading, thin: true, settings: undefined,
  values: reading.values.filter(({ kind }) => kind === 'scalar' || kind === 'distribution')
    .map(value => (value.kind === 'distribution' ? { ...value, edges: undefined, counts: undefined } : value)) });

/** The median of a distribution; its mean where it does not tell the median. */
export const medianOf = ({ levels, quantiles, mean }) => quantiles[levels.indexOf(0.5)] ?? mean;

/** The number that stands for a reading: its headline scalar, or the median of its headline distribution. */
export function headline(reading, series) {
  const value = reading?.values.find(each => each.name === series.info.headline) ?? reading?.values[0];
  if (value?.kind === 'distribution') {
    return { value: medianOf(value), unit: value.unit, distribution: value };
  }
  return value?.kind === 'scalar' ? { value: value.value, unit: value.unit } : { value: NaN, unit: series.info.unit };
}

/** The distribution that goes with a headline number: the first one of the same unit. */
export function spread(reading, series) {
  const { unit, distribution } = headline(reading, series);
  return distribution ? undefined : reading.values.find(each => each.kind === 'distribution' && each.unit === unit);
}

/** The distribution of a reading: its headline, or what goes with its headline. */
export const distributionIn = (reading, series) => headline(reading, series).distribution ?? spread(reading, series);

export const valuesOf = (reading, kind) => reading.values.filter(each => each.kind === kind);

/** Whether a reading says that its metric has nothing to say of the layer. */
export const notApplicable = reading => reading.flags.some(flag => flag.kind === 'NOT_APPLICABLE');

/** Whether a series was tried, and has nothing to say of any layer: the problems tell why. */
export function appliesNowhere({ allLayers, track }, series) {
  const said = allLayers.flatMap(({ name }) => track(name, series).at(-1)?.reading ?? []);
  return said.some(notApplicable) && allLayers.every(({ name }) => track(name, series)
    .every(({ reading }) => notApplicable(reading) || reading.flags.some(flag => flag.kind === 'SKIPPED')));
}

/** What is left out alike is one problem, of so many places `{layer, series}`: its reason is none of theirs. */
export function leftOutTogether(problems) {
  const together = new Map();
  for (const each of problems) {
    const { kind, layer, series, reason, first, last, count } = each;
    const key = kind === 'SKIPPED' && layer !== undefined ? reason : each;
    const known = together.get(key) ?? { ...each, count: 0, places: [] };
    together.set(key, { ...known, places: [...known.places, { layer, series }], count: known.count + count,
      first: Math.min(known.first, first), last: Math.max(known.last, last) });
  }
  return [...together.values()];
}

/** The flags of a reading in words. */
export const noteOf = reading =>
  reading.flags.map(flag => `${flag.kind.toLowerCase().replace('_', ' ')}: ${flag.reason}`).join('; ');

/** Why nothing of some series can be drawn for the layers chosen. */
export function whyEmpty({ layers, allLayers, series, track }, variants) {
  const [first] = variants;
  if (layers.length === 0 && allLayers.length > 0) {
    return 'No layer is chosen.';
  }
  if (!variants.some(each => series.includes(each))) {
    return `No series of ${first.info.symbol} is chosen.`;
  }
  const said = layers.flatMap(layer => variants.map(each => track(layer.name, each).at(-1)?.reading));
  if (said.length === 0 || said.some(reading => !reading || !notApplicable(reading))) {
    return `Nothing of ${first.info.symbol} is measured yet for the layers chosen.`;
  }
  const reasons = new Set(said.flatMap(reading => reading.flags.map(flag => flag.reason)));
  return `${first.info.symbol} does not apply to the layers chosen: ${[...reasons].join('; ')}.`;
}

// What series are called.

/** Series of one metric that are called the same have behind their label the options in which they differ. */
export function toldApart(series) {
  return series.map(each => {
    const namesakes = series.filter(({ info, label }) => info.id === each.info.id && label === each.label);
    const differing = [...new Set(namesakes.flatMap(({ options }) => Object.keys(options)))]
      .filter(name => namesakes.some(({ options }) => options[name] !== each.options[name]));
    const more = settingsLine(Object.fromEntries(differing.map(name => [name, each.options[name] ?? 'not stated'])));
    return namesakes.length < 2 ? each : { ...each, label: [each.label, more || `series ${each.key}`].filter(Boolean).join(', ') };
  });
}
