// One panel per layer for each metric that has a distribution: over time as a heat map or as percentile bands, or at a few iterations as
// ridgelines.
import { colorBar } from '../charts/figure.js';
import { Ridges, heatColumns } from '../charts/histograms.js';
import { distributionIn, medianOf, notApplicable, noteOf } from '../model/readings.js';
import { nearest } from '../model/track.js';
import { brief, count, full, withUnit } from '../model/words.js';
import { element, pageOf, retryButton, swatch } from './controls.js';
import { retold, settingsFoot, tooltip } from './panels.js';

/** Of curves that the server has thinned, so many distributions are read at least, and twice as many at most. */
const READ_COLUMNS = 80;
/** About so many ridges. */
const RIDGES = 6;

/**
 * Iterations evenly spaced over the part that is shown: those nearest to the multiples of a power of two, so that a run that
 * grows and a view that is moved go on with the same ones.
 */
function evenly(iterations, [from, to], most) {
  const spacing = 2 ** Math.ceil(Math.log2(Math.max(1, to - from) / most));
  const chosen = new Set();
  for (let at = Math.floor(from / spacing) * spacing; at <= to + spacing; at += spacing) {
    chosen.add(nearest(iterations, at, each => each));
  }
  return [...chosen];
}

/** The readings of a layer that say something; none of a layer that a metric was never asked about, or has nothing to say of, though it may not have been asked at first. */
function measuredOf({ track }, layer, series) {
  const all = track(layer, series);
  const telling = all.filter(({ reading }) => !notApplicable(reading));
  const asked = telling.length === all.length && telling.some(({ reading }) => reading.flags.every(({ kind }) => kind !== 'SKIPPED'));
  return asked || telling.some(({ reading }) => reading.values.length > 0) ? telling : [];
}
const itemAt = (items, iteration) => {
  const item = nearest(items, iteration);
  return item?.step.iteration === iteration ? item : undefined;
};
const isWhole = item => item !== undefined && !item.reading.thin;
const shown = (iterations, [from, to]) => iterations.filter(iteration => iteration >= from && iteration <= to);

/** Which iterations all panels of a series are drawn at: the same for every layer, so that one question to the server answers them all. */
function sharedChoice(context, layers, series, pick) {
  const tracks = layers.map(layer => measuredOf(context, layer, series));
  const all = new Set(tracks.flatMap(track => track.map(({ step }) => step.iteration)));
  const steps = new Map(context.known.map(step => [step.iteration, step]));
  // Of a run of which only a part is here, the server may know more, until it has said that it does not.
  const askable = iteration => context.basis.partial && steps.has(iteration)
    && !layers.some(layer => context.details.find(context.worker, layer, series.key, iteration)?.missing);
  const iterations = pick([...all].sort((a, b) => a - b), context.range, askable);
  // A layer that lacks the iteration may have been measured then, if only a part of the run is here.
  const lacks = item => (item ? item.reading.thin : context.basis.partial);
  return { layers, steps, iterations, missing: iterations.filter(iteration => tracks.some(track => lacks(itemAt(track, iteration)))) };
}

/** For columns: enough of them. */
const manyOf = (all, range) => evenly(all, range, 2 * READ_COLUMNS);

/** For ridges: a few of what is shown, and the one that the reader has chosen. */
const fewOf = chosen => (all, range, askable) => {
  const inside = shown(all, range);
  const few = evenly(inside.length > 0 ? inside : all, range, RIDGES);
  const own = chosen === undefined ? [] : [askable(chosen) ? chosen : nearest(all, chosen, each => each)];
  return [...new Set([...few, ...own])].sort((a, b) => a - b);
};

/** The readings at the iterations chosen that are here, as `[iteration, reading]`; the rest is asked for. */
function readingsAt(context, layer, series, measured, { layers, iterations, missing }) {
  const asked = context.details.ask(`maps ${series.key}`,
    { worker: context.worker, layers, series: [series.key], iterations: missing }, () => context.changed());
  const readingAt = iteration => {
    const item = itemAt(measured, iteration);
    return isWhole(item) ? item.reading : context.details.find(context.worker, layer.name, series.key, iteration);
  };
  const here = iterations.map(iteration => [iteration, readingAt(iteration)])
    .filter(([, reading]) => reading && !reading.missing && !notApplicable(reading));
  return { here, asked };
}

