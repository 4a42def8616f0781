package org.infoscope.listener;

import java.util.function.LongSupplier;

/**
 * At which due points without a sample the score is recorded: once for an iteration, at most four times a second, no closer than a
 * thousandth of the run's time so far, and as seldom as keeps a slow storage within a quarter of the overhead budget, our own choice, so that neither thousands of due points a second nor weeks of training fill a file or make a
 * page slow. Used by the training thread only.
 */
final class ScoreTurns {

    private static final long APART = 250_000_000L;
    private static final long PART_OF_RUN = 1000;
    private static final double PART_OF_BUDGET = 0.25;

    private final LongSupplier clock;
    private final LongSupplier putNanos;
    private final double share;
    private final long begun;
    private long next;
    private long iteration = -1;

    /**
     * None so far.
     *
     * @param clock nanoseconds from an arbitrary origin
     * @param budget the share of fit's wall time that all of listening may take; infinite for no limit
     * @param putNanos what recording a score usually takes
     */
    ScoreTurns(LongSupplier clock, double budget, LongSupplier putNanos) {
        this.clock = clock;
        this.putNanos = putNanos;
        this.share = PART_OF_BUDGET * budget;
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
        long within = (long) (putNanos.getAsLong() / share);
        next = time + Math.max(Math.max(APART, within), (time - begun) / PART_OF_RUN);
        iteration = now;
        return true;
    }
}
