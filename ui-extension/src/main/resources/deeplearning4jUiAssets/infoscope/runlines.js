// What is known of the lines of one worker's run: the score, accuracies, and readings by layer and series.
import { toNumber } from './dom.js';
import { Track, spliced, stretchesIn, stretchesOf } from './track.js';

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
