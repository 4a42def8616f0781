package org.infoscope.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What listening has cost, over the last 60 s of fit and since the run began: the stall of the training thread and the wall
 * time for which workers are busy.
 *
 * <p>The window is kept in slots of a quarter of a second, so it is up to that much longer than 60 s; work that takes long is
 * spread over the time it took.
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

    /** Cost of the last 60 s. */
    synchronized long window() {
        long now = clock.getAsLong();
        advance(fit.at(now));
        long sum = 0;
        for (long slot : spent) {
            sum += slot;
        }
        for (Meter meter : meters) {
            sum += Math.min(meter.running(now), WINDOW);
        }
        return sum;
    }

    /** Cost since the run began. */
    synchronized long total() {
        long now = clock.getAsLong();
        return total + meters.stream().mapToLong(meter -> meter.running(now)).sum();
    }

    /** Cost of the last 60 s per wall time of fit; 0 before fit has taken any. */
    synchronized double share() {
        return ratio(window(), Math.min(fitNanos(), WINDOW));
    }

    /** Cost of the whole run per wall time of fit; 0 before fit has taken any. */
    synchronized double runShare() {
        return ratio(total(), fitNanos());
    }

    private static double ratio(long cost, long time) {
        return time == 0 ? 0 : (double) cost / time;
    }

    /** Books a cost, spread over the stretch of fit in which it arose; a stretch of no length is a point. */
    private synchronized void book(long from, long until, long nanos) {
        advance(until);
        total += nanos;
        long length = until - from;
        if (length <= 0) {
            spent[index(until / SLOT)] += nanos;
            return;
        }
        long oldest = Math.max(from / SLOT, newest - SLOTS);
        for (long slot = oldest; slot <= until / SLOT; slot++) {
            long overlap = Math.min(until, (slot + 1) * SLOT) - Math.max(from, slot * SLOT);
            spent[index(slot)] += Math.round((double) nanos * overlap / length);
        }
    }

    private void advance(long fitNanos) {
        long slot = fitNanos / SLOT;
        for (long next = Math.max(newest + 1, slot - SLOTS); next <= slot; next++) {
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
                long nanos = now - begun;
                busy = false;
                work += nanos;
                book(begunInFit, fit.at(now), nanos);
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
            return busy ? now - begun : 0;
        }
    }
}
