// Curves of which each is a run, or a group of runs: what they are drawn from, and what is to be said of them.
import { axisOfPlaces, placesOf, sharedEpochs } from '../charts/axis.js';
import { CHARTS_WORDS } from '../charts/program.js';
import { isPointed, spreadOf } from '../model/names.js';
import { nearest } from '../model/track.js';
import { capital, count, full, iterationOf, plural, visible, withUnit } from '../model/words.js';
import { element, swatch } from './controls.js';

const MOST_ROWS = 16;
/** More curves than this are drawn finely: broad ones would cover each other. */
const MANY = 12;
const FINE = 1;
/** Curves whose settings a card names; the others are counted. */
const MOST_NAMED = 4;

/** Where a run's curves begin and end on the axis. */
function endsOf(lines, { at }) {
  return lines.range?.map(iteration => at({ iteration }));
}

/** From the first of these beginnings to the last of these ends. */
const hull = ends => [Math.min(...ends.map(([from]) => from)), Math.max(...ends.map(([, to]) => to))];

/** How long the longest of these runs is on the axis: what smoothing takes for the length of the run, whatever else is shown. */
const spanOf = (members, ends) => Math.max(...members.map(({ id }) => ends.get(id)).filter(Boolean).map(([from, to]) => to - from)) || 1;

/** Where epochs begin: in the run that the reader points at, or in all that are shown; nothing where these do not agree, or the axis counts epochs. */
function epochsOf(lines, of, places, { x, pointed }) {
  const meant = pointed ? lines.filter(isPointed(pointed)) : lines;
  return x === 'epoch' ? [] : sharedEpochs(meant.map(line => ({ steps: of(line).steps, at: places.get(line.id).at })));
}

/**
 * What the panels draw from: `entries` are the lines or groups `{name, look(colors), members}` that are shown, `of(line)` what is known of a
 * line, `arriving` says whether some are still to come, `chosen` the series and `layers` the layers to show, `view` how they are read.
 */
export function overlayContext({ entries, of, arriving, colors, layers, chosen, view }) {
  const lines = entries.flatMap(({ members }) => members);
  const places = new Map(lines.map(line => [line.id, placesOf(view.x, of(line).steps, line.startedMillis)]));
  const known = new Map(lines.map(line => [line.id, endsOf(of(line), places.get(line.id))]).filter(([, its]) => its));
  const [first, last] = hull([...known.values()]);
  const axis = axisOfPlaces(view.x, view.logx, Number.isFinite(first) ? first : 0);
  const epochs = epochsOf(lines, of, places, view);
  return {
    entries, of, places, ends: known, arriving, colors, layers, chosen, allSeries: chosen, epochsDiffer: epochs === undefined,
    reading: { axis: { ...axis, epochs: (epochs ?? []).map(({ epoch, at }) => ({ epoch, at: axis.at(at) })) }, logy: view.logy,
      inliers: view.inliers, smooth: view.smooth },
    steps: known.size === 0 ? [] : [{ iteration: first }, { iteration: last }],
    // Cards out of sight are not drawn; of how many steps curves were thinned is said once for all of them.
    basis: { large: true, partial: false, near: { count: 0, thinned: lines.some(line => of(line).thinnedHere) } },
  };
}

/** A look among many: what is not pointed at is drawn finely. */
const lookAmong = (entries, look) => (entries.length > MANY && !look.stands ? { ...look, width: Math.min(look.width, FINE) } : look);

/** The curves of all entries; `keyOf(run)` names a run's line, if it has one, and `settingOf(run)` what it was measured with, where that is another. */
function overlaid({ entries, of, places, ends, colors }, keyOf, settingOf) {
  const track = run => (keyOf(run) === undefined ? [] : of(run).items(keyOf(run)))
    .map(({ step, y }) => ({ x: places.get(run.id).at(step), y, step }));
  const placed = run => of(run).stretches(keyOf(run))?.map(stretch => ({ ...stretch,
    from: places.get(run.id).at({ iteration: stretch.from }), to: places.get(run.id).at({ iteration: stretch.to }) }));
  const drawn = entries.map(({ name, look, members }) => {
    const there = members.map(run => ({ run, track: track(run) })).filter(each => each.track.length > 0);
    const [tracks, own] = [there.map(each => each.track), there.map(({ run }) => settingOf(run))];
    const items = members.length === 1 ? tracks[0] ?? [] : spreadOf(tracks, there.map(({ run }) => placed(run)));
    return { name, ...lookAmong(entries, look(colors)), members, items, of: members.length === 1 ? undefined : tracks.length,
      span: spanOf(members, ends), stretches: members.length === 1 ? () => placed(members[0]) : undefined,
      settings: toldOf(own), points: items.map(({ x, y }) => [x, y]) };
  }).filter(({ items }) => items.length > 0);
  const bands = drawn.filter(curve => curve.of > 1).map(({ name, color, items }) => ({ name: `${name}, range`, color, median: [],
    points: items.map(({ x, low, high }) => [x, low, high]) }));
  return { curves: drawn, ...(bands.length > 0 ? { bands } : {}) };
}

