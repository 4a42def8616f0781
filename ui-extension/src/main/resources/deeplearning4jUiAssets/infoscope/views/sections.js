// Which runs and groups become curves, each with the look that it keeps whatever else is shown; and the panels in which they are laid over each other: of
// loss and accuracies, and a section for each series that is chosen, with a card per layer.
import { emphasised, lookOf } from '../charts/figure.js';
import { counterpart } from '../model/differences.js';
import { SCORE, accuracyKey, readingKey } from '../model/lines.js';
import { groupsOf, isPointed } from '../model/names.js';
import { toldApart } from '../model/readings.js';
import { plural, settingsLine } from '../model/words.js';
import { Cards } from './cards.js';
import { MOST_CHARTS, element, pageOf } from './controls.js';
import { overlaidPanel } from './overlay.js';

/** The `look(colors)` of each line by its run's place among the colours, and of each group by the first place that one of its runs has, shown or not. */
export function looksOf(runs, slot) {
  const groups = new Map(groupsOf(runs).map(({ name, members }) => [name, Math.min(...members.map(({ session }) => slot(session)))]));
  return ({ name, members }) => {
    const [{ session, nth }] = members;
    const [place, worker] = members.length > 1 && groups.has(name) ? [groups.get(name), 0] : [slot(session), nth];
    return colors => lookOf(place, colors, worker);
  };
}

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

/** Loss and accuracies; those that no run has are left out. */
export function generalPanels({ entries, of, arriving }) {
  const lines = new Set(entries.flatMap(({ members }) => members.flatMap(line => [...of(line).tracks.keys()])));
  const outputs = field => [...lines].filter(key => key !== SCORE).map(key => JSON.parse(key))
    .filter(([kind]) => kind === field).map(([, output]) => output);
  const accuracies = [['trainingAccuracy', 'Training accuracy', 'Share of right answers on the probe.'],
    ['validationAccuracy', 'Validation accuracy', 'Share of right answers on the validation set.']]
    .flatMap(([field, title, note]) => outputs(field).map((output, i, all) => overlaidPanel({
      id: i === 0 ? field : `${field}/${output}`, title: all.length > 1 ? `${title}, ${output}` : title, note, percent: true,
      keyOf: () => accuracyKey(field, output) })));
  return [...(lines.has(SCORE) || arriving ? [overlaidPanel({ id: 'loss', title: 'Loss',
    note: 'Score of the training batch, as DL4J reports it.', keyOf: () => SCORE })] : []), ...accuracies];
}

/** The name of a series where the metric stands above it. */
export const labelOf = ({ info, label }) => `${info.symbol} ${label}`.trim();

/** A panel per layer, of a chosen series, or what runs have in its place; without the layers that no run has measured it of. */
export function layerPanels({ entries, of, layers, arriving }, series) {
  const runs = entries.flatMap(({ members }) => members);
  const own = new Map(runs.map(({ id, info }) => [id, counterpart(series, info?.series ?? [])]));
  const keys = new Map([...own].map(([id, its]) => [id, its?.key]));
  const chosen = settingsLine(series.options);
  const settingOf = ({ id }) => (settingsLine(own.get(id).options) === chosen ? '' : settingsLine(own.get(id).options));
  const keyOf = layer => ({ id }) => keys.get(id) && readingKey(layer, keys.get(id));
  return layers.filter(layer => arriving || runs.some(run => of(run).tracks.get(keyOf(layer)(run))?.items.length > 0))
    .map(layer => overlaidPanel({ id: `${series.key}/${layer}`, title: layer, fullName: `${labelOf(series)} ${layer}`, note: '',
      unit: series.info.unit, options: series.options, keyOf: keyOf(layer), settingOf,
      symbol: labelOf(series), info: series.info,
      foot: chosen }));
}

export class Sections {
  /** `actions` are offered in the header of each card. */
  constructor(box, actions) {
    Object.assign(this, { box, actions, sections: new Map() });
  }

  make(series) {
    const grid = element('div', { class: 'grid' });
    const note = element('p', { class: 'note' });
    const box = element('section', { 'aria-label': labelOf(series), 'data-series': series.key },
      element('h2', { class: 'section' }, `${series.info.displayName} `, element('small', { class: 'muted' }, labelOf(series))), note, grid);
    const made = { box, note, cards: new Cards(grid, this.actions) };
    this.sections.set(series.key, made);
    return made;
  }

  remove(key) {
    const { cards, box } = this.sections.get(key);
    cards.clear();
    box.remove();
    this.sections.delete(key);
  }

  /** `pinned` are the ids of panels that stand elsewhere. */
  show(context, percent, pinned) {
    const wanted = new Set(context.chosen.map(({ key }) => key));
    [...this.sections.keys()].filter(key => !wanted.has(key)).forEach(key => this.remove(key));
    context.chosen.forEach((series, i) => {
      const { box, note, cards } = this.sections.get(series.key) ?? this.make(series);
      if (this.box.children[i] !== box) {
        this.box.insertBefore(box, this.box.children[i] ?? null);
      }
      const panels = layerPanels(context, series);
      const left = context.layers.length - panels.length;
      box.hidden = panels.every(({ id }) => pinned.has(id));
      const text = `${series.info.description}${left > 0 ? ` No run that is shown has it of ${panels.length > 0 ? plural(left, 'other layer') : 'these layers'}.` : ''}`;
      if (note.dataset.text !== text) {
        note.dataset.text = text;
        note.replaceChildren(...element('p', {}, text).childNodes);
      }
      cards.show(panels.filter(({ id }) => !pinned.has(id)), context, percent);
    });
  }
}

// Whether the runs were measured alike.

/** Runs that are named for one value; the others are counted. */
const MOST_NAMED = 4;

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
