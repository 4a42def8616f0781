package org.infoscope.listener;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.infoscope.metric.Flag;
import org.jspecify.annotations.Nullable;

/**
 * Ends the measuring of a run that is over: first the metrics of gradients, which may take minutes, then all.
 *
 * <p>A metric that is being computed is interrupted, and nothing else ever is: the interrupt is gone before the worker
 * records anything.
 *
 * <p>Safe for use by several threads, of which several may measure.
 */
final class Cutoff {

    /** On all that there was no time for. */
    static final Flag ENDED = new Flag(Flag.Kind.SKIPPED, "The run ended before it was measured");

    /** What is measured no more. */
    private enum Extent {
        NOTHING,
        GRADIENTS,
        EVERYTHING
    }

    private Extent extent = Extent.NOTHING;
    private final Map<Thread, Boolean> ofGradients = new HashMap<>();
    private final Set<Thread> interrupted = new HashSet<>();

    /** No metric of gradients any more. */
    synchronized void endGradients() {
        end(Extent.GRADIENTS);
    }

    /** No metric any more. */
    synchronized void endAll() {
        end(Extent.EVERYTHING);
    }

    private void end(Extent wider) {
        extent = wider;
        ofGradients.forEach((measuring, gradients) -> {
            if (covers(gradients) && interrupted.add(measuring)) {
                measuring.interrupt();
            }
        });
    }

    /**
     * Whether such metrics are measured no more.
     *
     * @param gradients whether the metric needs them
     */
    synchronized boolean covers(boolean gradients) {
        return extent == Extent.EVERYTHING || (gradients && extent == Extent.GRADIENTS);
    }

    /**
     * Called by a measuring thread before a metric; {@link #leave} must follow unless the answer is no.
     *
     * @return whether the metric may be computed
     */
    synchronized boolean enter(boolean gradients) {
        if (covers(gradients)) {
            return false;
        }
        ofGradients.put(Thread.currentThread(), gradients);
        return true;
    }

    /** Does something else in the middle of a metric, for which the thread is not interrupted before it goes on with that. */
    void aside(Runnable work) {
        Boolean metric = suspended();
        try {
            work.run();
        } finally {
            if (metric != null) {
                resume(metric);
            }
        }
    }

    private synchronized @Nullable Boolean suspended() {
        if (interrupted.remove(Thread.currentThread())) {
            Thread.interrupted();
        }
        return ofGradients.remove(Thread.currentThread());
    }

    private synchronized void resume(boolean gradients) {
        ofGradients.put(Thread.currentThread(), gradients);
        end(extent);
    }

    /** Called by a measuring thread after a metric: from here on it is not interrupted, and not by what came before. */
    synchronized void leave() {
        ofGradients.remove(Thread.currentThread());
        if (interrupted.remove(Thread.currentThread())) {
            Thread.interrupted();
        }
    }
}
