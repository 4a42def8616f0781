package org.infoscope.listener;

import java.util.function.LongSupplier;

/**
 * At which due points without a sample the score is recorded: once for an iteration, at most four times a second, and no closer than a
 * thousandth of the run's time so far, our own choice, so that neither thousands of due points a second nor weeks of training fill a file or make a
 * page slow. Used by the training thread only.
 */
final class ScoreTurns {

    private static final long APART = 250_000_000L;
    private static final long PART_OF_RUN = 1000;

    private final LongSupplier clock;
    private final long begun;
    private long next;
    private long iteration = -1;

    /**
     * None so far.
     *
     * @param clock nanoseconds from an arbitrary origin
     */
    ScoreTurns(LongSupplier clock) {
        this.clock = clock;
        this.begun = clock.getAsLong();
        this.next = begun;
    }

    /** The score of this iteration is recorded with a sample. */
    void recorded(long with) {
        iteration = with;
    }

    /** Whether the score of this iteration is to be recorded alone; it counts as recorded then. */
    boolean hasTurn(long now) {
        long time = clock.getAsLong();
        if (now == iteration || time - next < 0) {
            return false;
        }
        next = time + Math.max(APART, (time - begun) / PART_OF_RUN);
        iteration = now;
        return true;
    }
}
