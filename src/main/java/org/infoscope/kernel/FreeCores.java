package org.infoscope.kernel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
        others = new ThreadPoolExecutor(
                cores, cores, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), FreeCores::daemon);
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
     * Does work in as many ranges as there are cores, and fewer if there is little; returns when all is done.
     *
     * @param items in all
     * @param least items that are worth a thread
     */
    void share(int items, int least, Range range) {
        int parts = Math.max(1, Math.min(cores, items / Math.max(1, least)));
        CompletableFuture<Void> elsewhere = CompletableFuture.allOf(IntStream.range(1, parts)
                .mapToObj(part -> CompletableFuture.runAsync(
                        () -> range.work(bound(items, part, parts), bound(items, part + 1, parts)), others))
                .toArray(CompletableFuture[]::new));
        try {
            range.work(0, bound(items, 1, parts));
        } finally {
            // Whatever happened: when the caller goes on, nobody else may still read its arrays.
            elsewhere.exceptionally(failure -> null).join();
        }
        try {
            elsewhere.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
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
