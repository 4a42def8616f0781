package org.infoscope.metric;

/** Reads values out of results. */
final class Answers {

    private Answers() {}

    static double scalar(MetricResult result, String name) {
        return result.values().stream()
                .filter(value -> value.name().equals(name))
                .map(value -> ((MetricValue.Scalar) value).value())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no scalar '" + name + "' in " + result));
    }

    static MetricValue.Distribution distribution(MetricResult result) {
        return result.values().stream()
                .filter(MetricValue.Distribution.class::isInstance)
                .map(MetricValue.Distribution.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no distribution in " + result));
    }
}
