package org.infoscope.history;

import java.util.List;
import java.util.Map;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;

/**
 * What one metric said of one layer at one sampled step.
 *
 * @param layer name as the network gives it
 * @param metric {@link org.infoscope.metric.MetricInfo#id()}
 * @param series {@link SeriesInfo#key()}: the metric and its options
 * @param values empty when the metric did not apply or failed; the flags then say why
 * @param settings what the values depend on (n, d, sigma, seed, dtype, engine ...), each a String, Boolean or Number;
 *     kept sorted by name, numbers as Integer, Long or Double, whichever is the smallest that holds them
 * @param flags empty for an ordinary reading
 * @param costNanos wall time of the computation; of layers that were measured side by side, its part of the time they took
 *     together, so that costs add up to what the listener's thread was busy for
 */
public record Reading(
        String layer,
        String metric,
        String series,
        List<MetricValue> values,
        Map<String, Object> settings,
        List<Flag> flags,
        long costNanos) {

    /**
     * Copies its collections; half of a surrogate pair in a name is spelt by its number, as {@code [U+D800]}.
     *
     * @param layer as above
     * @param metric as above
     * @param series as above
     * @param values as above
     * @param settings as above
     * @param flags as above
     * @param costNanos as above
     */
    public Reading {
        layer = WellFormed.name(layer);
        metric = WellFormed.name(metric);
        series = WellFormed.name(series);
        values = List.copyOf(values);
        settings = Settings.copyOf(settings);
        flags = List.copyOf(flags);
    }

    /**
     * The same reading at another cost.
     *
     * @param nanos in the place of {@link #costNanos}
     * @return equal in all else
     */
    public Reading costing(long nanos) {
        return new Reading(layer, metric, series, values, settings, flags, nanos);
    }
}
