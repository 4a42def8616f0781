package org.infoscope.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.infoscope.kernel.RollOffs;

/** Collects roll-offs over the maps of a layer and sums them up. Not safe for use by several threads. */
final class MapStatistics {

    private static final int BINS = 32;
    private static final double LARGEST = Math.sqrt(0.5);
    private static final List<Double> LEVELS = List.of(0.05, 0.25, 0.5, 0.75, 0.95);
    private static final String UNIT = "cycles/pixel";

    private final DoubleStream.Builder radii = DoubleStream.builder();
    private final DoubleStream.Builder ratios = DoubleStream.builder();
    private final DoubleStream.Builder dcShares = DoubleStream.builder();
    private final DoubleStream.Builder activeShares = DoubleStream.builder();
    private long total;
    private long undefined;
    private long nonFinite;

    /** Adds maps of one size. */
    void add(RollOffs maps, double whiteNoise) {
        for (int m = 0; m < maps.maps(); m++) {
            double radius = maps.radius(m, 0);
            total++;
            if (Double.isNaN(radius)) {
                undefined++;
            } else {
                radii.add(radius);
                ratios.add(radius / whiteNoise);
            }
            if (maps.isFinite(m)) {
                activeShares.add(maps.activeShare(m));
            } else {
                nonFinite++;
            }
            if (!Double.isNaN(maps.dcShare(m))) {
                dcShares.add(maps.dcShare(m));
            }
        }
    }

    /** The distribution and the means beside it; built once. */
    List<MetricValue> values(double stride) {
        double[] sorted = radii.build().sorted().toArray();
        double mean = Arrays.stream(sorted).average().orElse(Double.NaN);
        double variance = Arrays.stream(sorted)
                .map(radius -> (radius - mean) * (radius - mean))
                .average()
                .orElse(Double.NaN);
        long[] counts = new long[BINS];
        for (double radius : sorted) {
            counts[Math.min(BINS - 1, (int) (radius / LARGEST * BINS))]++;
        }
        List<Double> edges =
                IntStream.rangeClosed(0, BINS).mapToObj(k -> LARGEST * k / BINS).toList();
        List<Double> quantiles =
                LEVELS.stream().map(level -> quantile(sorted, level)).toList();
        return List.of(
                new MetricValue.Distribution(
                        "rollOff",
                        UNIT,
                        edges,
                        Arrays.stream(counts).boxed().toList(),
                        mean,
                        Math.sqrt(variance),
                        LEVELS,
                        quantiles,
                        total,
                        undefined,
                        nonFinite),
                new MetricValue.Scalar("rollOffPerInputPixel", "cycles/input pixel", mean / stride),
                new MetricValue.Scalar("whiteNoiseRatio", "1", mean(ratios)),
                new MetricValue.Scalar("dcShare", "1", mean(dcShares)),
                new MetricValue.Scalar("activeFraction", "1", mean(activeShares)));
    }

    private static double mean(DoubleStream.Builder values) {
        return values.build().average().orElse(Double.NaN);
    }

    /** Linear between order statistics: position level (n - 1). */
    private static double quantile(double[] sorted, double level) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = level * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /** Maps without a value, maps too small to say more than which is higher. */
    List<Flag> flags(boolean ordinal) {
        List<Flag> flags = new ArrayList<>();
        if (undefined == total) {
            flags.add(new Flag(
                    Flag.Kind.UNDEFINED,
                    nonFinite == total
                            ? "every map holds a NaN or an infinity"
                            : "no map has a roll-off: all are constant, zero, or hold a NaN or an infinity"));
        } else if (nonFinite > 0) {
            flags.add(new Flag(Flag.Kind.CAUTION, nonFinite + " of " + total + " maps hold a NaN or an infinity"));
        }
        if (ordinal) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION, "ordinal only: maps of at most 4 x 4 have so few radii that values only rank"));
        }
        return flags;
    }
}
