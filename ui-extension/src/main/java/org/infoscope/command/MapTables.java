package org.infoscope.command;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import org.infoscope.kernel.Kernels;
import org.infoscope.metric.FeatureEntropy;
import org.infoscope.metric.Metric;
import org.infoscope.metric.Snapshot;
import org.infoscope.metric.SpectralRollOff;
import org.infoscope.metric.UnitScore;

/**
 * What metrics of maps say of single maps and units, as CSV with one header line. Samples and channels count from 0; a cell
 * is empty where there is no value.
 */
final class MapTables {

    private MapTables() {}

    /** Whether a metric looks at maps [n, c, h, w] one by one. */
    static boolean has(Metric metric) {
        return metric instanceof SpectralRollOff || metric instanceof FeatureEntropy;
    }

    /**
     * One row per map, samples first: {@code sample,channel,value} of the roll-off, {@code sample,channel,birth} of
     * feature entropy, where 0 means none and an empty cell a map that holds a NaN.
     *
     * @throws IllegalArgumentException if the metric has no value per map
     */
    static void writeMaps(Path file, Metric metric, Snapshot snapshot) throws IOException {
        if (metric instanceof SpectralRollOff rollOff) {
            double[] values = rollOff.rollOffs(snapshot).orElseThrow();
            writeMaps(file, "value", values.length, snapshot, map -> number(values[map]));
        } else if (metric instanceof FeatureEntropy entropy) {
            int[] births = entropy.births(snapshot).orElseThrow();
            writeMaps(file, "birth", births.length, snapshot, map -> birth(births[map]));
        } else {
            throw new IllegalArgumentException(metric.info().id() + " has no value per map");
        }
    }

    private static void writeMaps(Path file, String name, int maps, Snapshot snapshot, IntFunction<String> value)
            throws IOException {
        int channels = Math.toIntExact(snapshot.activations().size(1));
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("sample,channel," + name + "\n");
            for (int map = 0; map < maps; map++) {
                out.write(map / channels + "," + map % channels + "," + value.apply(map) + "\n");
            }
        }
    }

    private static String birth(int birth) {
        return birth == Kernels.INVALID_MAP ? "" : Integer.toString(birth == Kernels.NO_BIRTH ? 0 : birth);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    /**
     * One row per channel and class that has images enough: {@code channel,class,n,entropy,existing,eps}, n without the
     * maps that hold a NaN.
     */
    static void writeUnits(Path file, FeatureEntropy metric, Snapshot snapshot) throws IOException {
        List<UnitScore> scores = metric.scores(snapshot).stream()
                .sorted(Comparator.comparingInt(UnitScore::unit).thenComparingInt(UnitScore::label))
                .toList();
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("channel,class,n,entropy,existing,eps\n");
            for (UnitScore score : scores) {
                out.write(score.unit() + "," + score.label() + "," + score.n() + "," + number(score.entropy()) + ","
                        + number(score.existing()) + "," + number(score.eps()) + "\n");
            }
        }
    }
}
