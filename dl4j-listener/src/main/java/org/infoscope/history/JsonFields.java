package org.infoscope.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the small pieces that {@link RunJsonReader} is made of. */
final class JsonFields {

    private JsonFields() {}

    /** Reads one value that begins at the parser's present token. */
    interface Item<T> {
        T read(JsonParser json) throws IOException;
    }

    /** Checks that an object begins here. */
    static void begin(JsonParser json) throws IOException {
        expect(json, JsonToken.START_OBJECT);
    }

    /** From a field's name to its value. */
    static String enter(JsonParser json) throws IOException {
        String name = json.currentName();
        json.nextToken();
        return name;
    }

    static <T> T required(@Nullable T value, String field) throws IOException {
        if (value == null) {
            throw new IOException("field '" + field + "' is missing");
        }
        return value;
    }

    static String text(JsonParser json) throws IOException {
        expect(json, JsonToken.VALUE_STRING);
        return json.getText();
    }

    /** A number; NaN and the infinities are written as text. */
    static double number(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return switch (json.getText()) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> throw new IOException("'" + json.getText() + "' is no number");
            };
        }
        return json.getDoubleValue();
    }

    static <T> List<T> list(JsonParser json, Item<T> item) throws IOException {
        expect(json, JsonToken.START_ARRAY);
        List<T> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(item.read(json));
        }
        return items;
    }

    static <T> Map<String, T> map(JsonParser json, Item<T> item) throws IOException {
        begin(json);
        Map<String, T> map = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = enter(json);
            map.put(name, item.read(json));
        }
        return map;
    }

    /** A setting, in the form of {@link Settings}. */
    static Object setting(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            default -> throw new IOException("a setting must be text, a number or a boolean");
        };
    }

    private static void expect(JsonParser json, JsonToken token) throws IOException {
        if (json.currentToken() != token) {
            throw new IOException("expected " + token + " but found " + json.currentToken() + " at "
                    + json.currentTokenLocation().offsetDescription());
        }
    }
}
