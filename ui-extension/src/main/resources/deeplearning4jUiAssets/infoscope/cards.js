// Cards around charts: one per panel, kept while its panel is wanted, so that zoom and keyboard place stay.
import { Chart } from './charts.js';
import { element, swatch } from './dom.js';

class Card {
  constructor(panel) {
    this.swatch = element('span', { hidden: !panel.swatchOf });
    this.legend = element('span', { class: 'legend' });
    this.latest = element('span', { class: 'chart-latest' });
    this.empty = element('p', { class: 'chart-empty', hidden: true });
    this.caption = element('p', { class: 'note caption', hidden: true });
    this.plot = element('div', { class: 'chart', 'data-panel': panel.id });
    this.box = element('article', { class: 'card' },
      element('header', {},
        element('h2', {}, this.swatch, element('span', { title: panel.title }, panel.title),
          panel.swatchOf ? null : element('small', {}, panel.symbol ?? '')),
        this.legend, this.latest),
      element('p', { class: 'note' }, panel.note),
      this.caption,
      element('div', { class: 'plot' }, this.plot, this.empty));
  }

  show(panel, context, extent, zoom) {
    const content = panel.content(context);
    Object.assign(this, { panel, context, content });
    this.chart ??= new (panel.Figure ?? Chart)(this.plot, {
      label: panel.title, describe: (...place) => this.panel.describe(this.context, ...place, this.content),
    });
    const empty = content.curves.length === 0;
    this.empty.hidden = !empty;
    this.empty.textContent = empty ? panel.empty(context) : '';
    this.latest.textContent = panel.latest?.(context, content) ?? '';
    this.swatch.replaceChildren(panel.swatchOf ? swatch(panel.swatchOf.ink, 'solid') : '');
    this.legend.replaceChildren(...(panel.legend?.(content) ?? []).map(({ name, color, dash }) =>
      element('span', {}, swatch(color, dash), name)));
    this.caption.hidden = !content.caption;
    this.caption.replaceChildren(...[content.caption ?? ''].flat());
    this.chart.name(panel.label?.(content) ?? `${panel.title}, iterations ${extent[0]} to ${extent[1]}. `
      + `Left and right arrow keys move from sample to sample; latest: ${this.latest.textContent || 'see the table below'}.`);
    this.chart.draw({ ...content, unit: panel.unit, extent, zoom }, context.colors);
  }

  remove() {
    this.chart?.dispose();
    this.box.remove();
  }
}

/** The cards in one box. */
export class Cards {
  constructor(box) {
    this.box = box;
    this.cards = new Map();
  }

  /** Shows these panels in this order, all over the same iterations, from `zoom` percent on. */
  show(panels, context, zoom = 0) {
    const { steps } = context;
    const first = steps[0].iteration;
    const extent = [first, Math.max(steps.at(-1).iteration, first + 1)];
    const wanted = new Set(panels.map(panel => panel.id));
    this.cards.forEach((card, id) => {
      if (!wanted.has(id)) {
        card.remove();
        this.cards.delete(id);
      }
    });
    panels.forEach((panel, i) => {
      const card = this.cards.get(panel.id) ?? new Card(panel);
      this.cards.set(panel.id, card);
      if (this.box.children[i] !== card.box) {
        this.box.insertBefore(card.box, this.box.children[i] ?? null);
      }
      card.show(panel, context, extent, zoom);
    });
  }

  clear() {
    this.cards.forEach(card => card.remove());
    this.cards.clear();
  }
}
