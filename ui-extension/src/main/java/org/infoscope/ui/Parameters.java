package org.infoscope.ui;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.infoscope.history.ExportFormat;

/** The query parameters of a request, checked. Each method throws {@link RequestException} with status 400. */
record Parameters(HttpServerRequest request) {

    String text(String name, String otherwise) {
        String value = request.getParam(name);
        return value == null ? otherwise : value;
    }

    int number(String name, int otherwise, int least, int most) {
        String value = text(name, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notBetween(name, value, least, most);
        }
        throw notBetween(name, value, least, most);
    }

    ExportFormat format() {
        String value = request.getParam("format");
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

    private static RequestException notBetween(String name, String value, int least, int most) {
        return RequestException.badParameter(name, value, "a whole number from " + least + " to " + most);
    }
}
