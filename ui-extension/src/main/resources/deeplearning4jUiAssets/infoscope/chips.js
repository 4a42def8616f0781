// Boxes to tick, in a row, with all and none at the end.
import { element } from './dom.js';

/**
 * Offers `entries` {key, text, title}; `change(keys, on)` is told of the reader's choice. Boxes are made anew only when the entries change;
 * told is always the newest `change`.
 */
export function drawChips(box, entries, isOn, change) {
  const key = JSON.stringify(entries);
  box.change = change;
  if (box.dataset.key !== key) {
    box.dataset.key = key;
    const all = on => element('button', { type: 'button', class: 'link', onclick: () => box.change(entries.map(each => each.key), on) }, on ? 'All' : 'None');
    box.replaceChildren(box.querySelector('legend'), ...entries.map(entry => element('label', { class: 'chip', title: entry.title },
      element('input', { type: 'checkbox', value: entry.key, onchange: event => box.change([entry.key], event.target.checked) }),
      element('span', {}, entry.text))), all(true), all(false));
  }
  box.querySelectorAll('input').forEach((input, i) => { input.checked = isOn(entries[i].key); });
  box.hidden = entries.length === 0;
}
