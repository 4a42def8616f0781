// What can be done with a card: a row of buttons in its header, some of which open a menu.
import { element } from './dom.js';

/** What a card is called where it stands alone: a panel of one layer after it and its series. */
export const nameOf = ({ panel }) => panel.fullName
  ?? (panel.swatchOf ? [panel.symbol, panel.title, panel.note.replace(panel.symbol, '').trim()].filter(Boolean).join(' ') : panel.title);

/**
 * An action is `{ id, mark, label, act }`: a button that shows `mark` and is called `label(card)`; or `{ id, mark, label, items }`, a menu of
 * actions whose marks are words. `pressed(card)`, where there is one, makes it a button that is on or off; `when(card)` false hides it.
 */
export class ActionBar {
  constructor(card, actions) {
    this.card = card;
    this.entries = actions.map(action => ({ action, node: action.items ? menu(card, action) : button(card, action) }));
    this.box = element('span', { class: 'actions', role: 'group', 'aria-label': `Actions for ${nameOf(card)}`, hidden: actions.length === 0 },
      ...this.entries.map(({ node }) => node));
  }

  /** After the card was drawn. */
  refresh() {
    this.entries.forEach(({ action, node }) => {
      node.hidden = action.when?.(this.card) === false;
      if (action.pressed) {
        node.setAttribute('aria-pressed', String(action.pressed(this.card)));
      }
    });
  }
}

function button(card, action) {
  const label = action.label(card);
  return element('button', { type: 'button', class: 'action', 'data-action': action.id, 'aria-label': label, title: label,
    onclick: () => action.act(card) }, action.mark);
}

/** Opened by Enter, Space or a click; Escape, a choice, and going elsewhere close it. */
function menu(card, { id, mark, label, items }) {
  const words = label(card);
  const opener = element('summary', { class: 'action', 'aria-label': words, title: words }, mark);
  const box = element('details', { class: 'menu', 'data-action': id, 'aria-label': words }, opener,
    element('span', { class: 'menu-items', role: 'group', 'aria-label': words }, ...items.map(item => {
      const made = button(card, item);
      made.addEventListener('click', () => shut(box, opener));
      return made;
    })));
  box.addEventListener('keydown', event => {
    if (event.key === 'Escape' && box.open) {
      event.stopPropagation();
      shut(box, opener);
    }
  });
  // Nowhere is not elsewhere: some browsers give no focus to a button that is clicked.
  box.addEventListener('focusout', event => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) {
      box.open = false;
    }
  });
  const elsewhere = event => {
    if (!box.contains(event.target)) {
      box.open = false;
    }
  };
  box.addEventListener('toggle', () => (box.open ? document.addEventListener('pointerdown', elsewhere)
    : document.removeEventListener('pointerdown', elsewhere)));
  return box;
}

function shut(box, opener) {
  box.open = false;
  opener.focus();
}
