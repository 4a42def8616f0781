// What both pages have around their charts: light or dark, when to draw, the list of keys, and what there is while nothing can be drawn.
import { Names, keptHere } from '../model/names.js';
import { listRuns, newestFirst } from '../model/wire.js';
import { clock, visible } from '../model/words.js';
import { element, offer, openDialog } from './controls.js';

// Light or dark: as the system says, or as the reader has chosen, which is kept; early.js sets it before the page is painted.

const THEME_KEY = 'infoscope.theme';
const CHOICES = ['light', 'dark'];
const system = matchMedia('(prefers-color-scheme: dark)');
const root = document.documentElement;

export const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);

function choose(choice) {
  if (CHOICES.includes(choice)) {
    root.dataset.theme = choice;
  } else {
    delete root.dataset.theme;
  }
}

function keep(choice) {
  try {
    if (CHOICES.includes(choice)) {
      localStorage.setItem(THEME_KEY, choice);
    } else {
      localStorage.removeItem(THEME_KEY);
    }
  } catch {
    // A browser that keeps nothing: the choice holds until the page is left.
  }
}

/** Makes a select with the values system, light and dark the switch; `changed()` when the page is to be drawn in other colours. */
export function switchBy(select, changed) {
  select.value = root.dataset.theme ?? 'system';
  select.addEventListener('change', () => {
    choose(select.value);
    keep(select.value);
    changed();
  });
  system.addEventListener('change', changed);
  // Another tab of this page.
  addEventListener('storage', event => {
    if (event.key === THEME_KEY) {
      choose(event.newValue);
      select.value = root.dataset.theme ?? 'system';
      changed();
    }
  });
}

// When a page is drawn: at once for its reader, and for news at a pace that leaves the reader the better part of the time.

/** Drawing what is new takes this share of the time at most, however much there is. */
const DRAWING_SHARE = 0.25;

export class Pace {
  /** `draw()` draws; for news no sooner than `restMillis` after it was done, the first time at once. */
  constructor(draw, restMillis) {
    Object.assign(this, { draw, restMillis, pause: 0 });
  }

  /** For news. */
  redraw = () => {
    this.pending ??= setTimeout(() => this.now(), this.pause);
  };

  /** For what the reader waits for. */
  soon = () => {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => this.now());
  };

  /** The next news are waited for. */
  hurry() {
    this.pause = 0;
  }

  now() {
    this.pending = undefined;
    const start = performance.now();
    this.draw();
    this.pause = Math.max(this.restMillis, (performance.now() - start) / DRAWING_SHARE);
  }
}

// What the keys do.

/** `[keys, what they do]`. */
const KEYS = [
  ['?', 'this list'],
  ['Tab, Shift+Tab', 'to the next or the previous control or chart'],
  ['← →', 'in a chart: from sample to sample; in a plane: along a trajectory'],
  ['↑ ↓', 'in a plane: to another layer; in ridges: to older and newer ones'],
  ['Enter', 'in a strip of layers: the layer alone'],
  ['Esc', 'in a chart: the whole run again; in a menu or here: close'],
  ['Drag', 'across a chart: zoom to that part'],
  ['Ctrl + wheel', 'over a chart: zoom'],
  ['Shift + drag', 'in a chart: move the part that is shown'],
  ['Double click', 'in a chart: the whole run again'],
];

function openKeys() {
  openDialog('Keys', element('table', { class: 'keys' }, element('tbody', {}, ...KEYS.map(([keys, what]) =>
    element('tr', {}, element('th', { scope: 'row' }, element('kbd', {}, keys)), element('td', {}, what))))));
}

const TYPING = 'input:not([type=checkbox], [type=range], [type=radio]), select, textarea, [contenteditable]';

/** The key "?" and this button open the list of keys. */
export function offerKeys(button) {
  button.addEventListener('click', openKeys);
  document.addEventListener('keydown', event => {
    if (event.key === '?' && !event.ctrlKey && !event.metaKey && !event.target.closest?.(TYPING) && !document.querySelector('dialog[open]')) {
      event.preventDefault();
      openKeys();
    }
  });
}

// What stands in place of the charts while there is nothing to draw: why, and what to do.

const HOW_NOT_TO_MISS = 'RepresentationListener.builder(storage).every(1).blocking(true).build()';
export const HOW_TO = 'UIServer.getInstance().attach(storage);\nnetwork.addListeners(new RepresentationListener(storage));';

const NO_ANSWER = 'The training UI does not answer. This page goes on trying; if the program has ended, start it again or open '
  + 'the run’s file with: infoscope ui FILE';

/** A connection that is soon back moves no charts. */
const LONG_LOSS_MILLIS = 5000;
let lostSince;

