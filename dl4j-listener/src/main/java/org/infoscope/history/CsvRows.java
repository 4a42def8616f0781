package org.infoscope.history;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rows of a step as bytes. What the rows of a reading share is quoted and encoded once; what most readings share is kept.
 * Not thread-safe.
 */
final class CsvRows {

    private static final double WHOLE = 1e15;
    private static final int LONGEST_NUMBER = 26;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final int MOST_TEXTS = 1024;

    private final ReadingDetails.OfRows details = new ReadingDetails.OfRows();
    private final Map<Map<String, Object>, String> texts = new HashMap<>();
    private byte[] bytes = new byte[1 << 14];
    private int length;
    private byte[] before = new byte[0];
    private byte[] curve = new byte[0];
    private byte[] after = new byte[0];
    private @Nullable TidyRow last;

    /**
     * A step in its stored form, as far as rows are made of it.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    RepresentationReport decode(byte[] encoded) {
        return RepresentationReport.forRows(encoded, details);
    }

    /** All rows of a step of a run, each with its line's end. */
    byte[] of(String run, String worker, SampledStep step) {
        length = 0;
        last = null;
        before = utf8(quoted(run)
                + ','
                + quoted(worker)
                + ','
                + step.iteration()
                + ','
                + step.epoch()
                + ','
                + TIME.format(Instant.ofEpochMilli(step.timeMillis()))
                + ',');
        TidyRow.<RuntimeException>each(step, this::row);
        return Arrays.copyOf(bytes, length);
    }

    private void row(TidyRow row) {
        TidyRow above = last;
        if (above == null
                || !row.layer().equals(above.layer())
                || !row.metric().equals(above.metric())
                || !row.series().equals(above.series())) {
            curve = utf8(quoted(row.layer()) + ',' + quoted(row.metric()) + ',' + quoted(row.series()) + ',');
        }
        if (above == null
                || !row.unit().equals(above.unit())
                || !row.flags().equals(above.flags())
                || row.settings() != above.settings()) {
            after = utf8(
                    ',' + quoted(row.unit()) + ',' + quoted(row.flags()) + ',' + settings(row.settings()) + "\r\n");
        }
        last = row;
        String statistic = quoted(row.statistic());
        reserve(before.length + curve.length + 3 * statistic.length() + 1 + LONGEST_NUMBER + after.length);
        add(before);
        add(curve);
        add(statistic);
        bytes[length++] = ',';
        if (row.value() != null) {
            add(row.value());
        }
        add(after);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
        }
    }

    private void add(byte[] some) {
        System.arraycopy(some, 0, bytes, length, some.length);
        length += some.length;
    }

    private void add(String text) {
        int start = length;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter >= 0x80) {
                length = start;
                add(utf8(text));
                return;
            }
            bytes[length++] = (byte) letter;
        }
    }

    /** The shortest text that reads back as the same double; a whole number without a point. */
    private void add(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < WHOLE;
        if (whole && (value != 0 || 1 / value > 0)) {
            length = NumberOutput.outputLong((long) value, bytes, length);
        } else {
            add(NumberOutput.toString(value, true));
        }
    }

    /** Rows of a reading share one map, and most readings of a series have equal ones. */
    private String settings(@Nullable Map<String, Object> settings) {
        if (settings == null) {
            return "";
        }
        String text = texts.get(settings);
        if (text == null) {
            text = quoted(RunJson.toJson(settings));
            if (texts.size() >= MOST_TEXTS) {
                texts.clear();
            }
            texts.put(settings, text);
        }
        return text;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** RFC 4180: in quotes where a comma, a quote or a line break asks for it. */
    private static String quoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == ',' || letter == '"' || letter == '\r' || letter == '\n') {
                return '"' + text.replace("\"", "\"\"") + '"';
            }
        }
        return text;
    }
}
