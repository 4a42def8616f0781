package org.infoscope.listener;

/**
 * When to sample. Immutable, safe for use by several threads.
 *
 * <p>Iterations are counted from 0, as Deeplearning4j does.
 */
public sealed interface Schedule {

    /**
     * Whether to sample after this iteration's parameter update while an epoch is under way.
     *
     * @param iteration 0-based
     * @return true to sample
     */
    boolean atIteration(long iteration);

    /**
     * The same while no epoch is under way, which is so in a loop over {@code fit(DataSet)}.
     *
     * @param iteration 0-based
     * @return true to sample; the same as {@link #atIteration} unless the schedule says otherwise
     */
    default boolean atIterationWithoutEpochs(long iteration) {
        return atIteration(iteration);
    }

    /**
     * Whether to sample at the end of this epoch.
     *
     * @param epoch 0-based
     * @return true to sample
     */
    boolean atEpochEnd(int epoch);

    /**
     * In words, for the run's settings.
     *
     * @return for example {@code every 10 iterations}
     */
    String description();

    /**
     * Iterations 0, n, 2n ...
     *
     * @param n at least 1
     * @return the schedule
     * @throws IllegalArgumentException if n is below 1
     */
    static Schedule every(int n) {
        return new Every(n);
    }

    /**
     * The end of every epoch. Deeplearning4j ends epochs only in the fit methods that take an iterator (and in early
     * stopping): a loop over {@code fit(DataSet)} has none.
     *
     * @return the schedule
     */
    static Schedule perEpoch() {
        return new PerEpoch();
    }

    /**
     * The end of every epoch; where there are none, iterations n, 2n ...: for costly metrics, which {@link #perEpoch} alone
     * would leave out of a loop over {@code fit(DataSet)}.
     *
     * @param n at least 1
     * @return the schedule
     * @throws IllegalArgumentException if n is below 1
     */
    static Schedule perEpochOrEvery(int n) {
        return new PerEpochOrEvery(n);
    }

    /**
     * Dense at first, then ever rarer: at most ten samples per factor of ten, the same number in iterations 10 to 100 as in 100 to
     * 1,000. The number ten is our own choice.
     *
     * @return the schedule
     */
    static Schedule logarithmic() {
        return new Logarithmic();
    }

    /**
     * Iterations 0, n, 2n ...
     *
     * @param n at least 1
     */
    record Every(int n) implements Schedule {
        /**
         * Checks the interval.
         *
         * @param n at least 1
         */
        public Every {
            if (n < 1) {
                throw new IllegalArgumentException("Sample every n iterations with n >= 1, not " + n);
            }
        }

        @Override
        public boolean atIteration(long iteration) {
            return iteration % n == 0;
        }

        @Override
        public boolean atEpochEnd(int epoch) {
            return false;
        }

        @Override
        public String description() {
            return n == 1 ? "every iteration" : "every " + n + " iterations";
        }
    }

    /** The end of every epoch. */
    record PerEpoch() implements Schedule {
        @Override
        public boolean atIteration(long iteration) {
            return false;
        }

        @Override
        public boolean atEpochEnd(int epoch) {
            return true;
        }

        @Override
        public String description() {
            return "at the end of every epoch";
        }
    }

    /**
     * The end of every epoch; where there are none, iterations n, 2n ...
     *
     * @param n at least 1
     */
    record PerEpochOrEvery(int n) implements Schedule {
        /**
         * Checks the interval.
         *
         * @param n at least 1
         */
        public PerEpochOrEvery {
            if (n < 1) {
                throw new IllegalArgumentException("Sample every n iterations with n >= 1, not " + n);
            }
        }

        @Override
        public boolean atIteration(long iteration) {
            return false;
        }

        @Override
        public boolean atIterationWithoutEpochs(long iteration) {
            return iteration > 0 && iteration % n == 0;
        }

        @Override
        public boolean atEpochEnd(int epoch) {
            return true;
        }

        @Override
        public String description() {
            return "at the end of every epoch; where there are none, " + new Every(n).description();
        }
    }

    /**
     * The first iteration, then whenever ten times the decimal logarithm of the number of iterations done passes an
     * integer.
     */
    record Logarithmic() implements Schedule {
        private static final int PER_DECADE = 10;

        @Override
        public boolean atIteration(long iteration) {
            return iteration == 0 || slot(iteration + 1) > slot(iteration);
        }

        private static long slot(long done) {
            return (long) Math.floor(PER_DECADE * Math.log10((double) done));
        }

        @Override
        public boolean atEpochEnd(int epoch) {
            return false;
        }

        @Override
        public String description() {
            return "ten times per factor of ten in iterations";
        }
    }
}
