// The list of runs, which is the legend: show and hide, alone, name and group, export, and the way to a run's own page.
import { exportUrl } from '../model/wire.js';
import { clock, count, plural, segment, visible } from '../model/words.js';
import { element, swatch } from './controls.js';

const toggle = (text, onclick) => element('button', { type: 'button', class: 'link', 'aria-pressed': 'false', onclick }, text);

/** Sets what a reader sees or hears, where it has changed: the keyboard's place is kept. */
function say(node, text) {
  if (node.textContent !== visible(text)) {
    node.textContent = visible(text);
  }
}

/** The workers of a run that has several, each with its look and a tick. */
class Workers {
  constructor(session, actions) {
    Object.assign(this, { session, actions });
    this.summary = element('summary');
    this.list = element('span', { class: 'workers' });
    this.box = element('details', {}, this.summary, this.list);
  }

  show(workers) {
    this.box.hidden = workers.length < 2;
    const key = JSON.stringify(workers);
    if (this.box.dataset.key === key) {
      return;
    }
    this.box.dataset.key = key;
    const off = workers.filter(({ on }) => !on).length;
    say(this.summary, `${plural(workers.length, 'worker')}${off > 0 ? `, ${count(off)} hidden` : ''}`);
    const focused = this.list.contains(document.activeElement) ? document.activeElement.value : undefined;
    this.list.replaceChildren(...workers.map(each => this.line(each)));
    [...this.list.querySelectorAll('input')].find(({ value }) => value === focused)?.focus();
  }

  line({ worker, look, on }) {
    const tick = element('input', { type: 'checkbox', value: worker, 'aria-label': `Show ${worker}`,
      onchange: () => this.actions.worker(this.session, worker, tick.checked) });
    tick.checked = on;
    const point = to => () => this.actions.point(to);
    return element('label', { onpointerenter: point({ session: this.session, worker }), onpointerleave: point({ session: this.session }) },
      tick, swatch(look.color, look.dash), element('span', {}, worker));
  }
}

class Row {
  constructor(session, actions) {
    Object.assign(this, { session, actions });
    this.tick = element('input', { type: 'checkbox', onchange: () => actions.tick([session], this.tick.checked) });
    this.look = element('span', { class: 'run-look' });
    this.name = element('a', { class: 'run-name', href: `/representation/${segment(session)}` });
    this.only = toggle('Only', () => actions.only([session]));
    this.edit = element('button', { type: 'button', class: 'link', 'aria-expanded': 'false', onclick: () => this.open(this.form.hidden) }, 'Edit');
    this.note = element('p', { class: 'note' });
    this.form = element('form', { hidden: true, onsubmit: event => this.save(event) });
    this.workers = new Workers(session, actions);
    this.box = element('li', { class: 'run' }, element('label', {}, this.tick, this.look), this.name, this.only, this.edit, this.note,
      this.workers.box, this.form);
    for (const event of ['pointerenter', 'focusin']) {
      this.box.addEventListener(event, () => actions.point({ session }));
    }
    for (const event of ['pointerleave', 'focusout']) {
      this.box.addEventListener(event, () => actions.point(undefined));
    }
  }

  open(on) {
    this.form.hidden = !on;
    this.edit.setAttribute('aria-expanded', on);
    if (!on) {
      return;
    }
    const field = (label, value, placeholder) => {
      const input = element('input', { type: 'text', maxlength: 200, placeholder });
      input.value = value;
      return [input, element('label', { class: 'field' }, element('span', {}, label), input)];
    };
    const [name, nameField] = field('Name', this.run.name, this.run.given);
    const [group, groupField] = field('Group', this.run.group, 'by its name');
    Object.assign(this, { nameInput: name, groupInput: group });
    this.form.replaceChildren(nameField, groupField,
      element('p', { class: 'note' }, 'Kept in this browser only. An empty name is the run’s own again.'),
      element('span', { class: 'run-actions' }, element('button', { type: 'submit', class: 'button plain' }, 'Save'),
        element('button', { type: 'button', class: 'button plain', onclick: () => this.close() }, 'Cancel'),
        ...['csv', 'jsonl'].map(format => element('a', { class: 'button', download: true, href: exportUrl(this.session, format) },
          format === 'csv' ? 'CSV' : 'JSON Lines'))));
    name.focus();
  }

  /** The focus goes back to where it came from, and points at nothing there: the reader is done with this run. */
  close() {
    this.open(false);
    this.edit.focus();
    this.actions.point(this.box.matches(':hover') ? { session: this.session } : undefined);
  }

