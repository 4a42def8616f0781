package org.infoscope.sample;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The benchmark's raw file: comma-separated, written line by line, so that a benchmark that is interrupted keeps what it has. */
final class RawNumbers implements Closeable {

    private final Map<String, Object> facts;
    private final BufferedWriter file;
    private boolean hasHeader;

    /**
     * A new file.
     *
     * @param facts first columns of every line
     */
    RawNumbers(Path csv, Map<String, Object> facts) throws IOException {
        this.facts = facts;
        this.file = Files.newBufferedWriter(csv);
    }

    /** One line; numbers that are not there are empty. */
    void add(Map<String, Object> columns) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.putAll(columns);
        if (!hasHeader) {
            file.write(String.join(",", all.keySet()) + "\n");
            hasHeader = true;
        }
        file.write(all.values().stream().map(RawNumbers::cell).collect(Collectors.joining(",")) + "\n");
        file.flush();
    }

    private static String cell(Object value) {
        if (value instanceof Double number) {
            return number.isNaN() ? "" : String.format(Locale.ROOT, "%.5f", number);
        }
        String text = value.toString();
        return text.matches("[^\",\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
