package org.infoscope.history;

import static org.infoscope.history.JsonFields.begin;
import static org.infoscope.history.JsonFields.enter;
import static org.infoscope.history.JsonFields.list;
import static org.infoscope.history.JsonFields.map;
import static org.infoscope.history.JsonFields.required;
import static org.infoscope.history.JsonFields.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads a {@link RunInfo}: each method starts at an object's first token and ends at its last. */
final class RunInfoReader {

    private RunInfoReader() {}

    static RunInfo run(JsonParser json) throws IOException {
        String name = null;
        long started = 0;
        String model = null;
        List<RunInfo.LayerInfo> layers = List.of();
        List<SeriesInfo> series = List.of();
        String probe = null;
        Map<String, Object> settings = Map.of();
        // Older records have neither of these.
        List<ProbeImage> images = List.of();
        List<RunInfo.Checkpoint> checkpoints = List.of();
        begin(json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (enter(json)) {
                case "name" -> name = text(json);
                case "startedMillis" -> started = json.getLongValue();
                case "model" -> model = text(json);
                case "layers" -> layers = list(json, RunInfoReader::layer);
                case "series" -> series = list(json, RunJsonReader::series);
                case "probe" -> probe = text(json);
                case "settings" -> settings = map(json, JsonFields::setting);
                case "images" -> images = list(json, RunInfoReader::image);
                case "checkpoints" -> checkpoints = list(json, RunInfoReader::checkpoint);
                default -> json.skipChildren();
            }
        }
        return new RunInfo(
                required(name, "name"),
                started,
                required(model, "model"),
                layers,
                series,
                required(probe, "probe"),
                settings,
                images,
                checkpoints);
    }

    private static RunInfo.LayerInfo layer(JsonParser json) throws IOException {
        Map<String, String> fields = RunJsonReader.texts(json);
        return new RunInfo.LayerInfo(
                RunJsonReader.field(fields, "name"),
                RunJsonReader.field(fields, "type"),
                RunJsonReader.field(fields, "shape"));
    }

    private static ProbeImage image(JsonParser json) throws IOException {
        int example = 0;
        int width = 0;
        int height = 0;
        int channels = 0;
        int label = -1;
        String png = null;
        begin(json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (enter(json)) {
                case "example" -> example = json.getIntValue();
                case "width" -> width = json.getIntValue();
                case "height" -> height = json.getIntValue();
                case "channels" -> channels = json.getIntValue();
                case "label" -> label = json.getIntValue();
                case "png" -> png = text(json);
                default -> json.skipChildren();
            }
        }
        return new ProbeImage(example, width, height, channels, label, required(png, "png"));
    }

    private static RunInfo.Checkpoint checkpoint(JsonParser json) throws IOException {
        String description = null;
        long iteration = 0;
        begin(json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (enter(json)) {
                case "description" -> description = text(json);
                case "iteration" -> iteration = json.getLongValue();
                default -> json.skipChildren();
            }
        }
        return new RunInfo.Checkpoint(required(description, "description"), iteration);
    }
}
