package org.infoscope.history;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands things on one by one, in their order, on another processor, while their owner gets the next one ready: at most one is
 * under way. Belongs to its owner's thread, which does itself what no other has begun; whatever the taker throws reaches the owner.
 *
 * @param <T> what is handed on
 */
final class OneBehind<T> implements Consumer<T>, AutoCloseable {

    private final Consumer<T> taker;
    private @Nullable FutureTask<Boolean> underWay;

    /** Nothing yet; the taker is never called by two threads at once. */
    OneBehind(Consumer<T> taker) {
        this.taker = taker;
    }

    @Override
    public void accept(T thing) {
        close();
        FutureTask<Boolean> task = new FutureTask<>(() -> taker.accept(thing), true);
        underWay = task;
        // Shared by the whole program, and so nothing to begin and to end for each answer.
        ForkJoinPool.commonPool().execute(task);
    }

    /** Returns when all have been taken; more may follow. */
    @Override
    public void close() {
        FutureTask<Boolean> task = underWay;
        if (task == null) {
            return;
        }
        underWay = null;
        // Does nothing where another processor has begun.
        task.run();
        try {
            DecodingAhead.result(task);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
