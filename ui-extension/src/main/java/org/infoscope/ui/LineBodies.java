package org.infoscope.ui;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
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
            writeSteps(lines, json);
            json.writeArrayFieldStart("lines");
            for (RunLines.Line line : lines.lines()) {
                writeLine(line, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void writeSteps(RunLines lines, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("iterations");
        for (RunLines.Step step : lines.steps()) {
            json.writeNumber(step.iteration());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("epochs");
        for (RunLines.Step step : lines.steps()) {
            json.writeNumber(step.epoch());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("times");
        for (RunLines.Step step : lines.steps()) {
            json.writeNumber(step.timeMillis());
        }
        json.writeEndArray();
    }

    private static void writeLine(RunLines.Line line, JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeName(line.kind(), line.layer(), line.series(), json);
        json.writeArrayFieldStart("at");
        for (int index : line.at()) {
            json.writeNumber(index);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("values");
        for (double value : line.values()) {
            json.writeNumber(value);
        }
        json.writeEndArray();
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
        writeCounts("ends", means.ends(), json);
        json.writeArrayFieldStart("values");
        for (double mean : means.means()) {
            json.writeNumber(mean);
        }
        json.writeEndArray();
        writeCounts("finite", means.finite(), json);
        if (means.others().stream().anyMatch(count -> count > 0)) {
            writeCounts("others", means.others(), json);
        }
        json.writeEndObject();
    }

    private static void writeCounts(String name, List<Long> numbers, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (long number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }
}
