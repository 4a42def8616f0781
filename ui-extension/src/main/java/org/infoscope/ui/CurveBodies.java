package org.infoscope.ui;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunCurves;

/** The bodies of the answers about curves and single steps, as UTF-8. */
final class CurveBodies {

    private CurveBodies() {}

    /**
     * Curves of one worker, all but the time.
     *
     * @param curves that were read
     * @param range that was asked for
     */
    static byte[] curves(RunCurves curves, IterationRange range) {
        return JsonBodies.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("next", Cursor.at(curves.latest()).toString());
            json.writeStringField("worker", curves.worker());
            Long time = curves.latest().get(curves.worker());
            if (time != null) {
                json.writeStringField(
                        "place", Cursor.BEGINNING.advance(curves.worker(), time).toString());
            }
            if (curves.steps() > 0) {
                json.writeNumberField("from", range.isFromBeginning() ? curves.first() : range.from());
                json.writeNumberField("to", range.isToEnd() ? curves.last() : range.to());
            }
            json.writeNumberField("steps", curves.steps());
            json.writeNumberField("readings", curves.readings());
            json.writeBooleanField("complete", curves.complete());
            json.writeFieldName("thinned");
            if (curves.complete()) {
                reports(curves.kept(), json);
            } else {
                new CurveColumns(curves.kept()).write(json);
            }
            means(curves, json);
            json.writeArrayFieldStart("problems");
            for (RunCurves.Problem problem : curves.problems()) {
                problem(problem, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** Some {@link #curves} with the server's clock before them. */
    static byte[] at(long now, byte[] curves) {
        byte[] clock = ("{\"now\":" + now + ',').getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(clock, clock.length + curves.length - 1);
        System.arraycopy(curves, 1, body, clock.length, curves.length - 1);
        return body;
    }

    static byte[] steps(List<RepresentationReport> reports) {
        return JsonBodies.bytes(json -> {
            json.writeStartObject();
            json.writeFieldName("steps");
            reports(reports, json);
            json.writeEndObject();
        });
    }

    private static void reports(List<RepresentationReport> reports, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (RepresentationReport report : reports) {
            JsonBodies.writeReport(report, json);
        }
        json.writeEndArray();
    }

    private static void means(RunCurves curves, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("means");
        for (RunCurves.TrackMeans track : curves.means()) {
            json.writeStartObject();
            LineBodies.writeName(track.kind(), track.layer(), track.series(), json);
            LineBodies.writeMeans(track.means(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void problem(RunCurves.Problem problem, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", problem.kind().name());
        if (!problem.layer().isEmpty() || !problem.series().isEmpty()) {
            json.writeStringField("layer", problem.layer());
            json.writeStringField("series", problem.series());
        }
        json.writeStringField("reason", problem.reason());
        json.writeNumberField("first", problem.first());
        json.writeNumberField("last", problem.last());
        json.writeNumberField("count", problem.count());
        json.writeEndObject();
    }
}
