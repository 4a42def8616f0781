package org.infoscope.listener;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.infoscope.history.Overhead;
import org.infoscope.history.SampledStep.Cost;

/** Counts what was measured, left out and failed. */
final class Tally {

    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final LongFunction<Overhead> overhead;

    /** Where there is no training to slow. */
    Tally() {
        this(dropped -> Overhead.UNKNOWN);
    }

    /**
     * In training.
     *
     * @param overhead so far, given how many records are lost
     */
    Tally(LongFunction<Overhead> overhead) {
        this.overhead = overhead;
    }

    void took() {
        taken.incrementAndGet();
    }

    void skipped() {
        skipped.incrementAndGet();
    }

    void failed() {
        failed.incrementAndGet();
    }

    /** Samples whose record is lost. */
    void dropped(int samples) {
        dropped.addAndGet(samples);
    }

    /** For a record of the score alone: what single series cost is told by samples. */
    Cost brief() {
        Cost whole = cost(0, 0);
        return new Cost(
                0,
                0,
                whole.taken(),
                whole.skipped(),
                whole.failed(),
                whole.overhead().withoutSeries());
    }

    Cost cost(long stallNanos, long busyNanos) {
        return new Cost(stallNanos, busyNanos, taken.get(), skipped.get(), failed.get(), overhead.apply(dropped.get()));
    }
}
