package org.infoscope.listener;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread that does one task after the other, so that training need not. It ends when it is told
 * to, or when the network that it follows is gone.
 */
final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int CAPACITY = 1024;
    private static final long LOOK_SECONDS = 10;

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>(CAPACITY);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong given = new AtomicLong();
    private final AtomicLong finished = new AtomicLong();
    private final BooleanSupplier abandoned;
    private final Runnable last;
    private final CostLedger.Meter meter;
    private final long gatherMillis;
    private final Thread thread;
    private volatile boolean closing;

    /**
     * Starts the thread.
     *
     * @param name of the thread
     * @param device of the training thread, which the worker computes on too
     * @param abandoned whether nobody can give tasks any more; asked now and then
     * @param last done at the end
     * @param meter of what tasks cost
     * @param gatherMillis how long tasks may lie, so that many wake the thread once: waking it costs whoever gives them more
     *     than all the rest
     */
    Worker(
            String name,
            int device,
            BooleanSupplier abandoned,
            Runnable last,
            CostLedger.Meter meter,
            long gatherMillis) {
        this.meter = meter;
        this.abandoned = abandoned;
        this.last = last;
        this.gatherMillis = gatherMillis;
        thread = new Thread(() -> work(device), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void work(int device) {
        try {
            guarded(() -> Nd4j.getAffinityManager().unsafeSetDevice(device));
            while (!tasks.isEmpty() || !(closing || abandoned.getAsBoolean())) {
                perform(tasks.poll(LOOK_SECONDS, TimeUnit.SECONDS));
                if (gatherMillis > 0 && tasks.isEmpty()) {
                    closed.await(gatherMillis, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException stop) {
            LOG.debug("The worker was interrupted", stop);
        } finally {
            guarded(last);
            ended.countDown();
        }
    }

    private void perform(@Nullable Runnable task) {
        if (task != null) {
            meter.begin();
            guarded(task);
            meter.end();
            finished.incrementAndGet();
        }
    }

    /**
     * In the middle of a task that is not metered meanwhile: waits.
     *
     * @param millis at most
     * @param others whether a task that was given is done instead
     * @return false if the worker is to end, and no task waits that could be done first
     */
    boolean rest(long millis, boolean others) throws InterruptedException {
        boolean ending = closing || abandoned.getAsBoolean();
        if (others) {
            Runnable task = ending ? tasks.poll() : tasks.poll(millis, TimeUnit.MILLISECONDS);
            perform(task);
            return task != null || !ending;
        }
        closed.await(millis, TimeUnit.MILLISECONDS);
        return !ending;
    }

    /** Nothing that a task throws ends the worker; tasks record their own failures, so this is the last resort. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            LOG.warn("Infoscope's worker goes on after a failure", failure);
        }
    }

    /**
     * Queues a task.
     *
     * @param task done after those before it
     * @return false when the queue is full or the worker is closing
     */
    boolean offer(Runnable task) {
        given.incrementAndGet();
        boolean taken = !closing && tasks.offer(task);
        if (!taken) {
            given.decrementAndGet();
            refused.incrementAndGet();
        }
        return taken;
    }

    /** Tasks that were not taken. */
    long refused() {
        return refused.get();
    }

    /** Whether all tasks that were taken are done. */
    boolean isIdle() {
        return given.get() == finished.get();
    }

    /** Tasks done: a sign of life. */
    long finished() {
        return finished.get();
    }

    /** Takes no more tasks; ends after those that are queued. */
    void close() {
        closing = true;
        closed.countDown();
        // Wakes the thread if it waits for a task.
        tasks.offer(() -> {});
    }

    /**
     * Waits for the end.
     *
     * @param millis at most
     * @return whether the worker has ended
     */
    boolean awaitEnd(long millis) {
        try {
            return ended.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether the calling thread is the worker's. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }
}
