// What a run says in words and numbers: tiles, choices, the latest values, what listening costs, what went wrong, facts, and what it does not measure.
import { dashOf } from '../charts/figure.js';
import { headline, leftOutTogether, notApplicable, noteOf } from '../model/readings.js';
import { nearest } from '../model/track.js';
import { brief, clock, count, day, full, iterationOf, nanos, percent, phrase, plural, settingsLine, toNumber, withUnit } from '../model/words.js';
import { element, foldChips, swatch } from './controls.js';
import { tooltip } from './panels.js';

// Records come in the order of their iterations, not in that in which they were made: of counts that only grow, the greatest is the newest.
const greatest = (steps, of) => steps.reduce((most, step) => Math.max(most, of(step) ?? 0), 0);
const leftOutOf = steps => greatest(steps, ({ cost }) => cost.overhead?.leftOut);

const tile = (name, value, note) => element('div', { class: 'tile' },
  element('h2', {}, name), element('p', { class: 'value' }, value), element('p', { class: 'note' }, note ?? ''));

/** What no training stalled for, or no loss belongs to, is not told: an analysis of finished networks has neither. */
export function drawTiles(box, { steps, readings, outputs, accuracies, analysis }) {
  const step = steps.at(-1);
  const latest = field => outputs.map(output => accuracies(field, output).at(-1)?.y).filter(value => value !== undefined).map(percent).join(' / ') || '–';
  const best = field => {
    const known = outputs.map(output => accuracies(field, output));
    const values = known.flat().map(({ y }) => y).filter(Number.isFinite);
    const at = known.reduce((last, items) => Math.max(last, items.at(-1)?.step.iteration ?? -1), -1);
    const when = at === step.iteration ? '' : at < 0 ? 'before training, ' : `at ${iterationOf(at)}, `;
    return values.length > 0 ? `${when}best ${percent(values.reduce((a, b) => Math.max(a, b)))}` : 'not measured';
  };
  const [taken, skipped, failed] = ['taken', 'skipped', 'failed'].map(field => greatest(steps, ({ cost }) => cost[field]));
  // A sample may have two records: the stall is in one of them. Of a long run not all are here.
  const stalls = steps.map(each => each.cost.stallNanos).filter(nanoseconds => nanoseconds > 0);
  const busy = steps.findLast(each => each.cost.busyNanos > 0)?.cost.busyNanos ?? 0;
  const stall = stalls.reduce((sum, each) => sum + each, 0) / Math.max(1, stalls.length);
  box.replaceChildren(...[
    step.iteration < 0 ? tile('Iteration', '–', `before training · ${clock(step.timeMillis)}`)
      : tile('Iteration', count(step.iteration), `epoch ${count(step.epoch)} · ${clock(step.timeMillis)}`),
    analysis && Number.isNaN(step.score) ? null : step.iteration < 0 ? tile('Loss', '–', 'none before training') : tile('Loss', brief(step.score), 'training batch'),
    tile('Training accuracy', latest('trainingAccuracy'), best('trainingAccuracy')),
    tile('Validation accuracy', latest('validationAccuracy'), best('validationAccuracy')),
    tile('Samples', count(taken), `${count(skipped)} skipped${step.cost.overhead ? `, ${count(leftOutOf(steps))} left out by the budget` : ''}`),
    tile('Readings', count(readings), `${plural(failed, 'failure')}, whole samples included`),
    analysis && stall === 0 ? null : tile('Stall per sample', stall > 0 ? nanos(stall) : '–', busy > 0 ? `measured in the background in ${nanos(busy)}` : ''),
  ].filter(Boolean));
}

function check(id, name, on, change, ...look) {
  const input = element('input', { type: 'checkbox', id, checked: on, onchange: event => change(event.target.checked) });
  return element('label', { class: 'chip', for: id }, input, ...look, element('span', {}, name));
}

/** Draws checkboxes anew only when what they offer has changed, so that the keyboard's place is kept. */
function redraw(box, key, make) {
  if (box.dataset.key !== key) {
    box.dataset.key = key;
    const legend = box.querySelector('legend');
    box.replaceChildren(legend, ...make());
    foldChips(box);
  }
}

