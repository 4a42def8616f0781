package org.infoscope.listener;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.infoscope.kernel.PausePoint;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is under way inside the overhead budget: at a {@link PausePoint} where the last minute has no room for a piece of work as long as the longest
 * that is known, the worker rests until there is. While it rests from what is measured slowly, it does samples that are due meanwhile. Ours: no paper measures
 * in training under a budget.
 *
 * <p>Used by the worker, and by threads that an engine shares its work out to: they rest while the worker does.
 */
final class Pace {

    private static final long LOOK_MILLIS = 100;

    /** Looking at the budget costs more than a shorter piece of work. */
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(5);

    private static final int QUICK = 0;
    private static final int SLOW = 1;

    private final LongSupplier clock;
    private final @Nullable OverheadBudget budget;
    private final CostLedger.@Nullable Meter meter;
    private final Break pause;
    private final long[] longest = new long[2];
    private volatile long rested;
    private boolean slowly;

    /** How a worker passes the time in the middle of a task. */
    @FunctionalInterface
    interface Break {
        /**
         * Waits.
         *
         * @param millis at most
         * @param others whether another task may be done instead
         * @return false if the worker is to come to its end, and rests no more
         */
        boolean take(long millis, boolean others) throws InterruptedException;
    }

    /**
     * The pace of a worker.
     *
     * @param budget to keep
     * @param meter of the worker, which is busy with a sample
     */
    Pace(LongSupplier clock, OverheadBudget budget, CostLedger.Meter meter, Break pause) {
        this.clock = clock;
        this.budget = budget.isLimited() ? budget : null;
        this.meter = meter;
        this.pause = pause;
    }

    /** Without a budget, and without rest. */
    Pace(LongSupplier clock) {
        this.clock = clock;
        this.budget = null;
        this.meter = null;
        this.pause = (millis, others) -> false;
    }

    /** The clock without what the worker has rested: costs are measured by it. */
    long nanos() {
        return clock.getAsLong() - rested;
    }

    /** Whether another sample is under way, from which the worker rests. */
    boolean isBetween() {
        return slowly;
    }

    /** Does what a sample begins with. */
    void quickly(Runnable work) {
        OverheadBudget kept = budget;
        PausePoint.during(kept == null ? null : new Rest(QUICK, (worked, next) -> kept.mustRest(next)), work);
    }

    /** Does what may take its time, and in which others may come between. */
    void slowly(Runnable work) {
        OverheadBudget kept = budget;
        if (kept == null) {
            work.run();
            return;
        }
        kept.slow();
        slowly = true;
        try {
            PausePoint.during(new Rest(SLOW, kept::mustRestSlowly), work);
        } finally {
            slowly = false;
        }
    }

    @FunctionalInterface
    private interface Rule {
        boolean mustRest(long worked, long next);
    }

    /** Of one part of a sample. */
    private final class Rest implements LongSupplier {

        private final Thread worker = Thread.currentThread();
        private final int kind;
        private final Rule rule;
        private final long begun = nanos();
        private long looked = begun;
        private final long before;
        private boolean asked;
        private boolean resting;

        /**
         * Of a kind of work whose longest piece, in the last sample and in this one so far, tells what the next one may take.
         *
         * @param kind quick or slow
         */
        Rest(int kind, Rule rule) {
            this.kind = kind;
            this.rule = rule;
            before = longest[kind];
            longest[kind] = 0;
        }

        @Override
        public long getAsLong() {
            if (Thread.currentThread() != worker) {
                return follow();
            }
            long now = nanos();
            long piece = now - looked;
            if (piece < SHORTEST && asked) {
                return 0;
            }
            asked = true;
            looked = now;
            longest[kind] = Math.max(longest[kind], piece);
            return mustRest(now) ? rest(now) : 0;
        }

        private boolean mustRest(long now) {
            return rule.mustRest(now - begun, Math.max(before, longest[kind]));
        }

        private long rest(long now) {
            long from = clock.getAsLong();
            meter(false);
            resting(true);
            try {
                boolean going = true;
                while (going && mustRest(now)) {
                    going = pause.take(LOOK_MILLIS, kind == SLOW);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } finally {
                resting(false);
                meter(true);
                rested = clock.getAsLong() - now;
            }
            return clock.getAsLong() - from;
        }

        private synchronized void resting(boolean now) {
            resting = now;
            notifyAll();
        }

        /** What the worker shared out rests with it. */
        private synchronized long follow() {
            long from = clock.getAsLong();
            try {
                while (resting) {
                    wait();
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return clock.getAsLong() - from;
        }
    }

    private void meter(boolean busy) {
        CostLedger.Meter own = meter;
        if (own != null && busy) {
            own.begin();
        } else if (own != null) {
            own.end();
        }
    }
}
