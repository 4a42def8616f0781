// Files made of a card: a picture of it, or its points.
import { theme } from '../charts/figure.js';
import { pngOf, svgOf } from '../charts/picture.js';
import { noteOf, spread } from '../model/readings.js';
import { count, settingsLine, visible, withUnit } from '../model/words.js';
import { nameOf } from './actions.js';
import { contentOf } from './cards.js';
import { element } from './controls.js';

/** How long a browser may take to begin with a download. */
const KEPT_MILLIS = 60000;
const LONGEST = 60;

/** Letters that every file system and shell takes as they are; names of other letters only are "run". */
const safe = name => name.normalize('NFKD').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/-?\.-?/g, '.')
  .replace(/^[-.]+|[-.]+$/g, '').slice(0, LONGEST) || 'run';

function download(name, type, parts) {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MILLIS);
}

/** The title of a picture: what, of which run, and what the reader must know. */
function titleOf({ panel, content, basis, place }, run) {
  const said = [content.caption ?? ''].flat().filter(part => typeof part === 'string').join('');
  const bands = panel.swatchOf && content.bands?.length > 0 ? `Bands: ${content.bands.map(({ name }) => name).join(', ')}.` : '';
  return {
    head: panel.swatchOf ? `${panel.title}: ${panel.note || panel.symbol}` : [panel.title, panel.symbol && `(${panel.symbol})`].filter(Boolean).join(' '),
    notes: [run, content.axes ? '' : said, bands, basis.textContent],
    valueAxis: content.axes ? undefined : withUnit(panel.symbol || panel.title, place.unit && place.unit !== '1' ? `(${place.unit})` : ''),
  };
}

/** What a picture of a card draws: the same in light colours. */
function drawingOf({ panel, context, place }) {
  const colors = theme(false);
  // Where curves are runs, layers are names.
  const inked = layers => layers?.map(layer => (layer.color ? { ...layer, ink: layer.color(colors) } : layer));
  const content = contentOf(panel, { ...context, colors, layers: inked(context.layers), allLayers: inked(context.allLayers) }, place.extent, place.zoom);
  return { content, place, Figure: panel.Figure, colors };
}

/**
 * Actions for a card's header; `source()` answers with `{ run, about }`: the run's name, and lines that tell the run. `tableOf(card, about)` makes
 * the lines of a CSV file.
 */
export function saveActions(source, tableOf = csvOf) {
  const file = (card, ending) => `${safe(source().run)}-${safe(nameOf(card))}.${ending}`;
  const drawn = ({ content }) => content?.curves.length > 0;
  const items = [
    { id: 'png', mark: 'Picture (PNG)', make: async card => [await pngOf(drawingOf(card), titleOf(card, source().run))], type: 'image/png' },
    { id: 'svg', mark: 'Vector picture (SVG)', make: card => [svgOf(drawingOf(card), titleOf(card, source().run))], type: 'image/svg+xml' },
    { id: 'csv', mark: 'Points shown (CSV)', make: card => tableOf(card, source().about), type: 'text/csv;charset=utf-8' },
  ].map(({ id, mark, make, type }) => ({ id, mark, label: card => `${mark} of ${nameOf(card)}`, act: async card => {
    try {
      download(file(card, id), type, await make(card));
    } catch (error) {
      card.basis.hidden = false;
      card.basis.textContent = `Not saved: ${error.message}`;
    }
  } }));
  return [{ id: 'save', mark: '⤓', label: card => `Save ${visible(nameOf(card))}`, when: drawn, items }];
}

// The points of a card as CSV: exactly those that are shown, as precise as they are stored, and what they are.

