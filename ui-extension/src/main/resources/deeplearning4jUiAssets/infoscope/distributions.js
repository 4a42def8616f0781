// One map per layer for each metric whose headline is a distribution: iterations across, values up, counts as ink.
import { isDistribution, retold, settingsFoot, tooltip } from './context.js';
import { brief, count, element, full, retryButton, swatch, withUnit } from './dom.js';
import { nearest } from './track.js';
import { headline, notApplicable, noteOf } from './readings.js';
import { colorBar } from './theme.js';

/** At most this many columns are drawn; more iterations than that share columns. */
const MOST_COLUMNS = 400;
/** Of curves that the server has thinned, so many distributions are read at least, and twice as many at most. */
const READ_COLUMNS = 80;

function heatColumns(readings) {
  const share = Math.max(1, Math.ceil(readings.length / MOST_COLUMNS));
  const groups = [];
  for (let i = 0; i < readings.length; i += share) {
    groups.push(readings.slice(i, i + share));
  }
  const middle = (a, b) => (a + b) / 2;
  return groups.flatMap((group, i) => {
    const defined = group.filter(each => each.distribution);
    if (defined.length === 0) {
      return [];
    }
    const { edges } = defined[0].distribution;
    const counts = edges.slice(1).map((_, bin) =>
      defined.reduce((sum, each) => sum + (each.distribution.counts[bin] ?? 0), 0));
    const [first, last] = [group[0].x, group.at(-1).x];
    const before = groups[i - 1]?.at(-1).x ?? first - ((groups[i + 1]?.[0].x ?? first + 1) - last);
    const after = groups[i + 1]?.[0].x ?? last + (first - before);
    return [{ x: first, from: middle(before, first), to: middle(last, after), counts, edges }];
  });
}

/**
 * Iterations evenly spaced over the part that is shown: those nearest to the multiples of a power of two, so that a run that
 * grows and a view that is moved go on with the same ones.
 */
function evenly(iterations, [from, to]) {
  const spacing = 2 ** Math.ceil(Math.log2(Math.max(1, to - from) / (2 * READ_COLUMNS)));
  const chosen = new Set();
  for (let at = Math.floor(from / spacing) * spacing; at <= to + spacing; at += spacing) {
    chosen.add(nearest(iterations, at, each => each));
  }
  return [...chosen];
}

const measuredOf = ({ track }, layer, series) => track(layer, series).filter(({ reading }) => !notApplicable(reading));
const itemAt = (items, iteration) => {
  const item = nearest(items, iteration);
  return item?.step.iteration === iteration ? item : undefined;
};
const isWhole = item => item !== undefined && !item.reading.thin;

/** What all maps of a series read together: the same iterations for every layer, so that one question answers them all. */
function sharedChoice(context, layers, series) {
  const tracks = layers.map(layer => measuredOf(context, layer, series));
  const all = new Set(tracks.flatMap(track => track.map(({ step }) => step.iteration)));
  const iterations = evenly([...all].sort((a, b) => a - b), context.range);
  return { layers, iterations, missing: iterations.filter(iteration => !tracks.every(track => isWhole(itemAt(track, iteration)))) };
}

/** The distributions that are drawn: all there are, or of a thinned run those that are here of an even choice; the rest is asked for. */
function columnsOf(context, layer, series, measured, choice) {
  const columnOf = (x, reading) => ({ x, ...headline(reading, series) });
  if (measured.every(({ reading }) => !reading.thin)) {
    return { columns: heatColumns(measured.map(({ step, reading }) => columnOf(step.iteration, reading))) };
  }
  const { layers, iterations, missing } = choice();
  const asked = context.details.ask(`maps ${series.key}`,
    { worker: context.worker, layers, series: [series.key], iterations: missing }, () => context.changed());
  const readingAt = iteration => {
    const item = itemAt(measured, iteration);
    return isWhole(item) ? item.reading
      : context.details.find(context.worker, layer.name, series.key, iteration);
  };
  const here = iterations.map(iteration => [iteration, readingAt(iteration)])
    .filter(([, reading]) => reading && !reading.missing && !notApplicable(reading));
  const said = { there: `Columns: ${count(here.length)} samples, evenly spaced.`, loading: 'Reading the distributions…',
    failed: ['The distributions could not be read: ', asked.reason, '. ', retryButton(asked)] };
  return { columns: here.length > 0 ? heatColumns(here.map(([iteration, reading]) => columnOf(iteration, reading))) : undefined,
    caption: said[asked.state] };
}

