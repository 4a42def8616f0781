// The lines of many runs: what is known of each, asked for when they are shown, a few runs at a time, and followed from where they ended.
import { Track, spliced, stretchesIn, stretchesOf } from './track.js';
import { linesOf } from './wire.js';
import { toNumber } from './words.js';

/** Questions under way at once: browsers have six connections, and one is for the events. */
const AT_ONCE = 4;
const RETRY_MILLIS = 5000;
/** Points of all lines of all runs together; each has so many at least. */
const MOST_POINTS = 400000;
const LENGTHS = [200, 6000];
/** A reader who goes on zooming is waited for. */
const PAUSE_MILLIS = 150;

/** Whether what was read holds what is shown, and not much more, which would be coarse. */
const covers = (read, [from, to]) => read !== undefined && read[0] <= from && read[1] >= to && read[1] - read[0] <= 8 * (to - from) + 8;

/** Reads the lines of the runs that are wanted. */
export class LinesReader {
  /** `changed()` after every answer. */
  constructor(changed) {
    this.changed = changed;
    this.runs = new Map();
    this.wanted = new Map();
    this.active = 0;
    this.connection = new AbortController();
  }

  /** The lines of a worker's run `{id, session, worker}`. */
  of(line) {
    const run = this.runs.get(line.id) ?? new RunLines(line);
    this.runs.set(line.id, run);
    return run;
  }

  /** Why some lines of a run cannot be read, if so. */
  trouble(session) {
    return [...this.runs.values()].find(run => run.session === session && run.trouble)?.trouble;
  }

  /**
   * `wanted` are `{line, series, layers}`: the keys of the series that are shown of it, and the names of the layers, or nothing for all;
   * `layers` is how many these are at most.
   */
  want(wanted, layers) {
    this.wanted = new Map(wanted.map(each => [this.of(each.line), each]));
    const tracks = wanted.reduce((sum, { series }) => sum + layers * series.length + 3, 0);
    this.length = Math.round(Math.min(Math.max(MOST_POINTS / Math.max(1, tracks), LENGTHS[0]), LENGTHS[1]));
    this.pump();
  }

  /** Whether some line that is wanted is not here yet. */
  get reading() {
    return [...this.wanted].some(([run, asked]) => !run.holds(asked) && !run.trouble);
  }

  /** Whether this line is not here yet. */
  waits(line) {
    const run = this.of(line);
    return !run.trouble && !(this.wanted.has(run) ? run.holds(this.wanted.get(run)) : run.there);
  }

  /** These runs have more to read. */
  grew(sessions) {
    this.runs.forEach(run => { run.grown ||= sessions.includes(run.session); });
    this.pump();
  }

  /** The reader looks at a part, or at all; `iterationsOf(id)` is what a run has of it, `key` tells one part from another. */
  look(key, iterationsOf) {
    // Of the same part, too: runs have come since that know their iterations there.
    this.iterationsOf = iterationsOf;
    if (key === this.looked) {
      this.pump();
      return;
    }
    this.looked = key;
    clearTimeout(this.settling);
    this.settled = false;
    if (iterationsOf) {
      this.settling = setTimeout(() => {
        this.settled = true;
        this.pump();
      }, PAUSE_MILLIS);
    } else {
      this.runs.forEach(run => { run.detail = undefined; });
    }
  }

  /** What is to be asked of a run next, if anything. */
  due(run) {
    const asked = this.wanted.get(run);
    if (run.busy || run.trouble) {
      return undefined;
    }
    if (!run.holds(asked)) {
      return () => this.whole(run, asked);
    }
    if (run.grown) {
      return () => this.since(run);
    }
    const part = run.thinned && this.settled && this.iterationsOf?.(run.id);
    return part && !covers(run.detail?.asked, part) ? () => this.close(run, part) : undefined;
  }

  /** The connection is lost: what was asked over it will not be answered. */
  lose() {
    this.connection.abort(new Error('The connection was lost.'));
    this.connection = new AbortController();
  }

  /** Asks for lines of a run. */
  lines(run, asked) {
    return linesOf(run.session, asked, this.connection.signal);
  }

  pump() {
    for (const run of this.wanted.keys()) {
      const ask = this.active < AT_ONCE && this.due(run);
      if (ask) {
        this.ask(run, ask);
      }
    }
  }

  async ask(run, question) {
    run.busy = true;
    this.active += 1;
    try {
      await question();
    } catch (error) {
      run.trouble = error.message;
      setTimeout(() => this.retry(run), RETRY_MILLIS);
    }
    run.busy = false;
    this.active -= 1;
    this.changed();
    this.pump();
  }

  retry(run) {
    run.trouble = undefined;
    this.pump();
  }

  get buckets() {
    return Math.min(400, Math.max(30, Math.round(this.length / 4)));
  }

  async whole(run, { series, layers }) {
    run.grown = false;
    run.replace(await this.lines(run, { worker: run.worker, series, layers, points: this.buckets }), { series, layers });
  }

