package org.infoscope.listener;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.infoscope.metric.Flag;

/**
 * The time that metrics of unknown cost may take in one sample: nobody can interrupt a metric without losing what it has done,
 * but the next layer need not be begun. Safe for use by several threads.
 */
final class Allowance {

    /** On the layers that were not begun. */
    static final Flag EXHAUSTED = new Flag(
            Flag.Kind.SKIPPED,
            "Left out by the overhead budget: while the cost of metrics is unknown they have a part of the budget only, and"
                    + " the layers before this one took it");

    private final LongSupplier clock;
    private final long nanos;
    private final AtomicLong spent = new AtomicLong();

    Allowance(LongSupplier clock, long nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    boolean isLimited() {
        return nanos < Long.MAX_VALUE;
    }

    boolean isExhausted() {
        return spent.get() >= nanos;
    }

    /** Does work that counts. */
    void spend(Runnable work) {
        long started = clock.getAsLong();
        work.run();
        spent.addAndGet(clock.getAsLong() - started);
    }
}
