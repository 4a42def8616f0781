// What listening costs: its share against the budget, and how often each series is measured in effect.
import { tooltip } from './context.js';
import { brief, count, element, nanos, plural, toNumber } from './dom.js';
import { nearest } from './track.js';
import { cssDash } from './theme.js';

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
        return told.length === 0 ? [] : [{ name, field, color: colors.layer(i, 8), dash: cssDash(i),
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
