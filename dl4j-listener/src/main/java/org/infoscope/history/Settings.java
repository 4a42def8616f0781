package org.infoscope.history;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one form in which settings are kept, so that they are equal before and after a file: sorted by name, each value a
 * String, Boolean, Integer, Long or Double.
 *
 * <p>JSON knows neither Float nor the difference between the integer 5 and the long 5, and writes NaN as text; what it
 * cannot tell apart is therefore made one thing here, and names are made {@link WellFormed}.
 */
final class Settings {

    private Settings() {}

    /**
     * Copies settings into that form.
     *
     * @param settings each value a String, Boolean or Number
     * @return whole numbers as Integer where they fit and as Long otherwise, other numbers (and the words NaN, Infinity,
     *     -Infinity) as Double; unmodifiable
     * @throws IllegalArgumentException if a value is something else
     */
    static Map<String, Object> copyOf(Map<String, Object> settings) {
        if (settings instanceof Canonical) {
            return settings;
        }
        SortedMap<String, Object> copy = new TreeMap<>();
        settings.forEach((name, value) -> copy.put(WellFormed.name(name), canonical(name, value)));
        return new Canonical(Collections.unmodifiableSortedMap(copy));
    }

    /** A map that needs no second copy, and that knows its hash: many readings have the same one. */
    private static final class Canonical extends AbstractMap<String, Object> {

        private final SortedMap<String, Object> sorted;
        private final int hash;

        Canonical(SortedMap<String, Object> sorted) {
            this.sorted = sorted;
            this.hash = sorted.hashCode();
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            return sorted.entrySet();
        }

        @Override
        public @Nullable Object get(Object name) {
            return sorted.get(name);
        }

        @Override
        public boolean containsKey(Object name) {
            return sorted.containsKey(name);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other == this || sorted.equals(other);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private static Object canonical(String name, Object value) {
        if (value instanceof Integer || value instanceof Double || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Long || value instanceof Short || value instanceof Byte) {
            return whole(((Number) value).longValue());
        }
        if (value instanceof Number) {
            return Double.valueOf(value.toString());
        }
        if (value instanceof String text) {
            return word(text);
        }
        throw new IllegalArgumentException("Setting '" + name + "' must be text, a number or a boolean, not " + value);
    }

    private static Object whole(long number) {
        if (number == (int) number) {
            return (int) number;
        }
        return number;
    }

    private static Object word(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> text;
        };
    }
}
