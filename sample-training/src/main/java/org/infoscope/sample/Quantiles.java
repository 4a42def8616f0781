package org.infoscope.sample;

import java.util.Arrays;

/**
 * Spread of some numbers; NaN throughout when there are none.
 *
 * @param lower quartile
 * @param median of all
 * @param upper quartile
 * @param p95 that 95 % do not exceed
 * @param max the largest
 */
record Quantiles(double lower, double median, double upper, double p95, double max) {

    static final Quantiles NONE = new Quantiles(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** Between two numbers the quantile lies on the straight line (type 7 of Hyndman and Fan, 1996). */
    static Quantiles of(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted.length == 0
                ? NONE
                : new Quantiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75), at(sorted, 0.95), at(sorted, 1));
    }

    /** Of whole numbers, in a larger unit. */
    static Quantiles ofSorted(long[] numbers, double unit) {
        return of(Arrays.stream(numbers).mapToDouble(number -> number / unit).toArray());
    }

    private static double at(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
