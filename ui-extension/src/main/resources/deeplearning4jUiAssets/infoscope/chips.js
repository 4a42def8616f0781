// Boxes to tick, in a row, with all and none at the end.
import { element } from './dom.js';

/** More boxes than this are folded: they would take the room of the charts. */
const FOLDED = 12;
/** A few more are not worth a click. */
const WORTH = 8;

/** What a row offers, within a sentence. */
const whatOf = box => box.querySelector('legend').textContent.toLowerCase();

/** Folds the boxes of a row that has many, all but the first ones, with a button that shows them all; to be called when they have been made anew. */
export function foldChips(box) {
  const chips = [...box.querySelectorAll('.chip')];
  if (chips.length <= FOLDED + WORTH) {
    delete box.dataset.folded;
    return;
  }
  const button = element('button', { type: 'button', class: 'link fold', onclick: () => fold(button.getAttribute('aria-expanded') === 'true') });
  function fold(folded) {
    box.dataset.folded = folded;
    chips.slice(FOLDED).forEach(chip => { chip.hidden = folded; });
    button.setAttribute('aria-expanded', String(!folded));
    button.textContent = `${folded ? `Show all ${chips.length}` : `Show the first ${FOLDED}`} ${whatOf(box)}`;
  }
  chips.at(-1).after(button);
  // Who has opened it, and then gets one more to choose from, wants it open still.
  fold(box.dataset.folded !== 'false');
}

/**
 * Offers `entries` {key, text, title}; `change(keys, on)` is told of the reader's choice. Boxes are made anew only when the entries change;
 * told is always the newest `change`.
 */
export function drawChips(box, entries, isOn, change) {
  const key = JSON.stringify(entries);
  box.change = change;
  if (box.dataset.key !== key) {
    box.dataset.key = key;
    const all = on => element('button', { type: 'button', class: 'link', 'aria-label': `${on ? 'All' : 'None of the'} ${whatOf(box)}`,
      onclick: () => box.change(entries.map(each => each.key), on) }, on ? 'All' : 'None');
    box.replaceChildren(box.querySelector('legend'), ...entries.map(entry => element('label', { class: 'chip', title: entry.title },
      element('input', { type: 'checkbox', value: entry.key, onchange: event => box.change([entry.key], event.target.checked) }),
      element('span', {}, entry.text))), all(true), all(false));
    foldChips(box);
  }
  box.querySelectorAll('input').forEach((input, i) => { input.checked = isOn(entries[i].key); });
  box.hidden = entries.length === 0;
}