  async since(run) {
    run.grown = false;
    const answer = await this.lines(run, { ...run.asked, after: run.place, points: 4000 }).catch(error => {
      // Nobody says so again of a run that has ended.
      run.grown = true;
      throw error;
    });
    run.grown ||= answer.more;
    run.append(answer, this.length);
  }

  async close(run, part) {
    const [first, last] = run.range;
    // As much again on both sides: a small step needs no new answer.
    const margin = Math.ceil((part[1] - part[0]) / 2);
    const asked = [Math.floor(part[0]) - margin, Math.ceil(part[1]) + margin];
    // Without the newest iteration: what still comes of it would be missing.
    const [from, to] = asked.map(iteration => Math.min(Math.max(iteration, first), Math.max(first, last - 1)));
    const answer = await this.lines(run, { ...run.asked, from, to, points: 4 * this.buckets });
    run.detail = { asked, range: [from, to], tracks: addTo(new Map(), answer), thinned: !answer.complete };
  }
}

// What is known of the lines of one run: the score, accuracies, and readings by layer and series.

export const SCORE = 'score';
export const accuracyKey = (field, output) => JSON.stringify([field, output]);
export const readingKey = (layer, series) => JSON.stringify(['reading', layer, series]);

function keyOf(line) {
  const field = ['trainingAccuracy', 'validationAccuracy'].find(name => line[name] !== undefined);
  return line.score ? SCORE : field ? accuracyKey(field, line[field]) : readingKey(line.layer, line.series);
}

/** Adds the lines of an answer to these tracks, by their keys. */
export function addTo(tracks, { iterations, epochs, times, lines }) {
  const steps = iterations.map((iteration, i) => ({ iteration, epoch: epochs[i], timeMillis: times[i] }));
  for (const line of lines) {
    const track = tracks.get(keyOf(line)) ?? new Track();
    tracks.set(keyOf(line), track);
    track.extend(line.at.map((index, i) => ({ step: steps[index], y: toNumber(line.values[i]) })), line.means && stretchesOf(line.means));
  }
  return tracks;
}

/** What is known of the lines of one worker's run. */
export class RunLines {
  /** `id` names it among all, `worker` may be empty for the only one. */
  constructor({ id, session, worker }) {
    Object.assign(this, { id, session, worker });
    this.tracks = new Map();
    this.series = new Set();
    this.layers = new Set();
    this.thinned = false;
    this.grown = false;
  }

  get there() {
    return this.place !== undefined;
  }

  /** Whether what was read has these series of these layers; of all layers, if none is named. */
  holds({ series, layers }) {
    return this.there && series.every(key => this.series.has(key)) && (this.layers === undefined || layers?.every(name => this.layers.has(name)));
  }

  /** What was asked of the server, to ask for more of the same. */
  get asked() {
    return { worker: this.worker, series: [...this.series], layers: this.layers && [...this.layers] };
  }

  /** Takes an answer for all that was known. */
  replace(answer, { series, layers }) {
    this.tracks = new Map();
    this.series = new Set(series);
    this.layers = layers && new Set(layers);
    this.thinned = !answer.complete;
    this.detail = undefined;
    this.append(answer);
  }

  /** Takes what has come since. */
  append(answer, most = Infinity) {
    this.place = answer.place;
    this.thinned ||= !answer.complete;
    const late = one => one >= this.detail?.range[0] && one <= this.detail.range[1];
    this.detail = answer.iterations.some(late) ? undefined : this.detail; // What was measured slowly is recorded late.
    for (const track of addTo(this.tracks, answer).values()) {
      this.thinned = track.shorten(most) || this.thinned;
    }
  }

  /** The items of a line; where the reader has zoomed in, all that is known of that part. */
  items(key) {
    const items = this.tracks.get(key)?.items ?? [];
    return this.detail && items.length > 0 ? spliced(items, this.detail.tracks.get(key)?.items ?? [], this.detail.range) : items;
  }

  /** What averages over a line are made of, where some of its readings are not here: see track.js. */
  stretches(key) {
    const track = this.tracks.get(key);
    return track && stretchesIn(track, this.detail?.tracks.get(key), this.detail?.range);
  }

  /** Whether what is here is thinned, in the part that was read last. */
  get thinnedHere() {
    return (this.detail ?? this).thinned;
  }

  /** The steps of its longest line: for where the others are between them. */
  get steps() {
    return [...this.tracks.values()].reduce((longest, { items }) => (items.length > longest.length ? items : longest), []).map(({ step }) => step);
  }

  get range() {
    const ends = [...this.tracks.values()].filter(({ items }) => items.length > 0)
      .map(({ items }) => [items[0].step.iteration, items.at(-1).step.iteration]);
    return ends.length === 0 ? undefined : [Math.min(...ends.map(([first]) => first)), Math.max(...ends.map(([, last]) => last))];
  }
}
