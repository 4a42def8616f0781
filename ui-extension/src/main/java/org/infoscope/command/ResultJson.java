package org.infoscope.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.infoscope.metric.Flag;
import org.infoscope.metric.Metric;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.MetricValue;

/**
 * A result as one JSON object: {@code metric}, {@code values}, {@code settings}, {@code flags}. A distribution is flattened to
 * {@code mean}, {@code sd}, {@code q05} ... and {@code undefinedFraction}; of pixel maps stand the grid and the examples, not
 * the numbers; scores of single units are left out. Doubles are written so that they read back to the
 * same bits; what is not finite is null, and a flag of the metric says why.
 */
final class ResultJson {

    private static final double PERCENT = 100;

    private ResultJson() {}

    static String of(Metric metric, MetricResult result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("metric", metric.info().id());
        json.set("values", values(result.values()));
        ObjectNode settings = json.putObject("settings");
        add(settings, metric.options());
        add(settings, result.settings());
        json.set("flags", flags(result.flags()));
        return json.toString();
    }

    /** Values by name. */
    static ObjectNode values(List<MetricValue> values) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        values.forEach(value -> add(json, value));
        return json;
    }

    /** Flags with their reasons. */
    static ArrayNode flags(List<Flag> flags) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (Flag flag : flags) {
            json.addObject().put("kind", flag.kind().name()).put("reason", flag.reason());
        }
        return json;
    }

    private static void add(ObjectNode values, MetricValue value) {
        if (value instanceof MetricValue.Scalar scalar) {
            add(values, scalar.name(), scalar.value());
        } else if (value instanceof MetricValue.Distribution distribution) {
            add(values, "mean", distribution.mean());
            add(values, "sd", distribution.sd());
            for (int i = 0; i < distribution.levels().size(); i++) {
                String name = "q%02d"
                        .formatted(Math.round(PERCENT * distribution.levels().get(i)));
                add(values, name, distribution.quantiles().get(i));
            }
            add(values, "undefinedFraction", distribution.undefinedFraction());
        } else if (value instanceof MetricValue.PixelMaps maps) {
            ObjectNode grid = values.putObject(maps.name());
            grid.put("rows", maps.rows()).put("columns", maps.columns());
            ArrayNode examples = grid.putArray("examples");
            maps.examples().forEach(examples::add);
        }
    }

    private static void add(ObjectNode target, String name, Object value) {
        if (value instanceof Boolean truth) {
            target.put(name, truth);
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isFinite(number)) {
                target.put(name, number);
            } else {
                target.putNull(name);
            }
        } else if (value instanceof Number number) {
            target.put(name, number.longValue());
        } else {
            target.put(name, value.toString());
        }
    }

    private static void add(ObjectNode target, Map<String, Object> entries) {
        entries.forEach((name, value) -> add(target, name, value));
    }
}
