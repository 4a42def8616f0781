// One section for each series that is chosen, with a card per layer.
import { Cards } from './cards.js';
import { element, plural } from './dom.js';
import { labelOf, layerPanels } from './overlay.js';

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
