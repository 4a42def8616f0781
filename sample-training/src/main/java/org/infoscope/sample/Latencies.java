package org.infoscope.sample;

import java.util.Arrays;

/** Durations since the last look, in milliseconds. Thread-safe. */
final class Latencies {

    private double[] values = new double[64];
    private int count;

    /**
     * What a while's durations were like.
     *
     * @param count of them
     * @param median in ms; NaN when there were none
     * @param most in ms; NaN when there were none
     */
    record Summary(int count, double median, double most) {}

    synchronized void add(double millis) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = millis;
    }

    /** Adds the time from a moment, in ms since 1970, until now. */
    void since(long epochMillis) {
        add((double) (System.currentTimeMillis() - epochMillis));
    }

    /** Sums up, and forgets. */
    synchronized Summary take() {
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        Summary summary = count == 0
                ? new Summary(0, Double.NaN, Double.NaN)
                : new Summary(count, sorted[count / 2], sorted[count - 1]);
        count = 0;
        return summary;
    }
}
