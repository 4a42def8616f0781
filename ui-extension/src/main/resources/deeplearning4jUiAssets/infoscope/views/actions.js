// What can be done with a card: a row of buttons in its header, some of which open a menu; and two of these, help and pins.
import { settingsLine, visible } from '../model/words.js';
import { element, openDialog } from './controls.js';

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

// Panels that the reader wants to see first, whatever the run.

/** The action that pins a panel or lets it go. */
export const pinAction = view => ({
  id: 'pin',
  mark: 'Pin',
  label: card => `Pin ${nameOf(card)} to the top`,
  pressed: card => view.get('pin').includes(card.panel.id),
  act: ({ panel }) => {
    const pinned = view.get('pin');
    view.set({ pin: pinned.includes(panel.id) ? pinned.filter(id => id !== panel.id) : [...pinned, panel.id] });
  },
});

/** The pinned panels of all groups in the order in which they were pinned, and what is left of each group. */
export function pinnedFirst(view, groups) {
  const all = groups.flat();
  const first = view.get('pin').map(id => all.find(panel => panel.id === id)).filter(Boolean);
  return { first, groups: groups.map(group => group.filter(panel => !first.includes(panel))) };
}

// What a panel shows, in words.

const facts = entries => element('dl', { class: 'facts' }, ...entries.filter(([, value]) => value)
  .flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));

const DIRECTIONS = { LOWER_IS_BETTER: 'lower, says the literature', HIGHER_IS_BETTER: 'higher, says the literature',
  NEITHER: 'neither: watch how it changes' };

/** The words of a source, its arXiv id as a link. */
function linked(source) {
  const [before, id, after] = source.split(/arXiv (\d{4}\.\d{4,5})/);
  return id === undefined ? source : element('span', {}, before, element('a', { href: `https://arxiv.org/abs/${id}`, target: '_blank',
    rel: 'noreferrer' }, `arXiv ${id}`), after);
}

function metricHelp(info, variants, titled) {
  return element('section', {},
    titled ? null : element('h3', {}, `${info.displayName} (${info.symbol})`),
    element('p', {}, info.description),
    facts([['Formula', info.formula], ['Unit', info.unit === '1' ? 'a pure number' : info.unit], ['Range', info.range],
      ['Better', DIRECTIONS[info.direction]], ['Source', info.source && linked(info.source)],
      ...variants.map(({ label, options }) => [label, settingsLine(options) || 'no options'])]));
}

const READING = 'A gap in a line with a cross at the foot is a sample without a value. Dragging, or Ctrl and the wheel, zooms, Shift and dragging moves, a '
  + 'double click shows the whole run again; with the chart focused the left and right arrow keys go from sample to sample.';

/** The metrics that a panel shows: those it names, or the one it is called after. */
function infosOf({ panel, context }) {
  const named = panel.infos ?? (panel.info ? [panel.info] : []);
  const all = context?.allSeries ?? [];
  return named.length > 0 ? named : all.map(({ info }) => info).filter(({ id }) => id === panel.id).slice(0, 1);
}

/** An action for a card's header: what it shows, in words. */
export const HELP = {
  id: 'help', mark: '?', label: card => `What is ${visible(nameOf(card))}?`,
  act: card => {
    const { panel, context } = card;
    const infos = infosOf(card);
    const titled = infos.length === 1 && infos[0].displayName === panel.title;
    openDialog(titled ? `${panel.title} (${infos[0].symbol})` : panel.title, ...(infos.length > 0 ? infos.map(info =>
      metricHelp(info, (context?.allSeries ?? []).filter(series => series.info.id === info.id), titled))
      : [element('p', {}, panel.note ?? '')]),
    element('p', { class: 'note' }, READING));
  },
};
