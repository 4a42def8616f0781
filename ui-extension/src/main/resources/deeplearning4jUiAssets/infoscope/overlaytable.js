// The points of a panel in which every curve is a run, or a group of runs, as CSV.
import { count, settingsLine } from './dom.js';
import { csvText, inUnit } from './points.js';

const AXES = { iteration: 'iteration', epoch: 'place in epochs', time: 'time since the run began [s]' };

const within = ([from, to]) => ({ x }) => x >= from && x <= to;

/** The columns of who was measured, where on the axis, and when: of a mean, only the place is one. */
function whereOf({ name, members, of }, { x, step }, kind) {
  const alone = of === undefined ? members[0] : undefined;
  const time = step && new Date(step.timeMillis).toISOString();
  return [name, of ?? 1, alone?.session, alone?.worker, x, ...kind === 'iteration' ? [] : [step?.iteration], step?.epoch, time];
}

/** One row for each point of each curve that is shown. */
function tableOf({ panel, content, context }) {
  const { kind } = context.reading.axis;
  const [smoothed, several] = [content.curves.some(curve => curve.smoothed), content.curves.some(({ of }) => of !== undefined)];
  return {
    head: ['curve', 'lines', 'session', 'worker', AXES[kind], ...kind === 'iteration' ? [] : ['iteration'], 'epoch', 'time',
      inUnit('value', panel.unit), ...smoothed ? [inUnit('smoothed', panel.unit)] : [],
      ...several ? [inUnit('lowest', panel.unit), inUnit('highest', panel.unit)] : [], 'settings'],
    rows: content.curves.flatMap(curve => curve.items.map((item, i) => ({ ...item, soft: curve.smoothed?.[i] })).filter(within(context.range))
      .map(item => [...whereOf(curve, item, kind), item.y, ...smoothed ? [item.soft] : [], ...several ? [item.low, item.high] : [],
        curve.settings])),
  };
}

/** Which part of the axis the points are of, and what a row may be of. */
function remarks({ panel, content, context }) {
  const { basis: { near }, range, reading: { axis }, steps } = context;
  const whole = range[0] <= steps[0].iteration && range[1] >= steps.at(-1).iteration;
  const left = near.thinned ? 'Long runs are thinned as they were drawn: the lowest, the highest and NaN of every stretch are kept. '
    + 'The export of a run has all of it.' : 'All samples of this part.';
  return [
    `${panel.title}${panel.symbol ? ` (${panel.symbol})` : ''}`,
    `${count(content.curves.length)} curves of runs compared`,
    whole ? 'The whole axis.' : `${axis.name}: ${range.map(axis.say).join(' to ')}, what was shown.`,
    left,
    ...content.curves.some(({ of }) => of !== undefined) ? ['A curve of several lines is their mean, between the lowest and the highest of them.'] : [],
    ...panel.options ? [`Series: ${settingsLine(panel.options)}, where a row names no other settings`] : [],
  ];
}

export function overlayCsv(card) {
  const { head, rows } = tableOf(card);
  return csvText(remarks(card), head, rows);
}
