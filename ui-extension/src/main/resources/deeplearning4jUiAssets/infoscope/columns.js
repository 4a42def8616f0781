// The thinned steps of a long run, which come column by column, made into steps with readings.
import { toNumber } from './dom.js';
import { numbers } from './readings.js';

const NO_FLAGS = [];

/** How to make one value of the readings of a track, by row. */
function valueMaker({ kind, name, unit, ...columns }) {
  if (kind === 'scalar') {
    return row => ({ kind, name, unit, value: toNumber(columns.value[row]) });
  }
  const levels = [...numbers(columns.levels)];
  const quantiles = columns.quantiles.map(numbers);
  return row => ({ kind, name, unit, levels, quantiles: Float64Array.from(quantiles, column => column[row]),
    mean: toNumber(columns.mean[row]), sd: toNumber(columns.sd[row]),
    total: columns.total[row], undefined: columns.undefined[row], nonFinite: columns.nonFinite[row] });
}

function addReadings(steps, { layer, metric, series, at, values, flagged }) {
  const makers = values.map(valueMaker);
  const flags = new Map(flagged.flatMap(each => each.rows.map(row => [row, each.flags])));
  at.forEach((step, row) => steps[step].readings.push({ thin: true, layer, metric, series,
    values: makers.map(make => make(row)), flags: flags.get(row) ?? NO_FLAGS }));
}

/** The steps of an answer, with thin readings. What went wrong with them is told apart. */
export function stepsOf({ worker, thinned }) {
  const { epochs, times, scores, states, costs, overheads, tracks } = thinned;
  const steps = thinned.iterations.map((iteration, i) => ({ worker, iteration, epoch: epochs[i], timeMillis: times[i], score: toNumber(scores[i]),
    // Without a prototype: an output may be called "constructor".
    trainingAccuracy: Object.create(null), validationAccuracy: Object.create(null), readings: [], problems: NO_FLAGS, state: states[i],
    cost: { stallNanos: costs.stallNanos[i], busyNanos: costs.busyNanos[i], taken: costs.taken[i], skipped: costs.skipped[i], failed: costs.failed[i] } }));
  for (const field of ['trainingAccuracy', 'validationAccuracy']) {
    for (const [output, { at, values }] of Object.entries(thinned[field])) {
      at.forEach((step, row) => { steps[step][field][output] = toNumber(values[row]); });
    }
  }
  overheads.forEach(({ at, overhead }) => { steps[at].cost.overhead = overhead; });
  tracks.forEach(track => addReadings(steps, track));
  return steps;
}
