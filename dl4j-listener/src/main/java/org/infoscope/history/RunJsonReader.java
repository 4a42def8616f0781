package org.infoscope.history;

import static org.infoscope.history.JsonFields.begin;
import static org.infoscope.history.JsonFields.enter;
import static org.infoscope.history.JsonFields.list;
import static org.infoscope.history.JsonFields.map;
import static org.infoscope.history.JsonFields.number;
import static org.infoscope.history.JsonFields.required;
import static org.infoscope.history.JsonFields.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricInfo;
import org.infoscope.metric.MetricValue;

/** Reads steps and what runs and steps are made of: each method starts at an object's first token and ends at its last. */
final class RunJsonReader {

    private RunJsonReader() {}

    static SeriesInfo series(JsonParser json) throws IOException {
        String key = null;
        String label = null;
        MetricInfo info = null;
        Map<String, Object> options = Map.of();
        begin(json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (enter(json)) {
                case "key" -> key = text(json);
                case "label" -> label = text(json);
                case "info" -> info = info(json);
                case "options" -> options = map(json, JsonFields::setting);
                default -> json.skipChildren();
            }
        }
        return new SeriesInfo(required(key, "key"), required(label, "label"), required(info, "info"), options);
    }

    private static MetricInfo info(JsonParser json) throws IOException {
        Map<String, String> fields = texts(json);
        return new MetricInfo(
                field(fields, "id"),
                field(fields, "displayName"),
                field(fields, "symbol"),
                field(fields, "unit"),
                field(fields, "headline"),
                field(fields, "description"),
                MetricInfo.Direction.valueOf(field(fields, "direction")),
                new MetricInfo.Definition(
                        fields.getOrDefault("formula", ""),
                        fields.getOrDefault("range", ""),
                        fields.getOrDefault("source", "")));
    }

    static SampledStep step(JsonParser json, ReadingDetails details) throws IOException {
        long iteration = 0;
        int epoch = 0;
        long time = 0;
        double score = Double.NaN;
        Map<String, Double> training = Map.of();
        Map<String, Double> validation = Map.of();
        List<Reading> readings = List.of();
        List<Flag> problems = List.of();
        SampledStep.Cost cost = null;
        String state = null;
        begin(json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (enter(json)) {
                case "iteration" -> iteration = json.getLongValue();
                case "epoch" -> epoch = json.getIntValue();
                case "timeMillis" -> time = json.getLongValue();
                case "score" -> score = number(json);
                case "trainingAccuracy" -> training = map(json, JsonFields::number);
                case "validationAccuracy" -> validation = map(json, JsonFields::number);
                case "readings" -> readings = details.readings(json);
                case "problems" -> problems = list(json, RunJsonReader::flag);
                case "cost" -> cost = OverheadJson.read(json);
                case "state" -> state = text(json);
                default -> json.skipChildren();
            }
        }
        return new SampledStep(
                iteration,
                epoch,
                time,
                score,
                training,
                validation,
                readings,
                problems,
                required(cost, "cost"),
                SampledStep.State.valueOf(required(state, "state")));
    }

    static Reading reading(JsonParser json, ReadingDetails details) throws IOException {
        String layer = null;
        String metric = null;
        String series = null;
        List<MetricValue> values = List.of();
        Map<String, Object> settings = Map.of();
        List<Flag> flags = List.of();
        long cost = 0;
        begin(json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (enter(json)) {
                case "layer" -> layer = text(json);
                case "metric" -> metric = text(json);
                case "series" -> series = text(json);
                case "values" -> values = list(json, details::value);
                case "settings" -> settings = details.settings(json);
                case "flags" -> flags = list(json, RunJsonReader::flag);
                case "costNanos" -> cost = json.getLongValue();
                default -> json.skipChildren();
            }
        }
        return new Reading(
                required(layer, "layer"),
                required(metric, "metric"),
                required(series, "series"),
                values,
                settings,
                flags,
                cost);
    }

    static Flag flag(JsonParser json) throws IOException {
        Map<String, String> fields = texts(json);
        return new Flag(Flag.Kind.valueOf(field(fields, "kind")), field(fields, "reason"));
    }

    /** The fields of a small object whose known fields are all text; others are left out by the caller. */
    static Map<String, String> texts(JsonParser json) throws IOException {
        return map(json, value -> {
            String text = value.currentToken().isScalarValue() ? value.getText() : "";
            value.skipChildren();
            return text;
        });
    }

    static String field(Map<String, String> fields, String name) throws IOException {
        return required(fields.get(name), name);
    }
}
