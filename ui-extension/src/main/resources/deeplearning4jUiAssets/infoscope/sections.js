// The panels in which runs are laid over each other: of loss and accuracies, and a section for each series that is chosen, with a card per layer.
import { Cards } from './cards.js';
import { counterpart } from './differences.js';
import { element, plural, settingsLine } from './dom.js';
import { overlaidPanel } from './overlay.js';
import { SCORE, accuracyKey, readingKey } from './runlines.js';

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
      const text = `${series.info.description}${left > 0 ? ` No run that is shown has it of ${plural(left, 'other layer')}.` : ''}`;
      if (note.dataset.text !== text) {
        note.dataset.text = text;
        note.replaceChildren(...element('p', {}, text).childNodes);
      }
      cards.show(panels.filter(({ id }) => !pinned.has(id)), context, percent);
    });
  }
}
