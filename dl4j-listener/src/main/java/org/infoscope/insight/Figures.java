package org.infoscope.insight;

import java.util.Locale;
import org.infoscope.history.Reading;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;
import org.jspecify.annotations.Nullable;

/** Reads single values of readings, and writes numbers for a person. */
final class Figures {

    private Figures() {}

    /** A scalar by name; NaN when the reading has none. */
    static double scalar(Reading reading, String name) {
        for (MetricValue value : reading.values()) {
            if (value instanceof MetricValue.Scalar scalar && scalar.name().equals(name)) {
                return scalar.value();
            }
        }
        return Double.NaN;
    }

    /** A distribution by name; null when the reading has none. */
    static MetricValue.@Nullable Distribution distribution(Reading reading, String name) {
        for (MetricValue value : reading.values()) {
            if (value instanceof MetricValue.Distribution distribution
                    && distribution.name().equals(name)) {
                return distribution;
            }
        }
        return null;
    }

    static boolean flagged(Reading reading, Flag.Kind kind) {
        return reading.flags().stream().anyMatch(flag -> flag.kind() == kind);
    }

    static Rule.Place place(Reading reading) {
        return new Rule.Place(reading.layer(), reading.series());
    }

    /** Four significant digits at most. */
    static String brief(double value) {
        double size = Math.abs(value);
        if (value == 0 || (size >= 1e-3 && size < 1e5)) {
            return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 1 ? "%.2f" : "%.4f", value);
        }
        return String.format(Locale.ROOT, "%.3g", value);
    }

    /** With a sign, for changes. */
    static String change(double value) {
        return (value < 0 ? "" : "+") + brief(value);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
