// Readings as they come over the wire, made into numbers, and what can be asked of one.
import { toNumber } from './dom.js';

const numbers = list => Float64Array.from(list, toNumber);

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

function readValue(value) {
  switch (value.kind) {
    case 'distribution':
      return { ...value, edges: numbers(value.edges), levels: [...numbers(value.levels)],
        quantiles: numbers(value.quantiles), mean: toNumber(value.mean), sd: toNumber(value.sd) };
    case 'unitScores':
      return { ...value, scores: numbers(value.scores) };
    case 'pixelMaps': {
      const maps = value.maps.map(numbers);
      return { ...value, maps, extremes: extremes(maps), middle: middle(maps) };
    }
    default:
      return { ...value, value: toNumber(value.value) };
  }
}

export function readReport({ step, worker }) {
  // Without a prototype: an output may be called "constructor".
  const accuracies = entries => Object.assign(Object.create(null),
    Object.fromEntries(Object.entries(entries).map(([output, value]) => [output, toNumber(value)])));
  return {
    ...step,
    worker,
    score: toNumber(step.score),
    trainingAccuracy: accuracies(step.trainingAccuracy),
    validationAccuracy: accuracies(step.validationAccuracy),
    readings: step.readings.map(reading => ({ ...reading, values: reading.values.map(readValue) })),
  };
}

const medianOf = ({ levels, quantiles, mean }) => quantiles[levels.indexOf(0.5)] ?? mean;

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

export const valuesOf = (reading, kind) => reading.values.filter(each => each.kind === kind);

/** Whether a reading says that its metric has nothing to say of the layer. */
export const notApplicable = reading => reading.flags.some(flag => flag.kind === 'NOT_APPLICABLE');

/** The flags of a reading in words. */
export const noteOf = reading =>
  reading.flags.map(flag => `${flag.kind.toLowerCase().replace('_', ' ')}: ${flag.reason}`).join('; ');

/** Why nothing of some series can be drawn for the layers chosen. */
export function whyEmpty({ layers, series, track }, variants) {
  const [first] = variants;
  if (layers.length === 0) {
    return 'No layer is chosen.';
  }
  if (!variants.some(each => series.includes(each))) {
    return `No series of ${first.info.symbol} is chosen.`;
  }
  const said = layers.flatMap(layer => variants.map(each => track(layer.name, each).at(-1)?.reading));
  if (said.some(reading => !reading || !notApplicable(reading))) {
    return `Nothing of ${first.info.symbol} is measured yet for the layers chosen.`;
  }
  const reasons = new Set(said.flatMap(reading => reading.flags.map(flag => flag.reason)));
  return `${first.info.symbol} does not apply to the layers chosen: ${[...reasons].join('; ')}.`;
}
