// The lines of many runs: asked for when they are shown, a few runs at a time, and followed from where they ended.
import { toNumber } from './dom.js';
import { stretchesOf } from './stretches.js';
import { Track, spliced, stretchesIn } from './track.js';
import { linesOf } from './wire.js';

/** Questions under way at once: browsers have six connections, and one is for the events. */
const AT_ONCE = 4;
const RETRY_MILLIS = 5000;
/** Points of all lines of all runs together; each has so many at least. */
const MOST_POINTS = 400000;
const LENGTHS = [200, 6000];
/** A reader who goes on zooming is waited for. */
const PAUSE_MILLIS = 150;

export const SCORE = 'score';
export const accuracyKey = (field, output) => JSON.stringify([field, output]);
export const readingKey = (layer, series) => JSON.stringify(['reading', layer, series]);

function keyOf(line) {
  const field = ['trainingAccuracy', 'validationAccuracy'].find(name => line[name] !== undefined);
  return line.score ? SCORE : field ? accuracyKey(field, line[field]) : readingKey(line.layer, line.series);
}

/** Adds the lines of an answer to these tracks, by their keys. */
function addTo(tracks, { iterations, epochs, times, lines }) {
  const steps = iterations.map((iteration, i) => ({ iteration, epoch: epochs[i], timeMillis: times[i] }));
  for (const line of lines) {
    const track = tracks.get(keyOf(line)) ?? new Track();
    tracks.set(keyOf(line), track);
    track.extend(line.at.map((index, i) => ({ step: steps[index], y: toNumber(line.values[i]) })), line.means && stretchesOf(line.means));
  }
  return tracks;
}

/** Whether what was read holds what is shown, and not much more, which would be coarse. */
const covers = (read, [from, to]) => read !== undefined && read[0] <= from && read[1] >= to && read[1] - read[0] <= 8 * (to - from) + 8;

/** What is known of one run's lines. */
export class RunLines {
  constructor(session) {
    this.session = session;
    this.tracks = new Map();
    this.series = new Set();
    this.thinned = false;
    this.grown = false;
  }

  get there() {
    return this.place !== undefined;
  }

  /** Takes an answer for all that was known. */
  replace(answer, series) {
    this.tracks = new Map();
    this.series = new Set(series);
    this.thinned = !answer.complete;
    this.detail = undefined;
    this.append(answer);
  }

  /** Takes what has come since. */
  append(answer, most = Infinity) {
    this.place = answer.place;
    this.thinned ||= !answer.complete;
    for (const track of addTo(this.tracks, answer).values()) {
      this.thinned = track.shorten(most) || this.thinned;
    }
  }

  /** The items of a line; where the reader has zoomed in, all that is known of that part. */
  items(key) {
    const items = this.tracks.get(key)?.items ?? [];
    return this.detail && items.length > 0 ? spliced(items, this.detail.tracks.get(key)?.items ?? [], this.detail.range) : items;
  }

  /** What averages over a line are made of, where some of its readings are not here: see stretches.js. */
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

/** Reads the lines of the runs that are wanted. */
export class LinesReader {
  /** `changed()` after every answer. */
  constructor(changed) {
    this.changed = changed;
    this.runs = new Map();
    this.wanted = new Map();
    this.active = 0;
  }

  of(session) {
    const run = this.runs.get(session) ?? new RunLines(session);
    this.runs.set(session, run);
    return run;
  }

  /** `wanted` holds, by session, the series that are shown of the run; `layers` is how many layers there are at most. */
  want(wanted, layers) {
    this.wanted = wanted;
    const tracks = [...wanted.values()].reduce((sum, series) => sum + layers * series.length + 3, 0);
    this.length = Math.round(Math.min(Math.max(MOST_POINTS / Math.max(1, tracks), LENGTHS[0]), LENGTHS[1]));
    this.pump();
  }

  /** Whether some run that is wanted is not here yet. */
  get reading() {
    return [...this.wanted.keys()].some(session => !this.of(session).there && !this.of(session).trouble);
  }

  /** These runs have more to read. */
  grew(sessions) {
    sessions.forEach(session => { this.of(session).grown = true; });
    this.pump();
  }

  /** The reader looks at a part, or at all; `iterationsOf(session)` is what a run has of it, `key` tells one part from another. */
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
    const series = this.wanted.get(run.session);
    if (run.busy || run.trouble) {
      return undefined;
    }
    if (!run.there || series.some(key => !run.series.has(key))) {
      return () => this.whole(run, series);
    }
    if (run.grown) {
      return () => this.since(run);
    }
    const part = run.thinned && this.settled && this.iterationsOf?.(run.session);
    return part && !covers(run.detail?.asked, part) ? () => this.close(run, part) : undefined;
  }

  pump() {
    for (const session of this.wanted.keys()) {
      const run = this.of(session);
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

  async whole(run, series) {
    run.grown = false;
    run.replace(await linesOf(run.session, { series, points: this.buckets }), series);
  }

  async since(run) {
    run.grown = false;
    const answer = await linesOf(run.session, { series: [...run.series], after: run.place, points: 4000 });
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
    const answer = await linesOf(run.session, { series: [...run.series], from, to, points: 4 * this.buckets });
    run.detail = { asked, range: [from, to], tracks: addTo(new Map(), answer), thinned: !answer.complete };
  }
}
