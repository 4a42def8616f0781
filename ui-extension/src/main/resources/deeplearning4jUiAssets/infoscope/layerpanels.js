// Panels about single layers: small multiples of a metric, and what a metric says of a layer beside its headline.
import { brief, full, phrase, withUnit } from './dom.js';
import { nearestStep, tooltip } from './context.js';
import { pageOf } from './paging.js';
import { curveInfos, metricPanel } from './panels.js';
import { notApplicable, noteOf, spread } from './readings.js';
import { rounded, seenIn } from './seen.js';
import { cssDash } from './theme.js';
import { nearest } from './track.js';

/** What a chart draws of a reading: its headline number, and the band around it. */
function drawnOf({ y, reading }, series) {
  const around = spread(reading, series);
  return around ? [y, ...around.quantiles.filter((_, i) => around.levels[i] >= 0.25 && around.levels[i] <= 0.75)] : [y];
}

/** Round bounds of all values of a metric in the part that is shown, so that its small charts compare by eye; for a logarithmic scale, of those above 0. */
function commonRange({ layers, series, track, reading, range }, info) {
  const drawn = series.filter(each => each.info.id === info.id).flatMap(each => layers.map(({ name }) =>
    ({ points: track(name, each).map(item => [item.step.iteration, ...drawnOf(item, each)]) })));
  const seen = seenIn({ curves: drawn }, range, reading.logy);
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
    return { name: series.label, layer, series, measured, color: layer.color(colors), dash: cssDash(series.dash ?? i),
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
