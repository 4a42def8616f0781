// Which part of the run is shown, the way back to all of it, and what is being read of it.
import { Chart } from './charts.js';
import { count, element, retryButton } from './dom.js';

/** While the reader still zooms, nothing but the charts moves. */
const SETTLED_MILLIS = 150;

const rounded = value => value && Math.round(100 * value) / 100;

const iterations = ([from, to]) => `Iterations ${count(Math.ceil(from))} to ${count(Math.floor(to))}`;

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

  /** Shows what the view says. */
  apply() {
    const [from, to] = [this.view.get('from'), this.view.get('to')];
    this.select.value = this.view.get('range');
    Chart.view = from < to ? { startValue: from, endValue: to } : undefined;
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
