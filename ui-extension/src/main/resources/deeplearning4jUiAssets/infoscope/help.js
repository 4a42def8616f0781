// What a panel shows, and what the keys do.
import { nameOf } from './actions.js';
import { openDialog } from './dialog.js';
import { element, settingsLine, visible } from './dom.js';

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

const READING = 'A gap in a line with a cross at the foot is a sample without a value. Ctrl and the wheel zoom, Shift and dragging moves, a '
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

/** `[keys, what they do]`, for the page; views add theirs. */
export const KEYS = [
  ['?', 'this list'],
  ['Tab, Shift+Tab', 'to the next or the previous control or chart'],
  ['← →', 'in a chart: from sample to sample; in a plane: along a trajectory'],
  ['↑ ↓', 'in a plane: to another layer; in ridges: to older and newer ones'],
  ['Enter', 'in a strip of layers: the layer alone'],
  ['Esc', 'in a chart: the whole run again; in a menu or here: close'],
  ['Ctrl + wheel', 'over a chart: zoom'],
  ['Shift + drag', 'in a chart: move the part that is shown'],
  ['Double click', 'in a chart: the whole run again'],
];

function openKeys() {
  openDialog('Keys', element('table', { class: 'keys' }, element('tbody', {}, ...KEYS.map(([keys, what]) =>
    element('tr', {}, element('th', { scope: 'row' }, element('kbd', {}, keys)), element('td', {}, what))))));
}

const TYPING = 'input:not([type=checkbox], [type=range], [type=radio]), select, textarea, [contenteditable]';

/** The key "?" and this button open the list of keys. */
export function offerKeys(button) {
  button.addEventListener('click', openKeys);
  document.addEventListener('keydown', event => {
    if (event.key === '?' && !event.ctrlKey && !event.metaKey && !event.target.closest?.(TYPING) && !document.querySelector('dialog[open]')) {
      event.preventDefault();
      openKeys();
    }
  });
}
