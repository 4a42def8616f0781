// The controls of how curves are read, and their link with the state of the view.
import { memoryOf } from './smoothing.js';

/** What the slider of smoothing spans: the part of the run over which readings fade, from the first stop to the last. */
const MEMORY = [0.0005, 0.5];
const STOPS = 40;

const weightAt = stop => (stop === 0 ? 0
  : Number(Math.exp(-1 / (1000 * MEMORY[0] * (MEMORY[1] / MEMORY[0]) ** ((stop - 1) / (STOPS - 1)))).toFixed(4)));
const stopOf = weight => (weight <= 0 ? 0 : Math.min(STOPS, Math.max(1,
  Math.round(1 + (STOPS - 1) * Math.log(memoryOf(weight) / MEMORY[0]) / Math.log(MEMORY[1] / MEMORY[0])))));

/** The weight in the words of the slider. */
export const smoothingWords = weight =>
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
