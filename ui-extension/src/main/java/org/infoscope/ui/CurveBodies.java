package org.infoscope.ui;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunCurves;

/** The bodies of the answers about curves and single steps, as UTF-8. */
final class CurveBodies {

    private CurveBodies() {}

    /**
     * Curves of one worker as JSON objects, all but the time: what they are drawn from, roughly and as it is, and what averages over them
     * are made of. Immutable.
     */
    static final class Curves {
        private static final byte[] NONE = {};

        private final byte[] rough;
        private final byte[] drawn;
        private final byte[] means;

        private Curves(byte[] rough, byte[] drawn, byte[] means) {
            this.rough = rough;
            this.drawn = drawn;
            this.means = means;
        }

        /** As one object with the server's clock before all; what comes first or after it is on a line of its own. */
        byte[] at(long now, boolean roughFirst, boolean meansAfter) {
            byte[] clock = ("{\"now\":" + now + ',').getBytes(StandardCharsets.US_ASCII);
            ByteArrayOutputStream body =
                    new ByteArrayOutputStream(rough.length + drawn.length + means.length + 3 * clock.length);
            if (roughFirst && rough.length > 0) {
                body.writeBytes(clock);
                body.write(rough, 1, rough.length - 1);
                body.write('\n');
            }
            body.writeBytes(clock);
            body.write(drawn, 1, drawn.length - 2);
            body.writeBytes((meansAfter ? "}\n{" : ",").getBytes(StandardCharsets.US_ASCII));
            body.write(means, 1, means.length - 1);
            return body.toByteArray();
        }
    }

    /**
     * Curves of one worker.
     *
     * @param curves that were read
     * @param range that was asked for
     */
    static Curves curves(RunCurves curves, IterationRange range) {
        byte[] rough = curves.rough().isEmpty() || !range.equals(IterationRange.WHOLE)
                ? Curves.NONE
                : drawn(curves, true, range);
        return new Curves(rough, drawn(curves, false, range), JsonBodies.bytes(json -> {
            json.writeStartObject();
            means(curves, json);
            json.writeEndObject();
        }));
    }

    private static byte[] drawn(RunCurves curves, boolean rough, IterationRange range) {
        List<RepresentationReport> kept = rough ? curves.rough() : curves.kept();
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
            if (rough) {
                json.writeBooleanField("rough", true);
            }
            json.writeFieldName("thinned");
            if (curves.complete()) {
                reports(kept, json);
            } else {
                new CurveColumns(kept).write(json);
            }
            json.writeArrayFieldStart("problems");
            for (RunCurves.Problem problem : curves.problems()) {
                problem(problem, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
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
