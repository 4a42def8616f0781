package org.infoscope.listener;

import java.util.List;
import java.util.Optional;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Flag;

/**
 * What one metric cost in one record.
 *
 * @param nanos of the layers that were measured
 * @param layers that were measured
 * @param all layers
 */
record TurnCost(long nanos, int layers, int all) {

    /** Nothing if the record has no layer that the metric was measured on. */
    static Optional<TurnCost> of(ScheduledMetric metric, SampledStep step) {
        List<Reading> readings = step.readings().stream()
                .filter(reading -> reading.series().equals(metric.series().key()))
                .toList();
        List<Reading> measured =
                readings.stream().filter(reading -> !isSkipped(reading)).toList();
        return measured.isEmpty()
                ? Optional.empty()
                : Optional.of(new TurnCost(
                        measured.stream().mapToLong(Reading::costNanos).sum(), measured.size(), readings.size()));
    }

    private static boolean isSkipped(Reading reading) {
        return reading.flags().stream().anyMatch(flag -> flag.kind() == Flag.Kind.SKIPPED);
    }

    /**
     * What all layers would cost, as far as those that were measured tell.
     *
     * @param besides cost that is no reading's
     */
    long complete(long besides) {
        return Math.round((double) (nanos + besides) * all / layers);
    }
}
