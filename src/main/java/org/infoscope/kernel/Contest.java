package org.infoscope.kernel;

import java.util.Arrays;

/** Which of several engines is the fastest for one kind of work. Safe for use by several threads. */
final class Contest {

    private static final int ROUNDS = 2;

    private final int[] begun;
    private final double[] least;
    private final boolean[] out;

    /** Among so many engines. */
    Contest(int engines) {
        begun = new int[engines];
        least = new double[engines];
        out = new boolean[engines];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
    }

    /** The turn of the engine that has had too few; when all had theirs, of the fastest so far. */
    synchronized Turn next() {
        int fastest = -1;
        for (int engine = 0; engine < begun.length; engine++) {
            if (out[engine]) {
                continue;
            }
            if (begun[engine] < ROUNDS) {
                begun[engine]++;
                return new Turn(engine, true);
            }
            fastest = fastest < 0 || least[engine] < least[fastest] ? engine : fastest;
        }
        // Where all have failed it is the last one's, as ever.
        return new Turn(fastest < 0 ? begun.length - 1 : fastest, false);
    }

    /** One engine's piece of work. */
    final class Turn {

        private final int engine;
        private boolean counted;

        private Turn(int engine, boolean counted) {
            this.engine = engine;
            this.counted = counted;
        }

        /** Whose turn it is. */
        int engine() {
            return engine;
        }

        /** It is done, at this cost per unit of work. */
        void took(double cost) {
            synchronized (Contest.this) {
                least[engine] = Math.min(least[engine], cost);
            }
        }

        /** The work could not be done by anyone: the turn is given back. */
        void refused() {
            synchronized (Contest.this) {
                begun[engine] -= counted ? 1 : 0;
                counted = false;
            }
        }

        /** The engine failed: it has no more turns. */
        void failed() {
            synchronized (Contest.this) {
                out[engine] = true;
            }
        }
    }
}
