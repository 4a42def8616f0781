// The values of a chart, linear or logarithmic, and everything that is drawn put in its place on both axes.
import { logTicks, plain } from './ticks.js';

const same = value => value;

export const LINEAR_SCALE = { log: false, note: '', at: same };

/** How much of the height stays free above and below. */
const ROOM = 0.05;

/** The values of curves and bands that are numbers. */
function valuesOf(curves, bands) {
  return [...curves.map(({ points }) => points.map(([, y]) => y)), ...bands.map(({ points }) => points.flatMap(([, low, high]) => [low, high]))]
    .flat().filter(Number.isFinite);
}

/**
 * The scale of a panel. A logarithmic one has no place for 0 and what is below: such values are left out, as gaps, and counted in `note`; where
 * nothing else is there, and in charts of shares, the scale stays linear.
 */
export function scaleOf(wanted, { curves, bands = [], columns, percent, range }) {
  if (!wanted || curves.length === 0) {
    return LINEAR_SCALE;
  }
  if (percent || columns) {
    return { ...LINEAR_SCALE, note: percent ? 'Shares stay on a linear scale.' : '' };
  }
  const values = valuesOf(curves, bands);
  const above = values.filter(value => value > 0);
  if (above.length === 0) {
    return { ...LINEAR_SCALE, note: 'Linear: there is no value above 0 for a logarithmic scale.' };
  }
  const left = curves.reduce((sum, { points }) => sum + points.filter(([, y]) => Number.isFinite(y) && y <= 0).length, 0);
  const extremes = range?.every(bound => bound > 0) ? range : above.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity]);
  const [low, high] = extremes.map(Math.log10);
  const room = Math.max(ROOM * (high - low), 0.02);
  return {
    log: true,
    at: value => (value > 0 ? Math.log10(value) : NaN),
    bounds: [low - room, high + room],
    ticks: logTicks(10 ** (low - room), 10 ** (high + room), 4).map(Math.log10),
    label: place => plain(Number((10 ** place).toPrecision(6))),
    note: left > 0 ? `Logarithmic: ${left === 1 ? '1 value' : `${plain(left)} values`} of 0 or less ${left === 1 ? 'has' : 'have'} no place.` : '',
  };
}

/** The same with places for iterations and values. */
export function placedOn(axis, scale, { curves, bands, columns }) {
  const across = axis.at;
  const place = points => points.map(([x, ...values]) => [across(x), ...values.map(scale.at)]);
  return {
    curves: curves.map(curve => ({ ...curve, points: place(curve.points),
      smoothed: curve.smoothed && curve.points.map(([x], i) => [across(x), scale.at(curve.smoothed[i])]) })),
    bands: bands.map(band => ({ ...band, points: place(band.points), median: band.median && place(band.median) })),
    columns: columns?.map(column => ({ ...column, x: across(column.x), from: across(column.from), to: across(column.to) })),
  };
}
