// The state of a view: the one place where its choices are read and written. The address says what differs from the defaults, so that it
// reproduces the view; what a reader prefers in every view is also kept in the browser. What neither can be understood of is left out.
/**
 * A kind of value: `initial` is the default, `read(texts)` makes a value of what an address or the browser's store holds, all texts of one
 * name, and answers undefined for what is no such value; `write(value)` makes texts again.
 */
const kind = (initial, read, write = value => [String(value)]) => ({ initial, read, write });
const first = (texts, read) => texts.map(read).find(value => value !== undefined);

/** One of these words; the first is the default. */
export const oneOf = (...words) => kind(words[0], texts => texts.find(text => words.includes(text)));

/** On or off; off unless told. */
export const flag = () => kind(false, texts => first(texts, text => ({ 1: true, 0: false })[text]), value => [value ? '1' : '0']);

/** A finite number within bounds; `initial` may be undefined, for a number that need not be there. */
export const number = (initial, low = -Infinity, high = Infinity) => kind(initial, texts => first(texts, text => {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) && value >= low && value <= high ? value : undefined;
}));

/** A name that the data gives: empty for none. Whether there is such a thing is for the view to see. */
export const name = () => kind('', texts => texts.find(text => text !== ''));

/** Any number of names, each once, in the reader's order. */
export const names = () => kind([], texts => [...new Set(texts.filter(text => text !== ''))], value => value);

/** The reader's choice holds for other views too, and for the next visit. */
export const kept = of => ({ ...of, kept: true });

/** Servers refuse long addresses: one that would be longer leaves out its longest parameters, and reproduces the view without them. */
const LONGEST_ADDRESS = 3500;
/** Browsers refuse to change the address too often, as a slider would. */
const PAUSE_MILLIS = 150;
const STORE = 'infoscope.';

/** The page's address, its history, and its store; a browser may deny the store. */
const PAGE = {
  get url() {
    return new URL(location.href);
  },
  go: (url, push) => history[push ? 'pushState' : 'replaceState'](null, '', url),
  recall(key) {
    try {
      return JSON.parse(localStorage.getItem(key) ?? 'null');
    } catch {
      return undefined;
    }
  },
  remember(key, texts) {
    try {
      (texts === undefined ? localStorage.removeItem(key) : localStorage.setItem(key, JSON.stringify(texts)));
    } catch {
      // Not kept, then.
    }
  },
};

export class ViewState {
  /** `parameters` are kinds by their names, which are those of the address. */
  constructor(parameters, page = PAGE) {
    this.parameters = Object.entries(parameters);
    this.page = page;
    this.listeners = [];
    this.values = this.read();
    this.write();
  }

  get(key) {
    return this.values[key];
  }

  /** `listener()` after every change, also by the browser's buttons back and forward. */
  changed(listener) {
    this.listeners.push(listener);
  }

  /** Makes these choices; `push` where the reader may want to go back to how it was. */
  set(changes, { push = false } = {}) {
    Object.assign(this.values, changes);
    for (const [key, { kept: keeps, write }] of this.parameters) {
      if (keeps && key in changes) {
        this.page.remember(STORE + key, this.differs(key) ? write(this.values[key]) : undefined);
      }
    }
    if (push) {
      this.write(true);
    } else {
      this.pending ??= setTimeout(() => this.write(), PAUSE_MILLIS);
    }
    this.tell();
  }

  /** Takes these choices back to their defaults. */
  reset(...keys) {
    const initial = Object.fromEntries(this.parameters.map(([key, of]) => [key, of.initial]));
    this.set(Object.fromEntries(keys.map(key => [key, initial[key]])));
  }

  /** The same choices at another path. */
  move(path) {
    this.path = path;
    this.write();
  }

  /** After the reader went back or forward. */
  reread() {
    clearTimeout(this.pending);
    this.pending = undefined;
    this.path = undefined;
    this.values = this.read();
    this.tell();
  }

  tell() {
    this.listeners.forEach(listener => listener());
  }

  /** What the address says. Preferences hold where it says nothing of the view at all: a link shows what it was made of. */
  read() {
    const asked = this.page.url.searchParams;
    const addressed = this.parameters.some(([key]) => asked.has(key));
    return Object.fromEntries(this.parameters.map(([key, of]) => {
      const recalled = () => (of.kept && !addressed ? this.page.recall(STORE + key) : undefined);
      const texts = asked.has(key) ? asked.getAll(key) : recalled();
      const texted = Array.isArray(texts) && texts.every(text => typeof text === 'string');
      return [key, (texted ? of.read(texts) : undefined) ?? of.initial];
    }));
  }

  differs(key) {
    const { initial, write } = this.parameters.find(([each]) => each === key)[1];
    const value = this.values[key];
    return value !== initial && value !== undefined && JSON.stringify(write(value)) !== JSON.stringify(initial === undefined ? [] : write(initial));
  }

  /** The address of this view with some other choices. */
  addressWith(changes = {}) {
    const before = this.values;
    this.values = { ...before, ...changes };
    const address = this.address();
    this.values = before;
    return address;
  }

  address() {
    const { url } = this.page;
    url.pathname = this.path ?? url.pathname;
    const asked = this.parameters.filter(([key]) => this.differs(key))
      .map(([key, { write }]) => new URLSearchParams(write(this.values[key]).map(text => [key, text])).toString());
    this.parameters.forEach(([key]) => url.searchParams.delete(key));
    const others = url.searchParams.toString();
    const together = () => [others, ...asked].filter(Boolean).join('&');
    while (asked.length > 0 && url.pathname.length + together().length > LONGEST_ADDRESS) {
      asked.splice(asked.reduce((longest, text, i) => (text.length > asked[longest].length ? i : longest), 0), 1);
    }
    url.search = together();
    return url;
  }

  write(push = false) {
    clearTimeout(this.pending);
    this.pending = undefined;
    const address = this.address();
    if (address.href !== this.page.url.href) {
      this.page.go(address, push);
    }
  }
}
