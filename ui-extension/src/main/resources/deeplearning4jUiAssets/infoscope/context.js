// What the panels draw from, and the words of their tooltips.
import { clock, count, element, swatch } from './dom.js';
import { nearest } from './model.js';
import { headline } from './readings.js';

/** Steps of one worker, colours, and the layers and series with their look. */
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
  const info = run.info(worker);
  return {
    colors, allLayers, allSeries,
    steps: run.of(worker),
    images: new Map((info?.images ?? []).map(image => [image.example, image])),
    checkpoints: new Map((info?.checkpoints ?? []).map(each => [each.iteration, each.description])),
    layers: allLayers.filter(layer => !hiddenLayers.has(layer.name)),
    series: allSeries.filter(series => !hiddenSeries.has(series.key)),
    track: (layer, series) => run.track(worker, layer, series.key),
    tracks: () => run.tracks(worker),
    problems: () => run.problems(worker),
    readings: run.readings(worker),
  };
}

/** Which metrics are distributions is seen in the data, so that a new metric needs no change here. */
export function isDistribution({ allLayers, track }, series) {
  for (const layer of allLayers) {
    const first = track(layer.name, series).find(({ reading }) => reading.values.length > 0);
    if (first) {
      return headline(first.reading, series).distribution !== undefined;
    }
  }
  return false;
}

/** When a step was, in words. */
export function whenOf({ checkpoints }, step) {
  const during = step.iteration < 0 ? 'before the first update' : `epoch ${step.epoch}`;
  return `iteration ${count(step.iteration)} · ${checkpoints.get(step.iteration) ?? during}`;
}

const MOST_ROWS = 24;

/** Iteration, epoch and wall time head every tooltip. */
export function tooltip(context, step, rows, foot) {
  const when = whenOf(context, step);
  const head = element('p', { class: 'tip-head' }, `${when[0].toUpperCase()}${when.slice(1)} · ${clock(step.timeMillis)}`);
  const table = element('table', {}, ...rows.slice(0, MOST_ROWS).map(({ color, dash, name, value, note }) => element('tr', {},
    element('td', {}, color ? swatch(color, dash ?? 'solid') : ''), element('td', {}, name),
    element('td', { class: 'number' }, value), element('td', { class: 'tip-note' }, note ?? ''))));
  const left = rows.length - MOST_ROWS;
  return element('div', {}, head, table,
    left > 0 ? element('p', { class: 'tip-foot' }, `and ${count(left)} more: choose fewer layers or series`) : null,
    foot ? element('p', { class: 'tip-foot' }, foot) : null);
}

/** Of all samples on these curves, the one nearest to an iteration. */
export const nearestStep = (tracks, x) =>
  nearest(tracks.filter(track => track.length > 0).map(track => nearest(track, x))
    .sort((a, b) => a.step.iteration - b.step.iteration), x)?.step;
