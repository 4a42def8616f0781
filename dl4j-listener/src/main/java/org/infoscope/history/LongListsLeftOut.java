package org.infoscope.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * The JSON of a step with the long lists of its values empty (bins, scores of units, maps): a parser that skips them still takes apart
 * each of their numbers, and they are most of a record. What is no JSON stays none. Not thread-safe.
 */
final class LongListsLeftOut extends InputStream {

    /** Fields of a {@link org.infoscope.metric.MetricValue} that hold lists of numbers, or lists of such. */
    static final Set<String> FIELDS = Set.of("edges", "counts", "scores", "examples", "maps");

    /** What stands before a list's bracket. Inside of a text the quotes would have backslashes before them. */
    private static final byte[][] BEGINNINGS = FIELDS.stream()
            .map(field -> ("\"" + field + "\":").getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private static final int LONGEST =
            1 + Arrays.stream(BEGINNINGS).mapToInt(bytes -> bytes.length).max().orElse(0);

    private final InputStream json;
    private final byte[] taken = new byte[LONGEST + (1 << 13)];
    private int at = LONGEST;
    private int end = LONGEST;
    private int depth;

    LongListsLeftOut(InputStream json) {
        this.json = json;
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int written = 0;
        while (written == 0 && length > 0) {
            if (at == end && !fill()) {
                return -1;
            }
            if (depth > 0) {
                leaveOut();
            }
            if (depth == 0) {
                written = copy(buffer, offset, length);
            }
        }
        return written;
    }

    /** Keeps the last bytes before the new ones, where a field's name may have begun. */
    private boolean fill() throws IOException {
        System.arraycopy(taken, end - LONGEST, taken, 0, LONGEST);
        int read = json.read(taken, LONGEST, taken.length - LONGEST);
        at = LONGEST;
        end = LONGEST + Math.max(0, read);
        return read > 0;
    }

    /** To the bracket that ends the list, or to the end of what there is. */
    private void leaveOut() {
        while (at < end) {
            byte letter = taken[at];
            if (letter == ']' && --depth == 0) {
                return;
            }
            if (letter == '[') {
                depth++;
            }
            at++;
        }
    }

    /** Up to the beginning of a long list, its bracket included. */
    private int copy(byte[] buffer, int offset, int length) {
        int stop = Math.min(end, at + length);
        int to = at;
        while (to < stop && depth == 0) {
            if (taken[to] == '[' && beginsLongList(to)) {
                depth = 1;
            }
            to++;
        }
        int count = to - at;
        System.arraycopy(taken, at, buffer, offset, count);
        at = to;
        return count;
    }

    private boolean beginsLongList(int bracket) {
        if (taken[bracket - 1] != ':' || taken[bracket - 2] != '"') {
            return false;
        }
        for (byte[] name : BEGINNINGS) {
            int from = bracket - name.length;
            // The first letters tell most of them apart, for less than a comparison costs.
            if (taken[from] == '"'
                    && taken[from + 1] == name[1]
                    && Arrays.equals(taken, from, bracket, name, 0, name.length)
                    && taken[from - 1] != '\\') {
                return true;
            }
        }
        return false;
    }
}
