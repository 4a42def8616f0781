package org.infoscope.history;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricInfo;
import org.infoscope.metric.MetricValue;

/** The writing half of {@link RunJson}. */
final class RunJsonWriter {

    private RunJsonWriter() {}

    /** Writes one item of a list. */
    interface Item<T> {
        void write(T value, JsonGenerator json) throws IOException;
    }

    static void run(RunInfo run, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", run.name());
        json.writeNumberField("startedMillis", run.startedMillis());
        json.writeStringField("model", run.model());
        list("layers", run.layers(), RunJsonWriter::layer, json);
        list("series", run.series(), RunJsonWriter::series, json);
        json.writeStringField("probe", run.probe());
        json.writeFieldName("settings");
        settings(run.settings(), json);
        list("images", run.images(), RunJsonWriter::image, json);
        list("checkpoints", run.checkpoints(), RunJsonWriter::checkpoint, json);
        json.writeEndObject();
    }

    private static void image(ProbeImage image, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("example", image.example());
        json.writeNumberField("width", image.width());
        json.writeNumberField("height", image.height());
        json.writeNumberField("channels", image.channels());
        json.writeNumberField("label", image.label());
        json.writeStringField("png", image.png());
        json.writeEndObject();
    }

    private static void checkpoint(RunInfo.Checkpoint checkpoint, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("description", checkpoint.description());
        json.writeNumberField("iteration", checkpoint.iteration());
        json.writeEndObject();
    }

    private static void layer(RunInfo.LayerInfo layer, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", layer.name());
        json.writeStringField("type", layer.type());
        json.writeStringField("shape", layer.shape());
        json.writeEndObject();
    }

    static void series(SeriesInfo series, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", series.key());
        json.writeStringField("label", series.label());
        json.writeFieldName("info");
        info(series.info(), json);
        json.writeFieldName("options");
        settings(series.options(), json);
        json.writeEndObject();
    }

    static void info(MetricInfo info, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", info.id());
        json.writeStringField("displayName", info.displayName());
        json.writeStringField("symbol", info.symbol());
        json.writeStringField("unit", info.unit());
        json.writeStringField("headline", info.headline());
        json.writeStringField("description", info.description());
        json.writeStringField("direction", info.direction().name());
        if (!info.definition().equals(MetricInfo.Definition.UNKNOWN)) {
            json.writeStringField("formula", info.definition().formula());
            json.writeStringField("range", info.definition().range());
            json.writeStringField("source", info.definition().source());
        }
        json.writeEndObject();
    }

    static void step(SampledStep step, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("iteration", step.iteration());
        json.writeNumberField("epoch", step.epoch());
        json.writeNumberField("timeMillis", step.timeMillis());
        json.writeNumberField("score", step.score());
        accuracy("trainingAccuracy", step.trainingAccuracy(), json);
        accuracy("validationAccuracy", step.validationAccuracy(), json);
        list("readings", step.readings(), RunJsonWriter::reading, json);
        json.writeFieldName("problems");
        flags(step.problems(), json);
        json.writeFieldName("cost");
        OverheadJson.write(step.cost(), json);
        json.writeStringField("state", step.state().name());
        json.writeEndObject();
    }

    private static void accuracy(String field, Map<String, Double> byOutput, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, Double> entry : byOutput.entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    static void reading(Reading reading, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("layer", reading.layer());
        json.writeStringField("metric", reading.metric());
        json.writeStringField("series", reading.series());
        list("values", reading.values(), RunJsonWriter::value, json);
        json.writeFieldName("settings");
        settings(reading.settings(), json);
        json.writeFieldName("flags");
        flags(reading.flags(), json);
        json.writeNumberField("costNanos", reading.costNanos());
        json.writeEndObject();
    }

    static void value(MetricValue value, JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (value instanceof MetricValue.Scalar scalar) {
            head("scalar", value, json);
            json.writeNumberField("value", scalar.value());
        } else if (value instanceof MetricValue.Distribution distribution) {
            head("distribution", value, json);
            distribution(distribution, json);
        } else if (value instanceof MetricValue.UnitScores units) {
            head("unitScores", value, json);
            list("scores", units.scores(), (score, to) -> to.writeNumber(score), json);
        } else if (value instanceof MetricValue.PixelMaps maps) {
            head("pixelMaps", value, json);
            pixelMaps(maps, json);
        } else {
            throw new IllegalStateException("Teach RunJson to write " + value.getClass());
        }
        json.writeEndObject();
    }

    private static void head(String kind, MetricValue value, JsonGenerator json) throws IOException {
        json.writeStringField("kind", kind);
        json.writeStringField("name", value.name());
        json.writeStringField("unit", value.unit());
    }

    private static void distribution(MetricValue.Distribution value, JsonGenerator json) throws IOException {
        list("edges", value.edges(), (edge, to) -> to.writeNumber(edge), json);
        list("counts", value.counts(), (count, to) -> to.writeNumber(count), json);
        json.writeNumberField("mean", value.mean());
        json.writeNumberField("sd", value.sd());
        list("levels", value.levels(), (level, to) -> to.writeNumber(level), json);
        list("quantiles", value.quantiles(), (quantile, to) -> to.writeNumber(quantile), json);
        json.writeNumberField("total", value.total());
        json.writeNumberField("undefined", value.undefined());
        json.writeNumberField("nonFinite", value.nonFinite());
    }

    private static void pixelMaps(MetricValue.PixelMaps value, JsonGenerator json) throws IOException {
        json.writeNumberField("rows", value.rows());
        json.writeNumberField("columns", value.columns());
        list("examples", value.examples(), (example, to) -> to.writeNumber(example), json);
        json.writeArrayFieldStart("maps");
        for (List<Double> map : value.maps()) {
            json.writeStartArray();
            for (double cell : map) {
                json.writeNumber(cell);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    static void flags(List<Flag> flags, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Flag flag : flags) {
            json.writeStartObject();
            json.writeStringField("kind", flag.kind().name());
            json.writeStringField("reason", flag.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void settings(Map<String, Object> settings, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, Object> entry : settings.entrySet()) {
            json.writeFieldName(entry.getKey());
            Object value = entry.getValue();
            if (value instanceof Boolean flag) {
                json.writeBoolean(flag);
            } else if (value instanceof Integer || value instanceof Long) {
                json.writeNumber(((Number) value).longValue());
            } else if (value instanceof Number number) {
                json.writeNumber(number.doubleValue());
            } else {
                json.writeString(value.toString());
            }
        }
        json.writeEndObject();
    }

    static <T> void list(String field, List<T> items, Item<T> item, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(field);
        for (T value : items) {
            item.write(value, json);
        }
        json.writeEndArray();
    }
}
