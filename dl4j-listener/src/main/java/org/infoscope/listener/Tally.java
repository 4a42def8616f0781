package org.infoscope.listener;

import java.util.concurrent.atomic.AtomicLong;
import org.infoscope.history.SampledStep.Cost;

/** Counts what was measured, left out and failed. */
final class Tally {

    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    void took() {
        taken.incrementAndGet();
    }

    void skipped() {
        skipped.incrementAndGet();
    }

    void failed() {
        failed.incrementAndGet();
    }

    Cost cost(long stallNanos, long busyNanos) {
        return new Cost(stallNanos, busyNanos, taken.get(), skipped.get(), failed.get());
    }
}
