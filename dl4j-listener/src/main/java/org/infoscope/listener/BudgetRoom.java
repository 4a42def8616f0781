package org.infoscope.listener;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How much of the overhead budget is left, for now and over the run. Samples that the worker was given count with what they are
 * expected to cost until it is done with them. All answers are of the moment of the last {@link #look()}. Guarded by its owner: not
 * safe for use by several threads.
 *
 * <p>Start-up: what the first sample costs is not held against the minute after it. It is paid once, for the replica and for code
 * that runs for the first time; otherwise a run of a minute would have no second sample. The recorded shares have it in them, and
 * so does what the run must have saved. Our own choice.
 */
final class BudgetRoom {

    /** A sample below this part of a window's budget finds room in it sooner or later. Our own choice. */
    private static final double MOST_OF_WINDOW = 0.8;

    /** The rest of what belongs to listening, as the score chart, leaves this part of the budget for measuring. Our own choice. */
    private static final double LEAST = 0.5;

    /** The part of a window's budget that may be spent early. Our own choice. */
    private static final double EARLY = 0.5;

    /** The part of the share for measuring that intervals keep in any case. Our own choice. */
    private static final double SLOWEST = 0.25;

    private final double share;
    private final CostLedger ledger;
    private final CostLedger.Meter measuring;
    private final Deque<Long> committed = new ArrayDeque<>();
    private boolean started;
    private boolean startedUp;
    private long startedAt;
    private long before;
    private long startUp;
    private CostLedger.Spending spending;
    private long measured;
    private long underWay;

    BudgetRoom(double share, CostLedger ledger, CostLedger.Meter measuring) {
        this.share = share;
        this.ledger = ledger;
        this.measuring = measuring;
        this.spending = ledger.spending();
    }

    /** Looks at what is spent by now: a decision asks often, and on the training thread every look counts. */
    void look() {
        spending = ledger.spending();
        measured = measuring.total();
        long expected = 0;
        for (long one : committed) {
            expected += one;
        }
        underWay = Math.max(0, expected - measuring.running());
    }

    /** Fit's wall time. */
    long fitNanos() {
        return spending.fit();
    }

    /** A sample is under way, or waits to be. */
    void commit(long nanos) {
        committed.add(nanos);
        if (!started) {
            started = true;
            CostLedger.Spending now = ledger.spending();
            startedAt = now.fit();
            before = now.total();
        }
    }

    /** The oldest sample that was committed is done. */
    void done() {
        committed.poll();
        if (!startedUp) {
            startedUp = true;
            startUp = ledger.spending().total() - before;
        }
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
        return (double) (spending.total() - measured) / Math.max(CostLedger.WINDOW, spending.fit());
    }

    /** Whether there is less for measuring than the budget promises. */
    boolean isCrowded() {
        return otherShare() > (1 - LEAST) * share;
    }

    /** The share that is left for measuring. */
    double forMeasuring() {
        return limit() - otherShare();
    }

    /** The share that intervals are made for: in the minute after the first sample what was spent early is missing in the rest. */
    double forIntervals() {
        long left = started ? startedAt + CostLedger.WINDOW - spending.fit() : 0;
        if (left <= 0) {
            return forMeasuring();
        }
        double rest = limit() * CostLedger.WINDOW - spent();
        return Math.max(SLOWEST * forMeasuring(), Math.min(forMeasuring(), rest / left));
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
        return spent() + nanos <= limit() * CostLedger.WINDOW;
    }

    /** Whether this may be spent before intervals are as wide as they shall be. */
    boolean fitsStart(long nanos) {
        return spent() + nanos <= EARLY * limit() * CostLedger.WINDOW;
    }

    /** Over the last 60 s; without the start-up, as long as all of it is in there. */
    private long spent() {
        long granted = spending.fit() - startedAt < CostLedger.WINDOW ? startUp : 0;
        return spending.window() - granted + underWay;
    }

    /** Whether the whole run and this stay within the budget. */
    boolean isSaved(long nanos) {
        return spending.total() + underWay + nanos <= limit() * spending.fit();
    }
}
