// Pixel-wise maps: each probe image with a map per layer beside it, at one iteration, all in one colour scale.
import { colorBar, rgb } from '../charts/figure.js';
import { headline, noteOf, valuesOf } from '../model/readings.js';
import { nearest } from '../model/track.js';
import { brief, count, full, phrase, visible, withUnit } from '../model/words.js';
import { Frames, element, retryButton, stepsOf } from './controls.js';
import { field, offer } from './units.js';

const mapped = reading => valuesOf(reading, 'pixelMaps').length > 0;
const mapsOf = reading => valuesOf(reading, 'pixelMaps')[0];

const SCALES = [['extremes', 'all values'], ['middle', 'all but the outer 4 %']];

/** Low and high over all images, layers and iterations of a series that are here, so that every colour means one number. */
function rangeOf({ allLayers, track, details }, series, scale) {
  const here = allLayers.flatMap(layer => track(layer.name, series)).map(({ reading }) => reading);
  const all = [...here, ...details.of(series.key)].filter(mapped).map(reading => mapsOf(reading)[scale]);
  return [all.reduce((least, [low]) => Math.min(least, low), Infinity), all.reduce((most, [, high]) => Math.max(most, high), -Infinity)];
}

export class PixelMaps {
  constructor(section) {
    const again = () => this.show(this.context);
    this.section = section;
    this.series = element('select', { id: 'pixel-series', onchange: again });
    this.scale = element('select', { id: 'pixel-scale', onchange: again },
      ...SCALES.map(([value, text]) => element('option', { value }, text)));
    this.frames = new Frames('pixel-iteration', 'Iteration', 'maps', again);
    this.note = element('p', { class: 'note' });
    this.key = element('span', { class: 'key', id: 'pixel-key' });
    this.news = element('p', { class: 'note', role: 'status', id: 'pixel-news' });
    this.table = element('table', { class: 'pixels', id: 'pixels' });
    this.area = element('div', { class: 'scroll', role: 'region', 'aria-labelledby': 'pixels-title',
      'aria-description': 'Arrow keys read cell by cell.' }, this.table);
    this.cursor = new CellCursor(this.area, place => this.tell(place));
    section.append(this.note,
      element('div', { class: 'toolbar' }, field('Series', this.series), this.frames.box, field('Colours over', this.scale), this.key), this.news,
      this.area);
  }

  reset() {
    this.frames.reset();
  }

  show(context) {
    this.context = context;
    const { track, has, layers } = context;
    const layersOf = series => layers.filter(layer => has(layer.name, series, 'pixelMaps'));
    const drawn = context.series.filter(series => layersOf(series).length > 0);
    this.section.hidden = drawn.length === 0;
    if (drawn.length === 0) {
      return;
    }
    offer(this.series, drawn.map(series => [series.key, `${series.info.symbol} ${series.label}`]));
    const series = drawn.find(each => each.key === this.series.value);
    const shown = layersOf(series);
    const step = this.frames.show(context, stepsOf(shown.map(layer => track(layer.name, series)), mapped));
    const items = shown.map(layer => nearest(track(layer.name, series), step.iteration));
    const thin = items.some(({ step: { iteration }, reading }) => iteration !== step.iteration || reading.thin);
    const asked = context.details.ask('pixels', { worker: context.worker, layers: shown.map(({ name }) => name),
      series: [series.key], iterations: context.basis.partial && thin ? [step.iteration] : [] }, () => this.show(this.context));
    this.tellOf(asked);
    const columns = shown.map((layer, i) => {
      const found = items[i].step === step ? context.whole(layer.name, series, items[i])
        : context.details.find(context.worker, layer.name, series.key, step.iteration);
      const reading = found && mapped(found) ? found : undefined;
      return { layer, reading, maps: reading && mapsOf(reading) };
    });
    // What is shown of another iteration stays until this one is here.
    if (columns.some(each => each.maps)) {
      this.draw(columns, series, rangeOf(context, series, this.scale.value));
    }
  }

  tellOf(asked) {
    this.frames.waiting = asked.state === 'loading';
    this.area.setAttribute('aria-busy', asked.state === 'loading');
    this.news.replaceChildren(...{ there: [], loading: ['Reading this sample…'],
      failed: ['This sample could not be read: ', asked.reason, '. ', retryButton(asked)] }[asked.state]);
  }

