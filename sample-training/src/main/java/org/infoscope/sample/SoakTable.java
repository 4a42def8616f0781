package org.infoscope.sample;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The readings of a soak, in memory and, line by line as they come, in a CSV file. Thread-safe. */
final class SoakTable implements AutoCloseable {

    private final List<Map<SoakColumn, Double>> rows = new ArrayList<>();
    private final BufferedWriter csv;

    /** Begins a new table; one that is there is replaced. */
    SoakTable(Path file) throws IOException {
        csv = Files.newBufferedWriter(file);
        line(Arrays.stream(SoakColumn.values()).map(SoakColumn::title).toList());
    }

    /** Writes a reading down; it has every column. */
    synchronized void add(Map<SoakColumn, Double> reading) throws IOException {
        rows.add(new EnumMap<>(reading));
        line(Arrays.stream(SoakColumn.values())
                .map(column -> text(reading.getOrDefault(column, Double.NaN)))
                .toList());
    }

    private void line(List<String> cells) throws IOException {
        csv.write(cells.stream().collect(Collectors.joining(",", "", "\n")));
        csv.flush();
    }

    /** Whole numbers without a fraction, all others with four digits behind the point. */
    private static String text(double value) {
        return value == Math.rint(value) && !Double.isInfinite(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4f", value);
    }

    synchronized int size() {
        return rows.size();
    }

    /** One column from the first reading to the last. */
    synchronized double[] column(SoakColumn column) {
        return rows.stream()
                .mapToDouble(row -> row.getOrDefault(column, Double.NaN))
                .toArray();
    }

    /** Median of the readings of one quarter of the time, 0 to 3; NaN when there are none. */
    double median(SoakColumn column, int quarter) {
        double[] all = column(column);
        double[] part = Arrays.stream(all, all.length * quarter / 4, all.length * (quarter + 1) / 4)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        return part.length == 0 ? Double.NaN : part[part.length / 2];
    }

    /** The greatest reading; NaN when there is none. */
    double most(SoakColumn column) {
        return Arrays.stream(column(column))
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(Double.NaN);
    }

    /** The last reading; NaN when there is none. */
    double last(SoakColumn column) {
        double[] all = column(column);
        return all.length == 0 ? Double.NaN : all[all.length - 1];
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
