// What runs are called: by themselves, or by the reader in this browser, which keeps that and the place of each run among the colours.
import { openDialog } from './controls.js';
import { clock, element, offer } from './dom.js';
import { listRuns, newestFirst } from './wire.js';

const KEY = 'infoscope.runs';
/** Runs without a name or group of the reader's own are forgotten when there are more, the longest unseen first. */
const MOST_KEPT = 1000;
const LONGEST = 200;

/** Where names are kept: nowhere, when the browser keeps nothing for this page. */
export function keptHere() {
  try {
    return window.localStorage;
  } catch {
    return { getItem: () => null, setItem: () => { throw new Error('this browser keeps nothing'); } };
  }
}

/** Anything may stand there: only what names can be made of is taken. */
function read(kept) {
  try {
    const pairs = JSON.parse(kept.getItem(KEY) ?? '[]');
    return new Map(pairs.filter(([session, of]) => typeof session === 'string' && of && typeof of === 'object'));
  } catch {
    return new Map();
  }
}

const text = value => (typeof value === 'string' ? value : '').trim().slice(0, LONGEST);

export class Names {
  /** `linked` are the names and groups that the page's address brings along: `{name, group}` by session; the reader's own come first. */
  constructor(kept, linked = new Map()) {
    Object.assign(this, { kept, linked, slots: new Map() });
    this.reread();
  }

  /** After another page of this browser has changed what is kept. */
  reread() {
    this.known = read(this.kept);
  }

  of(session) {
    const [own, linked] = [this.known.get(session) ?? {}, this.linked.get(session) ?? {}];
    return { name: text(own.name) || text(linked.name), group: text(own.group) || text(linked.group) };
  }

  /** Keeps what the reader calls a run; nothing brings its own name back. */
  call(session, { name, group }) {
    this.linked.delete(session);
    this.change(session, { name: text(name) || undefined, group: text(group) || undefined });
  }

  change(session, what) {
    const all = read(this.kept);
    const changed = { ...all.get(session), ...what };
    all.delete(session);
    all.set(session, changed);
    const nameless = [...all].filter(([, { name, group }]) => !name && !group);
    nameless.slice(0, Math.max(0, all.size - MOST_KEPT)).forEach(([old]) => all.delete(old));
    try {
      this.kept.setItem(KEY, JSON.stringify([...all]));
      this.known = all;
    } catch {
      // No room: the name holds until the page is left.
      this.linked.set(session, { ...this.linked.get(session), ...what });
    }
  }

  /** Gives every one of these runs, in the order of their beginning, a place of its own among the colours: the one it had, if it is free. */
  place(sessions) {
    const { known } = this;
    const taken = new Set();
    const give = (session, slot) => {
      taken.add(slot);
      this.slots.set(session, slot);
    };
    const before = this.slots;
    this.slots = new Map();
    for (const session of sessions) {
      const slot = before.get(session) ?? known.get(session)?.slot;
      if (Number.isInteger(slot) && slot >= 0 && !taken.has(slot)) {
        give(session, slot);
      }
    }
    for (const session of sessions.filter(each => !this.slots.has(each))) {
      let slot = 0;
      while (taken.has(slot)) {
        slot += 1;
      }
      give(session, slot);
      this.change(session, { slot });
    }
  }

  /** The place of a run among the colours. */
  slot(session) {
    return this.slots.get(session) ?? 0;
  }
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
    const named = this.runs.map(run => [run.session, [this.nameOf(run.session, run.name), run.startedMillis ? clock(run.startedMillis) : '',
      run.ended ? 'ended' : ''].filter(Boolean).join(' · ')]);
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
