package org.infoscope.metric;

import java.util.Map;
import java.util.Set;

/**
 * A measure of what one layer represents: a function with a name, over one {@link Snapshot}.
 *
 * <p>Implementations are immutable values whose components are their options, and are safe for use by several threads.
 * The same snapshot and options (seed included) give the same result; the snapshot is never changed.
 */
public interface Metric {

    /**
     * Names and explains the metric.
     *
     * @return the same for every instance of a type
     */
    MetricInfo info();

    /**
     * What {@link #compute} reads of a snapshot.
     *
     * @return at least {@link Need#ACTIVATIONS}
     */
    Set<Need> needs();

    /**
     * Every option by name, defaults included. Two instances with equal ids and options make one series.
     *
     * @return each value a String, Boolean or Number
     */
    Map<String, Object> options();

    /**
     * A short readable form that tells this instance from another of the same type.
     *
     * @return for example {@code sigma = 10}
     */
    String label();

    /**
     * Measures one layer. What computes for a second or more should come by {@link org.infoscope.kernel.PausePoint#here} now and
     * then, so that a listener can keep its overhead budget.
     *
     * @param snapshot the layer's activations over the probe
     * @return values, settings and flags; a layer that the metric does not fit gives
     *     {@link MetricResult#notApplicable}, never an exception
     * @throws IllegalArgumentException if the activations cannot be measured at all (no samples, NaN where the metric's
     *     page forbids it); the listener records the reason and goes on
     */
    MetricResult compute(Snapshot snapshot);
}
