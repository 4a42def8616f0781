package org.infoscope.history;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.infoscope.metric.MetricValue;
import org.jspecify.annotations.Nullable;

/** The JSON of one stored step at a time, of which the readings stay as they are stored. Not thread-safe. */
final class StoredStep {

    /** Ours: of a few thousand readings. What is longer is read in the general way. */
    private static final int LONGEST = 1 << 20;

    private static final byte[] BEGIN = ",\"readings\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "],\"problems\":[".getBytes(StandardCharsets.US_ASCII);

    private byte[] json = new byte[1 << 14];
    private int begin;
    private int end;

    /**
     * Takes a step.
     *
     * @return all of it but the readings; null if it is not one of the usual ones, which damaged ones are not, either
     */
    @Nullable
    RepresentationReport read(byte[] encoded) {
        try {
            int length = unpack(encoded);
            begin = first(BEGIN, length) + BEGIN.length;
            end = last(END, length);
            if (begin < BEGIN.length || end < begin) {
                return null;
            }
            byte[] rest = Arrays.copyOf(json, begin + length - end);
            System.arraycopy(json, end, rest, begin, length - end);
            LeftOut readings = new LeftOut(begin - 1);
            RepresentationReport report = RepresentationReport.of(rest, rest.length, readings);
            return readings.met ? report : null;
        } catch (IOException | RuntimeException unusual) {
            // Whoever reads all of the step then will say what is wrong, if anything is.
            return null;
        }
    }

    private int unpack(byte[] encoded) throws IOException {
        int length = RecordFormat.unpack(encoded, json);
        while (length < 0 && json.length < LONGEST) {
            json = new byte[2 * json.length];
            length = RecordFormat.unpack(encoded, json);
        }
        return length;
    }

    /** The JSON, which holds the readings from {@link #begin} to {@link #end}, with commas between them. */
    byte[] json() {
        return json;
    }

    int begin() {
        return begin;
    }

    int end() {
        return end;
    }

    private int first(byte[] text, int length) {
        int at = 0;
        while (at + text.length <= length && !isAt(at, text)) {
            at++;
        }
        return at + text.length <= length ? at : -text.length - 1;
    }

    private int last(byte[] text, int length) {
        int at = length - text.length;
        while (at >= 0 && !isAt(at, text)) {
            at--;
        }
        return at;
    }

    private boolean isAt(int at, byte[] text) {
        return json[at] == text[0] && Arrays.equals(json, at, at + text.length, text, 0, text.length);
    }

    /** Meets the empty list of readings where it must be: a field of that name may be elsewhere, too. */
    private static final class LeftOut implements ReadingDetails {

        private final long place;
        private boolean met;

        LeftOut(long place) {
            this.place = place;
        }

        @Override
        public List<Reading> readings(JsonParser json) throws IOException {
            if (met || json.currentTokenLocation().getByteOffset() != place) {
                throw new IOException("readings are at another place");
            }
            met = true;
            return JsonFields.list(json, item -> RunJsonReader.reading(item, this));
        }

        @Override
        public MetricValue value(JsonParser json) throws IOException {
            throw new IOException("a reading is at another place");
        }

        @Override
        public Map<String, Object> settings(JsonParser json) throws IOException {
            throw new IOException("a reading is at another place");
        }
    }
}
