package org.infoscope.listener;

import java.util.List;
import java.util.stream.Stream;
import org.infoscope.metric.Need;

/**
 * What is measured at a due point.
 *
 * @param number unique in a run; below 1 where nobody keeps account
 * @param taken whether there is a sample at all
 * @param quick metrics that have their turn, in the order of the settings
 * @param slow those that have it after the quick ones, at their leisure; without any metric there are the accuracies only
 * @param postponed that had to wait though their turn had come
 * @param expectedNanos what the sample is going to cost without the slow ones, as far as that is known
 * @param quickNanos after which no further layer is begun for quick metrics
 */
record Turn(
        long number,
        boolean taken,
        List<ScheduledMetric> quick,
        List<ScheduledMetric> slow,
        List<ScheduledMetric> postponed,
        long expectedNanos,
        long quickNanos) {

    /** All of these, whatever they cost. */
    static Turn of(List<ScheduledMetric> metrics) {
        return new Turn(0, true, ofGradients(metrics, false), ofGradients(metrics, true), List.of(), 0, Long.MAX_VALUE);
    }

    private static List<ScheduledMetric> ofGradients(List<ScheduledMetric> metrics, boolean wanted) {
        return metrics.stream()
                .filter(one -> one.needs(Need.GRADIENTS) == wanted)
                .toList();
    }

    /** No sample. */
    static Turn none(List<ScheduledMetric> postponed) {
        return new Turn(0, false, List.of(), List.of(), postponed, 0, Long.MAX_VALUE);
    }

    /** The quick ones, then the slow ones. */
    List<ScheduledMetric> metrics() {
        return slow.isEmpty()
                ? quick
                : Stream.concat(quick.stream(), slow.stream()).toList();
    }
}
