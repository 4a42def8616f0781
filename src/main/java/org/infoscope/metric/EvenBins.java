package org.infoscope.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Distributions on 32 even bins from 0, with quantiles that are interpolated linearly between order statistics.
 *
 * @param name of the value
 * @param unit of the observations
 * @param upper edge of the last bin; what rounding puts above it counts there
 */
record EvenBins(String name, String unit, double upper) {

    private static final int BINS = 32;
    private static final List<Double> LEVELS = List.of(0.05, 0.25, 0.5, 0.75, 0.95);

    /**
     * Sums observations up.
     *
     * @param observations at least 0; NaN where undefined
     * @param nonFinite how many are undefined because their input was not finite
     */
    MetricValue.Distribution of(double[] observations, long nonFinite) {
        double[] sorted = Arrays.stream(observations)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double mean = Arrays.stream(sorted).average().orElse(Double.NaN);
        double variance = Arrays.stream(sorted)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN);
        long[] counts = new long[BINS];
        for (double value : sorted) {
            counts[Math.min(BINS - 1, (int) (value / upper * BINS))]++;
        }
        return new MetricValue.Distribution(
                name,
                unit,
                IntStream.rangeClosed(0, BINS).mapToObj(k -> upper * k / BINS).toList(),
                Arrays.stream(counts).boxed().toList(),
                mean,
                Math.sqrt(variance),
                LEVELS,
                LEVELS.stream().map(level -> quantile(sorted, level)).toList(),
                observations.length,
                observations.length - sorted.length,
                nonFinite);
    }

    /** Position level (n - 1). */
    private static double quantile(double[] sorted, double level) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = level * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
