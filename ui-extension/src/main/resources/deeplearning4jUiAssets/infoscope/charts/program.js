// The program that draws charts: larger than all else of the page, which is of use before it has come.

/** Whether it is here. */
export const drawsCharts = () => window.echarts !== undefined;

const AGAIN_MILLIS = 3000;

/** By state, what to say of it. */
export const CHARTS_WORDS = {
  loading: 'Loading the program that draws the charts…', lost: 'The program that draws the charts did not arrive, trying again…' };

/** `state` is here, loading, or lost where it is loaded again; `changed()` when it is another. */
export class ChartsProgram {
  /** `script` is in the document, or will be soon. */
  constructor(script, changed) {
    Object.assign(this, { changed, state: drawsCharts() ? 'here' : 'loading' });
    this.watch(script);
    // It may have failed before anybody listened: when the window is loaded, it has come or it has not.
    addEventListener('load', () => this.state === 'loading' && script.isConnected && this.fail(script));
  }

  watch(script) {
    // Something else may have come in its place.
    script.addEventListener('load', () => (drawsCharts() ? this.become('here') : this.fail(script)));
    script.addEventListener('error', () => this.fail(script));
  }

  fail(script) {
    this.become('lost');
    setTimeout(() => this.again(script), AGAIN_MILLIS);
  }

  become(state) {
    this.state = state;
    this.changed();
  }

  again(script) {
    const next = document.createElement('script');
    next.src = script.src;
    this.watch(next);
    script.replaceWith(next);
  }
}
