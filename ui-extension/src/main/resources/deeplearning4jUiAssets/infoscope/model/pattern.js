// Regular expressions that cannot hang the page, wherever they come from: all ways through a pattern are followed at once, so that the time is the
// length of the text times that of the pattern. The browser's own would try one after the other, which may take forever.
/** Longer patterns, or such as repeat more than this, are no patterns but text. */
const LONGEST = 200;
const MOST_STATES = 500;

const PIECE = /\\[^]|\[(?:\\[^]|[^\]\\])*\]|\(\?:|\(\?|\{\d+(?:,\d*)?\}|[^]/g;
/** What refers to what was found, or looks around, needs the other way. */
const BEYOND = /^(?:\(\?|\\[1-9]|\\[kpPuxc])$/;
const EDGES = { '^': (before, after, start) => start || before === '\n', $: (before, after) => after === undefined || after === '\n',
  '\\b': (before, after) => isWord(before) !== isWord(after), '\\B': (before, after) => isWord(before) === isWord(after) };

const isWord = letter => letter !== undefined && /\w/.test(letter);

/** How often a piece is repeated: `[least, most]`; nothing where it is no repetition. */
function times(piece) {
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}$/.exec(piece) ?? [];
  return { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] }[piece]
    ?? (least === undefined ? undefined : [Number(least), most ? Number(most) : comma ? Infinity : Number(least)]);
}

/** Reads pieces into a tree of `{any: [...]}`, `{all: [...]}`, `{of, least, most}`, `{edge}` and `{letter}`. */
class Reader {
  constructor(pieces) {
    Object.assign(this, { pieces, at: 0 });
  }

  any() {
    const ways = [this.all()];
    while (this.pieces[this.at] === '|') {
      this.at += 1;
      ways.push(this.all());
    }
    return { any: ways };
  }

  all() {
    const parts = [];
    while (this.at < this.pieces.length && !'|)'.includes(this.pieces[this.at])) {
      parts.push(this.repeated(this.one()));
    }
    return { all: parts };
  }

  one() {
    const piece = this.pieces[this.at];
    this.at += 1;
    if (piece === '(' || piece === '(?:') {
      const inside = this.any();
      this.at += 1;
      return inside;
    }
    return EDGES[piece] ? { edge: EDGES[piece] } : { letter: new RegExp(`^${piece}$`, 'i') };
  }

  repeated(of) {
    const found = times(this.pieces[this.at] ?? '');
    if (!found) {
      return of;
    }
    this.at += 1;
    // Lazy or not, what is found is the same.
    this.at += this.pieces[this.at] === '?' ? 1 : 0;
    return { of, least: found[0], most: found[1] };
  }
}

/** The states of a tree, built from its end: each goes on to `next`; those with `ways` to any of these. */
class Builder {
  states = 0;

  state(parts) {
    this.states += 1;
    if (this.states > MOST_STATES) {
      throw new RangeError('too many states');
    }
    return parts;
  }

  build(node, next) {
    return node.any ? this.state({ ways: node.any.map(way => this.build(way, next)) })
      : node.all ? node.all.reduceRight((rest, part) => this.build(part, rest), next)
        : node.of ? this.repeat(node, next) : this.state({ ...node, next });
  }

  repeat({ of, least, most }, next) {
    let rest = next;
    if (most === Infinity) {
      rest = this.state({ ways: [next] });
      rest.ways.push(this.build(of, rest));
    } else {
      for (let more = least; more < most; more += 1) {
        rest = this.state({ ways: [next, this.build(of, rest)] });
      }
    }
    for (let needed = 0; needed < least; needed += 1) {
      rest = this.build(of, rest);
    }
    return rest;
  }
}

const END = {};

/** Adds a state and all that is reached from it without a letter. */
function reach(states, first, ...place) {
  const due = [first];
  while (due.length > 0) {
    const state = due.pop();
    if (!states.has(state)) {
      states.add(state);
      due.push(...state.ways ?? (state.edge?.(...place) ? [state.next] : []));
    }
  }
}

function finds(start, text) {
  let before = [];
  for (let i = 0; i <= text.length; i += 1) {
    const states = new Set();
    [...before, start].forEach(state => reach(states, state, text[i - 1], text[i], i === 0));
    if (states.has(END)) {
      return true;
    }
    before = [...states].filter(({ letter }) => i < text.length && letter?.test(text[i])).map(({ next }) => next);
  }
  return false;
}

/**
 * What finds a regular expression in a text, whatever its case, with `^` and `$` at every line; nothing where the text is none, or one that looks
 * around, refers to what was found, or is longer than is good.
 */
export function patternOf(source) {
  const pieces = source.match(PIECE) ?? [];
  try {
    RegExp(source, 'im');
    if (source.length > LONGEST || pieces.some(piece => BEYOND.test(piece.slice(0, 2)) && piece !== '(?:')) {
      return undefined;
    }
    const start = new Builder().build(new Reader(pieces).any(), END);
    return text => finds(start, text);
  } catch {
    return undefined;
  }
}
