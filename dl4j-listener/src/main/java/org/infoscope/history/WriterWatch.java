package org.infoscope.history;

import java.util.concurrent.TimeUnit;

/**
 * Whether somebody writes to a {@link RunFile}, for any number of askers: the lock is looked at once a second at most. Thread-safe.
 */
final class WriterWatch {

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RunFile file;
    private boolean looked;
    private boolean written;
    private long lookedAt;

    WriterWatch(RunFile file) {
        this.file = file;
    }

    synchronized boolean isWritten() {
        long now = System.nanoTime();
        if (!looked || now - lookedAt > LOOK_NANOS) {
            // Of a file that was closed well, the log tells the same, and costs far less to look at than the lock.
            written = !file.isAsleep() && !WriterLock.isFree(file);
            looked = true;
            lookedAt = now;
        }
        return written;
    }

    /** Something was written: what was seen before holds no longer. */
    synchronized void forget() {
        looked = false;
    }
}
