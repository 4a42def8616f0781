package org.infoscope.history;

import static org.infoscope.history.JsonFields.begin;
import static org.infoscope.history.JsonFields.enter;
import static org.infoscope.history.JsonFields.list;
import static org.infoscope.history.JsonFields.number;
import static org.infoscope.history.JsonFields.required;
import static org.infoscope.history.JsonFields.text;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;

/** Writes and reads a {@link SampledStep.Cost}. What older files do not tell gets the value that stands for "not told". */
final class OverheadJson {

    private OverheadJson() {}

    static void write(SampledStep.Cost cost, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("stallNanos", cost.stallNanos());
        json.writeNumberField("busyNanos", cost.busyNanos());
        json.writeNumberField("taken", cost.taken());
        json.writeNumberField("skipped", cost.skipped());
        json.writeNumberField("failed", cost.failed());
        if (cost.overhead().known()) {
            json.writeFieldName("overhead");
            write(cost.overhead(), json);
        }
        json.writeEndObject();
    }

    static void write(Overhead overhead, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("budget", overhead.budget());
        json.writeNumberField("share", overhead.share());
        json.writeNumberField("runShare", overhead.runShare());
        json.writeNumberField("passNanos", overhead.passNanos());
        json.writeNumberField("everyNth", overhead.everyNth());
        json.writeNumberField("leftOut", overhead.leftOut());
        json.writeNumberField("dropped", overhead.dropped());
        json.writeArrayFieldStart("series");
        for (Overhead.Series one : overhead.series()) {
            json.writeStartObject();
            json.writeStringField("series", one.series());
            json.writeNumberField("nanos", one.nanos());
            json.writeNumberField("everyNth", one.everyNth());
            json.writeNumberField("iterations", one.iterations());
            json.writeNumberField("measured", one.measured());
            json.writeNumberField("leftOut", one.leftOut());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static SampledStep.Cost read(JsonParser json) throws IOException {
        long stall = 0;
        long busy = 0;
        long taken = 0;
        long skipped = 0;
        long failed = 0;
        Overhead overhead = Overhead.UNKNOWN;
        begin(json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (enter(json)) {
                case "stallNanos" -> stall = json.getLongValue();
                case "busyNanos" -> busy = json.getLongValue();
                case "taken" -> taken = json.getLongValue();
                case "skipped" -> skipped = json.getLongValue();
                case "failed" -> failed = json.getLongValue();
                case "overhead" -> overhead = overhead(json);
                default -> json.skipChildren();
            }
        }
        return new SampledStep.Cost(stall, busy, taken, skipped, failed, overhead);
    }

    private static Overhead overhead(JsonParser json) throws IOException {
        double budget = Double.NaN;
        double share = Double.NaN;
        double runShare = Double.NaN;
        long pass = 0;
        long everyNth = 1;
        long leftOut = 0;
        long dropped = 0;
        List<Overhead.Series> series = List.of();
        begin(json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (enter(json)) {
                case "budget" -> budget = number(json);
                case "share" -> share = number(json);
                case "runShare" -> runShare = number(json);
                case "passNanos" -> pass = json.getLongValue();
                case "everyNth" -> everyNth = json.getLongValue();
                case "leftOut" -> leftOut = json.getLongValue();
                case "dropped" -> dropped = json.getLongValue();
                case "series" -> series = list(json, OverheadJson::series);
                default -> json.skipChildren();
            }
        }
        return new Overhead(budget, share, runShare, pass, everyNth, leftOut, dropped, series);
    }

    private static Overhead.Series series(JsonParser json) throws IOException {
        String key = null;
        long nanos = 0;
        long everyNth = 1;
        long iterations = 0;
        long measured = 0;
        long leftOut = 0;
        begin(json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (enter(json)) {
                case "series" -> key = text(json);
                case "nanos" -> nanos = json.getLongValue();
                case "everyNth" -> everyNth = json.getLongValue();
                case "iterations" -> iterations = json.getLongValue();
                case "measured" -> measured = json.getLongValue();
                case "leftOut" -> leftOut = json.getLongValue();
                default -> json.skipChildren();
            }
        }
        return new Overhead.Series(required(key, "series"), nanos, everyNth, iterations, measured, leftOut);
    }
}
