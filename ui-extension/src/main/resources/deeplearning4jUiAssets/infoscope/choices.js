// What a reader can choose of a view of curves. All have a name in the address; some are kept for the next visit.
import { axisOf } from './axis.js';
import { flag, kept, name, names, number, oneOf } from './viewstate.js';

/** How the curves of any view are read. */
export const READING = {
  x: kept(oneOf('iteration', 'epoch', 'time')),
  logx: kept(flag()),
  logy: kept(flag()),
  /** The weight of smoothing, in [0, 0.999]; see smoothing.js. */
  smooth: kept(number(0, 0, 0.999)),
  /** The ids of the panels that stand first. */
  pin: kept(names()),
  /** The first and the last iteration that are shown, where the reader has zoomed in. */
  from: number(undefined),
  to: number(undefined),
};

/** What is chosen of one run. */
export const OF_RUN = {
  worker: name(),
  /** Layers that are not shown, or, where these are fewer, those that are. */
  hide: names(),
  only: names(),
  /** Keys of series that are not shown. */
  without: names(),
  /** The one layer that is shown with all its metrics. */
  layer: name(),
  /** The iteration at which the layer strip is drawn; the newest where there is none. */
  iteration: number(undefined),
  /** Which of the small charts are shown, and which of the maps, where there are many layers: pages from 1 on. */
  part: number(1, 1),
  maps: number(1, 1),
  /** The share of the run that is left out at its beginning. */
  range: oneOf('0', '0.5', '0.9'),
};

/** How the panels of one run are laid out. */
export const LAYOUT = {
  /** All layers in one chart, or a chart for each. */
  charts: kept(oneOf('together', 'apart')),
  /** How distributions are drawn. */
  distributions: kept(oneOf('heat', 'bands', 'ridges')),
};

/** What context.js calls the reading of a run's curves, as a view says. */
export const readingOf = (view, steps, startedMillis) => ({
  axis: axisOf(view.get('x'), view.get('logx'), steps, startedMillis),
  logy: view.get('logy'),
  smooth: view.get('smooth'),
});

/** The names of the layers that a view does not show, of all there are. */
export function hiddenLayers(view, all) {
  const [layer, only] = [view.get('layer'), view.get('only')];
  const there = only.filter(each => all.includes(each));
  const shown = all.includes(layer) ? [layer] : there.length > 0 ? there : undefined;
  return new Set(shown ? all.filter(each => !shown.includes(each)) : view.get('hide'));
}

/** Hides these layers of all there are: the address names whichever are fewer. */
export function hideLayers(view, all, hidden) {
  const shown = all.filter(each => !hidden.has(each));
  const few = shown.length > 0 && shown.length < hidden.size;
  view.set({ hide: few ? [] : [...hidden], only: few ? shown : [] });
}