/** Checks the boxes of what is not hidden; answers what the reader has unchecked. */
function sync(box, names, hidden) {
  box.querySelectorAll('input').forEach((input, i) => { input.checked = !hidden.has(names[i]); });
}
const unchecked = (box, names) => new Set([...box.querySelectorAll('input')].flatMap((input, i) => (input.checked ? [] : [names[i]])));

/** `hide(names)` after the reader's choice, a set. */
export function drawLayers(box, layers, hidden, colors, hide) {
  const names = layers.map(layer => layer.name);
  redraw(box, JSON.stringify([names, colors.dark]), () => [
    ...layers.map((layer, i) => {
      const chip = check(`layer-${i}`, layer.name, true, () => hide(unchecked(box, names)), swatch(layer.color(colors), 'solid'));
      chip.title = [layer.type, layer.shape].filter(Boolean).join(' ');
      return chip;
    }),
    element('button', { type: 'button', class: 'link', 'aria-label': 'All layers', onclick: () => hide(new Set()) }, 'All'),
    element('button', { type: 'button', class: 'link', 'aria-label': 'None of the layers', onclick: () => hide(new Set(names)) }, 'None')]);
  sync(box, names, hidden);
}

/** `hide(keys)` after the reader's choice, a set. */
export function drawSeries(box, series, hidden, colors, hide) {
  const keys = series.map(each => each.key);
  redraw(box, JSON.stringify([keys, colors.dark]), () => series.map((each, i) => {
    const chip = check(`series-${i}`, `${each.info.symbol} ${each.label}`, true, () => hide(unchecked(box, keys)),
      swatch(colors.muted, dashOf(each.dash)));
    chip.title = `${each.info.displayName}: ${settingsLine(each.options)}`;
    return chip;
  }));
  sync(box, keys, hidden);
  box.hidden = series.length === 0;
}

/** `called` is the reader's own name for the run, if there is one. */
export function drawFacts(list, run, worker, series, called) {
  const info = run.info(worker);
  const facts = [['Its own name', called && info?.name], ['Session', run.session], ['Worker', worker], ['Model', info?.model], ['Probe', info?.probe],
    ['Started', info && day(info.startedMillis)], ...Object.entries(info?.settings ?? {}),
    ...series.map(each => [`${each.info.symbol} ${each.label}`, settingsLine(each.options)])];
  list.replaceChildren(...facts.filter(([, value]) => value !== undefined && value !== '')
    .flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, String(value))]));
}

/** What other metrics would add, with the one line that adds them. */
export function drawMissing(box, { allSeries, allLayers, has }, planes) {
  const there = (id, kind) => allSeries.some(series => series.info.id === id
    || allLayers.some(layer => has(layer.name, series, kind)));
  const parts = [[planes, 'the information plane needs DSMI(Z;X) and DSMI(Z;Y) with the same options'],
    [there('feature-entropy', 'unitScores'), 'the table of best, worst and dead units needs feature entropy'],
    [there('information-discarding', 'pixelMaps'), 'pixel-wise maps need information discarding']]
    .filter(([known]) => !known).map(([, words]) => words);
  box.hidden = parts.length === 0;
  box.replaceChildren(element('p', { class: 'note' }, 'Not measured in this run: ', parts.join('; '), '. All of them: ',
    element('code', {}, 'RepresentationListener.builder(storage).metrics(Metrics.full()).build()')));
}

// Tables: the latest values, what listening costs, and what went wrong.

function latestCell({ track, steps }, layer, series) {
  const last = track(layer.name, series).at(-1);
  if (!last) {
    return element('td', { class: 'number muted' }, '–');
  }
  const { step, reading } = last;
  if (notApplicable(reading)) {
    return element('td', { class: 'number muted', title: noteOf(reading) }, 'n/a');
  }
  const { value, unit } = headline(reading, series);
  const others = reading.values.filter(each => each.kind === 'scalar' && each.name !== series.info.headline)
    .map(each => `${phrase(each.name)} ${withUnit(full(each.value), each.unit)}`);
  const title = [withUnit(full(value), unit), ...others, settingsLine(reading.settings)].filter(Boolean).join('\n');
  const told = reading.flags.some(flag => ['UNDEFINED', 'FAILED', 'SKIPPED'].includes(flag.kind));
  const number = Number.isNaN(value) ? 'undefined' : brief(value);
  const flags = [...new Map(reading.flags.map(flag => [flag.kind, flag])).keys()];
  return element('td', { class: 'number', title }, Number.isNaN(value) && told ? '' : number,
    ...flags.map(kind => element('span', { class: 'badge', 'data-kind': kind, title: noteOf(reading) }, kind.toLowerCase())),
    step.iteration === steps.findLast(({ sampled }) => sampled).iteration ? null : element('small', { class: 'age' }, iterationOf(step.iteration)));
}

