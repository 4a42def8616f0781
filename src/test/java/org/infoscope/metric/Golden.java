package org.infoscope.metric;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reads the known answers beside the tests. Lines that begin with # are comments. */
public final class Golden {

    private Golden() {}

    private static List<String> lines(String file) {
        String path = "/golden/dse/" + file;
        InputStream stream = Objects.requireNonNull(Golden.class.getResourceAsStream(path), path);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A table with a header line, as maps from column to text. */
    public static List<Map<String, String>> table(String file) {
        List<String> lines = lines(file);
        String[] names = lines.get(0).split(",", -1);
        return lines.stream()
                .skip(1)
                .map(line -> {
                    String[] cells = line.split(",", -1);
                    Map<String, String> row = new LinkedHashMap<>();
                    for (int k = 0; k < names.length; k++) {
                        row.put(names[k], cells[k]);
                    }
                    return row;
                })
                .toList();
    }

    /** A data set, [n, d] double. */
    public static INDArray samples(String dataset) {
        double[][] rows = lines(dataset + ".csv").stream()
                .map(line -> Arrays.stream(line.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
        return Nd4j.createFromArray(rows);
    }

    /** Its class labels. */
    public static int[] labels(String dataset) {
        return integers(dataset + ".labels.csv");
    }

    /** Its clusters, as the published code finds them. */
    public static int[] clusters(String dataset) {
        return integers(dataset + ".clusters.csv");
    }

    private static int[] integers(String file) {
        return lines(file).stream()
                .mapToInt(line -> Integer.parseInt(line.strip()))
                .toArray();
    }

    /** A cell as a number. */
    public static double number(Map<String, String> row, String column) {
        return Double.parseDouble(Objects.requireNonNull(row.get(column), column));
    }

    /** A cell as text. */
    public static String text(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }
}
