package org.infoscope.metric;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Entropy of birth points: the part of {@link FeatureEntropy} that follows the births.
 *
 * @param normalisation what the shares are of
 * @param lowRate what replaces the entropy when few images have a birth
 * @param maximumRank which births count
 */
record BirthEntropy(
        FeatureEntropy.Normalisation normalisation,
        FeatureEntropy.LowRate lowRate,
        FeatureEntropy.MaximumRank maximumRank) {

    private static final int AUTHORS_LAST_INDEX = 50;

    BirthEntropy {
        Objects.requireNonNull(normalisation, "normalisation");
        Objects.requireNonNull(lowRate, "lowRate");
        Objects.requireNonNull(maximumRank, "maximumRank");
    }

    /**
     * Births that count.
     *
     * @param births levels, 0 for none; no invalid maps
     * @param side m, the longer side of the maps
     * @return sorted, those without a birth left out
     */
    int[] counted(int[] births, int side) {
        long last = switch (maximumRank) {
            case UNLIMITED -> Long.MAX_VALUE;
            case AUTHOR -> Math.min(AUTHORS_LAST_INDEX + 1, lastShare(side));
        };
        int first = maximumRank == FeatureEntropy.MaximumRank.AUTHOR ? 2 : 1;
        return Arrays.stream(births)
                .filter(birth -> birth >= first && birth <= last)
                .sorted()
                .toArray();
    }

    /** ceil(0.8 m (m - 1) / 2), in integers. */
    private static long lastShare(long side) {
        return (2 * side * (side - 1) + 4) / 5;
    }

    /**
     * H by the options.
     *
     * @param sorted births that count
     * @param n images, with and without a birth
     */
    double of(int[] sorted, int n) {
        double eps = (double) sorted.length / n;
        if (eps < UnitScore.LOW_RATE && lowRate != FeatureEntropy.LowRate.NONE) {
            return lowRate == FeatureEntropy.LowRate.MAX ? Math.log(n) : eps * Math.log(n);
        }
        return entropy(sorted, normalisation == FeatureEntropy.Normalisation.ALL ? n : sorted.length);
    }

    /** - sum p ln p over runs of equal births, p = run length / total. */
    static double entropy(int[] sorted, int total) {
        int[] ends = IntStream.rangeClosed(1, sorted.length)
                .filter(k -> k == sorted.length || sorted[k] != sorted[k - 1])
                .toArray();
        double entropy = 0;
        for (int k = 0; k < ends.length; k++) {
            double p = (double) (ends[k] - (k == 0 ? 0 : ends[k - 1])) / total;
            entropy -= p * Math.log(p);
        }
        return entropy + 0.0;
    }
}
