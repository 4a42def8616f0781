package org.infoscope.kernel;

import java.util.function.DoubleSupplier;

/** How the width sigma of the Gaussian kernel is chosen from the samples. */
public sealed interface Bandwidth {

    /**
     * The sigma of some samples.
     *
     * @param columns d of the samples [n, d]
     * @param median gives sqrt(median of D_ij^2 / 2), NaN where there is none; only the rule of that name asks for it
     * @return sigma in units of the activations, or of rows scaled to unit norm if that is the rule; NaN if there is none
     */
    double sigma(int columns, DoubleSupplier median);

    /**
     * The same sigma for every layer and iteration.
     *
     * @param sigma positive and finite, in units of the activations
     */
    record Fixed(double sigma) implements Bandwidth {
        /**
         * Checks that sigma is positive and finite.
         *
         * @param sigma as above
         */
        public Fixed {
            if (!(sigma > 0) || Double.isInfinite(sigma)) {
                throw new IllegalArgumentException("The bandwidth sigma must be positive and finite, not " + sigma);
            }
        }

        @Override
        public double sigma(int columns, DoubleSupplier median) {
            return sigma;
        }

        @Override
        public String toString() {
            return Double.toString(sigma);
        }
    }

    /** A sigma that follows from the samples. */
    enum Rule implements Bandwidth {
        /** sigma = sqrt(d). */
        SQRT_DIMENSION,
        /** sigma = sqrt(median over i &lt; j of D_ij^2 / 2). */
        MEDIAN,
        /** Rows scaled to unit Euclidean norm, sigma = 1. */
        UNIT_NORM;

        @Override
        public double sigma(int columns, DoubleSupplier median) {
            return switch (this) {
                case SQRT_DIMENSION -> Math.sqrt(columns);
                case MEDIAN -> median.getAsDouble();
                case UNIT_NORM -> 1;
            };
        }
    }

    /**
     * The published default is {@code fixed(10)}.
     *
     * @param sigma positive and finite, in units of the activations
     * @return a constant bandwidth
     * @throws IllegalArgumentException if sigma is not positive and finite
     */
    static Bandwidth fixed(double sigma) {
        return new Fixed(sigma);
    }

    /**
     * sigma = sqrt(d), d the number of columns.
     *
     * @return the rule
     */
    static Bandwidth sqrtDimension() {
        return Rule.SQRT_DIMENSION;
    }

    /**
     * sigma = sqrt(median of the squared distances / 2), over pairs i &lt; j.
     *
     * @return the rule
     */
    static Bandwidth medianHeuristic() {
        return Rule.MEDIAN;
    }

    /**
     * Rows scaled to unit norm, sigma = 1.
     *
     * @return the rule
     */
    static Bandwidth unitNorm() {
        return Rule.UNIT_NORM;
    }

    /**
     * Reads a bandwidth as people write it.
     *
     * @param text a positive number, or the name of a {@link Rule} in either case
     * @return the bandwidth
     * @throws IllegalArgumentException if it is neither
     */
    static Bandwidth of(String text) {
        for (Rule rule : Rule.values()) {
            if (rule.name().equalsIgnoreCase(text.strip())) {
                return rule;
            }
        }
        double sigma;
        try {
            sigma = Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "A bandwidth is a positive number, SQRT_DIMENSION, MEDIAN or UNIT_NORM, not '" + text + "'", e);
        }
        return fixed(sigma);
    }
}
