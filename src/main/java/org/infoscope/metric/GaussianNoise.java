package org.infoscope.metric;

import java.util.SplittableRandom;

/**
 * Standard normal numbers by Box and Muller: u = ((z >>> 11) + 1/2) / 2^53 from {@link SplittableRandom#nextLong}, then
 * the cosine and the sine. Strict mathematics, so that a seed gives the same bits everywhere.
 *
 * <p>Not safe for use by several threads.
 */
final class GaussianNoise {

    private final SplittableRandom random;
    private double second = Double.NaN;

    GaussianNoise(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A stream of its own for each image and purpose, the same for every layer. */
    static GaussianNoise of(long seed, int example, Purpose purpose) {
        long ofSeed = new SplittableRandom(seed).nextLong();
        long ofExample = new SplittableRandom(ofSeed + example).nextLong();
        return new GaussianNoise(new SplittableRandom(ofExample + purpose.number).nextLong());
    }

    /** What noise is for. */
    enum Purpose {
        /** Copies of the input at the reference noise, where the Jacobian is taken. */
        COPIES(1),
        /** Vectors in the layer's space. */
        VECTORS(2),
        /** Steps of a search. */
        STEPS(3),
        /** Samples for sigma_f and for L at the end: the same, so that their ratio varies less. */
        SAMPLES(4),
        /** Steps of a search that reads reconstructions. */
        DECODED_STEPS(5),
        /** Samples for the reconstruction's error at the end. */
        DECODED_SAMPLES(6),
        /** Copies that tell whether a search may start somewhere. */
        STARTS(7);

        private final int number;

        Purpose(int number) {
            this.number = number;
        }
    }

    double next() {
        if (!Double.isNaN(second)) {
            double kept = second;
            second = Double.NaN;
            return kept;
        }
        double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform()));
        double angle = 2 * Math.PI * uniform();
        second = radius * StrictMath.sin(angle);
        return radius * StrictMath.cos(angle);
    }

    private double uniform() {
        return ((random.nextLong() >>> 11) + 0.5) * 0x1p-53;
    }

    void fill(double[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = next();
        }
    }
}
