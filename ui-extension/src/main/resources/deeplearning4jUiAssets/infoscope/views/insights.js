// What the rules find in the run, in plain words, each with the way to the readings that show it.
import { insightsOf } from '../model/wire.js';
import { count, iterationOf, plural } from '../model/words.js';
import { element } from './controls.js';

/** The curves come first. */
const FIRST_MILLIS = 400;
const PAUSE_MILLIS = 3000;
/** Places of one insight that are seen at once. */
const FEW = 6;
const MARKS = { warning: '⚠', note: 'ℹ' };
/** The charts of what is about the run and not about a layer. */
const PANELS = { 'diverging-score': 'loss', 'overhead-over-budget': 'overhead' };

export class InsightPanel {
  /** `go(insight, panels)` shows the reading that an insight is about, in the first of these panels that there is. */
  constructor(section, go) {
    Object.assign(this, { section, go });
    this.list = section.querySelector('ul');
    this.said = section.querySelector('p');
  }

  reset() {
    clearTimeout(this.timer);
    Object.assign(this, { key: undefined, next: undefined, timer: undefined, drawn: undefined, askedAt: undefined });
    this.section.hidden = true;
  }

  /** Asks again when the worker's run has got more steps, but not all the time. */
  show(session, { worker, allSeries, basis }) {
    const key = JSON.stringify([session, worker, basis.count]);
    this.series = new Map(allSeries.map(each => [each.key, each]));
    if (key !== this.key) {
      this.key = key;
      this.next = { session, worker };
      this.plan();
    }
  }

  plan() {
    if (!this.timer && !this.busy) {
      this.timer = setTimeout(() => this.ask(), this.askedAt === undefined ? FIRST_MILLIS
        : Math.max(0, this.askedAt + PAUSE_MILLIS - performance.now()));
    }
  }

  async ask() {
    const asked = this.next;
    Object.assign(this, { timer: undefined, busy: true, askedAt: performance.now() });
    const answer = await insightsOf(asked.session, asked.worker).catch(error => ({ error: error.message }));
    this.busy = false;
    if (this.next?.session === asked.session && this.next.worker === asked.worker) {
      this.draw(answer);
    }
    if (this.next && this.next !== asked) {
      this.plan();
    }
  }

  draw(answer) {
    const look = JSON.stringify(answer);
    if (look === this.drawn) {
      return;
    }
    this.drawn = look;
    const { insights = [], thinned, steps, error } = answer;
    this.section.hidden = !error && insights.length === 0;
    if (error) {
      this.said.replaceChildren(`The insights could not be read: ${error}. `, element('button', { type: 'button', class: 'link',
        onclick: () => this.ask() }, 'Try again'));
      return;
    }
    const left = answer.count - insights.length;
    this.said.replaceChildren([thinned ? `Judged by ${plural(steps, 'step')} of the thinned curves.` : '',
      left > 0 ? `${count(left)} more are not shown.` : ''].filter(Boolean).join(' '));
    // One entry for what many layers have in common.
    const groups = new Map();
    insights.forEach(each => groups.set(each.title, [...groups.get(each.title) ?? [], each]));
    this.list.replaceChildren(...[...groups.values()].map(group => this.entry(group)));
  }

  entry(group) {
    const [{ severity, title, explanation, advice, layer }] = group;
    const [heading, words] = group.length > 1 ? [`${title} (${count(group.length)})`, ` ${layer}: ${explanation}`]
      : [title, ` ${explanation}`];
    const links = group.map(each => this.link(each));
    const rest = links.splice(FEW);
    return element('li', { 'data-severity': severity },
      element('span', { class: 'badge' }, element('span', { 'aria-hidden': 'true' }, MARKS[severity] ?? ''), ` ${severity}`),
      element('div', {},
        element('p', {}, element('strong', {}, heading), words),
        element('p', { class: 'note' }, advice),
        element('p', { class: 'places' }, ...links),
        rest.length === 0 ? null : element('details', {}, element('summary', {}, `${count(rest.length)} more`),
          element('p', { class: 'places' }, ...rest))));
  }

  link(insight) {
    const series = this.series.get(insight.series);
    const panels = insight.series === undefined ? [PANELS[insight.rule]]
      : [series?.info.id, `${insight.series} ${insight.layer}`];
    const where = [insight.layer, series && `${series.info.symbol} ${series.label}`].filter(Boolean).join(' · ') || 'Show';
    return element('button', { type: 'button', class: 'link', onclick: () => this.go(insight, panels) },
      insight.since < 0 ? `${where}, from before training on` : `${where}, since ${iterationOf(insight.since)}`);
  }
}

/** Puts the reader before one of these panels, the cross-hair on the sample nearest to an iteration. */
export function lookAt(panels, iteration) {
  const box = panels.map(id => id && document.querySelector(`[data-panel="${CSS.escape(id)}"]`)).find(Boolean);
  box?.scrollIntoView({ block: 'center' });
  // A chart may be drawn only when it has come into sight, which takes a frame, and shows its tips a frame after.
  requestAnimationFrame(() => requestAnimationFrame(() => {
    box?.focus({ preventScroll: true });
    box?.dispatchEvent(new CustomEvent('look', { detail: iteration }));
  }));
}
