// Charts over iterations: loss, accuracies, and one for each metric whose headline is a number.
import { isDistribution, nearestStep, retold, settingsFoot, tooltip } from './context.js';
import { brief, full, percent, phrase, withUnit } from './dom.js';
import { nearest } from './track.js';
import { headline, notApplicable, noteOf, spread, whyEmpty } from './readings.js';
import { dashOf } from './theme.js';

const pointsOf = items => items.map(({ step, y }) => [step.iteration, y]);

export function lossPanel() {
  return {
    id: 'loss', title: 'Loss', note: 'Score of the training batch, as DL4J reports it.', unit: '1',
    content: ({ scores, colors, lineStretches }) => ({
      curves: scores.length === 0 ? [] : [{ name: 'loss', color: colors.layer(0, 1), points: pointsOf(scores), stretches: () => lineStretches() }],
    }),
    describe: (context, x, { curves }) => {
      const { step, y } = nearest(context.scores, x);
      return tooltip(context, step, [{ ...curves[0], value: full(y) }]);
    },
    latest: ({ scores }) => brief(scores.at(-1)?.y),
    empty: () => 'No loss: the network has not been updated yet.',
  };
}

function accuracyCurves({ outputs, accuracies, colors, lineStretches }) {
  return outputs.flatMap((output, i) => ['trainingAccuracy', 'validationAccuracy'].flatMap((field, j) => {
    const measured = accuracies(field, output);
    const who = j === 0 ? 'training' : 'validation';
    return measured.length === 0 ? [] : [{
      name: outputs.length > 1 ? `${who}, ${output}` : who,
      color: colors.layer((2 * i + j) % 8, 8), dash: dashOf(j), at: step => step[field][output],
      measured, points: pointsOf(measured), stretches: () => lineStretches(field, output),
    }];
  }));
}

export function accuracyPanel() {
  return {
    id: 'accuracy', title: 'Accuracy', note: 'Share of right answers on the probe and on the validation set.',
    unit: '1',
    content: context => ({ curves: accuracyCurves(context), percent: true, range: [0, 1] }),
    legend: ({ curves }) => curves,
    describe: (context, x, { curves }) => {
      const step = nearestStep(curves.map(curve => curve.measured), x);
      const rows = curves.map(curve => ({ ...curve, value: full(curve.at(step)) }));
      return tooltip(context, step, rows);
    },
    latest: (context, { curves }) => curves.map(curve => percent(curve.points.at(-1)?.[1])).join(' / '),
    empty: () => 'No accuracy: give the listener a probe with labels or a validation set.',
  };
}

function layerCurves({ layers, colors, track, stretches }, variants) {
  return layers.flatMap(layer => variants.flatMap((series, i) => {
    const measured = track(layer.name, series).filter(each => !notApplicable(each.reading));
    return measured.length === 0 ? [] : [{
      name: variants.length > 1 ? `${layer.name}, ${series.label}` : layer.name,
      layer, series, measured, color: layer.color(colors), dash: dashOf(series.dash ?? i), points: pointsOf(measured),
      stretches: () => stretches(layer.name, series),
    }];
  }));
}

/** With more curves than this, bands would only cover each other. */
const MOST_BANDS = 8;
const BAND = [0.25, 0.75];
const [LOW, HIGH] = BAND.map(level => `${100 * level} %`);

const quantile = (distribution, level) => distribution?.quantiles[distribution.levels.indexOf(level)];

/** The distribution that goes with a number, where there is one: its middle half, and its median as a thin line. */
function bandOf({ name, color, measured, series }) {
  const spreads = measured.map(({ step, reading }) => ({ x: step.iteration, around: spread(reading, series) }));
  const sample = spreads.find(each => each.around)?.around;
  return sample && {
    name: `${name}, ${phrase(sample.name)}`,
    of: phrase(sample.name),
    line: phrase(series.info.headline),
    color,
    points: spreads.map(({ x, around }) => [x, ...BAND.map(level => quantile(around, level))]),
    median: spreads.map(({ x, around }) => [x, quantile(around, 0.5)]),
  };
}

function bandsOf(curves) {
  const bands = curves.map(bandOf).filter(Boolean);
  if (bands.length === 0) {
    return {};
  }
  const [{ of, line }] = bands;
  return bands.length > MOST_BANDS
    ? { caption: `Bands (${of}) are drawn for up to ${MOST_BANDS} curves: choose fewer layers.` }
    : { bands, caption: `Line: ${line}. Band: ${LOW} to ${HIGH} of ${of}, median dotted; those without a value are not in it.` };
}

const bandNote = around => around && `${phrase(around.name)} ${BAND.map(level => brief(quantile(around, level))).join(' – ')}, ${
  around.undefined} of ${around.total} without`;

/** What the curves say at one step; thinned ones need not hold it, and are asked for. */
function tipOf(context, step, curves, told) {
  const held = curves.map(curve => nearest(curve.measured, step.iteration))
    .map(item => (item.step.iteration === step.iteration ? item : undefined));
  const lacking = context.basis.partial && held.some(item => !item || item.reading.thin);
  const asked = lacking ? context.details.ask('tip', { worker: context.worker, iterations: [step.iteration],
    layers: [...new Set(curves.map(({ layer }) => layer.name))], series: [...new Set(curves.map(({ series }) => series.key))],
  }, told) : { state: 'there' };
  const at = curves.flatMap((curve, i) => {
    const reading = (held[i] && context.whole(curve.layer.name, curve.series, held[i])) ?? held[i]?.reading
      ?? context.details.find(context.worker, curve.layer.name, curve.series.key, step.iteration);
    return reading?.missing || (!reading && asked.state !== 'loading') ? [] : [{ curve, reading }];
  });
  const rows = at.map(({ curve, reading }) => {
    const { value, unit } = headline(reading, curve.series);
    return { ...curve, value: reading ? withUnit(full(value), unit) : '…',
      note: reading ? [bandNote(spread(reading, curve.series)), noteOf(reading)].filter(Boolean).join('; ') : '' };
  });
  return tooltip(context, step, rows, at[0] && settingsFoot(context, asked, at[0].reading?.settings, `${at[0].curve.name}: `));
}

const variantsOf = (context, info) => context.series.filter(series => series.info.id === info.id);

/** One chart for one metric: a curve per layer and series. */
export function metricPanel(info) {
  return {
    id: info.id, title: info.displayName, symbol: info.symbol, note: info.description, unit: info.unit,
    content: context => {
      const curves = layerCurves(context, variantsOf(context, info));
      return { curves, ...bandsOf(curves) };
    },
    // Of one layer, the series are told apart by their dashes alone.
    legend: ({ curves }) => (curves.length > 1 && curves.every(({ layer }) => layer.name === curves[0].layer.name)
      ? curves.map(curve => ({ ...curve, name: curve.series.label })) : []),
    describe: (context, x, { curves }) => {
      const step = nearestStep(curves.map(curve => curve.measured), x);
      return retold(told => tipOf(context, step, curves, told));
    },
    empty: context => whyEmpty(context, context.allSeries.filter(series => series.info.id === info.id)),
  };
}

/** The metrics whose headline is a number, in the run's order. */
export function curveInfos(context) {
  return [...new Map(context.allSeries.filter(series => !isDistribution(context, series))
    .map(series => [series.info.id, series.info])).values()];
}

export const curvePanels = context => curveInfos(context).map(metricPanel);