/** RFC 4180: in quotes where a comma, a quote or a line break asks for it. */
const cell = value => {
  const text = value === undefined || value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const line = cells => `${cells.map(cell).join(',')}\r\n`;
/** A line that readers skip; a name cannot end it. */
const comment = words => `# ${words.replace(/[\r\n]+/g, ' ')}\r\n`;

const time = millis => new Date(millis).toISOString();
const within = ([from, to]) => ({ iteration }) => iteration >= from && iteration <= to;
const inUnit = (name, unit) => (unit && unit !== '1' ? `${name} [${unit}]` : name);

const WHEN = ['iteration', 'epoch', 'time'];
const when = step => [step.iteration, step.epoch, time(step.timeMillis)];
const OF = ['layer', 'series', 'label'];
const of = ({ layer, series }) => [layer?.name, series?.key, series?.label];

/** The places of a curve with what was measured there, and the spread where bands show it; what is not a reading is known by its iteration. */
function placesOf(curve, known, banded, { series } = curve) {
  const items = curve.measured ?? curve.points.map(([x, y]) => ({ step: known.get(x), y }));
  return items.map(({ step, y, reading }, i) => ({ curve, step, reading, value: y ?? curve.at(step), smoothed: curve.smoothed?.[i],
    around: banded && reading && series && spread(reading, series) })).filter(({ step }) => step);
}

/** Both edges of the bands of a chart that has one curve, by iteration. */
const edgesOf = ({ curves, bands }) => (curves.length === 1 && !curves[0].measured ? bands ?? [] : []).map(({ name, points }) => ({ name,
  at: new Map(points.map(([x, ...edges]) => [x, edges])) }));

/** Curves over iterations, with the spread around them where there is one. */
function curveTable(content, { range, known, steps }, unit) {
  const byIteration = new Map([...known ?? [], ...steps].map(step => [step.iteration, step]));
  const rows = content.curves.flatMap(curve => placesOf(curve, byIteration, content.bands !== undefined)).filter(({ step }) => within(range)(step));
  const levels = rows.find(({ around }) => around)?.around;
  const edges = edgesOf(content);
  const smoothed = rows.some(row => row.smoothed !== undefined);
  return {
    head: ['curve', ...OF, ...WHEN, inUnit('value', unit), ...smoothed ? [inUnit('smoothed', unit)] : [],
      ...levels ? [...levels.levels].map(level => inUnit(`${levels.name} ${100 * level} %`, levels.unit)) : [],
      ...edges.flatMap(({ name }) => name.split(' to ').map(edge => inUnit(edge, unit))), 'flags', 'settings'],
    rows: rows.map(({ curve, step, value, reading, around, ...row }) => [curve.name, ...of(curve), ...when(step), value,
      ...smoothed ? [row.smoothed] : [], ...levels ? [...levels.levels].map((_, i) => around?.quantiles[i]) : [],
      ...edges.flatMap(({ at }) => at.get(step.iteration) ?? [undefined, undefined]),
      reading && noteOf(reading), reading && settingsLine(reading.settings)]),
  };
}

/** A distribution over iterations: how many observations each column has in each bin. */
function histogramTable({ columns }, { range }, unit) {
  return {
    head: ['iteration', inUnit('bin from', unit), inUnit('bin to', unit), 'observations'],
    rows: columns.filter(({ x }) => within(range)({ iteration: x })).flatMap(({ x, counts, edges }) =>
      Array.from(counts, (observations, bin) => [x, edges[bin], edges[bin + 1], observations])),
  };
}

/** The same for the few iterations of ridges. */
function ridgeTable({ ridges }, context, unit) {
  return histogramTable({ columns: ridges.map(({ iteration: x, distribution: { counts, edges } }) => ({ x, counts, edges })) },
    { range: [-Infinity, Infinity] }, unit);
}

/** One value for each layer and series, each of its own sample. */
function layerTable({ curves, layers }, context, unit) {
  return {
    head: [...OF, 'iteration', inUnit('value', unit)],
    rows: curves.flatMap(({ series, found }) => found.map(({ value, iteration }, i) =>
      [...of({ layer: layers[i], series }), iteration, value])),
  };
}

/** Trajectories: two values at a time. */
function trajectoryTable({ curves, axes }) {
  return {
    head: ['layer', ...WHEN, ...[axes.x, axes.y].map(({ name, unit }) => `${name} ${unit}`)],
    rows: curves.flatMap(({ name, points }) => points.map(point => [name, ...when(point.step), point.x, point.y])),
  };
}

function tableOf({ panel, content, context }) {
  const make = content.axes ? trajectoryTable : content.ridges ? ridgeTable : content.layers ? layerTable
    : content.columns ? histogramTable : curveTable;
  return make(content, context, panel.unit);
}

/** Which part of the run the points are of, and whether some are left out. */
function extentOf({ basis: { near }, range, steps }) {
  const whole = range[0] <= steps[0].iteration && range[1] >= steps.at(-1).iteration;
  return [
    whole ? 'The whole run.' : `Iterations ${Math.ceil(range[0])} to ${Math.floor(range[1])} of the run: what was shown.`,
    near.thinned ? `Thinned as they were drawn, from ${count(near.count)} steps: the lowest, the highest and NaN of every stretch are kept. `
      + 'The export of the run has them all.' : 'All samples of this part.',
  ];
}

/** The same of trajectories, which no zoom cuts and which are thinned evenly. */
function extentOfTrajectories({ curves }, { basis }) {
  const [drawn, known] = [curves.reduce((sum, { points }) => sum + points.length, 0), curves.reduce((sum, { measured }) => sum + measured, 0)];
  const less = [basis.partial ? `from a thinned history of ${count(basis.count)} steps` : '',
    drawn < known ? `evenly spread, ${count(drawn)} of ${count(known)} points of all layers` : ''].filter(Boolean);
  return ['The whole run.', less.length > 0 ? `Thinned as they were drawn: ${less.join('; ')}. The export of the run has them all.`
    : 'All samples at which both values are defined.'];
}

/** What is not in the columns: whose points they are, the options of their series, and whether there are more. */
function remarks({ panel, content, context }, about) {
  const series = new Map((content.curves ?? []).filter(curve => curve.series).map(curve => [curve.series.key, curve.series]));
  return [
    `${panel.title}${panel.symbol ? ` (${panel.symbol})` : ''}, ${panel.note ?? ''}`,
    ...about,
    ...content.axes ? extentOfTrajectories(content, context) : extentOf(context),
    ...[...series.values()].map(each => `Series ${each.key}: ${each.label}; ${settingsLine(each.options)}`),
  ];
}

/** A table with remarks before it, as the lines of a file. */
const csvText = (remarks, head, rows) => [...remarks.map(comment), line(head), ...rows.map(line)];

/** `about` are lines that tell the run. */
export function csvOf(card, about) {
  const { head, rows } = tableOf(card);
  return csvText(remarks(card, about), head, rows);
}

// The points of a panel in which every curve is a run, or a group of runs, as CSV.

const AXES = { iteration: 'iteration', epoch: 'place in epochs', time: 'time since the run began [s]' };

const withinPlaces = ([from, to]) => ({ x }) => x >= from && x <= to;

/** The columns of who was measured, where on the axis, and when: of a mean, only the place is one. */
function whereOf({ name, members, of }, { x, step }, kind) {
  const alone = of === undefined ? members[0] : undefined;
  const time = step && new Date(step.timeMillis).toISOString();
  return [name, of ?? 1, alone?.session, alone?.worker, x, ...kind === 'iteration' ? [] : [step?.iteration], step?.epoch, time];
}

/** One row for each point of each curve that is shown. */
function overlayTable({ panel, content, context }) {
  const { kind } = context.reading.axis;
  const [smoothed, several] = [content.curves.some(curve => curve.smoothed), content.curves.some(({ of }) => of !== undefined)];
  return {
    head: ['curve', 'lines', 'session', 'worker', AXES[kind], ...kind === 'iteration' ? [] : ['iteration'], 'epoch', 'time',
      inUnit('value', panel.unit), ...smoothed ? [inUnit('smoothed', panel.unit)] : [],
      ...several ? [inUnit('lowest', panel.unit), inUnit('highest', panel.unit)] : [], 'settings'],
    rows: content.curves.flatMap(curve => curve.items.map((item, i) => ({ ...item, soft: curve.smoothed?.[i] })).filter(withinPlaces(context.range))
      .map(item => [...whereOf(curve, item, kind), item.y, ...smoothed ? [item.soft] : [], ...several ? [item.low, item.high] : [],
        curve.settings])),
  };
}

/** Which part of the axis the points are of, and what a row may be of. */
function overlayRemarks({ panel, content, context }) {
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
  const { head, rows } = overlayTable(card);
  return csvText(overlayRemarks(card), head, rows);
}
