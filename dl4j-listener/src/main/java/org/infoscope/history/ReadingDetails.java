package org.infoscope.history;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.infoscope.metric.MetricValue;

/** How much of a reading is read, from the first token of its parts to their last. */
interface ReadingDetails {

    /** Everything. */
    ReadingDetails ALL = new ReadingDetails() {
        @Override
        public MetricValue value(JsonParser json) throws IOException {
            return MetricValueReader.read(json);
        }

        @Override
        public Map<String, Object> settings(JsonParser json) throws IOException {
            return JsonFields.map(json, JsonFields::setting);
        }
    };

    /** All readings of a step. */
    default List<Reading> readings(JsonParser json) throws IOException {
        return JsonFields.list(json, item -> RunJsonReader.reading(item, this));
    }

    /** One of a reading's values. */
    MetricValue value(JsonParser json) throws IOException;

    /** A reading's settings. */
    Map<String, Object> settings(JsonParser json) throws IOException;

    /**
     * What {@link TidyRow} has rows of: without histograms, scores of units and maps. Equal settings, which most readings of a
     * series have, become one map. Not thread-safe.
     */
    final class OfRows implements ReadingDetails {

        private static final int MOST_SETTINGS = 1024;

        private final Map<Map<String, Object>, Map<String, Object>> known = new HashMap<>();

        @Override
        public MetricValue value(JsonParser json) throws IOException {
            return MetricValueReader.readNumbers(json);
        }

        @Override
        public Map<String, Object> settings(JsonParser json) throws IOException {
            if (known.size() > MOST_SETTINGS) {
                known.clear();
            }
            return known.computeIfAbsent(ALL.settings(json), Settings::copyOf);
        }
    }
}
