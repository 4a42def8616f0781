// What becomes a curve: a run, or a group of runs, each with the look that it keeps whatever else is shown.
import { groupsOf } from './groups.js';
import { emphasised, lookOf } from './looks.js';

/** The `look(colors)` of each run by its place among the colours, and of each group by the first place that one of its runs has, shown or not. */
export function looksOf(runs, slot) {
  const groups = new Map(groupsOf(runs).map(({ name, members }) => [name, Math.min(...members.map(({ session }) => slot(session)))]));
  return ({ name, members }) => {
    const place = members.length > 1 && groups.has(name) ? groups.get(name) : slot(members[0].session);
    return colors => lookOf(place, colors);
  };
}

/** The groups of these runs, or each by itself; `pointed` is the run that the reader points at, if any. */
export function entriesOf(runs, { grouped, look, pointed }) {
  const groups = grouped ? groupsOf(runs) : runs.map(run => ({ name: run.name, members: [run] }));
  return groups.map(group => {
    const its = look(group);
    const stands = pointed === undefined ? undefined : group.members.some(({ session }) => session === pointed);
    return { ...group, look: colors => emphasised(its(colors), stands) };
  });
}

/** The series to choose from: of each metric all that some run has, the most common first; one, when no run has more than one. */
export function offered(runs) {
  const described = runs.filter(({ info }) => info);
  const all = new Map();
  described.flatMap(({ info }) => info.series).forEach(series => {
    const known = all.get(series.key) ?? { series, runs: 0 };
    known.runs += 1;
    all.set(series.key, known);
  });
  const metrics = [...new Set([...all.values()].map(({ series }) => series.info.id))];
  return metrics.flatMap(id => {
    const several = described.some(({ info }) => info.series.filter(series => series.info.id === id).length > 1);
    const variants = [...all.values()].filter(({ series }) => series.info.id === id).sort((a, b) => b.runs - a.runs);
    return variants.slice(0, several ? variants.length : 1).map(({ series }) => series);
  });
}

/** The names of all layers, in the order of the first run that has them. */
export const layersOf = runs => [...new Set(runs.flatMap(({ info }) => info?.layers ?? []).map(({ name }) => name))];
