package org.infoscope.metric;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Options as text, with the defaults of a metric where none is given. Errors name the option and what it may be. */
final class OptionReader {

    private final Map<String, String> texts;

    /**
     * Refuses options that the metric does not have.
     *
     * @param given by name
     * @param defaults the metric whose options these are
     */
    OptionReader(Map<String, String> given, Metric defaults) {
        Map<String, Object> known = defaults.options();
        for (String name : given.keySet()) {
            if (!known.containsKey(name)) {
                throw new IllegalArgumentException("'" + defaults.info().id() + "' has no option '" + name
                        + "'. Its options: " + String.join(", ", known.keySet()));
            }
        }
        texts = new TreeMap<>();
        known.forEach((name, value) -> texts.put(name, String.valueOf(given.getOrDefault(name, value.toString()))));
    }

    /** Reads a value by a function whose own errors explain themselves. */
    <T> T value(String name, Function<String, T> reader) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalStateException("The metric does not list its option '" + name + "'");
        }
        return reader.apply(text.strip());
    }

    double number(String name) {
        return value(name, text -> parsed(name, text, "a number", Double::valueOf));
    }

    long integer(String name) {
        return value(name, text -> parsed(name, text, "an integer", Long::valueOf));
    }

    int count(String name) {
        return value(name, text -> parsed(name, text, "an integer", Integer::valueOf));
    }

    <E extends Enum<E>> E oneOf(String name, Class<E> type) {
        String allowed = "one of " + Arrays.toString(type.getEnumConstants());
        return value(name, text -> parsed(name, text, allowed, t -> Enum.valueOf(type, t.toUpperCase(Locale.ROOT))));
    }

    private static <T> T parsed(String name, String text, String allowed, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Option '" + name + "' must be " + allowed + ", not '" + text + "'", e);
        }
    }
}
