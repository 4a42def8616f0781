// Zooming by dragging across a chart, as people know it from other monitors.

/** Who moves the pointer less than this has clicked. */
const LEAST_PIXELS = 6;

/**
 * Lets the reader mark a part of a box by dragging from one side to the other with the left button of a mouse, or with a pen: a finger scrolls the page.
 * `plot()` is where that can be done, `{left, right, top, bottom}` in pixels of the box; `chosen(from, to)` is called with the ends, in pixels across.
 * Escape, as whatever else ends a drag, leaves all as it is.
 */
export function dragAcross(box, plot, chosen) {
  const band = Object.assign(document.createElement('div'), { className: 'drag-band', hidden: true });
  box.append(band);
  let start;
  const place = event => event.clientX - box.getBoundingClientRect().left;
  const within = (x, { left, right }) => Math.min(Math.max(x, left), right);
  const ends = x => [start.x, within(x, start.plot)].sort((a, b) => a - b);

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
    const [x, y] = [place(event), event.clientY - box.getBoundingClientRect().top];
    const inside = x >= area.left && x <= area.right && y >= area.top && y <= area.bottom;
    if (inside && event.button === 0 && event.pointerType !== 'touch' && !event.shiftKey && !event.ctrlKey) {
      start = { x, plot: area };
    }
  });
  box.addEventListener('pointermove', event => {
    if (!start || band.hidden && Math.abs(place(event) - start.x) < LEAST_PIXELS) {
      return;
    }
    if (band.hidden) {
      // From now on the pointer may leave the box.
      box.setPointerCapture(event.pointerId);
      addEventListener('keydown', cancel, true);
    }
    const [from, to] = ends(place(event));
    Object.assign(band.style, { left: `${from}px`, width: `${to - from}px`, top: `${start.plot.top}px`, height: `${start.plot.bottom - start.plot.top}px` });
    band.hidden = false;
  });
  box.addEventListener('pointerup', event => {
    const marked = start && !band.hidden ? ends(place(event)) : undefined;
    stop();
    if (marked && marked[1] - marked[0] >= LEAST_PIXELS) {
      chosen(...marked);
    }
  });
  box.addEventListener('pointercancel', stop);
}
