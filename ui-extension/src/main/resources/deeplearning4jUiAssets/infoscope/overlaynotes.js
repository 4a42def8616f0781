// What a reader must know of the curves of several runs, in words.
import { plural } from './dom.js';

const THINNED = 'the lowest, the highest and NaN of every stretch are kept. Zoom in to see all.';
const MEANING = 'Groups: the line is the mean of the runs, the band reaches from the lowest to the highest of them. Both are drawn where every run '
  + 'of the group has readings before and after; between two readings, a run counts with the straight line from one to the other.';
const EPOCHS_DIFFER = 'Epochs begin at different places in these runs: point at a run in the list to see where its own begin.';

const CHARTS = { loading: 'Loading the program that draws the charts…', lost: 'The program that draws the charts did not arrive, trying again…' };

/**
 * `lines` is what is known of the lines that are shown, as a LinesReader has it; `waited` says how many `runs` have not answered yet, and
 * whether `charts` can be drawn.
 */
export function notesOf({ entries, epochsDiffer }, lines, waited) {
  const thinned = lines.filter(each => each.thinned).length;
  const grouped = entries.some(({ members }) => members.length > 1);
  return [CHARTS[waited.charts], waited.runs > 0 ? `Reading ${plural(waited.runs, 'run')}…` : '', thinned > 0 ? `Thinned (${plural(thinned, 'long run')}): ${THINNED}` : '',
    grouped ? MEANING : '', epochsDiffer ? EPOCHS_DIFFER : ''].filter(Boolean).join(' ');
}
