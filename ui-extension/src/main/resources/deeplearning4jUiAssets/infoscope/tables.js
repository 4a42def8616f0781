// Tables of a run: the latest values, what listening costs, and what went wrong.
import { tooltip } from './context.js';
import { brief, count, element, full, nanos, phrase, plural, settingsLine, swatch, toNumber, withUnit } from './dom.js';
import { headline, notApplicable, noteOf } from './readings.js';
import { dashOf } from './theme.js';
import { nearest } from './track.js';

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
    step.iteration === steps.at(-1).iteration ? null : element('small', { class: 'age' }, `iteration ${count(step.iteration)}`));
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
  const where = each => (each.layer === undefined ? 'whole sample'
    : `${each.layer} · ${labels.get(each.series) ?? each.series}`);
  return element('table', {}, element('tbody', {}, ...found.map(each => element('tr', {},
    element('td', {}, element('span', { class: 'badge', 'data-kind': each.kind }, WORDS[each.kind] ?? each.kind)),
    element('td', {}, where(each)), element('td', {}, each.reason),
    element('td', { class: 'number' }, each.first === each.last ? `iteration ${count(each.first)}`
      : `${count(each.first)}–${count(each.last)}`),
    element('td', { class: 'number' }, plural(each.count, 'time'))))));
}

export function drawProblems(box, { steps, allSeries, problems }) {
  const found = problems();
  const labels = new Map(allSeries.map(each => [each.key, `${each.info.symbol} ${each.label}`]));
  const { skipped } = steps.at(-1).cost;
  const real = found.filter(each => each.kind !== 'NOT_APPLICABLE');
  const rest = found.filter(each => each.kind === 'NOT_APPLICABLE');
  const open = box.querySelector('details')?.open;
  box.replaceChildren(
    element('p', { class: 'note' }, skipped > 0
      ? `${plural(skipped, 'sample')} skipped because the worker was still measuring: sample less often to have all.`
      : 'No sample was skipped.'),
    real.length > 0 ? element('div', { class: 'scroll' }, problemTable(real, labels))
      : element('p', {}, 'Nothing undefined, saturated or failed.'),
    rest.length > 0 ? element('details', { open: Boolean(open) },
      element('summary', {}, `${plural(rest.length, 'metric')} not applicable to a layer`),
      element('div', { class: 'scroll' }, problemTable(rest, labels))) : '');
}

// What listening costs: its share against the budget, and how often each series is measured in effect.

const of = step => step.cost.overhead;
const inPercent = value => 100 * toNumber(value);
const percents = value => `${brief(value)} %`;
const every = n => (n === 1 ? 'every due point' : `1 of ${count(n)} due points`);

/** The share of training's time, over the last 60 s and over the run; records of older versions do not tell it. */
export function overheadPanels({ steps }) {
  return steps.some(of) ? [overheadPanel()] : [];
}

function overheadPanel() {
  const at = { 'last 60 s': 'share', 'whole run': 'runShare', budget: 'budget' };
  return {
    id: 'overhead', title: 'Overhead', unit: '%',
    note: 'Stall of training plus busy time of the worker, per wall time of fit. The first sample comes on top of the budget.',
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
    element('td', { class: 'number', 'data-widened': widened(overhead, one) > 1 }, every(widened(overhead, one))),
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
  // Steps that came thinned tell nothing of single series.
  const detailed = steps.filter(of).map(of).filter(each => each.series.length > 0).at(-1) ?? overhead;
  const { skipped } = last.cost;
  const budget = inPercent(overhead.budget);
  const byKey = new Map(allSeries.map(series => [series.key, series]));
  const heads = ['Series', 'Cost each time', 'Measured at', 'Iterations apart', 'Measured', 'Left out'];
  box.querySelector('div').replaceChildren(
    element('p', { class: 'note' }, Number.isFinite(budget) ? `Budget ${percents(budget)} of training’s time` : 'No budget',
      `; the last 60 s took ${percents(inPercent(overhead.share))}, the run ${percents(inPercent(overhead.runShare))}. `,
      `A sample costs ${nanos(overhead.passNanos)} beside its metrics. `,
      `${plural(overhead.leftOut, 'sample')} left out by the budget, ${count(skipped)} skipped because the worker was busy, `,
      `${count(overhead.dropped)} dropped.`,
      inPercent(overhead.runShare) > budget ? ' The first sample comes on top of the budget: a short run lies above it.' : '',
      overhead.leftOut > 0 ? ' For more, raise overheadBudget(…) or take fewer examples.' : ''),
    element('div', { class: 'scroll' }, element('table', {},
      element('thead', {}, element('tr', {}, ...heads.map((head, i) =>
        element('th', { scope: 'col', class: i === 0 ? undefined : 'number' }, head)))),
      element('tbody', {}, ...detailed.series.map(one => row(detailed, one, byKey.get(one.series)))))));
}
