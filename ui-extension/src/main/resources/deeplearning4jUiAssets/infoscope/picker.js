// The choice of a run, each by the name that the reader gives it, or else by its own.
import { openDialog } from './dialog.js';
import { clock, element, offer } from './dom.js';
import { Names, keptHere } from './names.js';
import { listRuns, newestFirst } from './wire.js';

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
