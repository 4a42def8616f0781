// Charts over iterations: loss, accuracies, and one for each metric whose headline is a number; what they draw from, and the words of their tooltips.
import { PLAIN_AXIS } from '../charts/axis.js';
import { dashOf } from '../charts/figure.js';
import { appliesNowhere, headline, notApplicable, noteOf, spread, toldApart, whyEmpty } from '../model/readings.js';
import { nearest } from '../model/track.js';
import { brief, capital, clock, count, full, percent, phrase, settingsLine, whenOf, withUnit } from '../model/words.js';
import { element, swatch } from './controls.js';

/** How curves are read where nothing is chosen: over iterations, linear, and not smoothed. */
const AS_IT_IS = { axis: PLAIN_AXIS, logy: false, inliers: false, smooth: 0 };

/** What else a view may choose: how distributions are drawn, the iteration of strips and ridges, and how a layer's name leads to its view. */
const PLAIN_LOOK = { distributions: 'heat', iteration: undefined, link: name => name, openLayer: undefined };

/**
 * Steps and tracks of one worker, colours, and the layers and series with their look. `range` is the part that is shown,
 * `changed()` is to be called when something came that was asked for, `reading` and `look` are what the view has chosen.
 */
export function contextOf(follower, worker, colors, { hiddenLayers, hiddenSeries }, { range, changed, reading = AS_IT_IS, look = PLAIN_LOOK }) {
  const { run, details } = follower;
  const all = run.layers(worker);
  const allLayers = all.map((layer, i) => ({ ...layer, color: look => look.layer(i, all.length),
    ink: colors.layer(i, all.length) }));
  const variants = new Map();
  const allSeries = toldApart(run.series(worker)).map(series => {
    const dash = variants.get(series.info.id) ?? 0;
    variants.set(series.info.id, dash + 1);
    return { ...series, dash };
  });
  const info = run.info(worker);
  const checkpoints = new Map((info?.checkpoints ?? []).map(each => [each.iteration, each.description]));
  return {
    colors, allLayers, allSeries, details, worker, range, changed, reading, ...look,
    steps: run.of(worker),
    known: run.stepsKnown(worker),
    scores: run.scores(worker),
    lineStretches: (...line) => run.lineStretches(worker, ...line),
    outputs: run.outputs(worker),
    accuracies: (field, output) => run.accuracies(worker, field, output),
    images: new Map((info?.images ?? []).map(image => [image.example, image])),
    checkpoints,
    layers: allLayers.filter(layer => !hiddenLayers.has(layer.name)),
    series: allSeries.filter(series => !hiddenSeries.has(series.key)),
    track: (layer, series) => run.track(worker, layer, series.key),
    stretches: (layer, series) => run.stretches(worker, layer, series.key),
    has: (layer, series, kind) => run.has(worker, layer, series.key, kind),
    /** The whole reading of an item of a track, if it is here. */
    whole: (layer, series, { step, reading }) =>
      (reading.thin ? details.find(worker, layer, series.key, step.iteration) : reading),
    basis: run.basis(worker),
    problems: () => run.problems(worker),
    readings: run.readings(worker),
    analysis: checkpoints.size > 0,
  };
}

/** Which metrics are distributions is seen in the data, so that a new metric needs no change here. */
function isDistribution({ allLayers, track }, series) {
  const layer = allLayers.find(({ name }) => track(name, series).some(({ reading }) => reading.values.length > 0));
  const first = layer && track(layer.name, series).find(({ reading }) => reading.values.length > 0);
  return first !== undefined && headline(first.reading, series).distribution !== undefined;
}

const MOST_ROWS = 24;

/** What the smoothed curve says where the tooltip stands, if it is drawn. */
function smoothedAt({ points, smoothed }, { iteration }) {
  const value = smoothed?.[points.findIndex(([x]) => x === iteration)];
  return Number.isFinite(value) ? `smoothed ${full(value)}` : '';
}

/** Iteration, epoch and wall time head every tooltip; a row may be a curve with its value. */
export function tooltip(context, step, rows, foot) {
  const when = whenOf(context, step);
  const head = element('p', { class: 'tip-head' }, `${capital(when)} · ${clock(step.timeMillis)}`);
  const table = element('table', {}, ...rows.slice(0, MOST_ROWS).map(row => element('tr', {},
    element('td', {}, row.color ? swatch(row.color, row.dash ?? 'solid') : ''), element('td', {}, row.name),
    element('td', { class: 'number' }, row.value),
    element('td', { class: 'tip-note' }, [smoothedAt(row, step), row.note].filter(Boolean).join('; ')))));
  const left = rows.length - MOST_ROWS;
  return element('div', {}, head, table,
    left > 0 ? element('p', { class: 'tip-foot' }, `and ${count(left)} more: choose fewer layers or series`) : null,
    foot ? element('p', { class: 'tip-foot' }, foot) : null);
}

/** Of all samples on these curves, the one nearest to an iteration. */
export const nearestStep = (tracks, x) =>
  nearest(tracks.filter(track => track.length > 0).map(track => nearest(track, x))
    .sort((a, b) => a.step.iteration - b.step.iteration), x)?.step;

/** The foot of a tooltip: the settings of a reading, or why they are not here; who points at the sample again asks again. */
export function settingsFoot({ details }, asked, settings, name = '') {
  if (asked.state === 'failed') {
    details.forget('tip');
    return `The settings of this sample could not be read: ${asked.reason}. Point at it again to try again.`;
  }
  return asked.state === 'loading' ? 'Reading the settings of this sample…' : `${name}${settingsLine(settings)}`;
}

/** A tooltip that is made anew when what it lacks has come: `make(retold)` asks for that with `retold` to be called then. */
export function retold(make) {
  const again = () => box.replaceChildren(...make(again).childNodes);
  const box = make(again);
  return box;
}

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
    empty: () => 'No loss: no sample after the first update yet.',
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
    empty: ({ steps }) => (steps.every(({ sampled }) => !sampled) ? 'No accuracy is measured yet.'
      : 'No accuracy: give the listener a probe with labels or a validation set.'),
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

/** The metrics whose headline is a number, in the run's order, without those that apply to no layer. */
export function curveInfos(context) {
  return [...new Map(context.allSeries.filter(series => !isDistribution(context, series) && !appliesNowhere(context, series))
    .map(series => [series.info.id, series.info])).values()];
}

export const curvePanels = context => curveInfos(context).map(metricPanel);
