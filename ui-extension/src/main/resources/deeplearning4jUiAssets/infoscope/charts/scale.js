// The axis up, linear or logarithmic, with everything that is drawn put in its place on both axes; and where any axis has its labels.
import { brief } from '../model/words.js';

const same = value => value;

/** What is free around the lines of a chart, in pixels. */
export const MARGINS = { left: 58, right: 14, top: 26, bottom: 38 };

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

// Where an axis has its labels, and what they say: times in the steps of a clock, logarithmic axes in 1, 2 and 5 of every power of ten.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Steps of a clock that people read easily, in seconds. */
const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, ...[1, 2, 5, 10, 15, 30].map(n => n * MINUTE), ...[1, 2, 3, 6, 12].map(n => n * HOUR), DAY];
const UNITS = [[DAY, 'd'], [HOUR, 'h'], [MINUTE, 'min'], [1, 's']];

/** 1, 2 or 5 times a power of ten: the smallest that divides a span into no more than `most` parts. */
export function decimalStep(span, most) {
  const power = 10 ** Math.floor(Math.log10(span / most));
  return [1, 2, 5, 10].map(n => n * power).find(step => span / step <= most * (1 + 1e-9)) ?? 10 * power;
}

/** The same of the steps of a clock; whole days by tens. */
export function clockStep(span, most) {
  const limit = span / most;
  return limit < 1 ? decimalStep(span, most) : CLOCK_STEPS.find(step => step >= limit) ?? DAY * Math.max(1, decimalStep(span / DAY, most));
}

/** The multiples of a step within bounds. */
export function multiples(step, low, high) {
  const [from, to] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => (from + i) * step);
}

/** A time in its two largest units: 90 is "1 min 30 s". */
export function duration(seconds) {
  if (seconds < 0) {
    return `−${duration(-seconds)}`;
  }
  if (seconds < 10) {
    return seconds === 0 ? '0' : seconds < 1 ? `${Number((1000 * seconds).toPrecision(3))} ms` : `${Number(seconds.toPrecision(3))} s`;
  }
  const whole = Math.round(seconds);
  const at = UNITS.findIndex(([size]) => whole >= size);
  const [[size, unit], smaller] = [UNITS[at], UNITS[at + 1]];
  // What is rounded must not become 60 of a unit.
  const rest = smaller ? Math.floor(whole % size / smaller[0]) : 0;
  return `${Math.floor(whole / size)} ${unit}${rest > 0 ? ` ${rest} ${smaller[1]}` : ''}`;
}

/** Few decades are divided in 1, 2, 5, more are not; less than one as finely as there is room, and evenly where that leaves nothing to read. */
const FEW_DECADES = 2.5;
const WITHIN_ONE = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 5], [1, 2, 5]];

/** The labels of a logarithmic axis between two values, both above 0. */
export function logTicks(low, high, most) {
  const decades = Math.log10(high / low);
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const every = Math.max(1, Math.ceil((to - from) / (2 * most)));
  const inside = digits => Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, i) => 10 ** (from + i * every))
    .flatMap(power => digits.map(digit => digit * power)).filter(value => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
  if (decades < 1) {
    const fitting = WITHIN_ONE.map(inside).find(values => values.length <= most) ?? [];
    return fitting.length > 2 ? fitting : multiples(decimalStep(high - low, most), low, high).filter(value => value > 0);
  }
  return inside(decades < FEW_DECADES ? [1, 2, 5] : [1]);
}

/** The times that a logarithmic axis names. */
const CLOCK_DECADES = [0.001, 0.01, 0.1, 1, 10, MINUTE, 10 * MINUTE, HOUR, 10 * HOUR, 4 * DAY, 40 * DAY];

export function logTimes(low, high, most) {
  const named = CLOCK_DECADES.filter(value => value >= low && value <= high);
  return named.length > 1 ? named : multiples(clockStep(high - low, most), low, high);
}

/** A number on an axis: as many digits as it needs. */
export const plain = value => (Number.isInteger(value) ? brief(value) : String(Number(value.toPrecision(4))));
