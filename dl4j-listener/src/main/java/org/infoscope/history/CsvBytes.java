package org.infoscope.history;

import com.fasterxml.jackson.core.io.NumberInput;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Cells of RFC 4180 in UTF-8, one behind the other. Not thread-safe. */
final class CsvBytes {

    static final String LINE_END = "\r\n";

    private static final double WHOLE = 1e15;
    private static final int LONGEST_NUMBER = 26;

    /** Where {@link Double#toString(double)} has no exponent: below ten millions, and from 0.001 on. */
    private static final int MOST_BEFORE_POINT = 7;

    private static final int MOST_BEHIND_POINT = 3;

    /** No double needs more. */
    private static final int MOST_DIGITS = 17;

    private byte[] bytes = new byte[1 << 14];
    private int length;

    void clear() {
        length = 0;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void add(byte[] some) {
        add(some, 0, some.length);
    }

    /** The shortest text that reads back as the same double; a whole number without a point. */
    void add(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < WHOLE;
        if (whole && (value != 0 || 1 / value > 0)) {
            reserve(LONGEST_NUMBER);
            length = NumberOutput.outputLong((long) value, bytes, length);
        } else {
            add(utf8(NumberOutput.toString(value, true)));
        }
    }

    /** The same of a number with a point in JSON; the digits of one that has them as {@link RunJson} writes them are not made anew. */
    void addNumber(byte[] json, int from, int to) {
        int point = pointOfUsual(json, from, to);
        if (point < 0) {
            String text = new String(json, from, to - from, StandardCharsets.ISO_8859_1);
            add(NumberInput.parseDouble(text, true));
            return;
        }
        boolean whole = json[to - 1] == '0' && !(json[from] == '-' && json[from + 1] == '0');
        add(json, from, whole ? point : to);
    }

    /**
     * Where the point is in a number that is 0 or from 0.001 to ten millions, without an exponent and needless zeros; negative if it is
     * another.
     */
    private static int pointOfUsual(byte[] json, int from, int to) {
        int first = json[from] == '-' ? from + 1 : from;
        int significant = to;
        int point = first;
        for (int i = to - 1; i >= first; i--) {
            if (json[i] > '9') {
                return -1;
            }
            if (json[i] == '.') {
                point = i;
            } else if (json[i] > '0') {
                significant = i;
            }
        }
        int digits = to - significant - (significant < point ? 1 : 0);
        boolean outside = point - first > MOST_BEFORE_POINT || significant - point > MOST_BEHIND_POINT;
        boolean needless = point < to - 2 && json[to - 1] == '0';
        return outside || needless || digits > MOST_DIGITS ? -1 : point;
    }

    private void add(byte[] some, int from, int to) {
        reserve(to - from);
        System.arraycopy(some, from, bytes, length, to - from);
        length += to - from;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Some cells, each with a comma behind it. */
    static String cells(String... texts) {
        StringBuilder cells = new StringBuilder();
        for (String text : texts) {
            cells.append(quoted(text)).append(',');
        }
        return cells.toString();
    }

    /** RFC 4180: in quotes where a comma, a quote or a line break asks for it. */
    static String quoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == ',' || letter == '"' || letter == '\r' || letter == '\n') {
                return '"' + text.replace("\"", "\"\"") + '"';
            }
        }
        return text;
    }
}