  draw(columns, series, [low, high]) {
    const { images, colors } = this.context;
    const sample = columns.find(each => each.maps).maps;
    const examples = [...new Set(columns.flatMap(each => each.maps?.examples ?? []))].sort((a, b) => a - b);
    this.note.textContent = visible(`${series.info.displayName} (${series.info.symbol}): ${phrase(sample.name)}. ${series.info.description}`);
    this.legend([low, high], sample.unit);
    const key = JSON.stringify([columns.map(({ layer, maps }) => [layer.name, maps?.rows, maps?.columns]), examples,
      examples.map(example => images.get(example)?.png.length), colors.dark]);
    if (this.table.dataset.key !== key) {
      this.table.dataset.key = key;
      this.build(columns, examples);
      this.cursor.reset();
    }
    Object.assign(this, { columns, examples, unit: sample.unit });
    this.paint(columns, examples, series, share => rgb(colors.cell(share)), [low, high]);
    this.cursor.refresh();
  }

  legend([low, high], unit) {
    const cut = this.scale.value === 'middle';
    this.key.replaceChildren(...(low <= high ? [`${cut ? '≤ ' : ''}${brief(low)}`, colorBar(this.context.colors.cell),
      withUnit(`${cut ? '≥ ' : ''}${brief(high)}`, unit),
      element('span', { class: 'muted' }, this.context.basis.partial ? 'one scale for all images, layers and the samples read so far'
        : 'one scale for all images, layers and iterations')] : ['No cell has a value']));
  }

  build(columns, examples) {
    const { images } = this.context;
    const head = element('tr', {}, element('th', { scope: 'col' }, 'Probe image'),
      ...columns.map(({ layer }) => element('th', { scope: 'col' }, layer.name, element('small', { class: 'value' }))));
    const rows = examples.map(example => element('tr', {}, element('th', { scope: 'row' }, picture(images.get(example), example)),
      ...columns.map(({ maps }) => element('td', {}, maps ? element('canvas', { width: maps.columns, height: maps.rows, role: 'img' }) : null))));
    this.table.replaceChildren(element('thead', {}, head), element('tbody', {}, ...rows));
  }

  paint(columns, examples, series, inkOf, [low, high]) {
    const values = this.table.tHead.querySelectorAll('.value');
    columns.forEach(({ layer, reading, maps }, column) => {
      const { value, unit } = headline(reading, series);
      values[column].textContent = reading ? withUnit(brief(value), unit) : 'no map';
      values[column].title = reading ? noteOf(reading) : '';
      examples.forEach((example, row) => {
        const canvas = this.table.tBodies[0].rows[row].cells[column + 1].querySelector('canvas');
        const map = maps?.maps[maps.examples.indexOf(example)];
        if (canvas && map) {
          paintMap(canvas, map, maps, value => inkOf((value - low) / ((high - low) || 1)));
          canvas.setAttribute('aria-label', visible(`${layer.name}, example ${example}: ${maps.rows} × ${maps.columns} cells, mean ${
            withUnit(brief(meanOf(map)), maps.unit)}`));
        }
      });
    });
  }

  /** What the map says at one of its cells. */
  tell({ row, column, y, x }) {
    const { layer, maps } = this.columns[column];
    const example = this.examples[row];
    const map = maps?.maps[maps.examples.indexOf(example)];
    if (!map) {
      return `${layer.name}, example ${example}: no map at this iteration`;
    }
    const cell = maps.rows === 1 ? `cell ${x}` : `row ${y}, column ${x}`;
    const value = map[y * maps.columns + x];
    return `${layer.name}, example ${example}, ${cell}: ${Number.isNaN(value) ? 'no value' : withUnit(full(value), maps.unit)}`;
  }
}

function picture(image, example) {
  const label = image && image.label >= 0 ? ` · class ${count(image.label)}` : '';
  const caption = `example ${count(example)}${label}`;
  return element('figure', {},
    image ? element('img', { src: `data:image/png;base64,${image.png}`, alt: `Probe image, ${caption}` }) : null,
    element('figcaption', {}, caption));
}

const meanOf = map => {
  const defined = map.filter(Number.isFinite);
  return defined.reduce((sum, each) => sum + each, 0) / defined.length;
};

