// Where epochs begin: thin lines through a chart, as many as have room, with the epoch's number.
const APART = 52;

/** `epochs` are `{epoch, at}`, a place on the axis across each. */
export function epochSeries(epochs, colors) {
  return epochs.length === 0 ? [] : [{
    type: 'custom',
    name: 'epochs',
    data: [[epochs[0].at]],
    encode: { x: 0, y: [] },
    silent: true,
    tooltip: { show: false },
    z: 0,
    renderItem({ coordSys: { x, y, width, height } }, api) {
      const [from, next] = [api.coord([0, 0])[0], api.coord([1, 0])[0]];
      const columnOf = ({ at }) => from + at * (next - from);
      const inside = epochs.filter(each => columnOf(each) >= x && columnOf(each) <= x + width);
      const stride = strideOf(inside, columnOf);
      const chosen = inside.filter(({ epoch }) => epoch % stride === 0);
      let free = -Infinity;
      return { type: 'group', children: chosen.flatMap(each => {
        const column = Math.round(columnOf(each)) + 0.5;
        const named = column >= free && column < x + width - APART / 4;
        free = named ? column + APART : free;
        return [
          { type: 'line', shape: { x1: column, x2: column, y1: y, y2: y + height }, style: { stroke: colors.line, lineWidth: 1, lineDash: [3, 3] } },
          ...(named ? [{ type: 'text', style: { text: `epoch ${each.epoch}`, x: column, y: y - 13, align: 'center', fill: colors.muted, fontSize: 10 } }]
            : []),
        ];
      }) };
    },
  }];
}

/** Every, every second, fifth, tenth … epoch. */
function strideOf(epochs, columnOf) {
  const span = epochs.length < 2 ? Infinity : columnOf(epochs.at(-1)) - columnOf(epochs[0]);
  const count = epochs.length < 2 ? 1 : epochs.at(-1).epoch - epochs[0].epoch;
  const wanted = APART * count / span;
  let stride = 1;
  for (let i = 0; stride < wanted; i += 1) {
    stride = [2, 5, 10][i % 3] * 10 ** Math.floor(i / 3);
  }
  return stride;
}
