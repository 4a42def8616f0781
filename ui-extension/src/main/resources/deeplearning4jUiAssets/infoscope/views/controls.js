// Elements, and controls that several views have: boxes to tick, pages of many charts, a slider over iterations, dialogs. Data reaches the page as text
// nodes only, so that no name can become markup.
import { nearest } from '../model/track.js';
import { count, visible, whenOf } from '../model/words.js';

/** Attributes that are read by people. */
const READ = ['title', 'aria-label'];

/** Makes an element; properties are attributes, or listeners when they start with "on". */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      made.addEventListener(name.slice(2), value);
    } else if (value === true) {
      made.setAttribute(name, '');
    } else if (value !== false && value !== undefined && value !== null) {
      made.setAttribute(name, READ.includes(name) ? visible(value) : value);
    }
  }
  made.append(...children.filter(child => child !== null && child !== undefined)
    .map(child => (child instanceof Node ? child : visible(child))));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A line as the charts draw it; `dash` is a word of CSS, or lengths. */
export function swatch(color, dash) {
  if (Array.isArray(dash)) {
    const [drawn, line] = ['svg', 'path'].map(name => document.createElementNS(SVG, name));
    Object.entries({ class: 'dashes', width: 30, height: 6, 'aria-hidden': 'true' }).forEach(each => drawn.setAttribute(...each));
    Object.entries({ d: 'M0 3H30', stroke: color, 'stroke-width': 3, 'stroke-dasharray': dash.join(' ') })
      .forEach(each => line.setAttribute(...each));
    drawn.append(line);
    return drawn;
  }
  const made = element('span', { class: 'swatch', 'aria-hidden': 'true' });
  made.style.borderTopColor = color;
  made.style.borderTopStyle = dash;
  return made;
}

/** Makes a select offer `[value, text]` pairs, anew only when these have changed. */
export function offer(select, entries, chosen) {
  const key = JSON.stringify(entries);
  if (select.dataset.key !== key) {
    select.dataset.key = key;
    select.replaceChildren(...entries.map(([value, text]) => element('option', { value }, text)));
  }
  select.value = chosen;
  select.disabled = entries.length === 0;
}

/** Asks again for what could not be read. */
export const retryButton = asked =>
  element('button', { type: 'button', class: 'link', onclick: () => asked.retry() }, 'Try again');

// Boxes to tick, in a row, with all and none at the end.

/** More boxes than this are folded: they would take the room of the charts. */
const FOLDED = 12;
/** A few more are not worth a click. */
const WORTH = 8;

/** What a row offers, within a sentence. */
const whatOf = box => box.querySelector('legend').textContent.toLowerCase();

/** Folds the boxes of a row that has many, all but the first ones, with a button that shows them all; to be called when they have been made anew. */
export function foldChips(box) {
  const chips = [...box.querySelectorAll('.chip')];
  if (chips.length <= FOLDED + WORTH) {
    delete box.dataset.folded;
    return;
  }
  const button = element('button', { type: 'button', class: 'link fold', onclick: () => fold(button.getAttribute('aria-expanded') === 'true') });
  function fold(folded) {
    box.dataset.folded = folded;
    chips.slice(FOLDED).forEach(chip => { chip.hidden = folded; });
    button.setAttribute('aria-expanded', String(!folded));
    button.textContent = `${folded ? `Show all ${chips.length}` : `Show the first ${FOLDED}`} ${whatOf(box)}`;
  }
  chips.at(-1).after(button);
  // Who has opened it, and then gets one more to choose from, wants it open still.
  fold(box.dataset.folded !== 'false');
}

/**
 * Offers `entries` {key, text, title}; `change(keys, on)` is told of the reader's choice. Boxes are made anew only when the entries change;
 * told is always the newest `change`.
 */
