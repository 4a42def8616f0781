// Everything on the page but the charts: tiles, choices, tables, problems, facts.
import { cssDash } from './charts.js';
import { brief, clock, count, day, element, full, nanos, percent, plural, settingsLine, swatch, withUnit } from './dom.js';
import { headline, notApplicable, problems, readingOf } from './model.js';

const tile = (name, value, note) => element('div', { class: 'tile' },
  element('h3', {}, name), element('p', { class: 'value' }, value), element('p', { class: 'note' }, note ?? ''));

const accuracy = entries => Object.values(entries).map(percent).join(' / ') || '–';

export function drawTiles(box, { steps }) {
  const step = steps.at(-1);
  const best = field => {
    const values = steps.flatMap(each => Object.values(each[field])).filter(Number.isFinite);
    return values.length > 0 ? `best ${percent(values.reduce((a, b) => Math.max(a, b)))}` : 'not measured';
  };
  const { cost } = step;
  const stall = steps.reduce((sum, each) => sum + each.cost.stallNanos, 0) / steps.length;
  box.replaceChildren(
    tile('Iteration', count(step.iteration), `epoch ${count(step.epoch)} · ${clock(step.timeMillis)}`),
    tile('Loss', brief(step.score), 'training batch'),
    tile('Training accuracy', accuracy(step.trainingAccuracy), best('trainingAccuracy')),
    tile('Validation accuracy', accuracy(step.validationAccuracy), best('validationAccuracy')),
    tile('Samples', count(cost.taken), `${count(cost.skipped)} skipped · ${count(cost.failed)} failed`),
    tile('Stall per sample', nanos(stall), `measured in the background in ${nanos(cost.busyNanos)}`));
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
  }
}

export function drawLayers(box, layers, hidden, colors, changed) {
  const key = JSON.stringify([layers.map(layer => layer.name), colors.dark]);
  const toggleAll = on => {
    layers.forEach(layer => (on ? hidden.delete(layer.name) : hidden.add(layer.name)));
    box.querySelectorAll('input').forEach(input => { input.checked = on; });
    changed();
  };
  redraw(box, key, () => [
    ...layers.map((layer, i) => {
      const chip = check(`layer-${i}`, layer.name, !hidden.has(layer.name), on => {
        (on ? hidden.delete(layer.name) : hidden.add(layer.name));
        changed();
      }, swatch(layer.color(colors), 'solid'));
      chip.title = [layer.type, layer.shape].filter(Boolean).join(' ');
      return chip;
    }),
    element('button', { type: 'button', class: 'link', onclick: () => toggleAll(true) }, 'All'),
    element('button', { type: 'button', class: 'link', onclick: () => toggleAll(false) }, 'None')]);
}

export function drawSeries(box, series, hidden, colors, changed) {
  const key = JSON.stringify([series.map(each => each.key), colors.dark]);
  redraw(box, key, () => series.map((each, i) => {
    const chip = check(`series-${i}`, `${each.info.symbol} ${each.label}`, !hidden.has(each.key), on => {
      (on ? hidden.delete(each.key) : hidden.add(each.key));
      changed();
    }, swatch(colors.muted, cssDash(each.dash)));
    chip.title = `${each.info.displayName}: ${settingsLine(each.options)}`;
    return chip;
  }));
  box.hidden = series.length === 0;
}

function latestCell(step, layer, series) {
  const reading = readingOf(step, layer.name, series);
  if (!reading) {
    return element('td', { class: 'number muted' }, '–');
  }
  if (notApplicable(reading)) {
    return element('td', { class: 'number muted', title: reading.flags[0].reason }, 'n/a');
  }
  const { value, unit } = headline(reading, series);
  const others = reading.values.filter(each => each.kind === 'scalar' && each.name !== series.info.headline)
    .map(each => `${each.name} ${withUnit(full(each.value), each.unit)}`);
  const title = [withUnit(full(value), unit), ...others, settingsLine(reading.settings)].filter(Boolean).join('\n');
  const told = reading.flags.some(flag => flag.kind === 'UNDEFINED' || flag.kind === 'FAILED');
  const number = Number.isNaN(value) ? 'undefined' : brief(value);
  return element('td', { class: 'number', title }, Number.isNaN(value) && told ? '' : number,
    ...reading.flags.map(flag => element('span', { class: 'badge', 'data-kind': flag.kind, title: flag.reason },
      flag.kind.toLowerCase())));
}

