package org.infoscope.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.insight.Insight;

/**
 * An analysis as one JSON object: {@code run}, {@code session}, {@code probe}, {@code insights} and {@code steps}, each with {@code model},
 * {@code iteration}, {@code epoch}, {@code accuracy}, {@code problems} and {@code readings}. A reading is what
 * {@link ResultJson} says of one metric and layer.
 */
final class AnalysisJson {

    private AnalysisJson() {}

    static String of(AnalysedRun run) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("run", run.info().name());
        json.put("session", run.session());
        json.put("probe", run.info().probe());
        Map<String, SeriesInfo> series =
                run.info().series().stream().collect(Collectors.toMap(SeriesInfo::key, Function.identity()));
        ArrayNode steps = json.putArray("steps");
        run.steps().forEach(step -> add(steps.addObject(), run, step, series));
        ArrayNode insights = json.putArray("insights");
        run.insights().forEach(insight -> add(insights.addObject(), insight));
        return json.toString();
    }

    /** With the fields that the dashboard's route tells. */
    private static void add(ObjectNode json, Insight insight) {
        json.put("rule", insight.rule());
        json.put("severity", insight.severity().name().toLowerCase(Locale.ROOT));
        json.put("title", insight.title());
        json.put("explanation", insight.explanation());
        json.put("advice", insight.advice());
        if (insight.layer() != null) {
            json.put("layer", insight.layer());
        }
        if (insight.series() != null) {
            json.put("series", insight.series());
        }
        json.put("since", insight.since());
        json.put("iteration", insight.iteration());
    }

    private static void add(ObjectNode json, AnalysedRun run, SampledStep step, Map<String, SeriesInfo> series) {
        json.put("model", run.model(step));
        json.put("iteration", step.iteration());
        json.put("epoch", step.epoch());
        ObjectNode accuracy = json.putObject("accuracy");
        step.trainingAccuracy().forEach(accuracy::put);
        json.set("problems", ResultJson.flags(step.problems()));
        ArrayNode readings = json.putArray("readings");
        for (Reading reading : step.readings()) {
            SeriesInfo info = series.get(reading.series());
            ObjectNode one = readings.addObject();
            one.put("layer", reading.layer());
            one.put("metric", reading.metric());
            one.put("label", info == null ? reading.series() : info.label());
            one.set("values", ResultJson.values(reading.values()));
            one.set("flags", ResultJson.flags(reading.flags()));
        }
    }
}
