package org.infoscope.history;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.infoscope.metric.MetricValue;

/** Writes thin readings: marked as such, without settings, cost, histograms, scores of units and maps. */
final class ThinJson {

    private ThinJson() {}

    static void reading(Reading reading, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("thin", true);
        json.writeStringField("layer", reading.layer());
        json.writeStringField("metric", reading.metric());
        json.writeStringField("series", reading.series());
        json.writeArrayFieldStart("values");
        for (MetricValue value : reading.values()) {
            if (value instanceof MetricValue.Scalar) {
                RunJsonWriter.value(value, json);
            } else if (value instanceof MetricValue.Distribution distribution) {
                distribution(distribution, json);
            }
        }
        json.writeEndArray();
        json.writeFieldName("flags");
        RunJsonWriter.flags(reading.flags(), json);
        json.writeEndObject();
    }

    private static void distribution(MetricValue.Distribution value, JsonGenerator json) throws IOException {
        json.writeStartObject();
        RunJsonWriter.head("distribution", value, json);
        RunJsonWriter.summary(value, json);
        json.writeEndObject();
    }
}
