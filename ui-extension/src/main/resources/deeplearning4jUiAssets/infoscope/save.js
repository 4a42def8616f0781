// Files made of a card: a picture of it, or its points.
import { nameOf } from './actions.js';
import { element, visible, withUnit } from './dom.js';
import { pngOf, svgOf } from './picture.js';
import { csvOf } from './points.js';

/** How long a browser may take to begin with a download. */
const KEPT_MILLIS = 60000;
const LONGEST = 60;

/** Letters that every file system and shell takes as they are; names of other letters only are "run". */
const safe = name => name.normalize('NFKD').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/-?\.-?/g, '.')
  .replace(/^[-.]+|[-.]+$/g, '').slice(0, LONGEST) || 'run';

function download(name, type, parts) {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MILLIS);
}

/** The title of a picture: what, of which run, and what the reader must know. */
function titleOf({ panel, content, basis, place }, run) {
  const said = [content.caption ?? ''].flat().filter(part => typeof part === 'string').join('');
  const bands = panel.swatchOf && content.bands?.length > 0 ? `Bands: ${content.bands.map(({ name }) => name).join(', ')}.` : '';
  return {
    head: panel.swatchOf ? `${panel.title}: ${panel.note || panel.symbol}` : [panel.title, panel.symbol && `(${panel.symbol})`].filter(Boolean).join(' '),
    notes: [run, content.axes ? '' : said, bands, basis.textContent],
    valueAxis: content.axes ? undefined : withUnit(panel.symbol || panel.title, place.unit && place.unit !== '1' ? `(${place.unit})` : ''),
  };
}

/**
 * Actions for a card's header; `source()` answers with `{ run, about }`: the run's name, and lines that tell the run. `tableOf(card, about)` makes
 * the lines of a CSV file.
 */
export function saveActions(source, tableOf = csvOf) {
  const file = (card, ending) => `${safe(source().run)}-${safe(nameOf(card))}.${ending}`;
  const drawn = ({ content }) => content?.curves.length > 0;
  const items = [
    { id: 'png', mark: 'Picture (PNG)', make: async card => [await pngOf(card, titleOf(card, source().run))], type: 'image/png' },
    { id: 'svg', mark: 'Vector picture (SVG)', make: card => [svgOf(card, titleOf(card, source().run))], type: 'image/svg+xml' },
    { id: 'csv', mark: 'Points shown (CSV)', make: card => tableOf(card, source().about), type: 'text/csv;charset=utf-8' },
  ].map(({ id, mark, make, type }) => ({ id, mark, label: card => `${mark} of ${nameOf(card)}`, act: async card => {
    try {
      download(file(card, id), type, await make(card));
    } catch (error) {
      card.basis.hidden = false;
      card.basis.textContent = `Not saved: ${error.message}`;
    }
  } }));
  return [{ id: 'save', mark: '⤓', label: card => `Save ${visible(nameOf(card))}`, when: drawn, items }];
}
