// Single layers: one with all its metrics, and small multiples: a chart of its own for each layer, all with the same scale.
import { dashOf } from '../charts/figure.js';
import { coreIn, rounded, seenIn } from '../charts/reading.js';
import { notApplicable, noteOf, spread } from '../model/readings.js';
import { nearest } from '../model/track.js';
import { brief, full, phrase, visible, withUnit } from '../model/words.js';
import { Cards } from './cards.js';
import { drawPager, element, pageOf, pagerBox } from './controls.js';
import { curveInfos, metricPanel, nearestStep, tooltip } from './panels.js';

// The panels: small multiples of a metric, and what a metric says of a layer beside its headline.

/** What a chart draws of a reading: its headline number, and the band around it. */
function drawnOf({ y, reading }, series) {
  const around = spread(reading, series);
  return around ? [y, ...around.quantiles.filter((_, i) => around.levels[i] >= 0.25 && around.levels[i] <= 0.75)] : [y];
}

/** Round bounds of all values of a metric in the part that is shown, so that its small charts compare by eye; for a logarithmic scale, of those above 0. */
function commonRange({ layers, series, track, reading, range }, info) {
  const drawn = layers.map(({ name }) => series.filter(each => each.info.id === info.id)
    .map(each => ({ points: track(name, each).map(item => [item.step.iteration, ...drawnOf(item, each)]) })));
  // Outliers of its own layer: no layer as a whole is one.
  const ranges = drawn.map(curves => (reading.inliers ? coreIn : seenIn)({ curves }, range, reading.logy)).filter(Boolean);
  const seen = ranges.length > 0 ? [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))] : undefined;
  return seen && !reading.logy ? rounded(seen).slice(0, 2) : seen;
}

const idOf = (info, { name }) => `${info.id} ${name}`;

function multiple(info, layer, range) {
  const whole = metricPanel(info);
  const within = context => ({ ...context, layers: [layer] });
  return {
    ...whole,
    id: idOf(info, layer), title: layer.name, heading: layer.heading, swatchOf: layer, note: '',
    content: context => ({ ...whole.content(within(context)), caption: undefined, range }),
    legend: undefined,
    describe: (context, ...place) => whole.describe(within(context), ...place),
    latest: (context, { curves }) => curves.map(({ points }) => withUnit(brief(points.at(-1)?.[1]), info.unit)).join(' / '),
    empty: context => whole.empty(within(context)),
  };
}

/**
 * Groups for Multiples: one for each metric whose headline is a number, with a panel for each layer that it applies to, of the `part` of them that is shown;
 * those whose id is `pinned` are always there.
 */
export function multiples(context, part, pinned) {
  return curveInfos(context).map(info => {
    const variants = context.series.filter(series => series.info.id === info.id);
    const there = context.layers.filter(({ name }) => variants.some(series => context.track(name, series).some(({ reading }) => !notApplicable(reading))));
    const range = commonRange({ ...context, layers: there }, info);
    const page = pageOf(there, part);
    const drawn = there.filter(layer => page.items.includes(layer) || pinned.includes(idOf(info, layer)));
    return { id: info.id, title: info.displayName, symbol: info.symbol, note: 'One scale for all layers.', page,
      panels: drawn.map(layer => multiple(info, { ...layer, heading: () => context.link(layer.name) }, range)) };
  }).filter(({ panels }) => panels.length > 0);
}

const scalars = reading => reading.values.filter(({ kind }) => kind === 'scalar');

/** A curve for each series that tells this value of a layer. */
function curvesOf({ layers: [layer], track, colors }, variants, name) {
  return variants.map((series, i) => {
    const measured = track(layer.name, series).map(item => ({ ...item, told: scalars(item.reading).find(value => value.name === name) }))
      .filter(({ told }) => told).map(item => ({ ...item, y: item.told.value }));
    return { name: series.label, layer, series, measured, color: layer.color(colors), dash: dashOf(series.dash ?? i),
      points: measured.map(({ step, y }) => [step.iteration, y]) };
  }).filter(({ measured }) => measured.length > 0);
}

function valuePanel(info, { name, unit }) {
  return {
    id: `${info.id} value ${name}`, title: `${info.symbol}: ${phrase(name)}`, symbol: '', unit,
    note: `What ${info.displayName} tells beside ${phrase(info.headline)}.`,
    content: context => ({ selected: true, curves: curvesOf(context, context.series.filter(series => series.info.id === info.id), name) }),
    legend: ({ curves }) => (curves.length > 1 ? curves : []),
    describe: (context, x, { curves }) => {
      const step = nearestStep(curves.map(({ measured }) => measured), x);
      return tooltip(context, step, curves.map(curve => ({ curve, item: nearest(curve.measured, step.iteration) }))
        .filter(({ item }) => item.step.iteration === step.iteration)
        .map(({ curve, item }) => ({ ...curve, value: withUnit(full(item.told.value), unit), note: noteOf(item.reading) })));
    },
    latest: (context, { curves }) => curves.map(({ points }) => withUnit(brief(points.at(-1)[1]), unit)).join(' / '),
    empty: () => 'Nothing measured yet.',
  };
}

/** For the one layer shown: a panel for each number that a metric tells beside its headline. */
export function valuePanels({ layers: [layer], series, track }) {
  const panels = new Map();
  for (const each of series) {
    const told = track(layer.name, each).findLast(({ reading }) => reading.values.length > 0)?.reading;
    for (const value of told ? scalars(told).filter(({ name }) => name !== each.info.headline) : []) {
      const panel = valuePanel(each.info, value);
      panels.set(panel.id, panel);
    }
  }
  return [...panels.values()];
}

// Where they stand, and the ways there and back.

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
