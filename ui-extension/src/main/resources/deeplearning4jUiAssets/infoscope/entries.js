// What becomes a curve: a run, or a group of runs, each with the look that it keeps whatever else is shown.
import { counterpart } from './differences.js';
import { groupsOf } from './groups.js';
import { toldApart } from './labels.js';
import { emphasised, lookOf } from './looks.js';
import { MOST_CHARTS, pageOf } from './paging.js';

/** The `look(colors)` of each line by its run's place among the colours, and of each group by the first place that one of its runs has, shown or not. */
export function looksOf(runs, slot) {
  const groups = new Map(groupsOf(runs).map(({ name, members }) => [name, Math.min(...members.map(({ session }) => slot(session)))]));
  return ({ name, members }) => {
    const [{ session, nth }] = members;
    const [place, worker] = members.length > 1 && groups.has(name) ? [groups.get(name), 0] : [slot(session), nth];
    return colors => lookOf(place, colors, worker);
  };
}

/** Whether a line is what the reader points at: a run, `{session}`, or one worker of it, `{session, worker}`. */
export const isPointed = pointed => ({ session, worker }) => session === pointed.session && worker === (pointed.worker ?? worker);

/** The groups of these lines, or each by itself; `pointed` is what the reader points at, if anything. */
export function entriesOf(lines, { grouped, look, pointed }) {
  const groups = grouped ? groupsOf(lines) : lines.map(line => ({ name: line.name, members: [line] }));
  return groups.map(group => {
    const its = look(group);
    const stands = pointed === undefined ? undefined : group.members.some(isPointed(pointed));
    return { ...group, look: colors => emphasised(its(colors), stands) };
  });
}

/** The series to choose from: of each metric all that some run has, the most common first; one, when no run has more than one. */
function offered(runs) {
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
    return toldApart(variants.slice(0, several ? variants.length : 1).map(({ series }) => series));
  });
}

/** The names of all layers, in the order of the first run that has them. */
const layersOf = runs => [...new Set(runs.flatMap(({ info }) => info?.layers ?? []).map(({ name }) => name))];

/**
 * What a selection shows of these runs: of all `series` and `layers` there are, the `chosen` series and `all` layers that are chosen, the `page` of
 * these, and `some`, the layers whose numbers are read: those of the page and those of panels that are pinned, or nothing for all.
 */
export function shownOf(runs, selection, pins) {
  const [series, layers] = [offered(runs), layersOf(runs)];
  const all = selection.layers(layers);
  const page = pageOf(all, selection.page);
  const chosen = selection.metrics(series, Math.min(layers.length, MOST_CHARTS));
  const pinned = all.filter(layer => chosen.some(({ key }) => pins.includes(`${key}/${layer}`)));
  return { series, layers, chosen, all, page, some: layers.length > MOST_CHARTS ? [...new Set([...page.items, ...pinned])] : undefined };
}

/** What is to be read of each line: the series that stand for the chosen ones, of these layers, or of all where none are named. */
export function wantedOf(lines, chosen, layers) {
  return lines.filter(({ info }) => info).map(line => ({ line, layers,
    series: [...new Set(chosen.map(each => counterpart(each, line.info.series)?.key).filter(Boolean))] }));
}
