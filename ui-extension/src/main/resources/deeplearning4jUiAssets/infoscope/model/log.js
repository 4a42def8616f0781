// What one worker has said of its run: a track for each layer and series, for the score and for every accuracy. However long the
// run, the page keeps bounded memory: tracks are thinned when they get long, and old readings lose what is large.
import { slim, weightOf } from './readings.js';
import { Track, insert, nearest, spliced, stretchesIn, stretchesOf } from './track.js';

export const keyOf = (layer, series) => `${layer}\u0000${series}`;
export const NOTHING = [];
/** The page keeps about this many items, but at least a few hundred and at most a few thousand per track. */
const MOST_ITEMS = 150000;
const LENGTHS = [400, 6000];
/** The newest readings stay whole until they hold this many numbers together; then the older part of them is made slim. */
const WHOLE_NUMBERS = 2e6;

/** What one worker has said so far, or what the server has thinned of it. */
export class Log {
  /** `headlineOf(reading)` is the number that stands for a reading. */
  constructor(headlineOf) {
    this.headlineOf = headlineOf;
    this.steps = [];
    this.tracks = new Map();
    this.lines = new Map();
    this.problems = new Map();
    this.whole = [];
    this.weight = 0;
    /** How many steps there were, whether they are all still here or not. */
    this.count = 0;
    this.readings = 0;
    this.thinned = false;
    /** Whether better is on the way. */
    this.rough = false;
    /** Whether what averages are made of is here. */
    this.averaged = true;
    this.longest = 0;
    this.size = 0;
    /** The time of the last record in it: what is older has come already. */
    this.until = -Infinity;
  }

  /** Adds a step; one that came thinned has been counted, and its problems too. */
  add(step, counted = false) {
    const { readings } = step;
    const [from, to] = this.detail?.range ?? [Infinity, -Infinity];
    if (step.iteration >= from && step.iteration <= to) {
      // What was measured slowly comes after later iterations.
      this.detail.add({ ...step, readings }, true);
    }
    // Others have the score alone.
    step.sampled = readings.length > 0;
    // The tracks hold them now, and may let go of them.
    step.readings = undefined;
    insert(this.steps, step, each => each.iteration);
    this.addLines(step);
    for (const reading of readings) {
      const track = trackIn(this.tracks, keyOf(reading.layer, reading.series));
      const item = { step, reading, y: this.headlineOf(reading) };
      this.extend(track, item);
      this.keepWhole(track, item);
    }
    if (!counted) {
      this.count += 1;
      this.readings += readings.length;
      step.problems.forEach(flag => this.note(flag, step.iteration));
      readings.forEach(reading => reading.flags.forEach(flag => this.note(flag, step.iteration, reading)));
      this.shorten();
    }
  }

  /** After all thinned steps and lines: the means of everything that they were chosen from. */
  average(means) {
    this.averaged = true;
    for (const { layer, series, score, means: its, ...output } of means) {
      const [[field, name] = []] = Object.entries(output);
      const track = score ? this.lines.get('score') : field ? this.lines.get(keyOf(field, name)) : this.tracks.get(keyOf(layer, series));
      if (track) {
        track.means = stretchesOf(its);
      }
    }
  }

  /** After all thinned steps: most of these came for a reading, and have a score only because they came. */
  thinLines(buckets) {
    this.lines.forEach(line => {
      this.size -= line.items.length;
      line.thin(buckets);
      this.size += line.items.length;
    });
    this.longest = [...this.tracks.values(), ...this.lines.values()].reduce((most, { items }) => Math.max(most, items.length), 0);
  }

  addLines(step) {
    if (step.iteration >= 0) {
      this.extend(trackIn(this.lines, 'score'), { step, y: step.score });
    }
    for (const field of ['trainingAccuracy', 'validationAccuracy']) {
      for (const [output, y] of Object.entries(step[field])) {
        this.extend(trackIn(this.lines, keyOf(field, output)), { step, y });
      }
    }
  }

  extend(track, item) {
    track.add(item);
    this.longest = Math.max(this.longest, track.items.length);
    this.size += 1;
  }

  /** Whole readings are large: the oldest are made slim when there are too many. */
  keepWhole(track, item) {
    if (item.reading.thin) {
      return;
    }
    item.reading.values.forEach(({ kind }) => track.kinds.add(kind));
    this.whole.push(item);
    this.weight += weightOf(item.reading);
    if (this.weight > WHOLE_NUMBERS) {
      const old = this.whole.splice(0, Math.floor(this.whole.length / 4));
      for (const each of old) {
        this.weight -= weightOf(each.reading);
        each.reading = slim(each.reading);
      }
    }
  }

  /** Puts the whole readings of a report in the place of the thin ones. */
  complete(step) {
    for (const reading of step.readings) {
      const track = this.tracks.get(keyOf(reading.layer, reading.series));
      const item = track && nearest(track.items, step.iteration);
      if (item?.step.iteration === step.iteration && item.reading.thin) {
        item.reading = reading;
        this.keepWhole(track, item);
      }
    }
  }

  shorten() {
    const most = Math.min(Math.max(MOST_ITEMS / this.tracks.size, LENGTHS[0]), LENGTHS[1]);
    // All together, when the longest is due: the steps that nothing needs any more are then sought only once.
    if (this.longest > most) {
      const all = [...this.tracks.values(), ...this.lines.values()];
      all.forEach(track => track.shorten(most / 2));
      this.longest = all.reduce((longest, { items }) => Math.max(longest, items.length), 0);
      this.size = all.reduce((sum, { items }) => sum + items.length, 0);
      const needed = new Set(all.flatMap(track => track.items.map(item => item.step)));
      this.steps = this.steps.filter(step => needed.has(step));
      this.thinned = true;
    }
  }

  /** Alike problems are counted together. */
  note(flag, iteration, { layer, series } = {}) {
    const key = JSON.stringify([flag.kind, layer, series, flag.reason.replace(/[\d.,eE+-]+/g, '#')]);
    const known = this.problems.get(key) ?? { kind: flag.kind, layer, series, first: iteration, last: iteration, count: 0 };
    Object.assign(known, { count: known.count + (flag.count ?? 1), reason: flag.reason,
      first: Math.min(known.first, flag.first ?? iteration), last: Math.max(known.last, flag.last ?? iteration) });
    this.problems.set(key, known);
  }

  /** What averages over one of its tracks are made of, where some of its readings are not here; none until it is known. In the part that the reader has zoomed to, the better. */
  stretches(kind, key) {
    if (!this.averaged) {
      return NOTHING;
    }
    const track = this[kind].get(key);
    return track && stretchesIn(track, this.detail?.[kind].get(key), this.detail?.range);
  }

  /** The items of one of its tracks; where the reader has zoomed in, with all that is known of that part. */
  items(kind, key) {
    const track = this[kind].get(key);
    const better = this.detail?.[kind].get(key);
    if (!track || !this.detail) {
      return track?.items ?? NOTHING;
    }
    if (track.splicedWith !== better || track.splicedAt !== track.version) {
      Object.assign(track, { splicedWith: better, splicedAt: track.version,
        spliced: spliced(track.items, better?.items ?? NOTHING, this.detail.range) });
    }
    return track.spliced;
  }
}

function trackIn(tracks, key) {
  const known = tracks.get(key);
  const track = known ?? new Track();
  if (!known) {
    tracks.set(key, track);
  }
  return track;
}
