package org.infoscope.listener;

/**
 * The wall time of {@code fit}, as far as its callbacks show it. Between {@code onEpochStart} and {@code onEpochEnd} all time
 * counts. Elsewhere, as in a loop over {@code fit(DataSet)}, the time from one callback to the next counts up to five seconds,
 * our own choice: a longer gap is a pause, in which the program does something else.
 *
 * <p>Safe for use by several threads.
 */
final class FitTime {

    private static final long LONGEST_GAP = 5_000_000_000L;

    private boolean begun;
    private boolean inEpoch;
    private long last;
    private long counted;

    /**
     * A callback came.
     *
     * @param now in nanoseconds, of the clock that all calls share
     */
    synchronized void callback(long now) {
        counted = at(now);
        last = now;
        begun = true;
    }

    /** An epoch begins or ends with the callback that came last. */
    synchronized void epoch(boolean underWay) {
        inEpoch = underWay;
    }

    /** Whether no time counts now: before the first callback, and in a pause. */
    synchronized boolean standsStill(long now) {
        return !begun || (!inEpoch && now - last >= LONGEST_GAP);
    }

    /**
     * How long fit has run.
     *
     * @return nanoseconds, 0 before the first callback
     */
    synchronized long at(long now) {
        if (!begun) {
            return 0;
        }
        long gap = Math.max(0, now - last);
        return counted + (inEpoch ? gap : Math.min(gap, LONGEST_GAP));
    }
}
