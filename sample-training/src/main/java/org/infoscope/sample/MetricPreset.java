package org.infoscope.sample;

import java.util.List;
import org.infoscope.metric.Metric;
import org.infoscope.metric.Metrics;
import org.infoscope.metric.Need;

/** How much is measured; constants are lower case because they are what the user types. */
enum MetricPreset {
    /** Both entropies at the published bandwidth. */
    economy,
    /** What a run shows without being asked. */
    standard,
    /** Everything; information discarding once an epoch. */
    full;

    /** To be measured every few iterations. */
    List<Metric> cheap() {
        return all().stream().filter(metric -> !isDear(metric)).toList();
    }

    /** To be measured every epoch: they differentiate every layer, many times. */
    List<Metric> dear() {
        return all().stream().filter(MetricPreset::isDear).toList();
    }

    private static boolean isDear(Metric metric) {
        return metric.needs().contains(Need.GRADIENTS);
    }

    /** What the preset measures. */
    List<Metric> all() {
        return switch (this) {
            case economy -> Metrics.economy();
            case standard -> Metrics.standard();
            case full -> Metrics.full();
        };
    }
}
