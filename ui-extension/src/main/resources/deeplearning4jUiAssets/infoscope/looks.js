// How runs are told apart: a colour for eight of them, then a dash for each further eight.

/** As many as make 56 different lines with eight colours. */
const DASHES = ['solid', 'dashed', 'dotted', [12, 3, 2, 3], [2, 5], [16, 5], [8, 2, 2, 2, 2, 2]];
const HUES = 8;
/** The share of ink that is left of what is not pointed at, as two hexadecimal digits. */
const FAINT = '38';

/** The widths of the lines of a run's first worker and of its others. */
const [WIDE, NARROW] = [1.75, 1];

/**
 * The look of the run in a place among the colours; beyond the last one they begin anew. Of its workers beyond the first, the `nth` has the
 * run's colour in a narrow line with another dash.
 */
export const lookOf = (slot, colors, nth = 0) => ({ color: colors.layer(slot % HUES, HUES), width: nth > 0 ? NARROW : WIDE,
  dash: DASHES[(Math.floor(slot / HUES) + nth) % DASHES.length] });

/** A curve's look while the reader points at a run: that one stands out. */
export const emphasised = (look, pointed) =>
  (pointed === undefined ? look : pointed ? { ...look, width: 3, stands: true } : { ...look, color: look.color + FAINT });
