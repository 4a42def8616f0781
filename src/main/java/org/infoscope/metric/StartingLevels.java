package org.infoscope.metric;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Where the search begins: water-filling, and where L there is far above c, water-filling under a ceiling of sigma. A layer
 * that does not answer to small noise in a cell may well answer to noise of sigma = 1 (a rectifier that only large noise
 * opens), and no search of a few steps comes back from there. Cells without any influence, of weight 0 under that noise as
 * well, are not under the ceiling: their sigma is 1.
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

    /** w of some images, by position, the Jacobian taken under noise of these levels. */
    @FunctionalInterface
    interface Weights {
        double[][] at(int[] images, double[][] sigma);
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
     * @param strong weights under noise, which tell cells without influence from those that small noise leaves shut
     * @return levels by image and cell
     */
    double[][] of(double[][] weights, Losses losses, Weights strong) {
        double[] low = new double[weights.length];
        double[] high = new double[weights.length];
        Arrays.fill(low, Math.log(power) / 2);
        int[] far = IntStream.range(0, weights.length).toArray();
        double[][] start = new double[weights.length][];
        for (int a : far) {
            start[a] = levels(weights[a], weights[a], NoiseLevels.MAX);
        }
        far = aboveTarget(far, start, losses);
        double[][] under = under(far, start, strong);
        for (int a : far) {
            start[a] = levels(weights[a], under[a], Math.exp(low[a]));
        }
        for (int i = 0; i < HALVINGS && far.length > 0; i++) {
            double[][] middle = new double[weights.length][];
            for (int a : far) {
                middle[a] = levels(weights[a], under[a], Math.exp((low[a] + high[a]) / 2));
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

    /** The weights under noise of the far images; null for the others. */
    private static double[][] under(int[] far, double[][] sigma, Weights strong) {
        double[][] under = new double[sigma.length][];
        if (far.length > 0) {
            double[][] found = strong.at(far, of(far, sigma));
            IntStream.range(0, far.length).forEach(i -> under[far[i]] = found[i]);
        }
        return under;
    }

    /** Water-filling under a ceiling, from which cells whose weights are 0 in both are free. */
    private double[] levels(double[] weights, double[] strong, double ceiling) {
        double[] sigma = Objects.requireNonNull(NoiseLevels.fill(weights, power, ceiling), "an image is dead");
        return IntStream.range(0, sigma.length)
                .mapToDouble(k -> weights[k] == 0 && strong[k] == 0 ? NoiseLevels.MAX : sigma[k])
                .toArray();
    }

    private static double[][] of(int[] images, double[][] sigma) {
        return Arrays.stream(images).mapToObj(a -> sigma[a]).toArray(double[][]::new);
    }

    /** Those of the images, ascending, whose L is above 2 c or not a number. */
    private int[] aboveTarget(int[] images, double[][] sigma, Losses losses) {
        double[] loss = losses.at(images, of(images, sigma));
        return IntStream.range(0, images.length)
                .filter(i -> !(loss[i] <= NEAR * target))
                .map(i -> images[i])
                .toArray();
    }
}
