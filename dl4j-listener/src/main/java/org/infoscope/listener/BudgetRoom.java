package org.infoscope.listener;

import java.util.HashMap;
import java.util.Map;

/**
 * How much of the overhead budget is left. Samples that the worker was given count with what they are expected to cost until it is
 * done with them; what is measured slowly counts as far as it is done. All answers are of the moment of the last {@link #look()}. Guarded
 * by its owner: not safe for use by several threads.
 */
final class BudgetRoom {

    /** A sample below this part of a window's budget finds room in it sooner or later. Our own choice. */
    private static final double MOST_OF_WINDOW = 0.8;

    /** The rest of what belongs to listening, as the score chart, leaves this part of the budget for measuring. Our own choice. */
    static final double LEAST = 0.5;

    /** The part of a window's budget that may be spent early. Our own choice. */
    private static final double EARLY = 0.5;

    /** The part of the share for measuring that intervals keep in any case. Our own choice. */
    private static final double SLOWEST = 0.25;

    /** No sample is begun that would fill more of a window's budget: it may cost a little more than was expected. Our own choice. */
    private static final double BEGIN = 0.97;

    /** What is under way rests before it fills more: callbacks are to find room, too. Our own choice. */
    private static final double FULL = 0.99;

    private final double share;
    private final CostLedger ledger;
    private final CostLedger.Meter measuring;
    private final Map<Long, Long> committed = new HashMap<>();
    private boolean started;
    private long startedAt;
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
        for (long one : committed.values()) {
            expected += one;
        }
        underWay = Math.max(0, expected - measuring.running());
    }

    /** Fit's wall time. */
    long fitNanos() {
        return spending.fit();
    }

    /** Whether fit makes a pause, so that nothing slows it. */
    boolean standsStill() {
        return ledger.standsStill();
    }

    /** A sample is under way, or waits to be. Committed again, the later cost holds. */
    void commit(long sample, long nanos) {
        committed.put(sample, Math.min(nanos, mostOfWindow()));
        if (!started) {
            started = true;
            startedAt = ledger.spending().fit();
        }
    }

    /** A sample that was committed is done. */
    void done(long sample) {
        committed.remove(sample);
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
        double rest = ofLimit(1) - spent();
        return Math.max(SLOWEST * forMeasuring(), Math.min(forMeasuring(), rest / left));
    }

    /** Nanoseconds of measuring that a window has room for, if nothing else is in it. */
    long ofWindow() {
        return (long) (forMeasuring() * CostLedger.WINDOW);
    }

    private long mostOfWindow() {
        return (long) (MOST_OF_WINDOW * ofWindow());
    }

    /** Whether a sample of this cost is too dear for the budget of one window. */
    boolean exceedsWindow(long nanos) {
        return nanos > mostOfWindow();
    }

    /** Whether a sample may begin: with it the last 60 s stay within the budget, or with as much of it as ever finds room at once. */
    boolean fits(long nanos) {
        return spent() + Math.min(nanos, mostOfWindow()) <= ofLimit(BEGIN);
    }

    /** Whether this may be spent before intervals are as wide as they shall be. */
    boolean fitsStart(long nanos) {
        return spent() + nanos <= ofLimit(EARLY);
    }

    /** Whether the next piece of what is under way may begin. */
    boolean fitsNow(long nanos) {
        return spending.window() + Math.min(nanos, mostOfWindow()) <= ofLimit(FULL);
    }

    private double ofLimit(double part) {
        return part * limit() * CostLedger.WINDOW;
    }

    private long spent() {
        return spending.window() + underWay;
    }
}
