package org.infoscope.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Decodes records on other processors while their reader hands on what is ready, in the order of reading. A few are under way at most.
 * Belongs to its reader's thread, which decodes itself what no helper has begun.
 *
 * @param <T> what a record becomes
 * @param <E> what its taker may throw
 */
final class DecodingAhead<T, E extends Exception> implements AutoCloseable {

    /** Ours: training may be going on beside an export. The reader mostly waits for them, so that they may be as many as processors. */
    private static final int MOST_HELPERS = 3;

    private static final int DEPTH = 32;

    private final Function<byte[], T> decoder;
    private final Taker<T, E> taker;
    private final Consumer<String> problems;
    private final Deque<FutureTask<T>> ahead = new ArrayDeque<>();
    private final ExecutorService helpers;

    /** Takes what a record became. */
    interface Taker<T, E extends Exception> {
        void take(T decoded) throws E;
    }

    /**
     * Nothing yet.
     *
     * @param decoder is called by any thread; an {@link IllegalArgumentException} of its says that a record is damaged
     * @param taker is called by the reader only
     * @param problems hears of damaged records, which are left out
     */
    DecodingAhead(Function<byte[], T> decoder, Taker<T, E> taker, Consumer<String> problems) {
        this.decoder = decoder;
        this.taker = taker;
        this.problems = problems;
        int processors = Runtime.getRuntime().availableProcessors();
        this.helpers = Executors.newFixedThreadPool(Math.min(MOST_HELPERS, processors), work -> {
            Thread helper = new Thread(work, "infoscope-decoding");
            helper.setDaemon(true);
            return helper;
        });
    }

    void add(byte[] encoded) throws E {
        FutureTask<T> task = new FutureTask<>(() -> decoder.apply(encoded));
        ahead.add(task);
        helpers.execute(task);
        if (ahead.size() > DEPTH) {
            handOn(ahead.remove());
        }
    }

    /** Hands on all that is still under way. */
    void finish() throws E {
        while (!ahead.isEmpty()) {
            handOn(ahead.remove());
        }
    }

    private void handOn(FutureTask<T> task) throws E {
        // Does nothing where a helper has begun.
        task.run();
        T decoded;
        try {
            decoded = result(task);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof IllegalArgumentException damaged) {
                problems.accept("a record cannot be decoded and is left out: " + damaged.getMessage());
                return;
            }
            throw new IllegalStateException("A record could not be decoded", e.getCause());
        }
        taker.take(decoded);
    }

    /** Waits even if interrupted, since that is never long; the interrupt is for whoever writes. */
    static <T> T result(FutureTask<T> task) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        helpers.shutdownNow();
    }
}
