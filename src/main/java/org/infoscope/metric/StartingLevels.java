package org.infoscope.metric;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Where the search begins: water-filling, and where L there is far above c, water-filling under a ceiling of sigma. A layer
 * that does not answer to small noise in a cell may well answer to noise of sigma = 1 (a rectifier that only large noise
 * opens), and no search of a few steps comes back from there.
 */
final class StartingLevels {

    /** Factor between L and c up to which the search starts where water-filling says. */
    private static final double NEAR = 2;

    /** Halvings of the range of log sigma: to 1 / 32 of it, a factor of 1.15 at the defaults. */
    private static final int HALVINGS = 5;

    private final double target;
    private final double power;

    /** L of some images, by position. */
    @FunctionalInterface
    interface Losses {
        double[] at(int[] images, double[][] sigma);
    }

    StartingLevels(NoiseSearch search) {
        target = search.target();
        power = search.target() * search.referenceNoise() * search.referenceNoise();
    }

    /**
     * The levels with the largest ceiling, up to halvings, at which L is at most 2 c. At the lowest, sqrt(c) sigma_0, all
     * cells are alike and L is about c.
     *
     * @param weights w per image and cell; no image is dead
     * @param losses measured with noise
     * @return levels by image and cell
     */
    double[][] of(double[][] weights, Losses losses) {
        double[] low = new double[weights.length];
        double[] high = new double[weights.length];
        Arrays.fill(low, Math.log(power) / 2);
        int[] far = IntStream.range(0, weights.length).toArray();
        double[][] start = new double[weights.length][];
        for (int a : far) {
            start[a] = levels(weights[a], NoiseLevels.MAX);
        }
        far = aboveTarget(far, start, losses);
        for (int a : far) {
            start[a] = levels(weights[a], Math.exp(low[a]));
        }
        for (int i = 0; i < HALVINGS && far.length > 0; i++) {
            double[][] middle = new double[weights.length][];
            for (int a : far) {
                middle[a] = levels(weights[a], Math.exp((low[a] + high[a]) / 2));
            }
            int[] above = aboveTarget(far, middle, losses);
            for (int a : far) {
                double ceiling = (low[a] + high[a]) / 2;
                if (Arrays.binarySearch(above, a) >= 0) {
                    high[a] = ceiling;
                } else {
                    low[a] = ceiling;
                    start[a] = middle[a];
                }
            }
        }
        return start;
    }

    private double[] levels(double[] weights, double ceiling) {
        return Objects.requireNonNull(NoiseLevels.fill(weights, power, ceiling), "an image is dead");
    }

    /** Those of the images, ascending, whose L is above 2 c or not a number. */
    private int[] aboveTarget(int[] images, double[][] sigma, Losses losses) {
        double[] loss =
                losses.at(images, Arrays.stream(images).mapToObj(a -> sigma[a]).toArray(double[][]::new));
        return IntStream.range(0, images.length)
                .filter(i -> !(loss[i] <= NEAR * target))
                .map(i -> images[i])
                .toArray();
    }
}
