package org.infoscope.kernel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Cuts independent work into ranges, for the caller's thread and a few daemon threads, which end when nothing has been asked of
 * them for some seconds. Safe for use by several threads.
 */
final class FreeCores implements AutoCloseable {

    private static final int MOST = 8;
    private static final long IDLE_SECONDS = 10;

    private final int cores;
    private final ThreadPoolExecutor others;

    /** Work on the items {@code from} to {@code to - 1}. */
    @FunctionalInterface
    interface Range {
        void work(int from, int to);
    }

    /**
     * A number of cores.
     *
     * @param cores with the caller's; at least 1
     */
    FreeCores(int cores) {
        if (cores < 1) {
            throw new IllegalArgumentException("A computation needs one thread at least, not " + cores);
        }
        this.cores = cores;
        int besides = Math.max(1, cores - 1);
        others = new ThreadPoolExecutor(
                besides, besides, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), FreeCores::daemon);
        others.allowCoreThreadTimeOut(true);
    }

    /** As many as ND4J's own threads leave, up to 8: the caller's only, where there is one at most. */
    static FreeCores besidesTraining() {
        int left = Runtime.getRuntime().availableProcessors()
                - Nd4j.getEnvironment().maxMasterThreads();
        return new FreeCores(Math.max(1, Math.min(left, MOST)));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "infoscope-kernel");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Does work in as many ranges as there are cores, and fewer if there is little; returns when all is done. The caller takes
     * whatever range no other thread has begun, so that work may be shared out within work that is.
     *
     * @param items in all
     * @param least items that are worth a thread
     */
    void share(int items, int least, Range range) {
        int parts = Math.max(1, Math.min(cores, items / Math.max(1, least)));
        Parts work = new Parts(parts, part -> range.work(bound(items, part, parts), bound(items, part + 1, parts)));
        try {
            for (int one = 1; one < parts; one++) {
                others.execute(work);
            }
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            // Closed, or the machine gives no further thread: the caller does what nobody else takes.
        }
        work.begin();
        while (others.remove(work)) {
            // Who would come too late holds the caller's arrays no longer.
        }
        work.await();
    }

    /**
     * Does items one by one, each by the thread that is free next, the first ones first; there is a {@link PausePoint} before each.
     * After a failure no further item is begun.
     *
     * @param items in all
     * @param atMost threads at a time, at least 1
     */
    void each(int items, int atMost, IntConsumer item) {
        AtomicInteger next = new AtomicInteger();
        share(Math.min(items, atMost), 1, (from, to) -> {
            try {
                for (int one = next.getAndIncrement(); one < items; one = next.getAndIncrement()) {
                    PausePoint.here();
                    item.accept(one);
                }
            } catch (Throwable failure) {
                next.set(items);
                throw failure;
            }
        });
    }

    /** Parts of one piece of work: each done once, by whoever takes it. */
    private static final class Parts implements Runnable {

        private final int parts;
        private final IntConsumer work;
        private final AtomicInteger next = new AtomicInteger(1);
        private final CountDownLatch open;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final @Nullable LongSupplier pause = PausePoint.current();

        Parts(int parts, IntConsumer work) {
            this.parts = parts;
            this.work = work;
            this.open = new CountDownLatch(parts);
        }

        /** The first part, which nobody else takes, and those that are left. */
        void begin() {
            work(0);
            takeOthers();
        }

        /** On another thread, whose work is held up with the caller's. */
        @Override
        public void run() {
            PausePoint.during(pause, this::takeOthers);
        }

        private void takeOthers() {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                work(part);
            }
        }

        private void work(int part) {
            try {
                work.accept(part);
            } catch (Throwable thrown) {
                failure.compareAndSet(null, thrown);
            } finally {
                open.countDown();
            }
        }

        /** Whatever happened: when the caller goes on, nobody else may still read its arrays. Throws the first failure. */
        void await() {
            boolean interrupted = false;
            while (open.getCount() > 0) {
                try {
                    open.await();
                } catch (InterruptedException stop) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Throwable thrown = failure.get();
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown != null) {
                throw new IllegalStateException(thrown);
            }
        }
    }

    private static int bound(int items, int part, int parts) {
        return (int) ((long) items * part / parts);
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