const said = ({ state, reason, ...asked }, words) => ({ there: words, loading: 'Reading the distributions…',
  failed: ['The distributions could not be read: ', reason, '. ', retryButton(asked)] })[state];

/** The columns that are drawn: all there are, or of a thinned run those that are here of an even choice. */
function columnsOf(context, layer, series, measured, choice) {
  const columnOf = (x, reading) => ({ x, distribution: distributionIn(reading, series) });
  if (measured.every(({ reading }) => !reading.thin)) {
    return { columns: heatColumns(measured.map(({ step, reading }) => columnOf(step.iteration, reading))) };
  }
  const { here, asked } = readingsAt(context, layer, series, measured, choice(manyOf));
  return { columns: here.length > 0 ? heatColumns(here.map(([iteration, reading]) => columnOf(iteration, reading))) : undefined,
    caption: said(asked, `Columns: ${count(here.length)} samples, evenly spaced.`) };
}

const medians = (measured, series) => measured.map(({ step, reading }) => {
  const distribution = distributionIn(reading, series);
  return [step.iteration, distribution ? medianOf(distribution) : NaN];
});

function heatContent(context, layer, series, measured, choice) {
  const { columns, caption } = columnsOf(context, layer, series, measured, choice);
  // All bins, so that layers and runs compare by eye.
  const edges = columns?.[0]?.edges;
  return { columns, caption, range: edges && [edges[0], edges.at(-1)],
    curves: [{ name: 'median', color: context.colors.accent, halo: context.colors.card, width: 2.25, points: medians(measured, series) }] };
}

/** From the outer band to the inner one. */
const BANDS = [[0.05, 0.95], [0.25, 0.75]];
const quantile = (distribution, level) => distribution?.quantiles[distribution.levels.indexOf(level)] ?? NaN;

/** Thinned readings keep their quantiles: bands need nothing more. */
function bandContent(context, layer, series, measured) {
  const color = context.colors.accent;
  const bands = BANDS.map(levels => ({ name: levels.map(level => `${brief(100 * level)} %`).join(' to '), color,
    points: measured.map(({ step, reading }) => [step.iteration, ...levels.map(level => quantile(distributionIn(reading, series), level))]) }));
  const drawn = bands.filter(({ points }) => points.some(([, low, high]) => Number.isFinite(low) && Number.isFinite(high)));
  return { bands: drawn, smoothable: false, curves: [{ name: 'median', color, width: 2.25, points: medians(measured, series) }],
    caption: drawn.length < bands.length ? `The readings have no quantiles for the ${drawn.length === 0 ? 'bands' : 'other band'}.` : undefined };
}

function ridgeContent(context, layer, series, measured, choice) {
  const choices = choice(fewOf(context.iteration));
  const { here, asked } = readingsAt(context, layer, series, measured, choices);
  const [first, last] = [context.steps[0].iteration, context.steps.at(-1).iteration];
  const chosen = context.iteration === undefined ? undefined : nearest(choices.iterations, context.iteration, each => each);
  const ridges = here.flatMap(([iteration, reading]) => {
    const distribution = distributionIn(reading, series);
    return distribution?.counts ? [{ iteration, distribution, median: medianOf(distribution), reading, step: choices.steps.get(iteration),
      share: (iteration - first) / Math.max(1, last - first), chosen: iteration === chosen,
      label: context.reading.axis.label(context.reading.axis.at(iteration)) }] : [];
  });
  return { ridges, curves: ridges, caption: said(asked, `By ${context.reading.axis.kind}. Height: share of the observations in each bin.`) };
}

const CONTENT = { heat: heatContent, bands: bandContent, ridges: ridgeContent };

function rowsOf(distribution, unit, color) {
  const rows = [{ color, name: 'median', value: withUnit(full(distribution && medianOf(distribution)), unit) }];
  if (distribution) {
    distribution.levels.forEach((level, i) => level !== 0.5
      && rows.push({ name: `${brief(100 * level)} % quantile`, value: full(distribution.quantiles[i]) }));
    rows.push({ name: 'mean', value: full(distribution.mean) }, { name: 'observations', value: full(distribution.total) },
      { name: 'undefined', value: full(distribution.undefined) });
  }
  return rows;
}

