package org.infoscope.listener;

import java.util.function.LongSupplier;

/**
 * At which due points without a sample the score is recorded: once for an iteration, and at most {@value #MOST_PER_SECOND} times a
 * second, our own choice, so that networks of which thousands of points are due each second do not fill a file. Used by the training thread only.
 */
final class ScoreTurns {

    static final long MOST_PER_SECOND = 4;

    private static final long APART = 1_000_000_000L / MOST_PER_SECOND;

    private final LongSupplier clock;
    private boolean begun;
    private long last;
    private long iteration = -1;

    /**
     * None so far.
     *
     * @param clock nanoseconds from an arbitrary origin
     */
    ScoreTurns(LongSupplier clock) {
        this.clock = clock;
    }

    /** The score of this iteration is recorded with a sample. */
    void recorded(long with) {
        iteration = with;
    }

    /** Whether the score of this iteration is to be recorded alone; it counts as recorded then. */
    boolean hasTurn(long now) {
        long time = clock.getAsLong();
        if (now == iteration || (begun && time - last < APART)) {
            return false;
        }
        begun = true;
        last = time;
        iteration = now;
        return true;
    }
}
