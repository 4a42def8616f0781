package org.infoscope.metric;

import java.util.Arrays;

/** L of one image, and its derivative with respect to log sigma of each cell. */
final class LossGradient {

    private final double loss;
    private final double[] gradient;

    LossGradient(double loss, double[] gradient) {
        this.loss = loss;
        this.gradient = gradient;
    }

    /** What a search asks at each step. */
    @FunctionalInterface
    interface Source {

        /**
         * One estimate per image.
         *
         * @param sigma levels by image and cell
         */
        LossGradient[] at(double[][] sigma);
    }

    double loss() {
        return loss;
    }

    double[] gradient() {
        return gradient;
    }

    LossGradient dividedBy(double scale) {
        return new LossGradient(
                loss / scale,
                Arrays.stream(gradient).map(slope -> slope / scale).toArray());
    }
}