/** One canvas pixel per cell; the style sheet enlarges them with hard edges. A cell without a number stays empty. */
function paintMap(canvas, map, { columns }, inkAt) {
  const pen = canvas.getContext('2d');
  pen.clearRect(0, 0, canvas.width, canvas.height);
  map.forEach((value, i) => {
    if (Number.isFinite(value)) {
      pen.fillStyle = inkAt(value);
      pen.fillRect(i % columns, Math.floor(i / columns), 1, 1);
    }
  });
}

// Reads single cells of a table of maps, with the pointer or with the arrow keys: all maps together are one grid of cells.

class CellCursor {
  /** `tell({row, column, y, x})` is what to say of a cell of the map in that row and column of the table. */
  constructor(area, tell) {
    this.area = area;
    this.tell = tell;
    this.tip = element('p', { class: 'cell-tip', role: 'status', hidden: true });
    this.mark = element('span', { class: 'cell-mark', 'aria-hidden': 'true', hidden: true });
    area.tabIndex = 0;
    area.append(this.mark, this.tip);
    area.addEventListener('pointermove', event => this.point(event));
    area.addEventListener('pointerleave', () => this.reset());
    area.addEventListener('blur', () => this.reset());
    area.addEventListener('keydown', event => this.step(event));
  }

  canvasAt({ row, column }) {
    return this.area.querySelector('tbody')?.rows[row]?.cells[column + 1]?.querySelector('canvas');
  }

  point(event) {
    const canvas = event.target.closest('canvas');
    if (!canvas) {
      this.reset();
      return;
    }
    const box = canvas.getBoundingClientRect();
    const within = (share, size) => Math.min(Math.max(Math.floor(share * size), 0), size - 1);
    const cell = canvas.closest('td');
    this.go({ row: cell.parentElement.sectionRowIndex, column: cell.cellIndex - 1,
      x: within((event.clientX - box.left) / box.width, canvas.width),
      y: within((event.clientY - box.top) / box.height, canvas.height) });
  }

  /** Beyond a map's edge comes the next map. */
  step(event) {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    const from = this.place ?? { row: 0, column: 0, x: -dx, y: -dy };
    const canvas = this.canvasAt(from);
    if ((dx === 0 && dy === 0) || !canvas) {
      return;
    }
    event.preventDefault();
    const to = { ...from, x: from.x + dx, y: from.y + dy };
    if (to.x < 0 || to.x >= canvas.width || to.y < 0 || to.y >= canvas.height) {
      Object.assign(to, { row: from.row + dy, column: from.column + dx });
      const next = this.canvasAt(to);
      if (!next) {
        return;
      }
      Object.assign(to, { x: dx < 0 ? next.width - 1 : dx > 0 ? 0 : Math.min(from.x, next.width - 1),
        y: dy < 0 ? next.height - 1 : dy > 0 ? 0 : Math.min(from.y, next.height - 1) });
    }
    this.go(to);
    this.canvasAt(to).scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  go(place) {
    this.place = place;
    this.refresh();
  }

  /** The value under the cursor may have changed. */
  refresh() {
    const canvas = this.place && this.canvasAt(this.place);
    this.tip.hidden = !canvas;
    this.mark.hidden = !canvas;
    if (!canvas) {
      return;
    }
    const text = visible(this.tell(this.place));
    if (this.tip.textContent !== text) {
      this.tip.textContent = text;
    }
    const [box, ground] = [canvas.getBoundingClientRect(), this.area.getBoundingClientRect()];
    const [width, height] = [box.width / canvas.width, box.height / canvas.height];
    const left = box.left - ground.left + this.area.scrollLeft + this.place.x * width;
    const top = box.top - ground.top + this.area.scrollTop + this.place.y * height;
    Object.assign(this.mark.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    const room = this.area.scrollLeft + this.area.clientWidth - this.tip.offsetWidth;
    Object.assign(this.tip.style, { left: `${Math.max(0, Math.min(left + width + 8, room))}px`, top: `${this.place.row > 0 ? top - this.tip.offsetHeight - 8 : top + height + 8}px` });
  }

  reset() {
    this.place = undefined;
    this.tip.hidden = true;
    this.mark.hidden = true;
  }
}
