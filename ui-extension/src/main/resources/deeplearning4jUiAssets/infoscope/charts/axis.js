// The axis across: by iteration, by epoch or by time, linear or logarithmic. Panels and zoom speak of iterations; an axis says where they are, for one
// run or for several on the same axis.
import { clockStep, duration, logTicks, logTimes, multiples, plain } from './scale.js';

/** About so many labels on an axis. */
const MOST_LABELS = 6;

/** How many of these ascending numbers are not above a value. */
function upTo(list, value) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] <= value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Straight lines through points whose coordinates ascend; beyond the ends, the first and the last line go on. */
function piecewise(xs, ys) {
  return x => {
    const at = Math.min(Math.max(upTo(xs, x), 1), xs.length - 1);
    const width = xs[at] - xs[at - 1];
    return width > 0 ? ys[at - 1] + (ys[at] - ys[at - 1]) * (x - xs[at - 1]) / width : ys[at];
  };
}

/** The first step of each epoch that is later than all before it, as `{iteration, epoch}`. */
function epochStarts(steps) {
  const starts = [];
  let latest = -Infinity;
  for (const { iteration, epoch } of steps) {
    if (iteration >= 0 && epoch > latest) {
      latest = epoch;
      starts.push({ iteration, epoch });
    }
  }
  return starts;
}

/**
 * Epochs as a continuous number: the first sample of epoch e is at e, and between two of these the iterations are spread evenly. The last epoch
 * goes on as the one before it did, and ends no later than at e + 1. A sample before the first update is the beginning of the first epoch. Nothing
 * where there is only one epoch.
 */
function epochPoints(steps) {
  const [first, ...others] = epochStarts(steps);
  if (others.length === 0) {
    return undefined;
  }
  const starts = [{ ...first, iteration: Math.min(first.iteration, steps[0].iteration) }, ...others];
  const [before, last] = starts.slice(-2);
  const end = steps.at(-1).iteration;
  const length = Math.max((last.iteration - before.iteration) / (last.epoch - before.epoch), end - last.iteration + 1);
  const points = [...starts, { iteration: last.iteration + length, epoch: last.epoch + 1 }];
  return { xs: points.map(({ iteration }) => iteration), ys: points.map(({ epoch }) => epoch) };
}

/** Seconds since the run began; a clock that is set back stands still. */
function timePoints(steps, startedMillis) {
  const begin = Math.min(startedMillis ?? Infinity, steps[0].timeMillis);
  const [xs, ys] = [[], []];
  for (const { iteration, timeMillis } of steps) {
    if (xs.length === 0 || iteration > xs.at(-1)) {
      xs.push(iteration);
      ys.push(Math.max(ys.at(-1) ?? 0, (timeMillis - begin) / 1000));
    }
  }
  return ys.at(-1) > ys[0] ? { xs, ys } : undefined;
}

const same = value => value;

/** `to` and `from` change iterations into the axis' own values and back; `unit` is the smallest step of these that matters. */
const LINEAR = { iteration: { name: 'iteration', to: same, from: same, unit: 1 } };

function measure(kind, steps, startedMillis) {
  const points = kind === 'epoch' ? epochPoints(steps) : kind === 'time' ? timePoints(steps, startedMillis) : undefined;
  if (!points) {
    return LINEAR.iteration;
  }
  const { xs, ys } = points;
  return { name: kind === 'epoch' ? 'epoch' : 'time since the run began', to: piecewise(xs, ys), from: piecewise(ys, xs),
    unit: kind === 'epoch' ? (ys[1] - ys[0]) / (xs[1] - xs[0]) : 1 };
}

const WHY = {
  epoch: 'All samples are of one epoch: drawn over iterations.',
  time: 'All samples have the same time: drawn over iterations.',
};

/**
 * The axis of a run. A logarithmic one is log10(x + u), where u is one iteration, one second, or one iteration's share of the first epoch, so
 * that x = 0 has a place; when the run has an iteration -1, before the first update, u is that much more.
 */
