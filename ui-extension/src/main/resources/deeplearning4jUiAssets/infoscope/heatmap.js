// A distribution over iterations as columns of a heat map.

/** At most this many columns are drawn; more iterations than that share columns. */
const MOST_COLUMNS = 400;

const middle = (a, b) => (a + b) / 2;

/** Columns `{x, from, to, counts, edges}` of readings `{x, distribution}`; each reaches half way to its neighbours. */
export function heatColumns(readings) {
  const share = Math.max(1, Math.ceil(readings.length / MOST_COLUMNS));
  const groups = [];
  for (let i = 0; i < readings.length; i += share) {
    groups.push(readings.slice(i, i + share));
  }
  return groups.flatMap((group, i) => {
    const defined = group.filter(each => each.distribution);
    if (defined.length === 0) {
      return [];
    }
    const { edges } = defined[0].distribution;
    const counts = edges.slice(1).map((_, bin) =>
      defined.reduce((sum, each) => sum + (each.distribution.counts[bin] ?? 0), 0));
    const [first, last] = [group[0].x, group.at(-1).x];
    const before = groups[i - 1]?.at(-1).x ?? first - ((groups[i + 1]?.[0].x ?? first + 1) - last);
    const after = groups[i + 1]?.[0].x ?? last + (first - before);
    return [{ x: first, from: middle(before, first), to: middle(last, after), counts, edges }];
  });
}