/** The last reading there is of every layer and series; those that are older than the last sample say so. */
export function drawLatest(table, context) {
  const { layers, series, link } = context;
  const head = element('tr', {}, element('th', { scope: 'col' }, 'Layer'), element('th', { scope: 'col' }, 'Shape'),
    ...series.map(each => element('th', { scope: 'col', class: 'number', title: each.info.displayName },
      each.info.symbol, element('small', {}, [each.label, each.info.unit === '1' ? '' : each.info.unit]
        .filter(Boolean).join(' · ')))));
  const rows = layers.map(layer => element('tr', {},
    element('th', { scope: 'row' }, swatch(layer.ink, 'solid'), link(layer.name)),
    element('td', { class: 'muted' }, [layer.type, layer.shape].filter(Boolean).join(' ')),
    ...series.map(each => latestCell(context, layer, each))));
  table.replaceChildren(element('thead', {}, head), element('tbody', {}, ...rows));
}

const WORDS = { FAILED: 'failed', UNDEFINED: 'undefined', SATURATED: 'saturated', CAUTION: 'caution',
  SKIPPED: 'skipped', NOT_APPLICABLE: 'not applicable' };

function problemTable(found, labels) {
  const place = each => (each.layer === undefined ? 'whole sample'
    : `${each.layer} · ${labels.get(each.series) ?? each.series}`);
  const where = ({ places }) => (places.length === 1 ? place(places[0])
    : element('span', { title: places.map(place).join('\n') }, `${count(places.length)} of the layers and series`));
  return element('table', {}, element('tbody', {}, ...found.map(each => element('tr', {},
    element('td', {}, element('span', { class: 'badge', 'data-kind': each.kind }, WORDS[each.kind] ?? each.kind)),
    element('td', {}, where(each)), element('td', {}, each.reason),
    element('td', { class: 'number' }, each.first === each.last ? iterationOf(each.first)
      : each.first < 0 ? `before training to ${iterationOf(each.last)}` : `${count(each.first)}–${count(each.last)}`),
    element('td', { class: 'number' }, plural(each.count, 'time'))))));
}

export function drawProblems(box, { steps, allSeries, problems }) {
  const found = leftOutTogether(problems());
  const labels = new Map(allSeries.map(each => [each.key, `${each.info.symbol} ${each.label}`]));
  const [skipped, leftOut] = [greatest(steps, ({ cost }) => cost.skipped), leftOutOf(steps)];
  const real = found.filter(each => each.kind !== 'NOT_APPLICABLE');
  const rest = found.filter(each => each.kind === 'NOT_APPLICABLE');
  const open = box.querySelector('details')?.open;
  box.replaceChildren(
    element('p', { class: 'note' }, [skipped > 0
      ? `${plural(skipped, 'sample')} skipped because the worker was still measuring: sample less often to have all.`
      : 'No sample was skipped because the worker was still measuring.',
    leftOut > 0 ? `${plural(leftOut, 'sample')} left out by the budget.` : ''].filter(Boolean).join(' ')),
    real.length > 0 ? element('div', { class: 'scroll' }, problemTable(real, labels))
      : element('p', {}, 'Nothing undefined, saturated or failed.'),
    rest.length > 0 ? element('details', { open: Boolean(open) },
      element('summary', {}, `Not applicable to some or all layers: ${[...new Set(rest.map(each => labels.get(each.series) ?? each.series))].join(', ')}`),
      element('div', { class: 'scroll' }, problemTable(rest, labels))) : '');
}

// What listening costs: its share against the budget, and how often each series is measured in effect.

const of = step => step.cost.overhead;
const inPercent = value => 100 * toNumber(value);
const percents = value => `${brief(value)} %`;
const every = n => (n === 1 ? 'every due point' : `1 of ${count(n)} due points`);
const told = ({ series }) => series.reduce((sum, { measured, leftOut }) => sum + measured + leftOut, 0);
const none = ({ measured, leftOut }) => measured === 0 && leftOut > 0;

