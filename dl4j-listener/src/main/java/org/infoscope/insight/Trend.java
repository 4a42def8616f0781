package org.infoscope.insight;

import java.util.Arrays;

/**
 * Where a noisy curve goes, unimpressed by outliers.
 *
 * <p>{@code change} is the Theil-Sen slope (the median of the slopes of all pairs of points) times the span of x; {@code z} is the
 * Mann-Kendall statistic: S, the number of rising pairs less that of falling ones, over its standard deviation
 * sqrt(n (n - 1)(2 n + 5) / 18) for points in random order. Ties are not corrected for, which makes |z| a little too small.
 *
 * <p>Sources: H. Theil 1950; P. K. Sen 1968; H. B. Mann 1945; M. G. Kendall 1975.
 *
 * @param change from the first x to the last, in units of y; NaN with less than two different x
 * @param z above 3: hardly by chance rising; below -3: falling
 * @param median of y
 */
record Trend(double change, double z, double median) {

    /** Beyond this many standard deviations a trend is hardly chance: one in 700 times, if there is none. */
    private static final double CLEAR = 3;

    /**
     * Finds it.
     *
     * @param x ascending, finite
     * @param y as many, finite
     */
    static Trend of(double[] x, double[] y) {
        int n = x.length;
        double[] slopes = new double[n * (n - 1) / 2];
        int found = 0;
        int rising = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                if (x[j] > x[i]) {
                    double slope = (y[j] - y[i]) / (x[j] - x[i]);
                    rising += (int) Math.signum(slope);
                    slopes[found++] = slope;
                }
            }
        }
        double deviation = Math.sqrt(n * (n - 1) * (2.0 * n + 5) / 18);
        double span = n == 0 ? Double.NaN : x[n - 1] - x[0];
        return new Trend(median(Arrays.copyOf(slopes, found)) * span, n < 2 ? 0 : rising / deviation, median(y));
    }

    boolean rises() {
        return z > CLEAR;
    }

    boolean falls() {
        return z < -CLEAR;
    }

    /** NaN of nothing. */
    static double median(double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
