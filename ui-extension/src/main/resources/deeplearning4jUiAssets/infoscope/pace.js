// When a page is drawn: at once for its reader, and for news at a pace that leaves the reader the better part of the time.

/** Drawing what is new takes this share of the time at most, however much there is. */
const DRAWING_SHARE = 0.25;

export class Pace {
  /** `draw()` draws; for news no sooner than `restMillis` after it was done, the first time at once. */
  constructor(draw, restMillis) {
    Object.assign(this, { draw, restMillis, pause: 0 });
  }

  /** For news. */
  redraw = () => {
    this.pending ??= setTimeout(() => this.now(), this.pause);
  };

  /** For what the reader waits for. */
  soon = () => {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => this.now());
  };

  /** The next news are waited for. */
  hurry() {
    this.pause = 0;
  }

  now() {
    this.pending = undefined;
    const start = performance.now();
    this.draw();
    this.pause = Math.max(this.restMillis, (performance.now() - start) / DRAWING_SHARE);
  }
}
