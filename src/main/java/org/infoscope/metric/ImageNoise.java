package org.infoscope.metric;

import java.util.Arrays;
import java.util.List;

/** What was found for one image: noise levels, and what calibration adds to the entropy of each. */
final class ImageNoise {

    private final double[] sigma;
    private final double calibration;
    private final double loss;

    /**
     * Keeps its arguments.
     *
     * @param sigma per cell
     * @param calibration nats to add to the entropy of every cell, 1/2 log(c / L)
     * @param loss L at these levels, NaN where it was not measured
     */
    ImageNoise(double[] sigma, double calibration, double loss) {
        this.sigma = sigma;
        this.calibration = calibration;
        this.loss = loss;
    }

    double[] sigma() {
        return sigma;
    }

    double loss() {
        return loss;
    }

    double entropy() {
        return NoiseLevels.meanEntropy(sigma) + calibration;
    }

    /** The levels at which L = c, as far as the range of sigma allows. */
    double[] calibrated() {
        return Arrays.stream(sigma)
                .map(s -> NoiseLevels.clamp(s * Math.exp(calibration)))
                .toArray();
    }

    /** H_k per cell. */
    List<Double> map() {
        return Arrays.stream(sigma)
                .mapToObj(s -> NoiseLevels.entropy(s) + calibration)
                .toList();
    }

    /** Mean H of the background minus mean H of the foreground; both have cells. */
    double concentration(InputCells cells) {
        double[] sums = new double[2];
        int[] counts = new int[2];
        for (int k = 0; k < sigma.length; k++) {
            int side = cells.inForeground(k) ? 1 : 0;
            sums[side] += NoiseLevels.entropy(sigma[k]);
            counts[side]++;
        }
        return sums[0] / counts[0] - sums[1] / counts[1];
    }
}
