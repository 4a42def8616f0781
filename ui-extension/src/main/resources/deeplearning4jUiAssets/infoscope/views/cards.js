// Cards around charts: one per panel, kept while its panel is wanted, so that zoom and keyboard place stay.
import { Chart } from '../charts/charts.js';
import { drawsCharts } from '../charts/program.js';
import { readAs } from '../charts/reading.js';
import { Sketch } from '../charts/sketch.js';
import { count, visible } from '../model/words.js';
import { ActionBar, nameOf } from './actions.js';
import { element, swatch } from './controls.js';

class Card {
  /** `heading` is the name of the element for its heading: one below that of the section it stands in. */
  constructor(panel, actions, heading) {
    this.panel = panel;
    this.actions = new ActionBar(this, actions);
    this.swatch = element('span', { hidden: !panel.swatchOf });
    this.legend = element('span', { class: 'legend' });
    this.latest = element('span', { class: 'chart-latest' });
    this.empty = element('p', { class: 'chart-empty', hidden: true });
    this.caption = element('p', { class: 'note caption', hidden: true });
    this.basis = element('p', { class: 'note basis', hidden: true });
    this.plot = element('div', { class: 'chart', 'data-panel': panel.id });
    this.box = element('article', { class: 'card', 'aria-label': nameOf(this) },
      element('header', {},
        element(heading, {}, this.swatch, element('span', { title: panel.title }, panel.heading?.() ?? panel.title),
          panel.swatchOf ? null : element('small', {}, panel.symbol ?? '')),
        this.legend, element('span', { class: 'card-end' }, this.latest, this.actions.box)),
      element('p', { class: 'note' }, panel.note),
      this.caption,
      this.basis,
      element('div', { class: 'plot' }, this.plot, this.empty));
  }

  /** What is to be drawn: at once, or when the card comes into sight. */
  show(panel, context, extent, zoom) {
    this.due = () => this.draw(panel, context, extent, zoom);
    if (!context.basis.large || this.inSight) {
      this.catchUp();
    }
  }

  /** Draws what is due, or anew what the reader has zoomed meanwhile. */
  catchUp() {
    if (this.due && (this.drawn !== this.due || this.view !== Chart.view)) {
      this.drawn = this.due;
      this.view = Chart.view;
      this.due();
    }
  }

  /** Comes near to the window or leaves it. */
  appear(inSight) {
    this.inSight = inSight;
    if (inSight) {
      this.catchUp();
    }
  }

  /** Comes into the window or leaves it: outside of it, charts with many points do not follow every step of a zoom. */
  follow(seen) {
    this.seen = seen;
    if (seen) {
      this.catchUp();
    }
    this.join();
  }

  join() {
    this.chart?.join?.(this.seen || !this.context.basis.large);
  }

  draw(panel, context, extent, zoom) {
    const content = contentOf(panel, context, extent, zoom);
    Object.assign(this, { panel, context, content, place: { unit: panel.unit, extent, zoom } });
    this.drawBy(drawsCharts() ? panel.Figure ?? Chart : Sketch);
    const empty = content.curves.length === 0;
    this.empty.hidden = !empty;
    this.empty.textContent = empty ? visible(panel.empty(context)) : '';
    this.latest.textContent = panel.latest?.(context, content) ?? '';
    this.swatch.replaceChildren(panel.swatchOf ? swatch(panel.swatchOf.ink, 'solid') : '');
    this.legend.replaceChildren(...(panel.legend?.(content) ?? []).map(({ name, color, dash }) =>
      element('span', {}, swatch(color, dash), name)));
    this.caption.hidden = !content.caption;
    this.caption.replaceChildren(...[content.caption ?? ''].flat());
    const basis = panel.Figure ? '' : [basisOf(content.curves, context.basis.near), ...content.notes].filter(Boolean).join(' ');
    this.basis.hidden = !basis;
    this.basis.textContent = basis;
    this.chart.name(panel.label?.(content) ?? `${panel.title}, iterations ${Math.ceil(extent[0])} to ${Math.floor(extent[1])}. `
      + `Left and right arrow keys move from sample to sample; latest: ${this.latest.textContent || 'see the table below'}.`);
    this.join();
    this.chart.draw({ ...content, ...this.place }, context.colors);
    this.actions.refresh();
  }

