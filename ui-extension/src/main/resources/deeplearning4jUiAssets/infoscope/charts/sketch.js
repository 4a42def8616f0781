// What is seen of curves until the program that draws charts has come: the lines, in the place where they will be.
import { visible } from '../model/words.js';
import { MARGINS, placedOn } from './scale.js';

const lowest = values => values.reduce((low, value) => Math.min(low, value), Infinity);
const highest = values => values.reduce((high, value) => Math.max(high, value), -Infinity);

/** Stands in for a chart, as far as a card needs one. */
export class Sketch {
  constructor(box) {
    this.box = box;
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'sketch';
    box.append(this.canvas);
    this.resizing = new ResizeObserver(() => this.fit());
    this.resizing.observe(box);
  }

  fit() {
    const { drawn, canvas, box } = this;
    if (drawn && (canvas.width !== box.clientWidth || canvas.height !== box.clientHeight)) {
      this.draw(drawn);
    }
  }

  name(label) {
    this.box.setAttribute('role', 'img');
    this.box.setAttribute('aria-label', visible(label));
  }

  /** As for a chart; of what has no axis of iterations there is nothing to see yet. */
  draw(content) {
    const { curves, extent, range, axis, scale } = content;
    if (!axis) {
      return;
    }
    this.drawn = content;
    const { canvas, box: { clientWidth: width, clientHeight: height } } = this;
    Object.assign(canvas, { width, height });
    const lines = placedOn(axis, scale, { curves, bands: [] }).curves;
    const values = lines.flatMap(({ points }) => points.map(([, value]) => value)).filter(Number.isFinite);
    const [left, right] = extent.map(axis.at);
    const [low, high] = scale.bounds ?? range ?? [lowest(values), highest(values)];
    const [wide, tall] = [width - MARGINS.left - MARGINS.right, height - MARGINS.top - MARGINS.bottom];
    const across = x => MARGINS.left + (x - left) / (right - left) * wide;
    const up = y => height - MARGINS.bottom - (high > low ? (y - low) / (high - low) : 0.5) * tall;
    const pen = canvas.getContext('2d');
    pen.rect(MARGINS.left, MARGINS.top, wide, tall);
    pen.clip();
    for (const { points, color } of lines) {
      pen.strokeStyle = color;
      pen.beginPath();
      points.forEach(([x, y], i) => pen[Number.isFinite(points[i - 1]?.[1]) ? 'lineTo' : 'moveTo'](across(x), up(y)));
      pen.stroke();
    }
  }

  dispose() {
    this.resizing.disconnect();
    this.canvas.remove();
  }
}
