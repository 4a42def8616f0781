package org.infoscope.ui;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.infoscope.history.BucketMeans;
import org.infoscope.history.RunLines;

/** The bodies of the answers about lines, as UTF-8: columns of numbers, since there are many runs to lay over each other. */
final class LineBodies {

    private LineBodies() {}

    /**
     * Lines of one worker.
     *
     * @param lines that were read
     * @param place after the last record of them
     * @param more whether there are more records after it
     */
    static byte[] lines(RunLines lines, Cursor place, boolean more) {
        return JsonBodies.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("worker", lines.worker());
            json.writeStringField("place", place.toString());
            json.writeBooleanField("more", more);
            json.writeNumberField("steps", lines.count());
            json.writeBooleanField("complete", lines.complete());
            JsonBodies.longs("iterations", lines.steps(), RunLines.Step::iteration, json);
            JsonBodies.longs("epochs", lines.steps(), RunLines.Step::epoch, json);
            JsonBodies.longs("times", lines.steps(), RunLines.Step::timeMillis, json);
            json.writeArrayFieldStart("lines");
            for (RunLines.Line line : lines.lines()) {
                writeLine(line, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void writeLine(RunLines.Line line, JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeName(line.kind(), line.layer(), line.series(), json);
        JsonBodies.longs("at", line.at(), Integer::longValue, json);
        JsonBodies.doubles("values", line.values(), Double::doubleValue, json);
        if (line.means() != null) {
            writeMeans(line.means(), json);
        }
        json.writeEndObject();
    }

    /** What a curve is of. */
    static void writeName(RunLines.Kind kind, String layer, String series, JsonGenerator json) throws IOException {
        switch (kind) {
            case READINGS -> {
                json.writeStringField("layer", layer);
                json.writeStringField("series", series);
            }
            case SCORE -> json.writeBooleanField("score", true);
            case TRAINING_ACCURACY -> json.writeStringField("trainingAccuracy", series);
            case VALIDATION_ACCURACY -> json.writeStringField("validationAccuracy", series);
        }
    }

    /** The field {@code means}; what is not finite is told of only where there is some. */
    static void writeMeans(BucketMeans means, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("means");
        json.writeNumberField("width", means.width());
        JsonBodies.longs("ends", means.ends(), Long::longValue, json);
        JsonBodies.doubles("values", means.means(), Double::doubleValue, json);
        JsonBodies.longs("finite", means.finite(), Long::longValue, json);
        if (means.others().stream().anyMatch(count -> count > 0)) {
            JsonBodies.longs("others", means.others(), Long::longValue, json);
        }
        json.writeEndObject();
    }
}
