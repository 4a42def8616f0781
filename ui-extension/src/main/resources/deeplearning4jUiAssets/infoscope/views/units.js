// The units of one layer at one iteration: the best, the worst and the dead ones, for every metric that scores units.
import { headline, noteOf, valuesOf } from '../model/readings.js';
import { nearest } from '../model/track.js';
import { brief, count, full, phrase, plural, settingsLine, visible, withUnit } from '../model/words.js';
import { Frames, element, retryButton, stepsOf } from './controls.js';

const FEW = 5;
const scored = reading => valuesOf(reading, 'unitScores').length > 0;

/** Options of a select; the reader's choice stays while it is there. */
export function offer(select, entries) {
  const key = JSON.stringify(entries);
  if (select.dataset.key !== key) {
    const { value } = select;
    select.dataset.key = key;
    select.replaceChildren(...entries.map(([id, text]) => element('option', { value: id }, text)));
    select.value = entries.some(([id]) => id === value) ? value : entries[0]?.[0];
  }
  select.closest('label').hidden = entries.length < 2;
}

export function field(name, select) {
  return element('label', { class: 'field' }, element('span', {}, name), select);
}

export class UnitTable {
  constructor(section) {
    const again = () => this.show(this.context);
    this.section = section;
    this.series = element('select', { id: 'unit-series', onchange: again });
    this.layer = element('select', { id: 'unit-layer', onchange: again });
    this.frames = new Frames('unit-iteration', 'Iteration', 'units', again);
    this.all = element('input', { type: 'checkbox', id: 'unit-all', onchange: again });
    this.note = element('p', { class: 'note' });
    this.summary = element('p', { id: 'unit-summary', role: 'status' });
    this.table = element('table', { id: 'units', 'aria-describedby': 'unit-summary' });
    section.append(this.note,
      element('div', { class: 'toolbar' }, field('Series', this.series), field('Layer', this.layer), this.frames.box,
        element('label', { class: 'chip', for: 'unit-all' }, this.all, element('span', {}, 'All units'))),
      this.summary,
      element('div', { class: 'scroll tall', tabindex: 0, role: 'region', 'aria-labelledby': 'units-title' }, this.table));
  }

  reset() {
    this.frames.reset();
  }

  show(context) {
    this.context = context;
    const { track, has, allLayers } = context;
    const layersOf = series => allLayers.filter(layer => has(layer.name, series, 'unitScores'));
    const ranked = context.series.filter(series => layersOf(series).length > 0);
    this.section.hidden = ranked.length === 0;
    if (ranked.length === 0) {
      return;
    }
    offer(this.series, ranked.map(series => [series.key, `${series.info.symbol} ${series.label}`]));
    const series = ranked.find(each => each.key === this.series.value);
    offer(this.layer, layersOf(series).map(layer => [layer.name, layer.name]));
    const own = track(this.layer.value, series);
    const step = this.frames.show(context, stepsOf([own], scored));
    const item = nearest(own, step.iteration);
    const asked = context.details.ask('units', { worker: context.worker, layers: [this.layer.value], series: [series.key],
      iterations: item.reading.thin ? [step.iteration] : [] }, () => this.show(this.context));
    const reading = context.whole(this.layer.value, series, item);
    this.frames.waiting = asked.state === 'loading';
    this.table.setAttribute('aria-busy', asked.state === 'loading');
    if (reading && scored(reading)) {
      this.draw(reading, series);
    } else {
      this.wait(asked);
    }
  }

  /** What is shown of another iteration stays until this one is here, in grey. */
  wait(asked) {
    const words = { loading: ['Reading this sample…'], there: ['No scores of units in this sample.'],
      failed: ['This sample could not be read: ', asked.reason, '. ', retryButton(asked)] };
    this.summary.replaceChildren(...words[asked.state]);
    if (asked.state !== 'loading') {
      this.table.replaceChildren();
    }
  }

