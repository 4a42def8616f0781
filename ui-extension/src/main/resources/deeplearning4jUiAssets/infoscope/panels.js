// What each chart shows, made from the run: loss, accuracies, one chart per metric, one map per layer.
import { cssDash } from './charts.js';
import { brief, clock, element, full, percent, settingsLine, swatch, withUnit } from './dom.js';
import { headline, notApplicable, readingOf } from './model.js';

/** Which metrics are distributions is seen in the data, so that a new metric needs no change here. */
function isDistribution(steps, series) {
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    for (const reading of steps[i].readings.values()) {
      if (reading.series === series.key && reading.values.length > 0) {
        return headline(reading, series).distribution !== undefined;
      }
    }
  }
  return false;
}

/** Iteration, epoch and wall time head every tooltip. */
function tooltip(step, rows, foot) {
  const head = element('p', { class: 'tip-head' }, `Iteration ${step.iteration} · epoch ${step.epoch} · `,
    clock(step.timeMillis));
  const table = element('table', {}, ...rows.map(({ color, dash, name, value, note }) => element('tr', {},
    element('td', {}, color ? swatch(color, dash ?? 'solid') : ''), element('td', {}, name),
    element('td', { class: 'number' }, value), element('td', { class: 'tip-note' }, note ?? ''))));
  return element('div', {}, head, table, foot ? element('p', { class: 'tip-foot' }, foot) : null);
}

function nearest(steps, x) {
  let best = steps[0];
  for (const step of steps) {
    if (Math.abs(step.iteration - x) < Math.abs(best.iteration - x)) {
      best = step;
    }
  }
  return best;
}

const noteOf = reading => reading.flags.map(flag => `${flag.kind.toLowerCase().replace('_', ' ')}: ${flag.reason}`).join('; ');

export function lossPanel() {
  return {
    id: 'loss', title: 'Loss', note: 'Score of the training batch, as DL4J reports it.', unit: '1',
    content: ({ steps, colors }) => ({
      curves: [{
        name: 'loss',
        color: colors.layer(0, 1),
        // Before the first update there is no score: nothing is missing there.
        points: steps.filter(step => step.iteration >= 0).map(step => [step.iteration, step.score]),
      }],
    }),
    describe: ({ steps, colors }, x) => {
      const step = nearest(steps, x);
      return tooltip(step, [{ color: colors.layer(0, 1), name: 'loss', value: full(step.score) }]);
    },
    latest: ({ steps }) => brief(steps.at(-1)?.score),
  };
}

function accuracyCurves(steps, colors) {
  const outputs = [...new Set(steps.flatMap(step =>
    [...Object.keys(step.trainingAccuracy), ...Object.keys(step.validationAccuracy)]))];
  return outputs.flatMap((output, i) => ['trainingAccuracy', 'validationAccuracy'].flatMap((field, j) => {
    const at = step => step[field][output];
    if (!steps.some(step => at(step) !== undefined)) {
      return [];
    }
    const who = j === 0 ? 'training' : 'validation';
    return [{
      name: outputs.length > 1 ? `${who}, ${output}` : who,
      color: colors.layer((2 * i + j) % 8, 8), dash: cssDash(j), at,
      points: steps.filter(step => at(step) !== undefined).map(step => [step.iteration, at(step)]),
    }];
  }));
}

export function accuracyPanel() {
  return {
    id: 'accuracy', title: 'Accuracy', note: 'Share of right answers on the probe and on the validation set.',
    unit: '1',
    content: ({ steps, colors }) => ({ curves: accuracyCurves(steps, colors), percent: true, range: [0, 1] }),
    legend: ({ curves }) => curves,
    describe: ({ steps }, x, { curves }) => {
      const step = nearest(steps, x);
      const rows = curves.map(curve => ({ ...curve, value: full(curve.at(step)) }));
      return tooltip(step, rows);
    },
    latest: (context, { curves }) => curves.map(curve => percent(curve.points.at(-1)?.[1])).join(' / '),
    empty: 'No accuracy: give the listener a probe with labels or a validation set.',
  };
}