function tipOf(context, layer, series, item, told) {
  const asked = item.reading.thin ? context.details.ask('tip', { worker: context.worker, layers: [layer.name],
    series: [series.key], iterations: [item.step.iteration] }, told) : { state: 'there' };
  const reading = context.whole(layer.name, series, item) ?? item.reading;
  return tooltip(context, item.step, rowsOf(distributionIn(reading, series), series.info.unit, context.colors.accent),
    [noteOf(reading), settingsFoot(context, asked, reading.settings)].filter(Boolean).join(' · '));
}

const idOf = ({ key }, { name }) => `${key} ${name}`;

/** One panel for one layer and series. */
function mapPanel(layer, series, choice, { distributions: look, link }) {
  const ridged = look === 'ridges';
  const contentOf = CONTENT[look];
  return {
    id: idOf(series, layer), info: series.info, title: layer.name, heading: () => link(layer.name), symbol: series.info.symbol, swatchOf: layer,
    note: `${series.info.symbol} ${series.label}`, unit: series.info.unit, Figure: ridged ? Ridges : undefined,
    content: context => {
      const readings = measuredOf(context, layer.name, series);
      return { readings, ...contentOf(context, layer, series, readings, choice) };
    },
    describe: ridged
      ? (context, index, { ridges }) => tipOf(context, layer, series, ridges[index])
      : (context, x, { readings }) => retold(told => tipOf(context, layer, series, nearest(readings, x), told)),
    label: ridged ? ({ ridges }) => `${layer.name}, ${series.info.symbol} ${series.label}: ${ridges.map(({ label, median }) =>
      `median ${brief(median)} at ${label}`).join('; ')}. Up and down arrow keys go to older and newer ones.` : undefined,
    latest: (context, { readings }) => {
      const last = readings.at(-1);
      const distribution = last && distributionIn(last.reading, series);
      return last ? withUnit(brief(distribution ? medianOf(distribution) : last.y), series.info.unit) : '';
    },
    empty: () => (ridged ? 'No distribution is here yet.' : 'Nothing measured yet.'),
  };
}

/** Which series have distributions is seen in the data, so that a new metric needs no change here. */
function hasDistributions({ allLayers, track }, series) {
  return allLayers.some(({ name }) => {
    const told = track(name, series).find(({ reading }) => reading.values.length > 0);
    return told && distributionIn(told.reading, series) !== undefined;
  });
}

/** One panel per layer and series chosen that has distributions, of the `part` of them that is shown and those that are `pinned`; `page` is which that is. */
export function mapPanels(context, part, pinned) {
  const all = context.series.filter(series => hasDistributions(context, series)).flatMap(series =>
    context.layers.filter(layer => measuredOf(context, layer.name, series).length > 0).map(layer => ({ layer, series })));
  const page = pageOf(all, part);
  const drawn = all.filter(each => page.items.includes(each) || pinned.includes(idOf(each.series, each.layer)));
  const choices = new Map();
  const choiceOf = series => pick => {
    if (!choices.has(series)) {
      const layers = drawn.filter(each => each.series === series).map(({ layer }) => layer.name);
      choices.set(series, sharedChoice(context, layers, series, pick));
    }
    return choices.get(series);
  };
  return { panels: drawn.map(({ layer, series }) => mapPanel(layer, series, choiceOf(series), context)), page };
}

/** How to read the colours of each look. */
const KEYS = {
  heat: colors => [element('span', { class: 'key' }, swatch(colors.accent, 'solid'), 'median'),
    element('span', { class: 'key' }, 'few', colorBar(colors.heat), 'many observations')],
  bands: colors => [element('span', { class: 'key' }, swatch(colors.accent, 'solid'), 'median'),
    element('span', { class: 'key' }, 'dark: 25 % to 75 % of the observations, light: 5 % to 95 %')],
  ridges: colors => [element('span', { class: 'key' }, 'early', colorBar(share => colors.time(share)), 'late; the line in each ridge is the median'),
    element('span', { class: 'key' }, swatch(colors.accent, 'solid'), 'the iteration chosen under “Across the layers”')],
};

/** What the maps show and how to read their colours. */
export function drawKey(note, { panels }, { colors, distributions: look }) {
  const infos = new Map(panels.map(panel => [panel.info.id, panel.info]));
  note.replaceChildren(
    ...[...infos.values()].map(info => `${info.displayName} (${info.symbol}). ${info.description} `),
    ...KEYS[look](colors));
}
