package org.infoscope.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.infoscope.metric.Flag;
import org.infoscope.metric.Metric;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.MetricValue;

/**
 * A result as one JSON object: {@code metric}, {@code values}, {@code settings}, {@code flags}. A distribution is flattened to
 * {@code mean}, {@code sd}, {@code q05} ... and {@code undefinedFraction}. Doubles are written so that they read back to the
 * same bits; what is not finite is null, and a flag of the metric says why.
 */
final class ResultJson {

    private static final double PERCENT = 100;

    private ResultJson() {}

    static String of(Metric metric, MetricResult result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("metric", metric.info().id());
        ObjectNode values = json.putObject("values");
        result.values().forEach(value -> add(values, value));
        ObjectNode settings = json.putObject("settings");
        add(settings, metric.options());
        add(settings, result.settings());
        ArrayNode flags = json.putArray("flags");
        for (Flag flag : result.flags()) {
            flags.addObject().put("kind", flag.kind().name()).put("reason", flag.reason());
        }
        return json.toString();
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
