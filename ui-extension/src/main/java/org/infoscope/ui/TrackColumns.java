package org.infoscope.ui;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.infoscope.history.Reading;
import org.infoscope.history.RunJson;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.MetricValue.Distribution;
import org.infoscope.metric.MetricValue.Scalar;

/**
 * Thin readings of one layer and series, column by column. All have values of the same names, units and levels: most tracks need one of these.
 * Not thread-safe.
 */
final class TrackColumns {
    private final Reading first;
    private final List<Integer> at = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final Map<List<Flag>, List<Integer>> flagged = new LinkedHashMap<>();

    /** Nothing yet; {@code first} says what all readings have in common. */
    TrackColumns(Reading first) {
        this.first = first;
    }

    /**
     * What values of readings must have in common to be columns.
     *
     * @param kind of value
     * @param name of it
     * @param unit of it
     * @param levels of a distribution's quantiles
     */
    private record Form(Class<? extends MetricValue> kind, String name, String unit, List<Double> levels) {
        static Form of(MetricValue value) {
            return new Form(
                    value.getClass(),
                    value.name(),
                    value.unit(),
                    value instanceof Distribution distribution ? distribution.levels() : List.of());
        }
    }

    /** Equal of readings that fit into the same columns: for finding them again. */
    static Object form(Reading reading) {
        return reading.values().stream().map(Form::of).toList();
    }

    /** Whether a reading has the same {@link #form}, without making it. */
    boolean fits(Reading reading) {
        List<MetricValue> values = reading.values();
        boolean alike = values.size() == first.values().size();
        for (int i = 0; alike && i < values.size(); i++) {
            alike = alike(values.get(i), first.values().get(i));
        }
        return alike;
    }

    private static boolean alike(MetricValue one, MetricValue other) {
        return one.getClass() == other.getClass()
                && one.name().equals(other.name())
                && one.unit().equals(other.unit())
                && (!(one instanceof Distribution its) || its.levels().equals(((Distribution) other).levels()));
    }

    void add(int step, Reading reading) {
        if (!reading.flags().isEmpty()) {
            flagged.computeIfAbsent(reading.flags(), flags -> new ArrayList<>()).add(at.size());
        }
        at.add(step);
        readings.add(reading);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("layer", first.layer());
        json.writeStringField("metric", first.metric());
        json.writeStringField("series", first.series());
        JsonBodies.longs("at", at, Integer::longValue, json);
        json.writeArrayFieldStart("values");
        for (int i = 0; i < first.values().size(); i++) {
            value(i, json);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("flagged");
        for (Map.Entry<List<Flag>, List<Integer>> entry : flagged.entrySet()) {
            json.writeStartObject();
            JsonBodies.longs("rows", entry.getValue(), Integer::longValue, json);
            json.writeFieldName("flags");
            RunJson.write(entry.getKey(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The value at an index of all readings. */
    private void value(int index, JsonGenerator json) throws IOException {
        MetricValue value = first.values().get(index);
        json.writeStartObject();
        json.writeStringField("kind", value instanceof Distribution ? "distribution" : "scalar");
        json.writeStringField("name", value.name());
        json.writeStringField("unit", value.unit());
        if (value instanceof Distribution distribution) {
            distributions(distribution.levels(), column(index), json);
        } else {
            JsonBodies.doubles(
                    "value", readings, each -> ((Scalar) each.values().get(index)).value(), json);
        }
        json.writeEndObject();
    }

    private List<Distribution> column(int index) {
        return readings.stream()
                .map(reading -> (Distribution) reading.values().get(index))
                .toList();
    }

    private static void distributions(List<Double> levels, List<Distribution> column, JsonGenerator json)
            throws IOException {
        JsonBodies.doubles("levels", levels, Double::doubleValue, json);
        json.writeArrayFieldStart("quantiles");
        for (int i = 0; i < levels.size(); i++) {
            json.writeStartArray();
            for (Distribution each : column) {
                json.writeNumber(each.quantiles().get(i));
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        JsonBodies.doubles("mean", column, Distribution::mean, json);
        JsonBodies.doubles("sd", column, Distribution::sd, json);
        JsonBodies.longs("total", column, Distribution::total, json);
        JsonBodies.longs("undefined", column, Distribution::undefined, json);
        JsonBodies.longs("nonFinite", column, Distribution::nonFinite, json);
    }
}
