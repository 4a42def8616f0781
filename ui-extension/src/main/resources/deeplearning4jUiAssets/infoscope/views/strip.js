// The layer strip: depth across, a metric up, at one iteration that the reader chooses; a chart for each metric, as papers draw it.
import { FONT, Figure, dashOf, drawable, labelStyle, tooltipStyle } from '../charts/figure.js';
import { LINEAR_SCALE, scaleOf } from '../charts/scale.js';
import { appliesNowhere, headline, notApplicable, noteOf } from '../model/readings.js';
import { place } from '../model/track.js';
import { brief, full, iterationOf, settingsLine, withUnit } from '../model/words.js';
import { Frames } from './controls.js';
import { tooltip } from './panels.js';

/** Lines `{name, dash, points: [value or NaN per layer]}` over `names`, the layers in order. `describe(place)` makes the tooltip of a layer. */
class Strip extends Figure {
  constructor(box, { label, describe }) {
    super(box, label);
    this.describe = describe;
    this.chart.on('click', ({ dataIndex }) => this.open?.(this.names[dataIndex]));
    box.addEventListener('keydown', event => this.step(event));
  }

  /** Left and right go from layer to layer, Enter opens one. */
  step(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === 'Enter' && this.at !== undefined) {
      this.open?.(this.names[this.at]);
    }
    if (!by || !this.names?.length) {
      return;
    }
    event.preventDefault();
    this.at = Math.min(Math.max((this.at ?? (by > 0 ? -1 : this.names.length)) + by, 0), this.names.length - 1);
    // By its place: a layer without a value has no item.
    this.chart.dispatchAction({ type: 'showTip', x: this.chart.convertToPixel({ xAxisIndex: 0 }, this.at), y: this.box.clientHeight / 2 });
    this.say(this.describe(this.at));
  }

  draw({ curves, layers, unit, open, scale = LINEAR_SCALE }, colors) {
    this.names = layers.map(({ name }) => name);
    this.open = open;
    const label = labelStyle(colors);
    const ticks = scale.ticks ?? null;
    this.chart.setOption({
      animation: false,
      textStyle: { fontFamily: FONT },
      grid: { left: 58, right: 14, top: 26, bottom: 52, outerBoundsMode: 'none' },
      xAxis: { type: 'category', data: this.names.map(drawable), name: 'layer, in the network’s order', nameLocation: 'middle', nameGap: 36,
        nameTextStyle: label, axisLabel: { ...label, hideOverlap: true, width: 76, overflow: 'truncate' },
        axisLine: { lineStyle: { color: colors.axis } }, axisTick: { show: false },
        axisPointer: { show: true, type: 'line', lineStyle: { color: colors.muted, type: 'solid', width: 1 }, label: { show: false } } },
      yAxis: { type: 'value', scale: true, min: scale.bounds?.[0] ?? null, max: scale.bounds?.[1] ?? null,
        name: drawable([unit === '1' ? '' : unit, scale.log ? '(log)' : ''].filter(Boolean).join(' ')), nameLocation: 'end', nameGap: 10,
        nameTextStyle: { ...label, align: 'left', padding: [0, 0, 0, -44] }, splitNumber: 4,
        axisLabel: { ...label, customValues: ticks, formatter: ticks ? scale.label : null }, axisLine: { show: false },
        axisTick: { show: false, customValues: ticks }, splitLine: { customValues: ticks, lineStyle: { color: colors.line } } },
      tooltip: { ...tooltipStyle(colors), trigger: 'axis', formatter: ([{ dataIndex }]) => this.describe(dataIndex) },
      series: curves.map(curve => lineOf(curve, layers, scale, colors)),
    }, { notMerge: false, replaceMerge: ['series'] });
  }
}

function lineOf({ name, dash, points }, layers, scale, colors) {
  return {
    type: 'line', name, symbol: 'circle', showAllSymbol: true, symbolSize: layers.length > 40 ? 5 : 9, connectNulls: false,
    data: points.map(([, y], i) => ({ value: Number.isFinite(scale.at(y)) ? scale.at(y) : null, itemStyle: { color: layers[i].ink } })),
    lineStyle: { width: 1.5, type: dash, color: colors.muted }, emphasis: { scale: 1.2 },
  };
}

