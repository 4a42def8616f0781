// What all charts have in common: a box with a name that the keyboard reaches, and ECharts inside.
import { visible } from './dom.js';

/** In single quotes: ECharts writes it between double ones into SVG documents. */
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/** Text as a chart may draw it: ECharts keeps the widths of texts in a plain object, whose prototype this one name would change. */
export const drawable = text => visible(text).replace(/^__proto__$/, '__proto__\u2060');

export const labelStyle = colors => ({ color: colors.muted, fontSize: 11 });

export const tooltipStyle = colors => ({
  confine: true, transitionDuration: 0, padding: [8, 10], borderWidth: 1, backgroundColor: colors.card,
  borderColor: colors.axis, textStyle: { color: colors.text, fontSize: 12 }, className: 'tip',
});

export class Figure {
  constructor(box, label) {
    this.box = box;
    box.tabIndex = 0;
    box.setAttribute('role', 'img');
    this.name(label);
    this.chart = window.echarts.init(box, null, { renderer: 'canvas' });
    this.resizing = new ResizeObserver(() => this.chart.resize());
    this.resizing.observe(box);
    box.addEventListener('blur', () => this.chart.dispatchAction({ type: 'hideTip' }));
  }

  name(label) {
    this.box.setAttribute('aria-label', visible(label));
  }

  dispose() {
    this.resizing.disconnect();
    this.chart.dispose();
  }
}
