package org.infoscope.kernel.check;

import java.util.Arrays;
import java.util.function.DoubleSupplier;

/** Medians of repeated measurements. Stateless. */
public final class Timing {

    private static final int MOST_ROUNDS = 7;

    private Timing() {}

    /**
     * Seconds that an action takes.
     *
     * @param action is done once
     * @return wall time
     */
    public static double seconds(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /**
     * The median of up to seven measurements.
     *
     * @param budget seconds after which no other one is begun
     * @param measurement gives seconds
     * @return the median, the lower one of an even number
     */
    public static double median(double budget, DoubleSupplier measurement) {
        double[] found = new double[MOST_ROUNDS];
        int rounds = 0;
        long start = System.nanoTime();
        do {
            found[rounds++] = measurement.getAsDouble();
        } while (rounds < MOST_ROUNDS && (System.nanoTime() - start) / 1e9 < budget);
        double[] sorted = Arrays.copyOf(found, rounds);
        Arrays.sort(sorted);
        return sorted[(rounds - 1) / 2];
    }
}
