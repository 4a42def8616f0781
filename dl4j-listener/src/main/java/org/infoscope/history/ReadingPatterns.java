package org.infoscope.history;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of a run's readings. Most steps have the same ones in the same order, so that the next one is mostly guessed. Not
 * thread-safe.
 */
final class ReadingPatterns {

    /** Ours: some thousand patterns. */
    private static final int MOST_BYTES = 1 << 22;

    /** Ours: of a distribution with some hundred quantiles. A file could be made to fill the memory with larger ones. */
    private static final int LARGEST = 1 << 16;

    private final Map<ReadingShape, Known> known = new HashMap<>();
    private int bytes;
    private @Nullable Known last;

    /** A pattern with the one that came after it the last time. */
    private static final class Known {

        private final ReadingPattern pattern;
        private @Nullable Known next;

        Known(ReadingPattern pattern) {
            this.pattern = pattern;
        }
    }

    /**
     * The pattern of the reading that begins at a place, whose parts are noted.
     *
     * @throws IOException if it is none of the usual ones
     */
    ReadingPattern at(byte[] json, int from, int end, ReadingPattern.Places places) throws IOException {
        Known before = last;
        Known found = before == null ? null : before.next;
        if (found == null || !found.pattern.match(json, from, end, places)) {
            found = find(json, from, end);
            if (!found.pattern.match(json, from, end, places)) {
                throw new IOException("a reading of an unusual form");
            }
            if (before != null) {
                before.next = found;
            }
        }
        last = found;
        return found.pattern;
    }

    private Known find(byte[] json, int from, int end) throws IOException {
        ReadingShape shape = ReadingShape.of(json, from, end);
        if (shape == null) {
            throw new IOException("a reading of an unusual form");
        }
        Known found = known.get(shape);
        if (found == null) {
            ReadingPattern pattern = new ReadingPattern(shape);
            int its = shape.bytes() + pattern.bytes();
            if (its > LARGEST) {
                throw new IOException("a reading of an unusual size");
            }
            bytes += its;
            if (bytes > MOST_BYTES) {
                known.clear();
                bytes = its;
            }
            found = new Known(pattern);
            known.put(shape, found);
        }
        return found;
    }
}
