package org.infoscope.kernel;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where long work may be held up: engines and networks come by {@link #here} between two pieces of it, and whoever asked for the
 * work decides whether it rests there. So a listener keeps its overhead budget although a metric costs more than that. A metric
 * that computes for a second or more on its own should come by, too. Where nobody holds work up, that costs some nanoseconds.
 *
 * <p>What holds work up belongs to a thread, and to those that an engine shares the thread's work out to. Safe for use by several
 * threads.
 */
public final class PausePoint {

    private static final ThreadLocal<@Nullable PausePoint> CURRENT = new ThreadLocal<>();

    private final LongSupplier pause;
    private long rested;

    private PausePoint(LongSupplier pause) {
        this.pause = pause;
    }

    /** Rests for as long as the work of this thread is held up; usually not at all. */
    public static void here() {
        PausePoint current = CURRENT.get();
        if (current != null) {
            current.rested += current.pause.getAsLong();
        }
    }

    /**
     * Does work on this thread that may be held up.
     *
     * @param pause called at every pause point; returns when the work may go on, and says for how many nanoseconds it rested. Null
     *     means that the work is not held up, for example while something is borrowed that others need meanwhile
     * @param work what is done
     */
    public static void during(@Nullable LongSupplier pause, Runnable work) {
        PausePoint before = CURRENT.get();
        set(pause == null ? null : new PausePoint(pause));
        try {
            work.run();
        } finally {
            set(before);
        }
    }

    private static void set(@Nullable PausePoint point) {
        if (point == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(point);
        }
    }

    /** What holds up the work of this thread, for another one that does a part of it; null if nothing does. */
    static @Nullable LongSupplier current() {
        PausePoint current = CURRENT.get();
        return current == null ? null : current.pause;
    }

    /** {@link System#nanoTime} without what the work under way on this thread has rested. */
    static long workTime() {
        PausePoint current = CURRENT.get();
        return System.nanoTime() - (current == null ? 0 : current.rested);
    }
}