/** The share of training's time, over the last 60 s and over the run; records of older versions do not tell it. */
export function overheadPanels({ steps }) {
  return steps.some(of) ? [overheadPanel()] : [];
}

function overheadPanel() {
  const at = { 'last 60 s': 'share', 'whole run': 'runShare', budget: 'budget' };
  return {
    id: 'overhead', title: 'Overhead', unit: '%',
    note: 'Stall of training plus busy time of the worker, per wall time of fit.',
    content: ({ steps, colors }) => ({
      selected: true,
      curves: Object.entries(at).flatMap(([name, field], i) => {
        const told = steps.filter(step => of(step) && Number.isFinite(inPercent(of(step)[field])));
        return told.length === 0 ? [] : [{ name, field, color: colors.layer(i, 8), dash: dashOf(i),
          points: told.map(step => [step.iteration, inPercent(of(step)[field])]) }];
      }),
    }),
    legend: ({ curves }) => curves,
    describe: (context, x, { curves }) => {
      const told = context.steps.filter(of);
      const { step } = nearest(told.map(each => ({ step: each })), x);
      return tooltip(context, step, curves.map(curve => ({ ...curve, value: percents(inPercent(of(step)[curve.field])) })));
    },
    latest: ({ steps }) => {
      const last = steps.filter(of).at(-1);
      return percents(inPercent(of(last).runShare));
    },
    empty: () => 'Training has taken no time yet.',
  };
}

const widened = (overhead, one) => Math.max(overhead.everyNth, one.everyNth);

function row(overhead, one, series) {
  return element('tr', {},
    element('th', { scope: 'row' }, series ? `${series.info.symbol} ${series.label}` : one.series),
    element('td', { class: 'number' }, one.nanos > 0 ? nanos(one.nanos) : 'not known yet'),
    element('td', { class: 'number', 'data-widened': widened(overhead, one) > 1 }, none(one) ? 'none so far' : every(widened(overhead, one))),
    element('td', { class: 'number' }, one.iterations > 0 ? count(one.iterations) : '–'),
    element('td', { class: 'number' }, count(one.measured)),
    element('td', { class: 'number' }, count(one.leftOut)));
}

/** How often each series is measured at present, and what was left out. */
export function drawOverhead(box, { steps, allSeries }) {
  const last = steps.filter(of).at(-1);
  box.hidden = !last;
  if (!last) {
    return;
  }
  const overhead = of(last);
  // Steps that came thinned tell nothing of single series, and scores alone, recorded while a sample was measured, nothing of that.
  const detailed = steps.filter(of).map(of).reduce((most, each) => (told(each) >= told(most) ? each : most));
  const skipped = greatest(steps, ({ cost }) => cost.skipped);
  const budget = inPercent(overhead.budget);
  const byKey = new Map(allSeries.map(series => [series.key, series]));
  const heads = ['Series', 'Cost each time', 'Measured at', 'Iterations apart', 'Measured', 'Left out'];
  box.querySelector('div').replaceChildren(
    element('p', { class: 'note' }, Number.isFinite(budget) ? `Budget ${percents(budget)} of training’s time` : 'No budget of training’s time',
      `; measuring took ${percents(inPercent(overhead.share))} of it in the last 60 s, ${percents(inPercent(overhead.runShare))} over the run. `,
      overhead.passNanos > 0 ? `A sample costs ${nanos(overhead.passNanos)} beside its metrics. ` : '',
      `${plural(leftOutOf(steps), 'sample')} left out by the budget, ${count(skipped)} skipped because the worker was busy, `,
      `${count(overhead.dropped)} dropped at the end of the run or by the storage.`,
      inPercent(overhead.runShare) > budget ? ' The budget is that of every minute: the share of a run of a few minutes may lie above it.' : '',
      leftOutOf(steps) > 0 ? ' For more, raise overheadBudget(…) or take fewer examples.' : ''),
    element('div', { class: 'scroll' }, element('table', {},
      element('thead', {}, element('tr', {}, ...heads.map((head, i) =>
        element('th', { scope: 'col', class: i === 0 ? undefined : 'number' }, head)))),
      element('tbody', {}, ...detailed.series.map(one => row(detailed, one, byKey.get(one.series)))))));
}