function layerCurves({ steps, layers, colors }, variants) {
  return layers.flatMap(layer => variants.flatMap((series, i) => {
    const measured = steps.filter(step => {
      const reading = readingOf(step, layer.name, series);
      return reading && !notApplicable(reading);
    });
    if (measured.length === 0) {
      return [];
    }
    return [{
      name: variants.length > 1 ? `${layer.name}, ${series.label}` : layer.name,
      layer, series, color: layer.color(colors), dash: cssDash(series.dash ?? i),
      points: measured.map(step => [step.iteration, headline(readingOf(step, layer.name, series), series).value]),
    }];
  }));
}

/** One chart for one metric: a curve per layer and series. */
function metricPanel(info) {
  const variants = context => context.series.filter(series => series.info.id === info.id);
  return {
    id: info.id, title: `${info.displayName}`, symbol: info.symbol, note: info.description, unit: info.unit,
    content: context => ({ curves: layerCurves(context, variants(context)) }),
    describe: (context, x, { curves }) => {
      const step = nearest(context.steps, x);
      const rows = curves.flatMap(curve => {
        const reading = readingOf(step, curve.layer.name, curve.series);
        if (!reading) {
          return [];
        }
        const { value, unit } = headline(reading, curve.series);
        return [{ ...curve, value: withUnit(full(value), unit), note: noteOf(reading) }];
      });
      const first = curves[0] && readingOf(step, curves[0].layer.name, curves[0].series);
      return tooltip(step, rows, first && `${curves[0].name}: ${settingsLine(first.settings)}`);
    },
    empty: `Nothing measured yet for the layers chosen. ${info.symbol} may not apply to them: see Problems and cautions.`,
  };
}

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

/** One map for one layer and series: the distribution over iterations, its median drawn over it. */
function mapPanel(layer, series) {
  const measured = ({ steps }) => steps.flatMap(step => {
    const reading = readingOf(step, layer.name, series);
    return reading && !notApplicable(reading) ? [{ step, reading, x: step.iteration, ...headline(reading, series) }] : [];
  });
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
      const { step, reading, distribution, value, unit } = readings.find(each => each.step === nearest(
        readings.map(each => each.step), x));
      const rows = [{ color: context.colors.accent, name: 'median', value: withUnit(full(value), unit) }];
      if (distribution) {
        distribution.levels.forEach((level, i) => level !== 0.5
          && rows.push({ name: `${brief(100 * level)} % quantile`, value: full(distribution.quantiles[i]) }));
        rows.push({ name: 'mean', value: full(distribution.mean) }, { name: 'maps', value: full(distribution.total) },
          { name: 'undefined', value: full(distribution.undefined) });
      }
      return tooltip(step, rows, [noteOf(reading), settingsLine(reading.settings)].filter(Boolean).join(' · '));
    },
    latest: (context, { readings }) => {
      const last = readings.at(-1);
      return last ? withUnit(brief(last.value), last.unit) : '';
    },
    has: context => measured(context).length > 0,
    empty: 'Nothing measured yet.',
  };
}

/** What the panels draw from: steps of one worker, colours, and the layers and series with their look. */
export function contextOf(run, worker, colors, { hiddenLayers, hiddenSeries }) {
  const all = run.layers(worker);
  const allLayers = all.map((layer, i) => ({ ...layer, color: look => look.layer(i, all.length),
    ink: colors.layer(i, all.length) }));
  const variants = new Map();
  const allSeries = run.series(worker).map(series => {
    const dash = variants.get(series.info.id) ?? 0;
    variants.set(series.info.id, dash + 1);
    return { ...series, dash };
  });
  return {
    colors, steps: run.of(worker), allLayers, allSeries,
    layers: allLayers.filter(layer => !hiddenLayers.has(layer.name)),
    series: allSeries.filter(series => !hiddenSeries.has(series.key)),
  };
}

/** One panel per metric whose headline is a number, in the run's order. */
export function curvePanels({ steps, allSeries }) {
  const infos = new Map(allSeries.filter(series => !isDistribution(steps, series))
    .map(series => [series.info.id, series.info]));
  return [...infos.values()].map(metricPanel);
}

/** One panel per layer and series chosen whose headline is a distribution. */
export function mapPanels(context) {
  return context.series.filter(series => isDistribution(context.steps, series))
    .flatMap(series => context.layers.map(layer => mapPanel(layer, series)))
    .filter(panel => panel.has(context));
}