  save(event) {
    event.preventDefault();
    const name = this.nameInput.value.trim();
    this.actions.call(this.session, { name: name === this.run.given ? '' : name, group: this.groupInput.value });
    this.close();
  }

  show(run, { ticked, alone, drawn, look, dark, workers }) {
    this.run = run;
    this.workers.show(workers);
    this.tick.checked = ticked;
    this.tick.setAttribute('aria-label', visible(`Show ${run.name}`));
    const key = JSON.stringify([look, dark]);
    if (this.look.dataset.key !== key) {
      this.look.dataset.key = key;
      this.look.replaceChildren(swatch(look.color, look.dash));
    }
    say(this.name, run.name);
    this.name.title = visible(`Open ${run.name} (${run.session}) by itself`);
    this.only.setAttribute('aria-pressed', alone);
    this.only.setAttribute('aria-label', visible(`Only ${run.name}`));
    this.edit.setAttribute('aria-label', visible(`Name, group and export of ${run.name}`));
    this.box.classList.toggle('undrawn', !drawn);
    this.box.dataset.state = run.state;
    say(this.note, noteOf(run));
    this.note.title = this.note.textContent;
  }
}

const WORDS = { live: 'Live', ended: 'Ended', stopped: 'Stopped without an end', waiting: 'No sample yet', gone: 'No longer attached', trouble: 'Not readable' };

function noteOf({ state, steps, samples, lastMillis, startedMillis, group, trouble, given, name, hidden }) {
  if (state === 'gone') {
    return 'No attached storage holds this run any more: attach its storage again, or take the tick away.';
  }
  const when = state === 'silent' ? `Silent since ${clock(lastMillis)}` : WORDS[state];
  return [when, trouble ? `${trouble} Trying again.` : '', startedMillis ? day(startedMillis) : '', samples === undefined ? '' : plural(samples, 'sample'), plural(steps, 'record'),
    group ? `group ${group}` : '', given !== name ? `itself “${given}”` : '',
    hidden ? 'another attached storage holds a run of this id, which is not shown: attach that storage alone to see it' : ''].filter(Boolean).join(' · ');
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const day = millis => DAY.format(millis);

class GroupRow {
  constructor(actions) {
    this.look = element('span', { class: 'run-look' });
    this.name = element('strong', { class: 'run-name' });
    this.only = toggle('Only', () => actions.only(this.sessions));
    this.note = element('p', { class: 'note' });
    this.box = element('li', { class: 'run group' }, this.look, this.name, this.only, this.note);
  }

  show({ name, members, look, drawn }, selection) {
    this.sessions = members.map(({ session }) => session);
    this.look.replaceChildren(swatch(look.color, look.dash));
    say(this.name, name);
    this.only.setAttribute('aria-label', visible(`Only the group ${name}`));
    this.only.setAttribute('aria-pressed', selection.solo?.size === members.length && this.sessions.every(each => selection.solo.has(each)));
    say(this.note, `Mean and range of ${count(drawn)} of ${plural(members.length, 'run')}`);
  }
}

export class RunList {
  /** `actions` has tick(sessions, on), only(sessions), call(session, {name, group}), worker(session, worker, on), point({session, worker}). */
  constructor(box, actions) {
    Object.assign(this, { box, actions, rows: new Map(), groups: new Map() });
  }

  /** Shows these runs; `groups` holds the groups with several of them, or nothing. `stateOf(run)` says how a run is shown. */
  show(runs, groups, stateOf, selection) {
    const wanted = [];
    const together = new Set(groups.flatMap(({ members }) => members.map(({ session }) => session)));
    for (const group of groups) {
      const row = this.groups.get(group.name) ?? new GroupRow(this.actions);
      this.groups.set(group.name, row);
      row.show(group, selection);
      wanted.push(row.box, ...group.members.map(run => this.row(run, stateOf).box));
    }
    wanted.push(...runs.filter(({ session }) => !together.has(session)).map(run => this.row(run, stateOf).box));
    wanted.forEach((box, i) => {
      if (this.box.children[i] !== box) {
        this.box.insertBefore(box, this.box.children[i] ?? null);
      }
    });
    while (this.box.children.length > wanted.length) {
      this.box.lastChild.remove();
    }
    this.box.querySelectorAll('.run').forEach(box => box.classList.remove('member'));
    groups.forEach(({ members }) => members.forEach(({ session }) => this.rows.get(session).box.classList.add('member')));
  }

  row(run, stateOf) {
    const row = this.rows.get(run.session) ?? new Row(run.session, this.actions);
    this.rows.set(run.session, row);
    row.show(run, stateOf(run));
    return row;
  }
}
