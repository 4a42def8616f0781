// Panels that the reader wants to see first, whatever the run.
import { nameOf } from './actions.js';

/** The action, as in actions.js, that pins a panel or lets it go. */
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
