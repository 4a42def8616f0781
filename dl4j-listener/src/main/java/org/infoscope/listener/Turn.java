package org.infoscope.listener;

import java.util.List;

/**
 * What is measured at a due point.
 *
 * @param taken whether there is a sample at all
 * @param metrics that have their turn, in the order of the settings; none means the accuracies only
 * @param postponed that had to wait though their turn had come
 * @param expectedNanos what the sample is going to cost, as far as that is known
 * @param quickNanos after which no further layer is begun for metrics without gradients
 * @param gradientNanos the same for metrics of gradients
 */
record Turn(
        boolean taken,
        List<ScheduledMetric> metrics,
        List<ScheduledMetric> postponed,
        long expectedNanos,
        long quickNanos,
        long gradientNanos) {

    /** All of these, whatever they cost. */
    static Turn of(List<ScheduledMetric> metrics) {
        return new Turn(true, metrics, List.of(), 0, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** No sample. */
    static Turn none(List<ScheduledMetric> postponed) {
        return new Turn(false, List.of(), postponed, 0, Long.MAX_VALUE, Long.MAX_VALUE);
    }
}
