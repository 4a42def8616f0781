// Where an axis has its labels, and what they say: times in the steps of a clock, logarithmic axes in 1, 2 and 5 of every power of ten.
import { brief } from './dom.js';

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

/** Few decades are divided in 1, 2, 5, more are not; less than one is divided evenly. */
const FEW_DECADES = 2.5;

/** The labels of a logarithmic axis between two values, both above 0. */
export function logTicks(low, high, most) {
  const decades = Math.log10(high / low);
  if (decades < 1) {
    return multiples(decimalStep(high - low, most), low, high).filter(value => value > 0);
  }
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const every = Math.max(1, Math.ceil((to - from) / (2 * most)));
  const digits = decades < FEW_DECADES ? [1, 2, 5] : [1];
  return Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, i) => 10 ** (from + i * every))
    .flatMap(power => digits.map(digit => digit * power)).filter(value => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
}

/** The times that a logarithmic axis names. */
const CLOCK_DECADES = [0.001, 0.01, 0.1, 1, 10, MINUTE, 10 * MINUTE, HOUR, 10 * HOUR, 4 * DAY, 40 * DAY];

export function logTimes(low, high, most) {
  const named = CLOCK_DECADES.filter(value => value >= low && value <= high);
  return named.length > 1 ? named : multiples(clockStep(high - low, most), low, high);
}

/** A number on an axis: as many digits as it needs. */
export const plain = value => (Number.isInteger(value) ? brief(value) : String(Number(value.toPrecision(4))));
