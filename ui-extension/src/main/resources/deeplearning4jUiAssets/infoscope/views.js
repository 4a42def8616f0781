// Tiles, choices, facts, and what the run does not measure.
import { foldChips } from './controls.js';
import { brief, clock, count, day, element, nanos, percent, plural, settingsLine, swatch } from './dom.js';
import { dashOf } from './theme.js';

const tile = (name, value, note) => element('div', { class: 'tile' },
  element('h2', {}, name), element('p', { class: 'value' }, value), element('p', { class: 'note' }, note ?? ''));

const accuracy = entries => Object.values(entries).map(percent).join(' / ') || '–';

/** What no training stalled for, or no loss belongs to, is not told: an analysis of finished networks has neither. */
export function drawTiles(box, { steps, readings, outputs, accuracies, analysis }) {
  const step = steps.at(-1);
  const best = field => {
    const values = outputs.flatMap(output => accuracies(field, output)).map(({ y }) => y).filter(Number.isFinite);
    return values.length > 0 ? `best ${percent(values.reduce((a, b) => Math.max(a, b)))}` : 'not measured';
  };
  const { cost } = step;
  // A sample may have two records: the stall is in one of them. Of a long run not all are here.
  const stalls = steps.map(each => each.cost.stallNanos).filter(nanoseconds => nanoseconds > 0);
  const stall = stalls.reduce((sum, each) => sum + each, 0) / Math.max(1, stalls.length);
  box.replaceChildren(...[
    tile('Iteration', count(step.iteration), `epoch ${count(step.epoch)} · ${clock(step.timeMillis)}`),
    analysis && Number.isNaN(step.score) ? null : tile('Loss', brief(step.score), 'training batch'),
    tile('Training accuracy', accuracy(step.trainingAccuracy), best('trainingAccuracy')),
    tile('Validation accuracy', accuracy(step.validationAccuracy), best('validationAccuracy')),
    tile('Samples', count(cost.taken), `${count(cost.skipped)} skipped${cost.overhead ? `, ${count(cost.overhead.leftOut)} left out by the budget` : ''}`),
    tile('Readings', count(readings), `${plural(cost.failed, 'failure')}, whole samples included`),
    analysis && stall === 0 ? null : tile('Stall per sample', nanos(stall), `measured in the background in ${nanos(cost.busyNanos)}`),
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
