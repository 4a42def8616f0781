// Many small charts, some at a time: a browser draws so many without strain.
import { count, element } from './dom.js';

export const MOST_CHARTS = 32;

/** The page that is wanted of a list, or the last one: its items, and which of how many they are, from 1 on. */
export function pageOf(all, wanted) {
  const pages = Math.max(1, Math.ceil(all.length / MOST_CHARTS));
  const page = Math.min(Math.max(1, Math.round(wanted)), pages);
  const items = all.slice((page - 1) * MOST_CHARTS, page * MOST_CHARTS);
  return { items, page, pages, first: (page - 1) * MOST_CHARTS + 1, last: (page - 1) * MOST_CHARTS + items.length, all: all.length };
}

/** Which items of how many are shown, and the ways to the others: `turn(page)`. `of` is what they are, as "Layers". Nothing where all are. */
export function drawPager(box, { page, pages, first, last, all }, of, turn) {
  box.hidden = pages < 2;
  const key = JSON.stringify([page, pages, last, all]);
  if (box.hidden || box.dataset.key === key) {
    return;
  }
  box.dataset.key = key;
  const held = box.contains(document.activeElement) ? document.activeElement.dataset.way : undefined;
  const button = (way, words, to) => element('button', { type: 'button', class: 'button plain', 'data-way': way, disabled: to < 1 || to > pages,
    onclick: () => turn(to) }, words);
  box.replaceChildren(button('back', '← Previous', page - 1), element('span', {}, `${of} ${count(first)} to ${count(last)} of ${count(all)}`),
    button('on', 'Next →', page + 1));
  // The keyboard goes on where it was; at an end, the other way.
  const [same, other] = held === undefined ? [] : [box.querySelector(`[data-way=${held}]`), box.querySelector('button:not([disabled])')];
  (same?.disabled ? other : same)?.focus();
}

/** The place for it. */
export const pagerBox = () => element('nav', { class: 'pager', 'aria-label': 'More charts', hidden: true });
