// What charts over iterations are drawn with, as ECharts series: curves with their gaps, bands around them, heat maps.
import { element } from './dom.js';
import { rgb } from './theme.js';

/** From here on the canvas has fewer columns than the curve has points: extremes are kept, symbols are not. */
const LONG = 2500;
/** Up to so many values of a curve are dots as well. */
const FEW = 30;

/** Points where the curve has no value become a gap, so that nothing is drawn through it. */
const point = ([x, y]) => [x, Number.isFinite(y) ? y : null];

/** Curves `{name, color, dash, points: [[x, y]]}`, each gap with a cross at the foot of the chart. */
export function curveSeries(curves, colors) {
  return curves.flatMap(curve => {
    const data = curve.points.map(point);
    const few = data.filter(([, y]) => y !== null).length <= FEW;
    const long = data.length > LONG;
    const empty = i => (data[i]?.[1] ?? null) === null;
    const lonely = i => !empty(i) && empty(i - 1) && empty(i + 1);
    const dotted = i => !long && (few || lonely(i));
    return [{
      type: 'line',
      name: curve.name,
      data: data.map((value, i) => (dotted(i) ? { value, symbol: 'circle' } : value)),
      symbol: 'none',
      showSymbol: data.some((_, i) => dotted(i)),
      showAllSymbol: true,
      symbolSize: 4,
      connectNulls: false,
      sampling: long ? 'minmax' : undefined,
      lineStyle: { width: curve.width ?? 1.75, type: curve.dash ?? 'solid', color: curve.color,
        shadowColor: curve.halo, shadowBlur: curve.halo ? 2 : 0 },
      itemStyle: { color: curve.color },
      emphasis: { disabled: true },
    }, ...gapSeries(curve, data, colors)];
  });
}

function gapSeries(curve, data, colors) {
  const gaps = data.filter(([, y]) => y === null).map(([x]) => [x]);
  return gaps.length === 0 ? [] : [{
    type: 'custom',
    name: `${curve.name} undefined`,
    data: gaps,
    encode: { x: 0, y: [] },
    tooltip: { show: false },
    silent: true,
    z: 5,
    renderItem(params, api) {
      const { x: left, y: top, width, height } = params.coordSys;
      const [x] = api.coord([api.value(0), 0]);
      if (x < left - 1 || x > left + width + 1) {
        return undefined;
      }
      const y = top + height - 6;
      const cross = { x1: -3, y1: -3, x2: 3, y2: 3 };
      const style = { stroke: curve.color ?? colors.text, lineWidth: 1.5 };
      return { type: 'group', x, y, children: [
        { type: 'line', shape: cross, style },
        { type: 'line', shape: { ...cross, y1: 3, y2: -3 }, style }] };
    },
  }];
}

/** Bands `{name, color, points: [[x, low, high]], median: [[x, y]]}`; where one has no value, the band has a gap. */
export function bandSeries(bands) {
  return bands.flatMap(band => [areaSeries(band), {
    type: 'line',
    name: `${band.name}, median`,
    data: band.median.map(point),
    showSymbol: false,
    connectNulls: false,
    silent: true,
    tooltip: { show: false },
    lineStyle: { width: 1.25, type: [2, 4], color: band.color },
    emphasis: { disabled: true },
  }]);
}

function areaSeries({ name, color, points }) {
  return {
    type: 'custom',
    name,
    data: points.map(([x, low, high]) => (Number.isFinite(low) && Number.isFinite(high) ? [x, low, high] : [x, null, null])),
    encode: { x: 0, y: [1, 2] },
    tooltip: { show: false },
    silent: true,
    clip: true,
    progressive: 0,
    z: 1,
    // The first item draws the whole band: a seam between items would show through the paint.
    renderItem: (params, api) => (params.dataIndex > 0 ? undefined : {
      type: 'group',
      children: unbroken(points).map(run => ({
        type: 'polygon',
        shape: { points: [...run.map(([x, low]) => api.coord([x, low])),
          ...[...run].reverse().map(([x, , high]) => api.coord([x, high]))] },
        style: { fill: color, opacity: 0.14 },
      })),
    }),
  };
}

function unbroken(points) {
  const runs = [[]];
  for (const each of points) {
    if (each.every(Number.isFinite)) {
      runs.at(-1).push(each);
    } else {
      runs.push([]);
    }
  }
  return runs.filter(run => run.length > 1);
}

/** Columns `{x, from, to, counts, edges}` of a distribution over iterations, drawn as one crisp image. */
export function heatSeries(columns, colors) {
  return {
    type: 'custom',
    name: 'distribution',
    data: [[columns[0]?.x ?? 0]],
    encode: { x: 0, y: [] },
    silent: true,
    tooltip: { show: false },
    z: 1,
    renderItem(params, api) {
      const box = params.coordSys;
      const image = heatImage(columns, colors, box, (x, y) => api.coord([x, y]));
      return { type: 'image', style: { image, x: box.x, y: box.y, width: box.width, height: box.height }, silent: true };
    },
  };
}

function heatImage(columns, colors, box, place) {
  const scale = window.devicePixelRatio || 1;
  const canvas = element('canvas');
  canvas.width = Math.max(1, Math.round(box.width * scale));
  canvas.height = Math.max(1, Math.round(box.height * scale));
  const pen = canvas.getContext('2d');
  for (const { from, to, counts, edges } of columns) {
    const most = Math.max(1, ...counts);
    const left = (place(from, 0)[0] - box.x) * scale;
    const right = (place(to, 0)[0] - box.x) * scale;
    if (right < 0 || left > canvas.width) {
      continue;
    }
    counts.forEach((bin, i) => {
      if (bin > 0) {
        const bottom = (place(from, edges[i])[1] - box.y) * scale;
        const top = (place(from, edges[i + 1])[1] - box.y) * scale;
        pen.fillStyle = rgb(colors.heat(0.08 + 0.92 * Math.sqrt(bin / most)));
        pen.fillRect(Math.floor(left), Math.floor(top), Math.ceil(right) - Math.floor(left), Math.ceil(bottom - top) + 1);
      }
    });
  }
  return canvas;
}
