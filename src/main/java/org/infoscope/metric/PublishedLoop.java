package org.infoscope.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The loop of the published code: gradient descent on sigma from sigma_0, of L - lambda mean log(2 pi e sigma_k^2). It is a
 * path, which depends on lambda and on the rate, not an optimum; the reading is its point nearest to L = c.
 */
final class PublishedLoop {

    private static final double CELLS_OF_THE_RATE = 256;

    private final NoiseSearch options;
    private final int steps;

    PublishedLoop(NoiseSearch options, int steps) {
        this.options = options;
        this.steps = steps;
    }

    /** A point of the path: after {@code step} moves. */
    static final class Point {

        private final int step;
        private final double loss;
        private final double[] sigma;

        Point(int step, double loss, double[] sigma) {
            this.step = step;
            this.loss = loss;
            this.sigma = sigma;
        }

        int step() {
            return step;
        }

        double loss() {
            return loss;
        }

        double[] sigma() {
            return sigma;
        }
    }

    /**
     * All images in step, until the steps are used up or every L is beyond 2 c.
     *
     * @param images how many
     * @param cells of each
     * @param source of the gradients
     * @return the reading of each image; its loss is NaN if none of its losses was a number
     */
    Point[] from(int images, int cells, LossGradient.Source source) {
        double[][] sigma = new double[images][cells];
        Point[] readings = new Point[images];
        for (int a = 0; a < images; a++) {
            Arrays.fill(sigma[a], options.referenceNoise());
            readings[a] = new Point(0, Double.NaN, sigma[a].clone());
        }
        for (int step = 0; step < steps; step++) {
            LossGradient[] losses = source.at(sigma);
            for (int a = 0; a < images; a++) {
                if (!(distance(readings[a].loss()) <= distance(losses[a].loss()))) {
                    readings[a] = new Point(step, losses[a].loss(), sigma[a].clone());
                }
                move(sigma[a], losses[a].gradient());
            }
            if (Arrays.stream(losses).allMatch(loss -> loss.loss() > 2 * options.target())) {
                break;
            }
        }
        return readings;
    }

    private double distance(double loss) {
        return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : Math.abs(loss - options.target());
    }

    private void move(double[] sigma, double[] gradient) {
        int cells = sigma.length;
        double rate = options.publishedRate() * cells / CELLS_OF_THE_RATE;
        IntStream.range(0, cells).forEach(k -> {
            double slope = (gradient[k] - options.lambda() * 2 / cells) / sigma[k];
            sigma[k] = NoiseLevels.clamp(sigma[k] - rate * slope);
        });
    }
}
