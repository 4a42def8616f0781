package org.infoscope.listener;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How much of the overhead budget is left, for now and over the run. Samples that the worker was given count with what they are
 * expected to cost until it is done with them. Guarded by its owner: not safe for use by several threads.
 */
final class BudgetRoom {

    /** A sample below this part of a window's budget finds room in it sooner or later. Our own choice. */
    private static final double MOST_OF_WINDOW = 0.8;

    /** The rest of what belongs to listening, as the score chart, leaves this part of the budget for measuring. Our own choice. */
    private static final double LEAST = 0.5;

    private final double share;
    private final CostLedger ledger;
    private final CostLedger.Meter measuring;
    private final Deque<Long> committed = new ArrayDeque<>();

    BudgetRoom(double share, CostLedger ledger, CostLedger.Meter measuring) {
        this.share = share;
        this.ledger = ledger;
        this.measuring = measuring;
    }

    /** A sample is under way, or waits to be. */
    void commit(long nanos) {
        committed.add(nanos);
    }

    /** The oldest sample that was committed is done. */
    void done() {
        committed.poll();
    }

    boolean isIdle() {
        return committed.isEmpty();
    }

    /** The share that all of listening may take. */
    private double limit() {
        return Math.max(share, otherShare() + LEAST * share);
    }

    /** The share that is not for measuring: callbacks, and what other threads of the listener do. */
    private double otherShare() {
        long time = Math.max(CostLedger.WINDOW, ledger.fitNanos());
        return (double) (ledger.total() - measuring.total()) / time;
    }

    /** Whether there is less for measuring than the budget promises. */
    boolean isCrowded() {
        return otherShare() > (1 - LEAST) * share;
    }

    /** The share that is left for measuring. */
    double forMeasuring() {
        return limit() - otherShare();
    }

    /** Nanoseconds of measuring that a window has room for, if nothing else is in it. */
    long ofWindow() {
        return (long) (forMeasuring() * CostLedger.WINDOW);
    }

    /** Whether a sample of this cost is too dear for the budget of one window. */
    boolean exceedsWindow(long nanos) {
        return nanos > MOST_OF_WINDOW * ofWindow();
    }

    /** Whether the last 60 s and this stay within the budget. */
    boolean fits(long nanos) {
        return ledger.window() + underWay() + nanos <= limit() * CostLedger.WINDOW;
    }

    /** Whether the whole run and this stay within the budget. */
    boolean isSaved(long nanos) {
        return ledger.total() + underWay() + nanos <= limit() * ledger.fitNanos();
    }

    /** What the samples that were taken will still cost. */
    private long underWay() {
        long expected = committed.stream().mapToLong(Long::longValue).sum();
        return Math.max(0, expected - measuring.running());
    }
}
