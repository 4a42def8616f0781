package org.infoscope.sample;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What samples cost a training, read off the training's own steps: what the steps from a sampled one on take beyond as many steps at
 * the pace of those just before and just after. A machine whose speed changes from minute to minute cancels out; what the worker takes
 * from training through memory, and garbage collections in these steps, do not.
 *
 * <p>At least: what is done at every step, and what the worker does later than in these steps, belong to the pace and cancel out, too.
 */
final class SampleCosts {

    /** Steps from the sampled one on that count as the sample's. Our own choice. */
    static final int WINDOW = 24;

    /** Steps on each side that tell the pace. Our own choice: samples 64 steps apart have room for both. */
    static final int BESIDE = 20;

    /** The shortest distance at which no sample's steps tell the pace of another. */
    static final int APART = WINDOW + BESIDE;

    private SampleCosts() {}

    /**
     * Of one training.
     *
     * @param nanos of each step, the listener's callbacks with it
     * @param sampled which steps are
     * @return milliseconds, one number for each sample that is far enough from others and from both ends; may be negative
     */
    static DoubleStream millis(long[] nanos, IntPredicate sampled) {
        return IntStream.rangeClosed(BESIDE, nanos.length - APART)
                .filter(at -> sampled.test(at) && isAlone(at, sampled))
                .mapToDouble(at -> beyond(nanos, at) / 1e6);
    }

    private static boolean isAlone(int at, IntPredicate sampled) {
        return IntStream.range(at - APART + 1, at + APART)
                .filter(other -> other != at)
                .noneMatch(sampled);
    }

    private static double beyond(long[] nanos, int at) {
        int end = at + WINDOW;
        double pace = (sum(nanos, at - BESIDE, at) + sum(nanos, end, end + BESIDE)) / (2.0 * BESIDE);
        return sum(nanos, at, end) - WINDOW * pace;
    }

    private static long sum(long[] nanos, int from, int to) {
        return Arrays.stream(nanos, from, to).sum();
    }
}
