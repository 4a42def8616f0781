// What numbers, times and names are in words, and in addresses.
/** Marks that turn the text around them: they would write one name over the next. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The same text with those marks as their numbers, "[U+202E]"; letters that run from right to left stay as they are. */
export const visible = text =>
  String(text).replace(TURNING, mark => `[U+${mark.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}]`);

// By hand: the first number or date that a browser writes by itself costs a page that opens a tenth of a second.

/** Digits with a comma before every three of those before the point; beyond 10^21 there is an exponent instead. */
function grouped(digits) {
  const [whole, ...decimals] = digits.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...decimals].join('.');
}


const significant = (value, digits) => grouped(String(Number(value.toPrecision(digits))));
/** With four significant digits, zeros at the end among them. */
const short = value => {
  const rounded = Number(value.toPrecision(4));
  return grouped(Math.abs(rounded) < 1e4 ? rounded.toPrecision(4) : String(rounded));
};
const exact = value => significant(value, 9);
const whole = value => grouped(String(Number(value.toFixed(3))));

/** A part of an address as it was meant; one that nobody encoded is taken as it is. */
export function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A session's id as one segment of a path. One that an address would take for a folder, none, or a page's name, has a tilde before it. */
export const segment = session => encodeURIComponent(/^(~|\.{0,2}$|compare$)/.test(session) ? `~${session}` : session);

/** The session that a segment stands for. */
export const sessionOf = part => decoded(part).replace(/^~/, '');

/** JSON has no NaN: it travels as a string. */
export const toNumber = value => (typeof value === 'number' ? value : Number(value ?? NaN));

function written(value, format) {
  if (value === undefined || value === null) {
    return '–';
  }
  if (Number.isNaN(value)) {
    return 'undefined';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? '∞' : '−∞';
  }
  const small = value !== 0 && Math.abs(value) < 1e-4;
  return small ? value.toExponential(3) : format(value);
}

export const brief = value => written(value, Number.isInteger(value) ? whole : short);
export const full = value => written(value, exact);
export const count = value => written(value, whole);
export const percent = value => (Number.isFinite(value) ? `${(100 * value).toFixed(1)} %` : written(value, short));

/** "1" is the unit of pure numbers and is not shown. */
export const withUnit = (text, unit) => (unit && unit !== '1' && text !== '–' ? `${text} ${unit}` : text);

export const plural = (n, word) => `${count(n)} ${word}${n === 1 ? '' : 's'}`;

export function clock(millis) {
  const time = new Date(millis);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map(part => String(part).padStart(2, '0')).join(':');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

export function day(millis) {
  const time = new Date(millis);
  return `${time.getDate()} ${MONTHS[time.getMonth()]} ${time.getFullYear()}, ${clock(millis)}`;
}

export function nanos(value) {
  const units = [['s', 1e9], ['ms', 1e6], ['µs', 1e3], ['ns', 1]];
  const [unit, size] = units.find(([, limit]) => value >= limit) ?? units[3];
  return `${significant(value / size, 3)} ${unit}`;
}

/** The settings of a reading as one line. */
export function settingsLine(settings) {
  return Object.entries(settings ?? {})
    .map(([name, value]) => `${name} ${typeof value === 'number' ? brief(value) : value}`)
    .join(' · ');
}

/** The name of a value in words: "entropyOverUnits" is "entropy over units". */
export const phrase = name => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();

export const capital = words => words[0].toUpperCase() + words.slice(1);

/** An iteration in words; −1 is that of the sample of an untrained network. */
export const iterationOf = iteration => (iteration < 0 ? 'before training' : `iteration ${count(iteration)}`);

/** When a step was: `checkpoints` are the names of iterations that have one. */
export function whenOf({ checkpoints }, step) {
  const during = checkpoints.get(step.iteration) ?? (step.iteration < 0 ? '' : `epoch ${step.epoch}`);
  return [iterationOf(step.iteration), during].filter(Boolean).join(' · ');
}
