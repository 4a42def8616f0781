// One map per layer for each metric whose headline is a distribution: iterations across, values up, counts as ink.
import { isDistribution, nearestStep, tooltip } from './context.js';
import { brief, count, element, full, settingsLine, swatch, withUnit } from './dom.js';
import { nearest } from './model.js';
import { headline, notApplicable, noteOf } from './readings.js';
import { colorBar } from './theme.js';

/** At most this many columns are drawn; more iterations than that share columns. */
const MOST_COLUMNS = 400;

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

/** All bins, so that layers and runs compare by eye. */
function rangeOf(readings) {
  const edges = readings.find(each => each.distribution)?.distribution.edges;
  return edges && [edges[0], edges.at(-1)];
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

/** One map for one layer and series: the distribution over iterations, its median drawn over it. */
function mapPanel(layer, series) {
  const measured = ({ track }) => track(layer.name, series).filter(({ reading }) => !notApplicable(reading))
    .map(({ step, reading }) => ({ step, reading, x: step.iteration, ...headline(reading, series) }));
  return {
    id: `${series.key} ${layer.name}`, info: series.info, title: layer.name, symbol: series.info.symbol, swatchOf: layer,
    note: `${series.info.symbol} ${series.label}`, unit: series.info.unit,
    content: context => {
      const readings = measured(context);
      return {
        readings,
        columns: heatColumns(readings),
        range: rangeOf(readings),
        curves: [{ name: 'median', color: context.colors.accent, halo: context.colors.card, width: 2.25,
          points: readings.map(reading => [reading.x, reading.value]) }],
      };
    },
    describe: (context, x, { readings }) => {
      const at = nearest(readings, nearestStep([readings], x).iteration);
      return tooltip(context, at.step, rowsOf(at, context.colors.accent),
        [noteOf(at.reading), settingsLine(at.reading.settings)].filter(Boolean).join(' · '));
    },
    latest: (context, { readings }) => {
      const last = readings.at(-1);
      return last ? withUnit(brief(last.value), last.unit) : '';
    },
    has: ({ track }) => track(layer.name, series).some(({ reading }) => !notApplicable(reading)),
    empty: () => 'Nothing measured yet.',
  };
}

/** A browser draws this many large charts without strain. */
const MOST_MAPS = 32;

/** One panel per layer and series chosen whose headline is a distribution; `left` is how many more there would be. */
export function mapPanels(context) {
  const panels = context.series.filter(series => isDistribution(context, series))
    .flatMap(series => context.layers.map(layer => mapPanel(layer, series)))
    .filter(panel => panel.has(context));
  return { panels: panels.slice(0, MOST_MAPS), left: Math.max(0, panels.length - MOST_MAPS) };
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
