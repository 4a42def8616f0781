package org.infoscope.metric;

import java.util.Arrays;

/**
 * Maximises mean log sigma_k subject to L = c: Adam on log sigma with the gradient of L - 2 c mean log sigma, whose zero is
 * the constrained optimum of a quadratic L; the rate falls by a cosine, and the last half of the steps is averaged.
 */
final class AdamSearch {

    private static final double FIRST_DECAY = 0.9;
    private static final double SECOND_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    private final double target;
    private final double rate;
    private final int steps;

    AdamSearch(double target, double rate, int steps) {
        this.target = target;
        this.rate = rate;
        this.steps = steps;
    }

    /**
     * All images in step.
     *
     * @param start levels by image and cell; unchanged
     * @param source of the gradients
     * @return levels by image and cell
     */
    double[][] from(double[][] start, LossGradient.Source source) {
        Image[] images = Arrays.stream(start).map(Image::new).toArray(Image[]::new);
        for (int step = 0; step < steps; step++) {
            LossGradient[] losses =
                    source.at(Arrays.stream(images).map(Image::sigma).toArray(double[][]::new));
            for (int a = 0; a < images.length; a++) {
                images[a].move(step, losses[a].gradient());
            }
        }
        return Arrays.stream(images).map(Image::average).toArray(double[][]::new);
    }

    private final class Image {
        private final double[] log;
        private final double[] first;
        private final double[] second;
        private final double[] sum;

        Image(double[] sigma) {
            log = Arrays.stream(sigma).map(Math::log).toArray();
            first = new double[log.length];
            second = new double[log.length];
            sum = new double[log.length];
        }

        double[] sigma() {
            return Arrays.stream(log).map(Math::exp).toArray();
        }

        void move(int step, double[] gradient) {
            double now = rate * (1 + Math.cos(Math.PI * step / steps)) / 2;
            double firstBias = 1 - Math.pow(FIRST_DECAY, step + 1);
            double secondBias = 1 - Math.pow(SECOND_DECAY, step + 1);
            for (int k = 0; k < log.length; k++) {
                double slope = gradient[k] - 2 * target / log.length;
                first[k] = FIRST_DECAY * first[k] + (1 - FIRST_DECAY) * slope;
                second[k] = SECOND_DECAY * second[k] + (1 - SECOND_DECAY) * slope * slope;
                double moved = log[k] - now * (first[k] / firstBias) / (Math.sqrt(second[k] / secondBias) + EPSILON);
                log[k] = Math.min(Math.log(NoiseLevels.MAX), Math.max(Math.log(NoiseLevels.MIN), moved));
                if (step >= steps / 2) {
                    sum[k] += log[k];
                }
            }
        }

        double[] average() {
            int averaged = steps - steps / 2;
            return Arrays.stream(sum).map(log -> Math.exp(log / averaged)).toArray();
        }
    }
}
