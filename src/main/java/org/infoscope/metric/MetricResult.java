package org.infoscope.metric;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link Metric} says of one layer.
 *
 * @param values in the metric's own order; empty when it does not apply
 * @param settings what the values depend on (n, d, sigma, seed, engine ...), each a String, Boolean or Number
 * @param flags empty for an ordinary reading
 */
public record MetricResult(List<MetricValue> values, Map<String, Object> settings, List<Flag> flags) {

    /**
     * Copies its arguments; settings are kept sorted by name.
     *
     * @param values as above
     * @param settings as above
     * @param flags as above
     */
    public MetricResult {
        values = List.copyOf(values);
        flags = List.copyOf(flags);
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        settings.forEach((name, value) -> {
            if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
                throw new IllegalArgumentException("Setting '" + name + "' must be text, a number or a boolean");
            }
        });
    }

    /**
     * A metric that has nothing to say of this layer.
     *
     * @param reason a sentence for a person
     * @return a result without values
     */
    public static MetricResult notApplicable(String reason) {
        return new MetricResult(List.of(), Map.of(), List.of(new Flag(Flag.Kind.NOT_APPLICABLE, reason)));
    }
}