function rowsOf({ distribution, value, unit }, color) {
  const rows = [{ color, name: 'median', value: withUnit(full(value), unit) }];
  if (distribution) {
    distribution.levels.forEach((level, i) => level !== 0.5
      && rows.push({ name: `${brief(100 * level)} % quantile`, value: full(distribution.quantiles[i]) }));
    rows.push({ name: 'mean', value: full(distribution.mean) }, { name: 'observations', value: full(distribution.total) },
      { name: 'undefined', value: full(distribution.undefined) });
  }
  return rows;
}

function tipOf(context, layer, series, item, told) {
  const color = context.colors.accent;
  const asked = item.reading.thin ? context.details.ask('tip', { worker: context.worker, layers: [layer.name],
    series: [series.key], iterations: [item.step.iteration] }, told) : { state: 'there' };
  const reading = context.whole(layer.name, series, item) ?? item.reading;
  return tooltip(context, item.step, rowsOf(headline(reading, series), color),
    [noteOf(reading), settingsFoot(context, asked, reading.settings)].filter(Boolean).join(' · '));
}

/** One map for one layer and series: the distribution over iterations, its median drawn over it. */
function mapPanel(layer, series, choice) {
  return {
    id: `${series.key} ${layer.name}`, info: series.info, title: layer.name, symbol: series.info.symbol, swatchOf: layer,
    note: `${series.info.symbol} ${series.label}`, unit: series.info.unit, onDemand: true,
    content: context => {
      const readings = measuredOf(context, layer.name, series);
      const { columns, caption } = columnsOf(context, layer, series, readings, choice);
      // All bins, so that layers and runs compare by eye.
      const edges = columns?.[0]?.edges;
      return {
        readings, columns, caption,
        range: edges && [edges[0], edges.at(-1)],
        curves: [{ name: 'median', color: context.colors.accent, halo: context.colors.card, width: 2.25,
          points: readings.map(({ step, y }) => [step.iteration, y]) }],
      };
    },
    describe: (context, x, { readings }) =>
      retold(told => tipOf(context, layer, series, nearest(readings, x), told)),
    latest: (context, { readings }) => {
      const last = readings.at(-1);
      return last ? withUnit(brief(last.y), series.info.unit) : '';
    },
    empty: () => 'Nothing measured yet.',
  };
}

/** A browser draws this many large charts without strain. */
const MOST_MAPS = 32;

/** One panel per layer and series chosen whose headline is a distribution; `left` is how many more there would be. */
export function mapPanels(context) {
  const all = context.series.filter(series => isDistribution(context, series)).flatMap(series =>
    context.layers.filter(layer => measuredOf(context, layer.name, series).length > 0).map(layer => ({ layer, series })));
  const drawn = all.slice(0, MOST_MAPS);
  const choices = new Map();
  const choiceOf = series => () => {
    if (!choices.has(series)) {
      const layers = drawn.filter(each => each.series === series).map(({ layer }) => layer.name);
      choices.set(series, sharedChoice(context, layers, series));
    }
    return choices.get(series);
  };
  return { panels: drawn.map(({ layer, series }) => mapPanel(layer, series, choiceOf(series))), left: all.length - drawn.length };
}

/** What the maps show and how to read their colours. */
export function drawKey(note, { panels, left }, { colors }) {
  const infos = new Map(panels.map(panel => [panel.info.id, panel.info]));
  note.replaceChildren(
    ...[...infos.values()].map(info => `${info.displayName} (${info.symbol}). ${info.description} `),
    left > 0 ? `The first ${MOST_MAPS} maps are drawn; for the other ${count(left)} choose other layers or series above. ` : '',
    element('span', { class: 'key' }, swatch(colors.accent, 'solid'), 'median'),
    element('span', { class: 'key' }, 'few', colorBar(colors.heat), 'many observations'));
}