/** The settings of a curve's runs that are not those of the series that was chosen, and of how many runs where it is not of all. */
function toldOf(own) {
  const others = [...new Set(own.filter(Boolean))];
  return others.map(each => {
    const runs = own.filter(setting => setting === each).length;
    return runs < own.length ? `${each} in ${runs} of ${own.length} runs` : each;
  }).join(', ');
}

/** Which curves have other settings than the series that the card's title says. */
function captionOf(curves) {
  const others = curves.filter(({ settings }) => settings);
  return others.length === 0 ? undefined : `With other settings: ${others.slice(0, MOST_NAMED).map(({ name, settings }) =>
    `${visible(name)} (${visible(settings)})`).join('; ')}${others.length > MOST_NAMED ? `; and ${count(others.length - MOST_NAMED)} more` : ''}.`;
}

function rowOf({ name, color, dash, items, of, settings, smoothed }, x, { axis }, unit) {
  const item = nearest(items, x, each => each.x);
  const { step, y, low, high } = item;
  const where = step && (axis.kind !== 'iteration' || step.iteration !== Math.round(x)) ? step.iteration < 0 ? iterationOf(step.iteration) : `at ${iterationOf(step.iteration)}` : '';
  const range = of > 1 ? `mean of ${of}: ${full(low)} to ${full(high)}` : '';
  const soft = smoothed?.[items.indexOf(item)];
  return { y, row: element('tr', {}, element('td', {}, swatch(color, dash)), element('td', {}, name),
    element('td', { class: 'number' }, withUnit(full(y), unit)),
    element('td', { class: 'tip-note' }, [settings, Number.isFinite(soft) ? `smoothed ${full(soft)}` : '', range, where].filter(Boolean).join('; '))) };
}

const HEADS = { iteration: x => capital(iterationOf(Math.round(x))), epoch: (x, say) => `Epoch ${say(x)}`,
  time: (x, say) => `${say(x)} after each run began` };

/** The highest first, as they lie in the chart. */
function tip({ reading }, { curves }, x, unit, foot) {
  const height = ({ y }) => (Number.isNaN(y) ? -Infinity : y);
  const rows = curves.map(curve => rowOf(curve, x, reading, unit)).sort((a, b) => height(b) - height(a) || 0);
  const left = rows.length - MOST_ROWS;
  return element('div', {}, element('p', { class: 'tip-head' }, HEADS[reading.axis.kind](x, reading.axis.say)),
    element('table', {}, ...rows.slice(0, MOST_ROWS).map(({ row }) => row)),
    left > 0 ? element('p', { class: 'tip-foot' }, `and ${count(left)} more: show fewer runs`) : null,
    foot ? element('p', { class: 'tip-foot' }, foot) : null);
}

export function overlaidPanel({ id, title, fullName = title, note, unit = '1', keyOf, settingOf = () => '', percent, foot, symbol, info, options }) {
  return {
    id, title, fullName, note, unit, symbol, info, options,
    content: context => {
      const drawn = overlaid(context, keyOf, settingOf);
      return { ...drawn, caption: captionOf(drawn.curves), ...(percent ? { percent: true, range: [0, 1] } : {}) };
    },
    describe: (context, x, content) => tip(context, content, x, unit, foot && content.caption ? `${foot}, where a row says nothing else` : foot),
    label: ({ curves }) => `${fullName}: ${curves.length === 1 ? 'one curve' : `${curves.length} curves`}. `
      + 'Left and right arrow keys move from sample to sample of the first.',
    empty: ({ arriving }) => (arriving ? 'Reading…' : 'No run that is shown has a reading of this.'),
  };
}

// What a reader must know of the curves of several runs, in words.

const THINNED = 'the lowest, the highest and NaN of every stretch are kept. Zoom in to see all.';
const MEANING = 'Groups: the line is the mean of the runs, the band reaches from the lowest to the highest of them. Both are drawn where every run '
  + 'of the group has readings before and after; between two readings, a run counts with the straight line from one to the other.';
const EPOCHS_DIFFER = 'Epochs begin at different places in these runs: point at a run in the list to see where its own begin.';


/**
 * `lines` is what is known of the lines that are shown, as a LinesReader has it; `waited` says how many `runs` have not answered yet, and
 * whether `charts` can be drawn.
 */
export function notesOf({ entries, epochsDiffer }, lines, waited) {
  const thinned = lines.filter(each => each.thinned).length;
  const grouped = entries.some(({ members }) => members.length > 1);
  return [CHARTS_WORDS[waited.charts], waited.runs > 0 ? `Reading ${plural(waited.runs, 'run')}…` : '', thinned > 0 ? `Thinned (${plural(thinned, 'long run')}): ${THINNED}` : '',
    grouped ? MEANING : '', epochsDiffer ? EPOCHS_DIFFER : ''].filter(Boolean).join(' ');
}
