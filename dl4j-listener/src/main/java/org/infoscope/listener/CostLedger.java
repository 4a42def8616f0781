package org.infoscope.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What listening has cost, over the last 60 s of fit and since the run began: the stall of the training thread and the wall
 * time for which workers are busy.
 *
 * <p>The window is kept in slots of a quarter of a second, so it is up to that much longer than 60 s; work that takes long is
 * spread over the time it took. Work during a pause of fit costs fit nothing and is not counted.
 *
 * <p>Safe for use by several threads.
 */
final class CostLedger {

    /** Of fit's wall time. */
    static final long WINDOW = 60_000_000_000L;

    private static final int SLOTS = 240;
    private static final long SLOT = WINDOW / SLOTS;

    private final LongSupplier clock;
    private final FitTime fit;
    private final List<Meter> meters = new ArrayList<>();
    private final long[] spent = new long[SLOTS + 1];
    private long newest;
    private long inWindow;
    private long total;

    CostLedger(LongSupplier clock, FitTime fit) {
        this.clock = clock;
        this.fit = fit;
    }

    /** Fit's wall time so far. */
    long fitNanos() {
        return fit.at(clock.getAsLong());
    }

    /** For one thread that works now and then. */
    synchronized Meter meter() {
        Meter meter = new Meter();
        meters.add(meter);
        return meter;
    }

    /** Whether fit stands still: what is done now slows nobody. */
    boolean standsStill() {
        return fit.standsStill(clock.getAsLong());
    }

    /** What has been spent by now. */
    synchronized Spending spending() {
        long now = clock.getAsLong();
        long time = fit.at(now);
        advance(time);
        long recent = inWindow;
        long all = total;
        for (Meter meter : meters) {
            long running = meter.running(now);
            recent += Math.min(running, WINDOW);
            all += running;
        }
        return new Spending(time, recent, all);
    }

    /**
     * What has been spent at a moment, in nanoseconds.
     *
     * @param fit fit's wall time so far
     * @param window cost of its last 60 s
     * @param total cost since the run began
     */
    record Spending(long fit, long window, long total) {

        /** Cost of the last 60 s per wall time of fit; 0 before fit has taken any. */
        double share() {
            return ratio(window, Math.min(fit, WINDOW));
        }

        /** Cost of the whole run per wall time of fit; 0 before fit has taken any. */
        double runShare() {
            return ratio(total, fit);
        }

        private static double ratio(long cost, long time) {
            return time == 0 ? 0 : (double) cost / time;
        }
    }

    /** Books a cost, spread over the stretch of fit in which it arose. */
    private synchronized void book(long from, long until, long nanos) {
        advance(until);
        total += nanos;
        long length = until - from;
        if (length <= 0) {
            return;
        }
        long oldest = Math.max(from / SLOT, newest - SLOTS);
        for (long slot = oldest; slot <= until / SLOT; slot++) {
            long overlap = Math.min(until, (slot + 1) * SLOT) - Math.max(from, slot * SLOT);
            add(slot, Math.round((double) nanos * overlap / length));
        }
    }

    private void add(long slot, long nanos) {
        spent[index(slot)] += nanos;
        inWindow += nanos;
    }

    private void advance(long fitNanos) {
        long slot = fitNanos / SLOT;
        for (long next = Math.max(newest + 1, slot - SLOTS); next <= slot; next++) {
            inWindow -= spent[index(next)];
            spent[index(next)] = 0;
        }
        newest = Math.max(newest, slot);
    }

    private static int index(long slot) {
        return (int) (slot % (SLOTS + 1));
    }

    /** Times the work of one thread, and books it. Safe for use by several threads; one of them works. */
    final class Meter {

        private boolean busy;
        private long begun;
        private long begunInFit;
        private long work;
        private long estimated;

        void begin() {
            synchronized (CostLedger.this) {
                begun = clock.getAsLong();
                begunInFit = fit.at(begun);
                busy = true;
            }
        }

        /** Work that began ends. */
        void end() {
            synchronized (CostLedger.this) {
                long now = clock.getAsLong();
                long nanos = running(now);
                busy = false;
                work += nanos;
                book(begunInFit, fit.at(now), nanos);
            }
        }

        /**
         * Work that was not timed.
         *
         * @param nanos that it took, by estimate, since such work was last told of
         */
        void estimated(long nanos) {
            synchronized (CostLedger.this) {
                long until = fit.at(clock.getAsLong());
                work += nanos;
                book(estimated, until, nanos);
                estimated = until;
            }
        }

        /** All work so far, that under way included. */
        long total() {
            synchronized (CostLedger.this) {
                return work + running(clock.getAsLong());
            }
        }

        /** What the work under way has cost so far. */
        long running() {
            synchronized (CostLedger.this) {
                return running(clock.getAsLong());
            }
        }

        private long running(long now) {
            return busy ? Math.min(now - begun, fit.at(now) - begunInFit) : 0;
        }
    }
}
