package org.infoscope.listener;

import java.util.concurrent.atomic.AtomicBoolean;

/** Ends a run within five seconds: when it is closed, when the program ends, or when nobody trains the network any more. */
final class RunEnd {

    /** Draining and the last record together take at most five seconds. */
    private static final long DRAIN_MILLIS = 4_000;

    /** Of draining: what metrics of gradients have to end by themselves, and what all others have after that. */
    private static final long GRACE_MILLIS = 1_000;

    private static final long SECOND_GRACE_MILLIS = 1_500;

    private static final long LAST_RECORD_MILLIS = 900;

    private final Worker worker;
    private final Worker scores;
    private final Cutoff cutoff;
    private final Runnable farewell;
    private final Complaints complaints;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread hook = new Thread(this::closeNow, "infoscope-shutdown");

    /**
     * Waits for the end of the program.
     *
     * @param worker that measures
     * @param scores that puts scores
     * @param cutoff of what the worker measures
     * @param farewell says the end without the worker, if that hangs
     */
    RunEnd(Worker worker, Worker scores, Cutoff cutoff, Runnable farewell, Complaints complaints) {
        this.worker = worker;
        this.scores = scores;
        this.cutoff = cutoff;
        this.farewell = farewell;
        this.complaints = complaints;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Waits for the samples that are under way, at most five seconds longer than it may, and writes the last record.
     *
     * @param patienceMillis to wait for every sample first
     */
    void close(long patienceMillis) {
        if (patienceMillis > 0 && !worker.isCurrent()) {
            // The hook stays meanwhile: a program that is told to end does not wait for this.
            worker.close();
            worker.awaitEnd(patienceMillis);
        }
        boolean ending = false;
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            ending = true;
        }
        closeNow();
        if (ending) {
            awaitHook();
        }
    }

    /** When the hook was first, it may still be writing: whoever closed the listener may close the storage next. */
    private void awaitHook() {
        try {
            hook.join(DRAIN_MILLIS + LAST_RECORD_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeNow() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long until = System.currentTimeMillis() + DRAIN_MILLIS;
        worker.close();
        scores.close();
        boolean done = worker.isCurrent() || drained();
        if (!scores.isCurrent()) {
            scores.awaitEnd(Math.max(0, until - System.currentTimeMillis()));
        }
        if (done) {
            return;
        }
        // The worker hangs or is slow: say the end without it, and without waiting for a storage that hangs.
        Thread last = new Thread(farewell, "infoscope-end");
        last.setDaemon(true);
        last.start();
        try {
            last.join(LAST_RECORD_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** What has been measured by then is recorded; so is what has not, as skipped. */
    private boolean drained() {
        if (worker.awaitEnd(GRACE_MILLIS)) {
            return true;
        }
        cutoff.endGradients();
        if (worker.awaitEnd(SECOND_GRACE_MILLIS)) {
            return true;
        }
        cutoff.endAll();
        return worker.awaitEnd(DRAIN_MILLIS - GRACE_MILLIS - SECOND_GRACE_MILLIS);
    }

    /** The worker has ended, be it that nobody closed the run. The scores may still have to be waited for. */
    void workerEnded() {
        if (!closed.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException alreadyShuttingDown) {
                complaints.about("The run ended while the program shuts down");
            }
        }
    }
}
