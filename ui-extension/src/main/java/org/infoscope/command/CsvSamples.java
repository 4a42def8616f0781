package org.infoscope.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Comma-separated numbers without a header, one sample per row. Numbers are decimal, as {@link Double#parseDouble} reads
 * them, but without its {@code 1f}, hexadecimal, NaN and infinity forms: the metrics of [n, d] data refuse those anyway,
 * and here the line is known.
 */
final class CsvSamples {

    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private final Path file;
    private final List<double[]> rows = new ArrayList<>();

    private CsvSamples(Path file) {
        this.file = file;
    }

    /**
     * Reads the whole file.
     *
     * @return DOUBLE [n, d], n and d at least 1
     * @throws BadInput with the line number if a row is ragged or a field is not a finite number
     */
    static INDArray read(Path file) throws IOException {
        CsvSamples samples = new CsvSamples(file);
        if (TextLines.forEach(file, samples::add) == 0) {
            throw new BadInput(file + ": is empty; one sample per row is expected");
        }
        return Nd4j.createFromArray(samples.rows.toArray(double[][]::new));
    }

    private void add(int lineNumber, String line) {
        String[] fields = COMMA.split(line, -1);
        if (!rows.isEmpty() && fields.length != rows.get(0).length) {
            throw new BadInput("%s: line %d has %d values, but line 1 has %d"
                    .formatted(file, lineNumber, fields.length, rows.get(0).length));
        }
        double[] row = new double[fields.length];
        for (int column = 0; column < row.length; column++) {
            row[column] = number(lineNumber, column + 1, fields[column].strip());
        }
        rows.add(row);
    }

    private double number(int lineNumber, int column, String field) {
        double value = NUMBER.matcher(field).matches() ? Double.parseDouble(field) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw new BadInput("%s: line %d, value %d: '%s' is not a finite number (no header, values parted by commas)"
                    .formatted(file, lineNumber, column, field));
        }
        return value;
    }
}
