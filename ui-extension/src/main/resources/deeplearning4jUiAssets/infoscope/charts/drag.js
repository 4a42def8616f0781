// Zooming by dragging across a chart, as people know it from other monitors.

/** Who moves the pointer less than this has clicked. */
const LEAST_PIXELS = 6;

/**
 * Lets the reader mark a part of a box by dragging from one side to the other with the left button of a mouse; a finger scrolls the page.
 * `plot()` is where that can be done, `{left, right, top, bottom}` in pixels of the box; `chosen(from, to)` is called with the ends, in pixels across.
 * Escape, another button, Shift, Ctrl and the wheel leave all as it is.
 */
export function dragAcross(box, plot, chosen) {
  const band = Object.assign(document.createElement('div'), { className: 'drag-band', hidden: true });
  box.append(band);
  let start;
  const placeOf = ({ clientX, clientY }) => {
    const { left, top } = box.getBoundingClientRect();
    return [clientX - left, clientY - top];
  };
  const ends = event => [start.x, Math.min(Math.max(placeOf(event)[0], start.plot.left), start.plot.right)].sort((a, b) => a - b);
  const goesOn = ({ pointerId, buttons, shiftKey, ctrlKey }) => pointerId === start.id && buttons === 1 && !shiftKey && !ctrlKey;

  const stop = () => {
    start = undefined;
    band.hidden = true;
    removeEventListener('keydown', cancel, true);
  };
  const cancel = event => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      stop();
    }
  };

  box.addEventListener('pointerdown', event => {
    const area = plot();
    const [x, y] = placeOf(event);
    const inside = x >= area.left && x <= area.right && y >= area.top && y <= area.bottom;
    if (inside && event.pointerType === 'mouse' && event.button === 0) {
      start = { id: event.pointerId, x, plot: area };
    }
  });
  box.addEventListener('pointermove', event => {
    if (start && !goesOn(event)) {
      stop();
    }
    if (!start || (band.hidden && Math.abs(placeOf(event)[0] - start.x) < LEAST_PIXELS)) {
      return;
    }
    if (band.hidden) {
      // From now on the pointer may leave the box.
      box.setPointerCapture(event.pointerId);
      addEventListener('keydown', cancel, true);
    }
    const [from, to] = ends(event);
    const { top, bottom } = start.plot;
    Object.assign(band.style, { left: `${from}px`, width: `${to - from}px`, top: `${top}px`, height: `${bottom - top}px` });
    band.hidden = false;
  });
  box.addEventListener('pointerup', event => {
    const [from, to] = start && !band.hidden && event.button === 0 ? ends(event) : [0, 0];
    stop();
    if (to - from >= LEAST_PIXELS) {
      chosen(from, to);
    }
  });
  ['pointercancel', 'lostpointercapture', 'wheel'].forEach(end => box.addEventListener(end, stop, { passive: true }));
}
