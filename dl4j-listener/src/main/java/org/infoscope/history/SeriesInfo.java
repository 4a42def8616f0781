package org.infoscope.history;

import java.util.Map;
import java.util.TreeMap;
import org.infoscope.metric.Metric;
import org.infoscope.metric.MetricInfo;

/**
 * A metric with its options: what makes one curve, so that two bandwidths stand side by side.
 *
 * @param key stable: the metric's id and a hash of the options
 * @param label readable, tells this series from another of the same metric
 * @param info of the metric
 * @param options by name, defaults included; kept as in {@link Reading#settings()}
 */
public record SeriesInfo(String key, String label, MetricInfo info, Map<String, Object> options) {

    /**
     * Copies the options; half of a surrogate pair in the key is spelt by its number, as {@code [U+D800]}.
     *
     * @param key as above
     * @param label as above
     * @param info as above
     * @param options as above
     */
    public SeriesInfo {
        key = WellFormed.name(key);
        options = Settings.copyOf(options);
    }

    /**
     * The series that a metric makes.
     *
     * @param metric with its options
     * @return its identity; equal ids and options give equal keys in every process
     */
    public static SeriesInfo of(Metric metric) {
        String options = new TreeMap<>(metric.options()).toString();
        String key = metric.info().id() + '-' + Integer.toHexString(options.hashCode());
        return new SeriesInfo(key, metric.label(), metric.info(), metric.options());
    }
}