export function axisOf(kind, log, steps, startedMillis) {
  const { name, to, from, unit } = measure(kind, steps, startedMillis);
  const actual = name === 'iteration' ? 'iteration' : kind;
  const shift = unit - Math.min(0, to(steps[0].iteration));
  const position = log ? value => Math.log10(Math.max(value + shift, unit * 1e-3)) : same;
  const valueAt = log ? place => 10 ** place - shift : same;
  const at = iteration => position(to(iteration));
  return {
    kind: actual, log, name: log ? `${name}, logarithmic` : name,
    note: actual === kind ? '' : WHY[kind],
    at,
    iterationAt: place => from(valueAt(place)),
    label: place => (actual === 'time' ? duration : plain)(rounded(valueAt(place), unit)),
    ticks: (low, high) => ticksOf(actual, log, valueAt(low), valueAt(high), shift)?.map(position),
    epochs: actual === 'epoch' ? [] : epochStarts(steps).slice(1).map(({ iteration, epoch }) => ({ epoch, at: at(iteration) })),
  };
}

/** Without what computing with floating-point numbers added. */
const rounded = (value, unit) => (Math.abs(value) < unit * 1e-6 ? 0 : Number(value.toPrecision(12)));

/** Values that have a label; nothing where the chart finds them as well. Of a logarithmic axis, values are log10(x + `shift`). */
function ticksOf(kind, log, low, high, shift) {
  const span = high - low;
  if (!(span > 0)) {
    return undefined;
  }
  if (!log) {
    return kind === 'time' ? multiples(clockStep(span, MOST_LABELS), low, high) : undefined;
  }
  // Smaller ones would stand where 0 does, and hide it.
  const least = kind === 'iteration' ? 1 : low <= 0 ? Math.min(shift, high / 10) : 0;
  const above = Math.max(low, span * 1e-6, least);
  const marks = (kind === 'time' ? logTimes : logTicks)(above, high, MOST_LABELS);
  return low <= 0 ? [0, ...marks] : marks;
}

/** The axis of views that know no run's steps: what they are given has its place already. */
export const PLAIN_AXIS = { kind: 'iteration', log: false, name: 'iteration', note: '', at: same, iterationAt: same, label: plain,
  ticks: () => undefined, epochs: [] };

/** A label this near to the end of the axis, as a part of what is shown, would be cut off. */
const TOO_NEAR = 0.015;

/** Ticks for what is shown, and as much again on both sides, so that moving the view uncovers labels. */
export function ticksAround(axis, low, high) {
  const shown = axis.ticks(low, high);
  const end = high - TOO_NEAR * (high - low);
  return shown && (axis.log ? shown : spread(shown, high - low)).filter(place => place < end || place > high);
}

function spread(shown, span) {
  const step = shown[1] - shown[0];
  const more = Math.ceil(span / step);
  return Number.isFinite(more) ? multiples(step, shown[0] - more * step, shown.at(-1) + more * step) : shown;
}

// Where steps of several runs stand on one axis: each run by its own iterations, epochs or time since it began.

const NAMES = { iteration: 'iteration', epoch: 'epoch', time: 'time since each run began' };

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

// Where epochs begin on the axis that several runs share.

/** Of every epoch but the first, the places of the last step before it and of the first step of it: it begins between these. */
function beginnings(steps, at) {
  const before = new Map(steps.map((step, i) => [step, steps[i - 1]]));
  const firsts = new Map(steps.map(step => [step.iteration, step]).reverse());
  return new Map(epochStarts(steps).slice(1).map(({ iteration, epoch }) => {
    const step = firsts.get(iteration);
    return [epoch, { after: at(before.get(step)), from: at(step) }];
  }));
}

/**
 * Marks `{epoch, at}` that hold for all of these lines `{steps, at}`; nothing where an epoch cannot have begun at one place in all of them. Lines
 * sample at iterations of their own, so that an epoch's first sample is later in one than in the other: the mark is at the earliest.
 */
export function sharedEpochs(lines) {
  const known = new Map();
  for (const { steps, at } of lines) {
    beginnings(steps, at).forEach(({ after, from }, epoch) => {
      const all = known.get(epoch) ?? { after: -Infinity, from: Infinity };
      known.set(epoch, { after: Math.max(all.after, after), from: Math.min(all.from, from) });
    });
  }
  const marks = [...known].map(([epoch, { after, from }]) => ({ epoch, at: from, shared: after < from })).sort((a, b) => a.at - b.at);
  return marks.every(({ shared }) => shared) ? marks.map(({ epoch, at }) => ({ epoch, at })) : undefined;
}
