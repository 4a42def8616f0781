package org.infoscope.listener;

import java.util.concurrent.atomic.AtomicLong;

/** Strictly increasing milliseconds: Deeplearning4j's storages keep one update per worker and millisecond. */
final class Timestamps {

    private final AtomicLong last;

    /**
     * Milliseconds from now on.
     *
     * @param after the first is later than this
     */
    Timestamps(long after) {
        last = new AtomicLong(after);
    }

    long next() {
        long now = System.currentTimeMillis();
        return last.updateAndGet(before -> Math.max(now, before + 1));
    }
}
