package org.infoscope.ui;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunJson;
import org.infoscope.history.SampledStep;

/**
 * Thinned steps and their readings column by column: a third of the bytes of whole steps, and so less for the server to write and for the page
 * to read. Not thread-safe.
 */
final class CurveColumns {

    /** Of longer answers so many steps tell the overhead, which is long. */
    static final int MOST_OVERHEADS = 1000;

    private final List<SampledStep> steps = new ArrayList<>();
    private final Map<Name, Map<Object, TrackColumns>> tracks = new HashMap<>();
    private final Map<Name, TrackColumns> latest = new HashMap<>();
    private final List<TrackColumns> inOrder = new ArrayList<>();

    private record Name(String layer, String metric, String series) {}

    /**
     * The columns of some steps.
     *
     * @param reports thin, in order
     */
    CurveColumns(List<RepresentationReport> reports) {
        for (RepresentationReport report : reports) {
            for (Reading reading : report.step().readings()) {
                track(reading).add(steps.size(), reading);
            }
            steps.add(report.step());
        }
    }

    private TrackColumns track(Reading reading) {
        Name name = new Name(reading.layer(), reading.metric(), reading.series());
        TrackColumns usual = latest.get(name);
        if (usual != null && usual.fits(reading)) {
            return usual;
        }
        // Most tracks have one form. Where it changes with every reading, it must be found without looking at all of
        // them.
        Map<Object, TrackColumns> its = tracks.computeIfAbsent(name, key -> new HashMap<>());
        TrackColumns found = its.computeIfAbsent(TrackColumns.form(reading), form -> {
            TrackColumns other = new TrackColumns(reading);
            inOrder.add(other);
            return other;
        });
        latest.put(name, found);
        return found;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        JsonBodies.longs("iterations", steps, SampledStep::iteration, json);
        JsonBodies.longs("epochs", steps, SampledStep::epoch, json);
        JsonBodies.longs("times", steps, SampledStep::timeMillis, json);
        JsonBodies.doubles("scores", steps, SampledStep::score, json);
        json.writeArrayFieldStart("states");
        for (SampledStep step : steps) {
            json.writeString(step.state().name());
        }
        json.writeEndArray();
        accuracies("trainingAccuracy", SampledStep::trainingAccuracy, json);
        accuracies("validationAccuracy", SampledStep::validationAccuracy, json);
        costs(json);
        overheads(json);
        json.writeArrayFieldStart("tracks");
        for (TrackColumns track : inOrder) {
            track.write(json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** By output: not every step has one of every output. */
    private void accuracies(String field, Function<SampledStep, Map<String, Double>> of, JsonGenerator json)
            throws IOException {
        Map<String, List<Integer>> at = new LinkedHashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            for (String output : of.apply(steps.get(i)).keySet()) {
                at.computeIfAbsent(output, key -> new ArrayList<>()).add(i);
            }
        }
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, List<Integer>> entry : at.entrySet()) {
            json.writeObjectFieldStart(entry.getKey());
            JsonBodies.longs("at", entry.getValue(), Integer::longValue, json);
            JsonBodies.doubles(
                    "values",
                    entry.getValue(),
                    i -> Objects.requireNonNull(of.apply(steps.get(i)).get(entry.getKey())),
                    json);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void costs(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("costs");
        JsonBodies.longs("stallNanos", steps, step -> step.cost().stallNanos(), json);
        JsonBodies.longs("busyNanos", steps, step -> step.cost().busyNanos(), json);
        JsonBodies.longs("taken", steps, step -> step.cost().taken(), json);
        JsonBodies.longs("skipped", steps, step -> step.cost().skipped(), json);
        JsonBodies.longs("failed", steps, step -> step.cost().failed(), json);
        json.writeEndObject();
    }

    private void overheads(JsonGenerator json) throws IOException {
        int apart = Math.max(1, (steps.size() + MOST_OVERHEADS - 1) / MOST_OVERHEADS);
        // The last sample's stands for what holds now; the closing step after it is none.
        int last = steps.size() - 1;
        last -= last > 0 && steps.get(last).state() == SampledStep.State.ENDED ? 1 : 0;
        json.writeArrayFieldStart("overheads");
        for (int at = last % apart; at < steps.size(); at += apart) {
            SampledStep.Cost cost = steps.get(at).cost();
            if (cost.overhead().known()) {
                json.writeStartObject();
                json.writeNumberField("at", at);
                json.writeFieldName("overhead");
                RunJson.write(cost.overhead(), json);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }
}
