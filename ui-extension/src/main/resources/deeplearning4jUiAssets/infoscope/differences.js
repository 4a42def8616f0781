// Whether runs that are laid over each other were measured alike: what differs, and between which.
import { element } from './dom.js';

/** Runs that are named for one value; the others are counted. */
const MOST_NAMED = 4;

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

const few = names => (names.length <= MOST_NAMED ? names.join(', ')
  : `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`);

/** Warns of differences, or hides. */
export function drawDifferences(box, found) {
  box.hidden = found.length === 0;
  const key = JSON.stringify(found);
  if (box.dataset.key === key) {
    return;
  }
  box.dataset.key = key;
  box.querySelector('ul').replaceChildren(...found.map(({ what, values }) => element('li', {},
    element('strong', {}, what), ': ',
    values.map(({ value, runs }) => `${value} in ${few(runs)}`).join('; '))));
}
