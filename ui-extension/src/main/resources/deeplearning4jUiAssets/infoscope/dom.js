// Elements and words. Data reaches the page as text nodes only, so that no name can become markup.

/** Marks that turn the text around them: they would write one name over the next. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The same text with those marks as their numbers, "[U+202E]"; letters that run from right to left stay as they are. */
export const visible = text =>
  String(text).replace(TURNING, mark => `[U+${mark.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}]`);

/** Attributes that are read by people. */
const READ = ['title', 'aria-label'];

/** Makes an element; properties are attributes, or listeners when they start with "on". */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      made.addEventListener(name.slice(2), value);
    } else if (value === true) {
      made.setAttribute(name, '');
    } else if (value !== false && value !== undefined && value !== null) {
      made.setAttribute(name, READ.includes(name) ? visible(value) : value);
    }
  }
  made.append(...children.filter(child => child !== null && child !== undefined)
    .map(child => (child instanceof Node ? child : visible(child))));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A line as the charts draw it; `dash` is a word of CSS, or lengths. */
export function swatch(color, dash) {
  if (Array.isArray(dash)) {
    const [drawn, line] = ['svg', 'path'].map(name => document.createElementNS(SVG, name));
    Object.entries({ class: 'dashes', width: 30, height: 6, 'aria-hidden': 'true' }).forEach(each => drawn.setAttribute(...each));
    Object.entries({ d: 'M0 3H30', stroke: color, 'stroke-width': 3, 'stroke-dasharray': dash.join(' ') })
      .forEach(each => line.setAttribute(...each));
    drawn.append(line);
    return drawn;
  }
  const made = element('span', { class: 'swatch', 'aria-hidden': 'true' });
  made.style.borderTopColor = color;
  made.style.borderTopStyle = dash;
  return made;
}

const short = new Intl.NumberFormat('en', { minimumSignificantDigits: 4, maximumSignificantDigits: 4 });
const exact = new Intl.NumberFormat('en', { maximumSignificantDigits: 9 });
const whole = new Intl.NumberFormat('en');

/** Makes a select offer `[value, text]` pairs, anew only when these have changed. */
export function offer(select, entries, chosen) {
  const key = JSON.stringify(entries);
  if (select.dataset.key !== key) {
    select.dataset.key = key;
    select.replaceChildren(...entries.map(([value, text]) => element('option', { value }, text)));
  }
  select.value = chosen;
  select.disabled = entries.length === 0;
}

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
  return small ? value.toExponential(3) : format.format(value);
}

export const brief = value => written(value, Number.isInteger(value) ? whole : short);
export const full = value => written(value, exact);
export const count = value => written(value, whole);
export const percent = value => (Number.isFinite(value) ? `${(100 * value).toFixed(1)} %` : written(value, short));

/** "1" is the unit of pure numbers and is not shown. */
export const withUnit = (text, unit) => (unit && unit !== '1' && text !== '–' ? `${text} ${unit}` : text);

export const plural = (n, word) => `${count(n)} ${word}${n === 1 ? '' : 's'}`;

export function clock(millis) {
  return new Date(millis).toLocaleTimeString('en-GB', { hour12: false });
}

export function day(millis) {
  return new Date(millis).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
}

export function nanos(value) {
  const units = [['s', 1e9], ['ms', 1e6], ['µs', 1e3], ['ns', 1]];
  const [unit, size] = units.find(([, limit]) => value >= limit) ?? units[3];
  return `${new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value / size)} ${unit}`;
}

/** The settings of a reading as one line. */
export function settingsLine(settings) {
  return Object.entries(settings ?? {})
    .map(([name, value]) => `${name} ${typeof value === 'number' ? brief(value) : value}`)
    .join(' · ');
}

/** The name of a value in words: "entropyOverUnits" is "entropy over units". */
export const phrase = name => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();

/** Asks again for what could not be read. */
export const retryButton = asked =>
  element('button', { type: 'button', class: 'link', onclick: () => asked.retry() }, 'Try again');