  drawBy(Kind) {
    if (!(this.chart instanceof Kind)) {
      this.chart?.dispose();
      this.chart = new Kind(this.plot, {
        label: this.panel.title, describe: (...place) => this.panel.describe(this.context, ...place, this.content),
      });
    }
  }

  remove() {
    this.chart?.dispose();
    this.box.remove();
  }
}

/** What a panel draws, as the reader has chosen to read it. */
export const contentOf = (panel, context, extent, zoom) =>
  (panel.Figure ? panel.content(context) : readAs(panel.content(context), context, extent, Chart.shownIn(extent, zoom)));

/** Of how many steps thinned curves show how many, in the part that was read last. */
function basisOf(curves, { count: all, thinned, range: [from, to] = [-Infinity, Infinity] }) {
  const drawn = curves.reduce((most, { points }) => Math.max(most, points.filter(([x]) => x >= from && x <= to).length), 0);
  return thinned && drawn < all ? `Drawn from ${count(drawn)} of ${count(all)} steps${range(from, to)}: `
    + 'the lowest, the highest and NaN of every stretch are kept.' : '';
}

const range = (from, to) => (Number.isFinite(from) ? ` (iterations ${count(from)} to ${count(to)})` : '');

/** Cards are drawn when they come as near to the window as this. */
const NEAR = '300px 0px';

/** The cards in one box. */
export class Cards {
  /** `actions`, as in actions.js, are offered in the header of each card. */
  constructor(box, actions = []) {
    this.box = box;
    this.actions = actions;
    this.heading = box.closest('section')?.querySelector(':scope > h2') ? 'h3' : 'h2';
    this.cards = new Map();
    const watch = (then, rootMargin) => new IntersectionObserver(entries => entries.forEach(({ target, isIntersecting }) =>
      then(this.cards.get(target.dataset.card), isIntersecting)), { rootMargin });
    this.sights = [watch((card, near) => card?.appear(near), NEAR), watch((card, seen) => card?.follow(seen), '0px')];
  }

  /** Shows these panels in this order, all over the same iterations, from `zoom` percent on. */
  show(panels, context, zoom = 0) {
    const { steps } = context;
    const [first, last] = [steps[0].iteration, steps.at(-1).iteration];
    // What there is of one moment only stands in the middle.
    const extent = last > first ? [first, Math.max(last, first + 1)] : [first - 0.5, first + 0.5];
    const wanted = new Set(panels.map(panel => panel.id));
    this.cards.forEach((card, id) => {
      if (!wanted.has(id)) {
        this.remove(id);
      }
    });
    panels.forEach((panel, i) => {
      if (this.cards.has(panel.id) && this.cards.get(panel.id).panel.Figure !== panel.Figure) {
        this.remove(panel.id);
      }
      const card = this.cards.get(panel.id) ?? this.make(panel);
      if (this.box.children[i] !== card.box) {
        this.box.insertBefore(card.box, this.box.children[i] ?? null);
      }
      card.show(panel, context, extent, zoom);
    });
  }

  make(panel) {
    const card = new Card(panel, this.actions, this.heading);
    card.box.dataset.card = panel.id;
    this.cards.set(panel.id, card);
    this.sights.forEach(sight => sight.observe(card.box));
    return card;
  }

  remove(id) {
    const card = this.cards.get(id);
    this.sights.forEach(sight => sight.unobserve(card.box));
    this.cards.delete(id);
    card.remove();
  }

  clear() {
    [...this.cards.keys()].forEach(id => this.remove(id));
  }
}
