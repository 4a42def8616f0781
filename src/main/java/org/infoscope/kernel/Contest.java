package org.infoscope.kernel;

import java.util.Arrays;

/** Which of several engines is the fastest for one kind of work. Safe for use by several threads. */
final class Contest {

    private static final int ROUNDS = 2;

    private final int[] begun;
    private final int[] ended;
    private final double[] least;

    /** Among so many engines. */
    Contest(int engines) {
        begun = new int[engines];
        ended = new int[engines];
        least = new double[engines];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
    }

    /** The engine whose turn it is; when all had theirs, the fastest so far. */
    synchronized int next() {
        for (int engine = 0; engine < begun.length; engine++) {
            if (begun[engine] < ROUNDS) {
                begun[engine]++;
                return engine;
            }
        }
        int fastest = 0;
        for (int engine = 1; engine < least.length; engine++) {
            fastest = least[engine] < least[fastest] ? engine : fastest;
        }
        return fastest;
    }

    /** Whether times still count. */
    synchronized boolean isOpen() {
        return Arrays.stream(ended).anyMatch(times -> times < ROUNDS);
    }

    /** Notes what an engine took per unit of work. */
    synchronized void note(int engine, double cost) {
        ended[engine]++;
        least[engine] = Math.min(least[engine], cost);
    }
}
