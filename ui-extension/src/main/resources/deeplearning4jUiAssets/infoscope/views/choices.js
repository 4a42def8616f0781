// What a reader can choose of a view of curves, and the controls for it.
import { axisOf } from '../charts/axis.js';
import { Chart } from '../charts/charts.js';
import { memoryOf } from '../charts/reading.js';
import { flag, kept, name, names, number, oneOf } from '../model/viewstate.js';
import { count } from '../model/words.js';
import { element, retryButton } from './controls.js';

// All choices have a name in the address; some are kept for the next visit.

/** How the curves of any view are read. */
export const READING = {
  x: kept(oneOf('iteration', 'epoch', 'time')),
  logx: kept(flag()),
  logy: kept(flag()),
  /** Whether axes up leave outliers out. */
  inliers: kept(flag()),
  /** The weight of smoothing, in [0, 0.999]; see reading.js. */
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
  inliers: view.get('inliers'),
  smooth: view.get('smooth'),
});

/** The names of the layers that a view does not show, of all there are. */
export function hiddenLayers(view, all) {
  const [layer, only] = [view.get('layer'), view.get('only')];
  const there = only.filter(each => all.includes(each));
  const shown = all.includes(layer) ? [layer] : there.length > 0 ? there : undefined;
  return new Set(shown ? all.filter(each => !shown.includes(each)) : view.get('hide'));
}

/** Takes back what an address names and the run does not have: `there` are the names that each of these choices may hold. */
export function forgetUnknown(view, there) {
  const known = ([key, names]) => {
    const chosen = view.get(key);
    return [key, Array.isArray(chosen) ? chosen.filter(each => names.includes(each)) : names.includes(chosen) ? chosen : ''];
  };
  const changed = Object.entries(there).map(known).filter(([key, left]) => left.length < view.get(key).length);
  if (changed.length > 0) {
    view.set(Object.fromEntries(changed));
  }
}

/** Hides these layers of all there are: the address names whichever are fewer. */
export function hideLayers(view, all, hidden) {
  const shown = all.filter(each => !hidden.has(each));
  const few = shown.length > 0 && shown.length < hidden.size;
  view.set({ hide: few ? [] : [...hidden], only: few ? shown : [] });
}

// The controls of how curves are read, and their link with the state of the view.

/** What the slider of smoothing spans: the part of the run over which readings fade, from the first stop to the last. */
const MEMORY = [0.0005, 0.5];
const STOPS = 40;

const weightAt = stop => (stop === 0 ? 0
  : Number(Math.exp(-1 / (1000 * MEMORY[0] * (MEMORY[1] / MEMORY[0]) ** ((stop - 1) / (STOPS - 1)))).toFixed(4)));
const stopOf = weight => (weight <= 0 ? 0 : Math.min(STOPS, Math.max(1,
  Math.round(1 + (STOPS - 1) * Math.log(memoryOf(weight) / MEMORY[0]) / Math.log(MEMORY[1] / MEMORY[0])))));

/** The weight in the words of the slider. */
const smoothingWords = weight =>
  (weight <= 0 ? 'off' : `${weight.toFixed(3)} · fades over ${Number((100 * memoryOf(weight)).toPrecision(2))} % of the run`);

/** Links controls with the parameters of a view: selects by their values, checkboxes, and the slider of smoothing. */
export class Toolbar {
  constructor(box, view) {
    Object.assign(this, { box, view });
    this.controls = [...box.querySelectorAll('[data-choice]')];
    this.said = box.querySelector('output');
    for (const control of this.controls) {
      if (control.type === 'range') {
        control.max = STOPS;
      }
      control.addEventListener(control.type === 'range' ? 'input' : 'change', () => view.set({ [control.dataset.choice]: valueOf(control) }));
    }
  }

  /** Shows what the view says. */
  show() {
    for (const control of this.controls) {
      const value = this.view.get(control.dataset.choice);
      if (control.type === 'checkbox') {
        control.checked = value;
      } else if (control.type === 'range') {
        control.value = stopOf(value);
        control.setAttribute('aria-valuetext', smoothingWords(value));
        this.said.textContent = smoothingWords(value);
      } else {
        control.value = value;
      }
    }
  }
}

const valueOf = control => (control.type === 'checkbox' ? control.checked
  : control.type === 'range' ? weightAt(Number(control.value)) : control.value);

// Which part of the run is shown, the way back to all of it, and what is being read of it.

/** While the reader still zooms, nothing but the charts moves. */
const SETTLED_MILLIS = 150;

const rounded = value => value && Math.round(100 * value) / 100;

const iterations = ([from, to]) => (Math.ceil(from) > Math.floor(to) ? `Between iterations ${count(Math.floor(from))} and ${count(Math.ceil(to))}`
  : `Iterations ${count(Math.ceil(from))} to ${count(Math.floor(to))}`);

export class Zoom {
  /** `select` offers to leave out a share of the run at its beginning; `view` keeps what is chosen, `changed()` when the page is to be drawn anew. */
  constructor(box, select, view, changed) {
    Object.assign(this, { box, select, view, changed });
    this.words = element('span');
    box.append(element('button', { type: 'button', class: 'button plain', onclick: () => this.reset() }, 'Reset zoom'), this.words);
    select.addEventListener('change', () => {
      view.set({ range: select.value });
      Chart.zoom();
    });
    Chart.zoomed = () => this.zoomed();
    this.apply();
  }

  /** Shows what the view says; a part that does not end after it begins is none. */
  apply() {
    const [from, to] = [this.view.get('from'), this.view.get('to')];
    this.select.value = this.view.get('range');
    Chart.view = from < to ? { startValue: from, endValue: to } : undefined;
    if (!Chart.view && (from ?? to) !== undefined) {
      this.view.set({ from: undefined, to: undefined });
    }
  }

  get percent() {
    return 100 * Number(this.select.value);
  }

  reset() {
    this.select.value = '0';
    this.view.set({ range: '0' });
    Chart.zoom();
  }

  zoomed() {
    clearTimeout(this.settling);
    if (Chart.view === undefined) {
      this.settle();
    } else {
      this.settling = setTimeout(() => this.settle(), SETTLED_MILLIS);
    }
  }

  settle() {
    const { startValue, endValue } = Chart.view ?? {};
    this.view.set({ from: rounded(startValue), to: rounded(endValue) });
    this.changed();
  }

  /** Has what is shown of a run read as closely as it is shown; answers its first and last iteration. `told(range)` is what is said of it. */
  show(follower, worker, steps, told = iterations) {
    const [first, last] = [steps[0].iteration, steps.at(-1).iteration];
    const part = Chart.shownIn([first, last], this.percent);
    const zoomed = part !== undefined;
    const range = part ?? [first, last];
    follower.look(worker, zoomed ? range : undefined);
    const { closer, trouble } = follower;
    const said = {
      waiting: ['Reading this part…'], loading: ['Reading this part…'],
      failed: [`This part could not be read closer: ${closer.reason}. `, retryButton(closer)],
    }[closer.state] ?? (zoomed ? [told(range)] : []);
    this.words.replaceChildren(...said, ...(trouble
      ? [` The newest samples could not be read whole: ${trouble}. `, retryButton(follower)] : []));
    this.box.hidden = !zoomed && !trouble;
    this.box.firstChild.hidden = !zoomed;
    return range;
  }
}