export function drawChips(box, entries, isOn, change) {
  const key = JSON.stringify(entries);
  box.change = change;
  if (box.dataset.key !== key) {
    box.dataset.key = key;
    const all = on => element('button', { type: 'button', class: 'link', 'aria-label': `${on ? 'All' : 'None of the'} ${whatOf(box)}`,
      onclick: () => box.change(entries.map(each => each.key), on) }, on ? 'All' : 'None');
    box.replaceChildren(box.querySelector('legend'), ...entries.map(entry => element('label', { class: 'chip', title: entry.title },
      element('input', { type: 'checkbox', value: entry.key, onchange: event => box.change([entry.key], event.target.checked) }),
      element('span', {}, entry.text))), all(true), all(false));
    foldChips(box);
  }
  box.querySelectorAll('input').forEach((input, i) => { input.checked = isOn(entries[i].key); });
  box.hidden = entries.length === 0;
}

// Many small charts, some at a time: a browser draws so many without strain.

export const MOST_CHARTS = 32;

/** The page that is wanted of a list, or the last one: its items, and which of how many they are, from 1 on. */
export function pageOf(all, wanted) {
  const pages = Math.max(1, Math.ceil(all.length / MOST_CHARTS));
  const page = Math.min(Math.max(1, Math.round(wanted)), pages);
  const items = all.slice((page - 1) * MOST_CHARTS, page * MOST_CHARTS);
  return { items, page, pages, first: (page - 1) * MOST_CHARTS + 1, last: (page - 1) * MOST_CHARTS + items.length, all: all.length };
}

/** Which items of how many are shown, and the ways to the others: `turn(page)`. `of` is what they are, as "Layers". Nothing where all are. */
export function drawPager(box, { page, pages, first, last, all }, of, turn) {
  box.hidden = pages < 2;
  const key = JSON.stringify([page, pages, last, all]);
  if (box.hidden || box.dataset.key === key) {
    return;
  }
  box.dataset.key = key;
  const held = box.contains(document.activeElement) ? document.activeElement.dataset.way : undefined;
  const button = (way, words, to) => element('button', { type: 'button', class: 'button plain', 'data-way': way, disabled: to < 1 || to > pages,
    onclick: () => turn(to) }, words);
  box.replaceChildren(button('back', '← Previous', page - 1), element('span', {}, `${of} ${count(first)} to ${count(last)} of ${count(all)}`),
    button('on', 'Next →', page + 1));
  // The keyboard goes on where it was; at an end, the other way.
  const [same, other] = held === undefined ? [] : [box.querySelector(`[data-way=${held}]`), box.querySelector('button:not([disabled])')];
  (same?.disabled ? other : same)?.focus();
}

/** The place for it. */
export const pagerBox = () => element('nav', { class: 'pager', 'aria-label': 'More charts', hidden: true });

// A slider over the iterations that hold something to show. It follows the newest until the reader chooses another one.

const FRAME_MILLIS = 350;

export class Frames {
  /** The name stands beside the slider; whose frames they are is for who hears it. `changed()` after the reader's choice. */
  constructor(id, name, whose, changed) {
    this.changed = changed;
    this.whose = whose;
    this.input = element('input', {
      type: 'range', id, 'aria-label': `${name} of ${whose}`, min: 0, step: 1, oninput: () => this.choose(Number(this.input.value)),
    });
    this.output = element('output', { for: id });
    this.play = element('button', { type: 'button', class: 'button plain', onclick: () => this.toggle() });
    this.say('Play');
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
    this.say('Stop');
  }

  stop() {
    clearInterval(this.playing);
    this.playing = undefined;
    this.say('Play');
  }

  say(word) {
    this.play.textContent = word;
    this.play.setAttribute('aria-label', `${word} ${this.whose}`);
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

// A dialog that the keyboard opens and closes.

/** Shows it, with a button that closes it; answers with the dialog. */
export function openDialog(title, ...content) {
  const close = element('button', { type: 'button', class: 'button plain', onclick: () => dialog.close() }, 'Close');
  const dialog = element('dialog', { class: 'help', 'aria-label': title }, element('h2', {}, title), ...content, close);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', event => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
  return dialog;
}
