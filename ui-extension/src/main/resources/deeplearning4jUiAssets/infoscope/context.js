// What the panels draw from, and the words of their tooltips.
import { PLAIN_AXIS } from './axis.js';
import { clock, count, element, full, settingsLine, swatch } from './dom.js';
import { headline, toldApart } from './readings.js';
import { nearest } from './track.js';

/** How curves are read where nothing is chosen: over iterations, linear, and not smoothed. */
const AS_IT_IS = { axis: PLAIN_AXIS, logy: false, smooth: 0 };

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
export function isDistribution({ allLayers, track }, series) {
  const layer = allLayers.find(({ name }) => track(name, series).some(({ reading }) => reading.values.length > 0));
  const first = layer && track(layer.name, series).find(({ reading }) => reading.values.length > 0);
  return first !== undefined && headline(first.reading, series).distribution !== undefined;
}

/** When a step was, in words. */
export function whenOf({ checkpoints }, step) {
  const during = step.iteration < 0 ? 'before the first update' : `epoch ${step.epoch}`;
  return `iteration ${count(step.iteration)} · ${checkpoints.get(step.iteration) ?? during}`;
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
  const head = element('p', { class: 'tip-head' }, `${when[0].toUpperCase()}${when.slice(1)} · ${clock(step.timeMillis)}`);
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