export function drawLatest(table, { steps, layers, series }) {
  const step = steps.at(-1);
  const head = element('tr', {}, element('th', { scope: 'col' }, 'Layer'), element('th', { scope: 'col' }, 'Shape'),
    ...series.map(each => element('th', { scope: 'col', class: 'number', title: each.info.displayName },
      each.info.symbol, element('small', {}, [each.label, each.info.unit === '1' ? '' : each.info.unit]
        .filter(Boolean).join(' · ')))));
  const rows = layers.map(layer => element('tr', {},
    element('th', { scope: 'row' }, swatch(layer.ink, 'solid'), layer.name),
    element('td', { class: 'muted' }, [layer.type, layer.shape].filter(Boolean).join(' ')),
    ...series.map(each => latestCell(step, layer, each))));
  table.replaceChildren(element('thead', {}, head), element('tbody', {}, ...rows));
}

const WORDS = { FAILED: 'failed', UNDEFINED: 'undefined', SATURATED: 'saturated', CAUTION: 'caution',
  SKIPPED: 'skipped', NOT_APPLICABLE: 'not applicable' };

export function drawProblems(box, { allSteps, allSeries }) {
  const found = problems(allSteps, allSeries);
  const skipped = allSteps.at(-1).cost.skipped;
  const row = each => element('tr', {},
    element('td', {}, element('span', { class: 'badge', 'data-kind': each.kind }, WORDS[each.kind] ?? each.kind)),
    element('td', {}, each.where), element('td', {}, each.reason),
    element('td', { class: 'number' }, each.first === each.last ? `iteration ${count(each.first)}`
      : `${count(each.first)}–${count(each.last)}`),
    element('td', { class: 'number' }, plural(each.count, 'time')));
  const table = rows => element('table', {}, element('tbody', {}, ...rows.map(row)));
  const real = found.filter(each => each.kind !== 'NOT_APPLICABLE');
  const rest = found.filter(each => each.kind === 'NOT_APPLICABLE');
  const open = box.querySelector('details')?.open;
  box.replaceChildren(
    element('p', { class: 'note' }, skipped > 0
      ? `${plural(skipped, 'sample')} skipped because the worker was still measuring: sample less often to have all.`
      : 'No sample was skipped.'),
    real.length > 0 ? element('div', { class: 'scroll' }, table(real)) : element('p', {}, 'Nothing undefined, saturated or failed.'),
    rest.length > 0 ? element('details', { open: Boolean(open) },
      element('summary', {}, `${plural(rest.length, 'metric')} not applicable to a layer`), table(rest)) : '');
}

/** What the maps show and how to read their colours. */
export function drawKey(note, panels, { colors }) {
  const infos = new Map(panels.map(panel => [panel.info.id, panel.info]));
  const bar = element('canvas', { width: 96, height: 8, class: 'heat-key', 'aria-hidden': 'true' });
  const pen = bar.getContext('2d');
  for (let x = 0; x < bar.width; x += 1) {
    pen.fillStyle = `rgb(${colors.heat(x / bar.width).join(',')})`;
    pen.fillRect(x, 0, 1, bar.height);
  }
  note.replaceChildren(
    ...[...infos.values()].map(info => `${info.displayName} (${info.symbol}). ${info.description} `),
    element('span', { class: 'key' }, swatch(colors.accent, 'solid'), 'median'),
    element('span', { class: 'key' }, 'few', bar, 'many observations'));
}

export function drawFacts(list, run, worker, series) {
  const info = run.info(worker);
  const facts = [['Session', run.session], ['Worker', worker], ['Model', info?.model], ['Probe', info?.probe],
    ['Started', info && day(info.startedMillis)], ...Object.entries(info?.settings ?? {}),
    ...series.map(each => [`${each.info.symbol} ${each.label}`, settingsLine(each.options)])];
  list.replaceChildren(...facts.filter(([, value]) => value !== undefined && value !== '')
    .flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, String(value))]));
}
