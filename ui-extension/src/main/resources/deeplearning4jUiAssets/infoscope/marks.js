// What charts over iterations are drawn with, as ECharts series: curves with their gaps, bands around them, heat maps.
import { bundleSeries } from './bundle.js';
import { element } from './dom.js';
import { rgb } from './theme.js';

/** From here on the canvas has fewer columns than the curve has points: extremes are kept, symbols are not. */
const LONG = 2500;
/** Up to so many values of a curve are dots as well. */
const FEW = 30;

/** More curves than this are drawn as one series. */
const MANY = 12;

/** Points where the curve has no value become a gap, so that nothing is drawn through it. */
const point = ([x, y]) => [x, Number.isFinite(y) ? y : null];

/** What a smoothed curve leaves of the one it was made of. */
const FAINT = { width: 1, opacity: 0.3 };

/**
 * Curves `{name, color, dash, points: [[x, y]]}`, each gap with a cross at the foot of the chart, as `lines` and `marks`. Where a curve has
 * `smoothed` points, these are drawn over the others, which are faint then.
 */
export function curveSeries(curves, colors) {
  const many = curves.length > MANY;
  const drawn = curves.map(curve => lineOf(curve, many));
  const smoothed = curves.filter(curve => curve.smoothed);
  const lines = many ? bundleSeries([...drawn.map(({ series }, i) => strokeOf(curves[i].points, series)),
    ...smoothed.map(curve => strokeOf(curve.smoothed, smoothedLine(curve)))])
    : [...drawn.map(({ series }) => series), ...smoothed.map(smoothedLine)];
  return { lines, marks: markSeries(drawn, colors) };
}

/** A curve in a bundle, with the looks of a series of its own. */
const strokeOf = (points, { name, lineStyle: { width, opacity, type, color, ...halo } }) =>
  ({ name, points, style: { lineWidth: width, opacity, lineDash: type, stroke: color, ...halo } });

/** A smoothed line has no extremes to lose: from here on one of its points per column is enough. */
const LONG_SMOOTHED = 600;

/** Only the line: what it has of values that are alone, the curve itself shows. */
function smoothedLine({ name, color, dash, width = 1.75, smoothed }) {
  return {
    type: 'line', name: `${name}, smoothed`, data: smoothed.map(point), symbol: 'none', showSymbol: false, connectNulls: false, silent: true,
    sampling: smoothed.length > LONG_SMOOTHED ? 'minmax' : undefined, tooltip: { show: false }, lineStyle: { width, type: dash ?? 'solid', color },
    itemStyle: { color }, emphasis: { disabled: true },
  };
}

/** A line, the iterations of its gaps, and its values between two gaps, which no line goes through; in a bundle, the dots of few values as well. */
function lineOf(curve, bundled) {
  const data = curve.points.map(point);
  const few = data.filter(([, y]) => y !== null).length <= FEW;
  const long = data.length > LONG;
  const empty = i => (data[i]?.[1] ?? null) === null;
  const dotted = few && bundled && !curve.smoothed;
  return {
    color: curve.color,
    gaps: data.filter(([, y]) => y === null).map(([x]) => x),
    lonely: (few && !bundled) || long ? [] : data.filter((_, i) => !empty(i) && (dotted || (empty(i - 1) && empty(i + 1)))),
    series: {
      type: 'line',
      name: curve.name,
      data: few ? data.map(value => ({ value, symbol: 'circle' })) : data,
      symbol: 'none',
      showSymbol: few,
      showAllSymbol: true,
      symbolSize: 4,
      connectNulls: false,
      sampling: long ? 'minmax' : undefined,
      lineStyle: { width: curve.width ?? 1.75, opacity: 1, type: curve.dash ?? 'solid', color: curve.color,
        shadowColor: curve.halo, shadowBlur: curve.halo ? 2 : 0, ...(curve.smoothed ? FAINT : {}) },
      itemStyle: { color: curve.color, opacity: curve.smoothed ? FAINT.opacity : 1 },
      emphasis: { disabled: true },
    },
  };
}

const CROSS = (x, y) => `M${x - 3} ${y - 3}L${x + 3} ${y + 3}M${x - 3} ${y + 3}L${x + 3} ${y - 3}`;
const DOT = (x, y) => `M${x - 2} ${y}A2 2 0 1 1 ${x + 2} ${y}A2 2 0 1 1 ${x - 2} ${y}`;

/**
 * The gaps and lonely values of all curves as one item `[first iteration, nothing, gaps, lonely values]`: with an item for each, they
 * would take longer to draw than all the lines. The axis up takes the second number for a value, whatever `encode` says.
 */
function markSeries(lines, colors) {
  const marked = lines.filter(({ gaps, lonely }) => gaps.length + lonely.length > 0);
  const sum = field => marked.reduce((total, line) => total + line[field].length, 0);
  return marked.length === 0 ? [] : [{
    type: 'custom',
    name: 'undefined',
    data: [[marked[0].gaps[0] ?? marked[0].lonely[0][0], null, sum('gaps'), sum('lonely')]],
    encode: { x: 0, y: [] },
    tooltip: { show: false },
    silent: true,
    z: 5,
    renderItem(params, api) {
      const { x: left, y: top, width, height } = params.coordSys;
      const inside = ([x]) => x >= left - 1 && x <= left + width + 1;
      const foot = top + height - 6;
      // All crosses stand at the foot: one on a pixel covers the others there.
      const taken = new Set();
      const free = ([x]) => !taken.has(x) && taken.add(x);
      return { type: 'group', children: marked.flatMap(({ gaps, lonely, color = colors.text }) => {
        const crosses = gaps.map(x => [Math.round(api.coord([x, 0])[0]), foot]).filter(inside).filter(free);
        const dots = lonely.map(value => api.coord(value)).filter(inside).filter(([, y]) => y >= top && y <= top + height);
        return [
          ...crosses.length === 0 ? [] : [{ type: 'path', shape: { pathData: crosses.map(at => CROSS(...at)).join('') },
            style: { fill: 'none', stroke: color, lineWidth: 1.5 } }],
          ...dots.length === 0 ? [] : [{ type: 'path', shape: { pathData: dots.map(at => DOT(...at)).join('') }, style: { fill: color } }],
        ];
      }) };
    },
  }];
}

/** Bands `{name, color, points: [[x, low, high]], median: [[x, y]]}`; where one has no value, the band has a gap. The median may be left out. */
export function bandSeries(bands) {
  return bands.flatMap(band => [areaSeries(band), ...(band.median ? [medianSeries(band)] : [])]);
}

function medianSeries(band) {
  return {
    type: 'line',
    name: `${band.name}, median`,
    data: band.median.map(point),
    showSymbol: false,
    connectNulls: false,
    silent: true,
    tooltip: { show: false },
    lineStyle: { width: 1.25, type: [2, 4], color: band.color },
    emphasis: { disabled: true },
  };
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
