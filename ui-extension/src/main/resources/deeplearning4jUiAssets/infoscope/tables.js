// The table of latest values, and what went wrong.
import { brief, count, element, full, phrase, plural, settingsLine, swatch, withUnit } from './dom.js';
import { headline, notApplicable, noteOf } from './readings.js';

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
