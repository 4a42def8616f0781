// A slider over the iterations that hold something to show. It follows the newest until the reader chooses another one.
import { whenOf } from './context.js';
import { element } from './dom.js';
import { nearest } from './track.js';

const FRAME_MILLIS = 350;

export class Frames {
  /** `changed()` after the reader's choice. */
  constructor(id, name, changed) {
    this.changed = changed;
    this.input = element('input', { type: 'range', id, min: 0, step: 1, oninput: () => this.choose(Number(this.input.value)) });
    this.output = element('output', { for: id });
    this.play = element('button', { type: 'button', class: 'button plain', onclick: () => this.toggle() }, 'Play');
    this.box = element('span', { class: 'frames' },
      element('label', { class: 'field', for: id }, element('span', {}, name)), this.input, this.play, this.output);
    this.steps = [];
    /** While what was chosen last is still to come, playing waits for it. */
    this.waiting = false;
  }

  choose(at) {
    this.chosen = at >= this.steps.length - 1 ? undefined : this.steps[at].iteration;
    this.changed();
  }

  toggle() {
    if (this.playing) {
      this.stop();
      return;
    }
    if (this.chosen === undefined) {
      this.choose(0);
    }
    this.playing = setInterval(() => {
      if (this.waiting) {
        return;
      }
      this.choose(Math.min(Number(this.input.value) + 1, this.steps.length - 1));
      if (this.chosen === undefined) {
        this.stop();
      }
    }, FRAME_MILLIS);
    this.play.textContent = 'Stop';
  }

  stop() {
    clearInterval(this.playing);
    this.playing = undefined;
    this.play.textContent = 'Play';
  }

  reset() {
    this.stop();
    this.chosen = undefined;
  }

  /** Offers these steps, in order of iteration; the one that is chosen, or the one nearest to it. */
  show(context, steps) {
    this.steps = steps;
    const step = this.chosen === undefined ? steps.at(-1) : nearest(steps, this.chosen, each => each.iteration);
    this.input.max = Math.max(0, steps.length - 1);
    this.input.value = steps.indexOf(step);
    this.input.disabled = steps.length < 2;
    this.play.hidden = steps.length < 2;
    const when = whenOf(context, step);
    this.input.setAttribute('aria-valuetext', when);
    this.output.textContent = `${when}${step === steps.at(-1) ? ' · newest' : ` · ${steps.indexOf(step) + 1} of ${steps.length}`}${
      context.basis.partial ? ' · zoom in for those between' : ''}`;
    return step;
  }
}

/** All steps in which one of these tracks has a reading that `wanted` accepts, in order. What a thin reading lacks, it may have. */
export function stepsOf(tracks, wanted) {
  const steps = new Set(tracks.flatMap(track =>
    track.filter(({ reading }) => (reading.thin ? reading.values.length > 0 : wanted(reading))).map(({ step }) => step)));
  return [...steps].sort((a, b) => a.iteration - b.iteration);
}