/** The newest reading of a track that is not after an iteration; of a run of which only a part is here, that at the iteration, if it was read. */
function readingAt(context, layer, series, iteration) {
  const track = context.track(layer.name, series);
  const item = track[place(track, iteration + 1) - 1];
  const read = context.details.find(context.worker, layer.name, series.key, iteration);
  return read && !read.missing ? { iteration, reading: read } : item && { iteration: item.step.iteration, reading: item.reading };
}

function valuesAt(context, series, step) {
  return context.layers.map(layer => {
    const found = readingAt(context, layer, series, step.iteration);
    const there = found && !notApplicable(found.reading);
    return { ...found, value: there ? headline(found.reading, series).value : NaN, there };
  });
}

function stripPanel(info, step, asked) {
  const variants = context => context.series.filter(series => series.info.id === info.id);
  return {
    id: `strip ${info.id}`, title: info.displayName, fullName: `${info.displayName} across the layers`, symbol: info.symbol, unit: info.unit, Figure: Strip,
    note: `${info.symbol} of every layer at one iteration.`,
    content: context => {
      const all = variants(context).map((series, i) => ({ name: series.label, series, dash: dashOf(i), color: context.colors.muted,
        found: valuesAt(context, series, step) }));
      const curves = all.filter(({ found }) => found.some(({ there }) => there))
        .map(curve => ({ ...curve, points: curve.found.map(({ value }, i) => [i, value]) }));
      const scale = scaleOf(context.reading.logy, { curves });
      return { curves, layers: context.layers, open: context.openLayer, scale,
        caption: [asked.state === 'loading' ? 'Reading this sample…' : '', scale.note].filter(Boolean).join(' ') };
    },
    legend: ({ curves }) => (curves.length > 1 ? curves : []),
    describe: (context, index, { curves }) => {
      const rows = curves.map(curve => ({ curve, ...curve.found[index] })).map(({ curve, value, iteration, reading }) => ({
        color: context.layers[index].ink, dash: curve.dash, name: `${context.layers[index].name}, ${curve.name}`,
        value: reading ? (notApplicable(reading) ? 'n/a' : withUnit(full(value), info.unit)) : '–',
        note: [reading && noteOf(reading), iteration !== undefined && iteration !== step.iteration ? iteration < 0 ? 'of before training' : `of ${iterationOf(iteration)}` : '']
          .filter(Boolean).join('; ') }));
      return tooltip(context, step, rows, settingsLine(curves[0].found[index].reading?.settings));
    },
    label: ({ curves, layers }) => `${info.displayName} of every layer, in the network’s order: ${curves.map(({ name, points }) => `${name}: ${
      points.slice(0, 12).map(([i, y]) => `${layers[i].name} ${brief(y)}`).join(', ')}`).join('; ')}. Left and right arrow keys go from `
      + 'layer to layer, Enter shows one alone.',
    empty: () => 'Nothing is measured of these layers at this iteration or before.',
  };
}

/** The section with the slider and a strip for each metric. */
export class LayerStrips {
  constructor(section, cards, view) {
    Object.assign(this, { section, cards, view });
    this.frames = new Frames('strip-iteration', 'Iteration', 'all layers', () => view.set({ iteration: this.frames.chosen }));
    section.querySelector('.toolbar').append(this.frames.box);
  }

  reset() {
    this.frames.reset();
    this.cards.clear();
  }

  show(context) {
    const infos = new Map(context.series.filter(series => !appliesNowhere(context, series)).map(series => [series.info.id, series.info]));
    const steps = context.known.filter(({ sampled }) => sampled).filter((step, i, all) => step.iteration !== all[i + 1]?.iteration);
    this.section.hidden = context.layers.length < 2 || infos.size === 0 || steps.length === 0;
    if (this.section.hidden) {
      this.cards.clear();
      return;
    }
    this.frames.chosen = this.view.get('iteration');
    const step = this.frames.show(context, steps);
    // Whatever thinning leaves out, the newest of every track is here.
    const asking = context.basis.partial && this.frames.chosen !== undefined;
    const asked = context.details.ask('strip', { worker: context.worker, layers: context.layers.map(({ name }) => name),
      series: context.series.map(({ key }) => key), iterations: asking ? [step.iteration] : [] }, () => context.changed());
    this.frames.waiting = asked.state === 'loading';
    this.cards.show([...infos.values()].map(info => stripPanel(info, step, asked)), context);
  }
}
