// How runs are told apart: a colour for eight of them, then a dash for each further eight.

/** As many as make 56 different lines with eight colours. */
const DASHES = ['solid', 'dashed', 'dotted', [12, 3, 2, 3], [2, 5], [16, 5], [8, 2, 2, 2, 2, 2]];
const HUES = 8;
/** The share of ink that is left of what is not pointed at, as two hexadecimal digits. */
const FAINT = '38';

/** The look of the run in a place among the colours; beyond the last one they begin anew. */
export const lookOf = (slot, colors) => ({ color: colors.layer(slot % HUES, HUES), dash: DASHES[Math.floor(slot / HUES) % DASHES.length] });

/** A curve's look while the reader points at a run: that one stands out. */
export const emphasised = (look, pointed) =>
  (pointed === undefined ? look : pointed ? { ...look, width: 3 } : { ...look, color: look.color + FAINT });
