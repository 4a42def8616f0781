package org.infoscope.ui;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
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
        switch (line.kind()) {
            case READINGS -> {
                json.writeStringField("layer", line.layer());
                json.writeStringField("series", line.series());
            }
            case SCORE -> json.writeBooleanField("score", true);
            case TRAINING_ACCURACY -> json.writeStringField("trainingAccuracy", line.series());
            case VALIDATION_ACCURACY -> json.writeStringField("validationAccuracy", line.series());
        }
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
        json.writeEndObject();
    }
}
