// Reads single cells of a table of maps, with the pointer or with the arrow keys: all maps together are one grid of cells.
import { element, visible } from './dom.js';

export class CellCursor {
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
