// The units of a layer in order, from the scores that a reading has of each. Names follow a convention, so that a new metric
// needs no change here: "unitEntropy" is the headline "entropy" of each unit, "unitRank" is 1 for the lowest.
import { phrase } from './dom.js';
import { valuesOf } from './readings.js';

const RANK = 'unitRank';

/** `unitEntropy` in words, beside others that say the same of the unit: `entropy`. */
export const scoreName = name => phrase(name).replace(/^unit /, '');

/**
 * `main` is the score that ranks. Units with that score but without a rank are `dead`, those without the score are
 * `unmeasured`; `live` are the others, the best first, the lowest first where neither end is better.
 */
export function rankUnits(reading, series) {
  const scores = valuesOf(reading, 'unitScores');
  const { headline, direction } = series.info;
  const named = name => scores.find(each => each.name === name);
  const main = named(`unit${headline[0].toUpperCase()}${headline.slice(1)}`) ?? named(headline) ?? scores[0];
  const rank = named(RANK) ?? main;
  const units = [...main.scores.keys()];
  const live = units.filter(unit => !Number.isNaN(rank.scores[unit]))
    .sort((a, b) => rank.scores[a] - rank.scores[b] || a - b);
  return {
    scores: [main, ...scores.filter(each => each !== main)],
    main,
    units,
    live: direction === 'HIGHER_IS_BETTER' ? live.reverse() : live,
    dead: units.filter(unit => Number.isNaN(rank.scores[unit]) && !Number.isNaN(main.scores[unit])),
    unmeasured: units.filter(unit => Number.isNaN(main.scores[unit])),
  };
}

const ENDS = { LOWER_IS_BETTER: ['Best', 'Worst'], HIGHER_IS_BETTER: ['Best', 'Worst'] };

/** The groups `{name, note, units}` that the table shows: both ends with `most` units at most, or all. */
export function groupsOf({ live, dead, unmeasured, main }, direction, most) {
  const [first, last] = ENDS[direction] ?? ['Lowest', 'Highest'];
  const low = direction === 'HIGHER_IS_BETTER' ? ['highest', 'lowest'] : ['lowest', 'highest'];
  const what = scoreName(main.name);
  const ends = live.length > most + most
    ? [{ name: first, note: `${low[0]} ${what}`, units: live.slice(0, most) },
      { name: last, note: `${low[1]} ${what}, the ${last.toLowerCase()} at the end`, units: live.slice(-most) }]
    : [{ name: `${first} to ${last.toLowerCase()}`, note: `${low[0]} ${what} first`, units: live }];
  return [...ends,
    { name: 'Dead', note: 'no answer to rank', units: dead.slice(0, most), left: dead.slice(most) },
    { name: 'Not measured', note: 'no value', units: unmeasured.slice(0, most), left: unmeasured.slice(most) }]
    .filter(group => group.units.length > 0);
}
