package org.infoscope.history;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Readings of one {@link ReadingShape}, and their rows as far as these are the same for all of them. Immutable. */
final class ReadingPattern {

    private final byte[][] fixed;
    private final ReadingPart[] parts;
    private final List<PatternRow> rows;
    private final int settings;
    private final int flags;

    /** Where the parts of a reading lie. */
    static final class Places {

        private final int[] from = new int[ReadingShape.MOST_PARTS];
        private final int[] to = new int[ReadingShape.MOST_PARTS];
        private int end;

        int from(int part) {
            return from[part];
        }

        int to(int part) {
            return to[part];
        }

        /** Where the reading ends. */
        int end() {
            return end;
        }
    }

    /**
     * The pattern of a shape.
     *
     * @throws IOException if the shape is that of no reading
     */
    ReadingPattern(ReadingShape shape) throws IOException {
        fixed = shape.fixed().stream().map(ByteBuffer::array).toArray(byte[][]::new);
        parts = shape.parts().toArray(ReadingPart[]::new);
        settings = shape.parts().indexOf(ReadingPart.SETTINGS);
        flags = shape.parts().indexOf(ReadingPart.FLAGS);
        rows = PatternRow.all(reading(shape.numbered()));
    }

    private static Reading reading(byte[] numbered) throws IOException {
        try (JsonParser json = RunJson.FACTORY.createParser(numbered)) {
            json.nextToken();
            return RunJsonReader.reading(json, new ReadingDetails.OfRows());
        }
    }

    List<PatternRow> rows() {
        return rows;
    }

    /** How long its rows are. */
    int bytes() {
        return rows.stream()
                .mapToInt(row -> row.curve().length + row.unit().length)
                .sum();
    }

    /** Whether one of these readings begins here; where its parts lie is noted. */
    boolean match(byte[] json, int from, int end, Places places) {
        int at = from;
        for (int i = 0; i < fixed.length; i++) {
            byte[] same = fixed[i];
            int to = at + same.length;
            if (to > end || !Arrays.equals(json, at, to, same, 0, same.length)) {
                return false;
            }
            at = to;
            if (i < parts.length) {
                places.from[i] = at;
                at = parts[i].end(json, at, end);
                places.to[i] = at;
                if (at == JsonPieces.NONE) {
                    return false;
                }
            }
        }
        places.end = at;
        return true;
    }

    /** Which part the settings are; negative if there are none. */
    int settings() {
        return settings;
    }

    /** Which part the flags are; negative if there are none. */
    int flags() {
        return flags;
    }
}
