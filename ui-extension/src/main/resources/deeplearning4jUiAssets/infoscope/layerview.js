// One layer with all its metrics, and small multiples: a chart of its own for each layer, all with the same scale.
import { Cards } from './cards.js';
import { element, visible } from './dom.js';
import { drawPager, pagerBox } from './paging.js';

/** The heading of the one-layer view: which layer it is, its neighbours, and the way back. */
export function drawLayerHead(box, { allLayers, link }, chosen) {
  const at = allLayers.findIndex(({ name }) => name === chosen);
  box.hidden = at < 0;
  const key = JSON.stringify([chosen, allLayers.map(({ name }) => name)]);
  if (at < 0 || box.dataset.key === key) {
    return;
  }
  box.dataset.key = key;
  const { name, type, shape } = allLayers[at];
  const [before, after] = [allLayers[at - 1], allLayers[at + 1]];
  box.replaceChildren(
    element('h2', {}, 'Layer ', element('span', {}, name), element('small', {}, [type, shape, `${at + 1} of ${allLayers.length}`]
      .filter(Boolean).join(' · '))),
    element('nav', { 'aria-label': 'Layers' }, link('', 'All layers'),
      before ? link(before.name, `← ${before.name}`) : null, after ? link(after.name, `${after.name} →`) : null));
}

/** Links to one layer, and back to all, for an empty name. They are addresses, and go there without loading the page anew. */
export const layerLink = view => (name, words = name) => {
  const made = element('a', { class: 'layer-link', href: view.addressWith({ layer: name }).href, title: name ? `${name} alone, with all its metrics` : undefined },
    words);
  // The view may have changed since: whoever opens it elsewhere wants it as it is now.
  for (const before of ['pointerdown', 'focus']) {
    made.addEventListener(before, () => { made.href = view.addressWith({ layer: name }).href; });
  }
  made.addEventListener('click', event => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      openLayer(view, name);
    }
  });
  return made;
};

export function openLayer(view, name) {
  view.set({ layer: name }, { push: true });
  window.scrollTo({ top: 0 });
}

/** Sections of small charts, one section per metric. */
export class Multiples {
  /** `turn(part)` when the reader wants to see another part of the layers. */
  constructor(box, actions, turn) {
    Object.assign(this, { box, actions, turn, sections: new Map() });
  }

  /** `groups` are `{id, title, symbol, note, page, panels}`. */
  show(groups, context, zoom) {
    const wanted = new Set(groups.map(({ id }) => id));
    [...this.sections.keys()].filter(id => !wanted.has(id)).forEach(id => this.remove(id));
    for (const group of groups) {
      const { cards, note, pager } = this.sections.get(group.id) ?? this.make(group);
      note.textContent = visible(group.note);
      drawPager(pager, group.page, 'Layers', this.turn);
      cards.show(group.panels, context, zoom);
    }
  }

  make({ id, title, symbol }) {
    const grid = element('div', { class: 'grid small' });
    const note = element('p', { class: 'note' });
    const pager = pagerBox();
    const section = element('section', { 'data-metric': id }, element('h2', { class: 'section' }, title, ' ', element('small', {}, symbol)), note, pager, grid);
    const made = { section, note, pager, cards: new Cards(grid, this.actions) };
    this.box.append(section);
    this.sections.set(id, made);
    return made;
  }

  remove(id) {
    const { section, cards } = this.sections.get(id);
    cards.clear();
    section.remove();
    this.sections.delete(id);
  }

  clear() {
    [...this.sections.keys()].forEach(id => this.remove(id));
  }
}
