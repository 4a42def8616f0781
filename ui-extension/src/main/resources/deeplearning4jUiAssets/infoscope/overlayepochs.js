// Where epochs begin on the axis that several runs share.
import { epochStarts } from './axis.js';

/** Of every epoch but the first, the places of the last step before it and of the first step of it: it begins between these. */
export function beginnings(steps, at) {
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