/** Says so above charts that nothing new can come for. */
export function tellLoss(box, connection) {
  lostSince = connection === 'lost' ? lostSince ?? Date.now() : undefined;
  const hidden = !(Date.now() - lostSince > LONG_LOSS_MILLIS);
  if (box.hidden !== hidden) {
    box.textContent = NO_ANSWER;
    box.hidden = hidden;
  }
}

/** `[title, text, code]` for a run of which nothing is here; `state` is that of its head. */
function reasonOf(session, state, { connection, reason, arrived }) {
  if (!session) {
    return ['Waiting for a run', 'No attached storage holds one yet. Attach a storage to the UI server and a RepresentationListener to the network:', HOW_TO];
  }
  if (state === 'lost') {
    return ['Nothing to show', connection === 'refused' ? reason : connection === 'gone'
      ? 'No attached storage holds this run. Choose another one above, or attach its storage: this page looks again.'
      : NO_ANSWER];
  }
  if (state === 'waiting' && !arrived) {
    return ['Reading this run', 'Its history is on the way.'];
  }
  if (state === 'stopped') {
    return ['The run stopped before its first sample', 'No process writes to its file any more, and none has recorded its end: the program was '
      + 'killed, or ended before the first sample was measured.'];
  }
  return state === 'ended'
    ? ['The run ended without a sample', 'No iteration was due, or training ended before the first sample was measured. '
      + 'Measure every iteration, and let training wait:', HOW_NOT_TO_MISS]
    : ['Waiting for the first sample', 'It is being measured, or the first sampled iteration has not come yet.'];
}

const NO_SAMPLE = { stopped: 'The run stopped before its first sample.', ended: 'The run ended without a sample.' };

/** The same in one line above charts that have nothing but scores. */
export const lackOfSamples = (state, { steps, outputs, problems }) =>
  (steps.some(({ sampled }) => sampled) || outputs.length > 0 || problems().length > 0 ? ''
    : NO_SAMPLE[state] ?? 'Waiting for the first sample: it is being measured, or the first sampled iteration has not come yet.');

/** Shows that in `box`, with its parts `title`, `text` and `code`, in place of `other`. */
export function explainEmptiness({ box, title, text, code, other }, session, state, follower) {
  const [head, words, example] = reasonOf(session, state, follower);
  box.hidden = false;
  box.classList.remove('loading');
  other.hidden = true;
  title.textContent = head;
  text.textContent = visible(words);
  code.hidden = !example;
  code.textContent = example ?? '';
}

// The choice of a run, each by the name that the reader gives it, or else by its own.

const HOW_KEPT = 'Kept in this browser only, for this page and for “Compare runs”. An empty name is the run’s own again.';

export class RunPicker {
  /** `choose(session)` after the reader's choice; `renamed()` when a run is called otherwise, here or on another page. */
  constructor(select, button, { choose, renamed }) {
    Object.assign(this, { select, button, renamed, names: new Names(keptHere()), runs: [], asked: false });
    select.addEventListener('change', () => choose(select.value));
    button.addEventListener('click', () => this.rename());
    addEventListener('storage', () => {
      this.names.reread();
      this.show(this.session);
      renamed();
    });
  }

  /** Asks which runs there are, the newest first; whether there was an answer. */
  async refresh() {
    try {
      const { runs } = await listRuns();
      this.runs = newestFirst(runs);
      this.asked = true;
    } catch {
      return false;
    }
    return true;
  }

  /** The session of the newest run, if there is a run. */
  get newest() {
    return this.runs[0]?.session;
  }

  /** What the reader calls a run that calls itself `given`. */
  nameOf(session, given) {
    return this.names.of(session).name || given;
  }

  /** Offers the runs there are, and the one that is shown. */
  show(session) {
    this.session = session;
    // What does not fit is cut off at the end: the state rather not.
    const named = this.runs.map(run => [run.session, [this.nameOf(run.session, run.name),
      run.ended ? 'ended' : run.stopped ? 'stopped' : '', run.startedMillis ? clock(run.startedMillis) : ''].filter(Boolean).join(' · ')]);
    if (session && !this.runs.some(run => run.session === session)) {
      named.unshift([session, this.nameOf(session, session)]);
    }
    offer(this.select, named, session);
    this.button.hidden = !session;
  }

  rename() {
    const { session } = this;
    const given = this.runs.find(run => run.session === session)?.name ?? session;
    const input = element('input', { type: 'text', maxlength: 200, placeholder: given });
    input.value = this.nameOf(session, given);
    const dialog = openDialog('Rename this run', element('form', { class: 'rename', onsubmit: event => {
      event.preventDefault();
      const name = input.value.trim();
      this.names.call(session, { ...this.names.of(session), name: name === given ? '' : name });
      this.show(session);
      this.renamed();
      dialog.close();
    } }, element('label', { class: 'field' }, element('span', {}, 'Name'), input), element('button', { type: 'submit', class: 'button plain' }, 'Save')),
    element('p', { class: 'note' }, HOW_KEPT));
    input.select();
    input.focus();
  }
}
