package org.infoscope.ui;

import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.infoscope.history.ExportFormat;
import org.jspecify.annotations.Nullable;

/** The query parameters of a request, checked. Each method throws {@link RequestException} with status 400. */
record Parameters(HttpServerRequest request) {

    static final int MOST_ITERATIONS = 500;

    private static final int MOST_NAMES = 1000;
    private static final long FINISHED_BEFORE_TRAINING = -1;

    boolean has(String name) {
        return request.getParam(name) != null;
    }

    String text(String name, String otherwise) {
        String value = single(name);
        return value == null ? otherwise : value;
    }

    /** Whether a parameter that has one of two values has this one, and not the other, which it also has when it is not there. */
    boolean says(String name, String wanted, String otherwise) {
        String value = text(name, otherwise);
        if (!value.equals(wanted) && !value.equals(otherwise)) {
            throw RequestException.badParameter(name, value, otherwise + " or " + wanted);
        }
        return value.equals(wanted);
    }

    int number(String name, int otherwise, int least, int most) {
        return (int) number(name, text(name, Integer.toString(otherwise)), least, most);
    }

    static long number(String name, String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notBetween(name, value, least, most);
        }
        throw notBetween(name, value, least, most);
    }

    /** What a repeatable parameter names; empty if it is not there. */
    Set<String> names(String name) {
        List<String> values = request.params().getAll(name);
        if (values.size() > MOST_NAMES) {
            throw RequestException.badParameter(name, values.size() + " times there", "at most " + MOST_NAMES);
        }
        return Set.copyOf(values);
    }

    /** The iterations between commas. */
    Set<Long> iterations() {
        String[] parts = text("iterations", "").split(",", -1);
        if (parts.length > MOST_ITERATIONS) {
            throw RequestException.badParameter(
                    "iterations", "a list of " + parts.length, "at most " + MOST_ITERATIONS + " iterations");
        }
        Set<Long> iterations = new HashSet<>();
        for (String part : parts) {
            iterations.add(number("iterations", part, FINISHED_BEFORE_TRAINING, Long.MAX_VALUE));
        }
        return iterations;
    }

    ExportFormat format() {
        String value = single("format");
        if (value == null) {
            throw RequestException.missingParameter("format", "csv or jsonl");
        }
        for (ExportFormat format : ExportFormat.values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(value)) {
                return format;
            }
        }
        throw RequestException.badParameter("format", value, "csv or jsonl");
    }

    private @Nullable String single(String name) {
        List<String> values = request.params().getAll(name);
        if (values.size() > 1) {
            throw RequestException.repeatedParameter(name);
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static RequestException notBetween(String name, String value, long least, long most) {
        return RequestException.badParameter(
                name, value, "a whole number from " + least + (most == Long.MAX_VALUE ? " up" : " to " + most));
    }
}
