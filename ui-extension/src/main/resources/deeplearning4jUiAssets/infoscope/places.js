// Where steps of several runs stand on one axis: each run by its own iterations, epochs or time since it began.
import { axisOf } from './axis.js';
import { clockStep, duration, multiples, plain } from './ticks.js';

/** About so many labels on an axis. */
const MOST_LABELS = 6;
const NAMES = { iteration: 'iteration', epoch: 'epoch', time: 'time since each run began' };

const same = value => value;

/** A run's place `at(step)` on the axis of a kind, and the `iterationAt(place)`. A run of one epoch, or without time, lies between 0 and 1, or at 0. */
export function placesOf(kind, steps, startedMillis) {
  if (kind === 'iteration' || steps.length === 0) {
    return { at: ({ iteration }) => iteration, iterationAt: same };
  }
  const { kind: found, at, iterationAt } = axisOf(kind, false, steps, startedMillis);
  if (found === kind) {
    return { at: ({ iteration }) => at(iteration), iterationAt };
  }
  const [first, last] = [steps[0].iteration, steps.at(-1).iteration];
  const [start, length] = kind === 'epoch' ? [steps[0].epoch, 1] : [0, 0];
  const span = last - first + 1;
  return { at: ({ iteration }) => start + length * (iteration - first) / span,
    iterationAt: place => (length === 0 ? first : first + (place - start) * span) };
}

/** The axis that places are drawn on. */
export function axisOfPlaces(kind, log, first) {
  const plainly = axisOf('iteration', log, [{ iteration: first }]);
  const words = kind === 'time' ? value => duration(Number(value.toPrecision(6))) : value => plain(Number(value.toPrecision(6)));
  return {
    ...plainly, kind,
    name: log ? `${NAMES[kind]}, logarithmic` : NAMES[kind],
    label: place => words(plainly.iterationAt(place)),
    ticks: kind === 'time' && !log ? (low, high) => (high > low ? multiples(clockStep(high - low, MOST_LABELS), low, high) : undefined) : plainly.ticks,
    say: words,
  };
}