  draw(reading, series) {
    const ranking = rankUnits(reading, series);
    const { value, unit } = headline(reading, series);
    this.note.textContent = visible(`${series.info.displayName} (${series.info.symbol}). ${series.info.description}`);
    this.summary.textContent = visible([`${this.layer.value}: ${scoreName(series.info.headline)} ${withUnit(brief(value), unit)}`,
      `${plural(ranking.units.length, 'unit')}, ${count(ranking.live.length)} live, ${count(ranking.dead.length)} dead`
        + (ranking.unmeasured.length > 0 ? `, ${count(ranking.unmeasured.length)} not measured` : ''),
      noteOf(reading)].filter(Boolean).join(' · '));
    this.summary.title = visible(settingsLine(reading.settings));
    const most = this.all.checked ? Infinity : FEW;
    const head = element('tr', {}, element('th', { scope: 'col' }, 'Unit'), ...ranking.scores.map(each =>
      element('th', { scope: 'col', class: 'number' }, scoreName(each.name), element('small', {}, each.unit === '1' ? '' : each.unit))));
    this.table.replaceChildren(element('thead', {}, head),
      ...groupsOf(ranking, series.info.direction, most).map(group => this.group(group, ranking)));
  }

  group({ name, note, units, left = [] }, { scores, main }) {
    const width = scores.length + 1;
    const top = Math.max(...main.scores.filter(Number.isFinite));
    const cell = (each, unit) => {
      const value = each.scores[unit];
      const made = element('td', { class: each === main ? 'number barred' : 'number', title: full(value) },
        Number.isNaN(value) ? '–' : brief(value));
      if (each === main && top > 0) {
        made.style.setProperty('--share', Math.max(0, value / top) || 0);
      }
      return made;
    };
    return element('tbody', { 'data-group': name },
      element('tr', { class: 'group' }, element('th', { scope: 'rowgroup', colspan: width }, name,
        element('small', {}, note))),
      ...units.map(unit => element('tr', {}, element('th', { scope: 'row', class: 'number' }, String(unit)),
        ...scores.map(each => cell(each, unit)))),
      left.length > 0 ? element('tr', {}, element('td', { colspan: width, class: 'muted' },
        `and ${count(left.length)} more: ${left.join(', ')}`)) : null);
  }
}

// The units of a layer in order, from the scores that a reading has of each. Names follow a convention, so that a new metric
// needs no change here: "unitEntropy" is the headline "entropy" of each unit, "unitRank" is 1 for the lowest.

const RANK = 'unitRank';

/** `unitEntropy` in words, beside others that say the same of the unit: `entropy`. */
const scoreName = name => phrase(name).replace(/^unit /, '');

/**
 * `main` is the score that ranks. Units with that score but without a rank are `dead`, those without the score are
 * `unmeasured`; `live` are the others, the best first, the lowest first where neither end is better.
 */
function rankUnits(reading, series) {
  const scores = valuesOf(reading, 'unitScores');
  const { headline, direction } = series.info;
  const named = name => scores.find(each => each.name === name);
  const main = named(`unit${headline[0].toUpperCase()}${headline.slice(1)}`) ?? named(headline) ?? scores[0];
  const rank = named(RANK) ?? main;
  const units = [...main.scores.keys()];
  const live = units.filter(unit => !Number.isNaN(rank.scores[unit]))
    .sort((a, b) => rank.scores[a] - rank.scores[b] || a - b);
  return {
    scores: [main, ...scores.filter(each => each !== main)],
    main,
    units,
    live: direction === 'HIGHER_IS_BETTER' ? live.reverse() : live,
    dead: units.filter(unit => Number.isNaN(rank.scores[unit]) && !Number.isNaN(main.scores[unit])),
    unmeasured: units.filter(unit => Number.isNaN(main.scores[unit])),
  };
}

const ENDS = { LOWER_IS_BETTER: ['Best', 'Worst'], HIGHER_IS_BETTER: ['Best', 'Worst'] };

/** The groups `{name, note, units}` that the table shows: both ends with `most` units at most, or all. */
function groupsOf({ live, dead, unmeasured, main }, direction, most) {
  const [first, last] = ENDS[direction] ?? ['Lowest', 'Highest'];
  const low = direction === 'HIGHER_IS_BETTER' ? ['highest', 'lowest'] : ['lowest', 'highest'];
  const what = scoreName(main.name);
  const ends = live.length > most + most
    ? [{ name: first, note: `${low[0]} ${what}`, units: live.slice(0, most) },
      { name: last, note: `${low[1]} ${what}, the ${last.toLowerCase()} at the end`, units: live.slice(-most) }]
    : [{ name: `${first} to ${last.toLowerCase()}`, note: `${low[0]} ${what} first`, units: live }];
  return [...ends,
    { name: 'Dead', note: 'no answer to rank', units: dead.slice(0, most), left: dead.slice(most) },
    { name: 'Not measured', note: 'no value', units: unmeasured.slice(0, most), left: unmeasured.slice(most) }]
    .filter(group => group.units.length > 0);
}
