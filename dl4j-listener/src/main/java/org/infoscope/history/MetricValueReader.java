package org.infoscope.history;

import static org.infoscope.history.JsonFields.begin;
import static org.infoscope.history.JsonFields.enter;
import static org.infoscope.history.JsonFields.list;
import static org.infoscope.history.JsonFields.number;
import static org.infoscope.history.JsonFields.required;
import static org.infoscope.history.JsonFields.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.infoscope.metric.MetricValue;
import org.jspecify.annotations.Nullable;

/** Reads one {@link MetricValue}, whatever the order of its fields, and decides at the end which one it is. */
final class MetricValueReader {

    /** A histogram has one edge more than bins. */
    private static final List<Double> NO_BINS = List.of(0.0);

    private @Nullable String kind;
    private @Nullable String name;
    private @Nullable String unit;
    private double value = Double.NaN;
    private List<Double> edges = NO_BINS;
    private List<Long> counts = List.of();
    private double mean = Double.NaN;
    private double sd = Double.NaN;
    private List<Double> levels = List.of();
    private List<Double> quantiles = List.of();
    private List<Double> scores = List.of();
    private int rows;
    private int columns;
    private List<Integer> examples = List.of();
    private List<List<Double>> maps = List.of();
    private long total;
    private long undefined;
    private long nonFinite;

    private MetricValueReader() {}

    static MetricValue read(JsonParser json) throws IOException {
        return read(json, false);
    }

    /** The same without histogram, scores of units and maps, which are empty then. */
    static MetricValue readNumbers(JsonParser json) throws IOException {
        return read(json, true);
    }

    private static MetricValue read(JsonParser json, boolean numbersOnly) throws IOException {
        MetricValueReader fields = new MetricValueReader();
        begin(json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = enter(json);
            if (numbersOnly && LongListsLeftOut.FIELDS.contains(field)) {
                json.skipChildren();
            } else {
                fields.take(field, json);
            }
        }
        return fields.build();
    }

    private void take(String field, JsonParser json) throws IOException {
        switch (field) {
            case "kind" -> kind = text(json);
            case "name" -> name = text(json);
            case "unit" -> unit = text(json);
            case "value" -> value = number(json);
            case "edges" -> edges = list(json, JsonFields::number);
            case "counts" -> counts = list(json, JsonParser::getLongValue);
            case "mean" -> mean = number(json);
            case "sd" -> sd = number(json);
            case "levels" -> levels = list(json, JsonFields::number);
            case "quantiles" -> quantiles = list(json, JsonFields::number);
            case "scores" -> scores = list(json, JsonFields::number);
            case "rows" -> rows = json.getIntValue();
            case "columns" -> columns = json.getIntValue();
            case "examples" -> examples = list(json, JsonParser::getIntValue);
            case "maps" -> maps = list(json, map -> list(map, JsonFields::number));
            case "total" -> total = json.getLongValue();
            case "undefined" -> undefined = json.getLongValue();
            case "nonFinite" -> nonFinite = json.getLongValue();
            default -> json.skipChildren();
        }
    }

    private MetricValue build() throws IOException {
        String label = required(name, "name");
        String inUnit = required(unit, "unit");
        return switch (required(kind, "kind")) {
            case "scalar" -> new MetricValue.Scalar(label, inUnit, value);
            case "distribution" ->
                new MetricValue.Distribution(
                        label, inUnit, edges, counts, mean, sd, levels, quantiles, total, undefined, nonFinite);
            case "unitScores" -> new MetricValue.UnitScores(label, inUnit, scores);
            case "pixelMaps" -> new MetricValue.PixelMaps(label, inUnit, rows, columns, examples, maps);
            default -> throw new IOException("value '" + label + "' is of the unknown kind '" + kind + "'");
        };
    }
}
