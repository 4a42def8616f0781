package org.infoscope.metric;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Noise levels sigma, one per cell: their range, their entropy, and the best ones for a linear layer. Stateless. */
final class NoiseLevels {

    /** The range of the sister paper's noise layer. */
    static final double MIN = 1e-3;

    static final double MAX = 1;

    private static final double HALF_LOG_2_PI_E = 0.5 * Math.log(2 * Math.PI * Math.E);
    private static final double ROUNDING = 1e-9;
    private static final int BISECTIONS = 200;

    private NoiseLevels() {}

    static double clamp(double sigma) {
        return Math.min(MAX, Math.max(MIN, sigma));
    }

    /** The differential entropy of Gaussian noise, in nat. */
    static double entropy(double sigma) {
        return Math.log(sigma) + HALF_LOG_2_PI_E;
    }

    static double meanEntropy(double[] sigma) {
        return Arrays.stream(sigma).map(NoiseLevels::entropy).average().orElse(Double.NaN);
    }

    /** The share of levels at an end of the range. */
    static double clampedShare(double[] sigma) {
        return Arrays.stream(sigma)
                        .filter(s -> s <= MIN * (1 + ROUNDING) || s >= MAX * (1 - ROUNDING))
                        .count()
                / (double) sigma.length;
    }

    /** {@link #fill(double[], double, double)} with the whole range. */
    static double @Nullable [] fill(double[] weights, double power) {
        return fill(weights, power, MAX);
    }

    /**
     * The levels of largest entropy for which sum w_k sigma_k^2 / sum w_k = c sigma_0^2: water-filling, sigma_k^2 =
     * clip(mu / w_k, 1e-6, ceiling^2), where mu is found by bisection. Cells of w_k = 0 have the ceiling.
     *
     * @param weights w, of any scale
     * @param power c sigma_0^2, in [1e-6, 1]
     * @param ceiling of sigma, from sqrt(power) to 1
     * @return null if all weights are 0, or one is not finite: the layer is dead
     */
    static double @Nullable [] fill(double[] weights, double power, double ceiling) {
        double largest = Arrays.stream(weights).max().orElse(0);
        double total = Arrays.stream(weights).sum();
        if (!(largest > 0) || !Double.isFinite(total)) {
            return null;
        }
        double[] shares = Arrays.stream(weights).map(w -> w / total).toArray();
        double smallest = Arrays.stream(shares).filter(w -> w > 0).min().orElseThrow();
        double low = Math.log(smallest) + 2 * Math.log(MIN);
        double high = Math.log(largest / total);
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (power(shares, Math.exp(middle), ceiling) < power) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double mu = Math.exp((low + high) / 2);
        return Arrays.stream(shares)
                .map(w -> Math.sqrt(variance(w, mu, ceiling)))
                .toArray();
    }

    private static double power(double[] shares, double mu, double ceiling) {
        return Arrays.stream(shares).map(w -> w * variance(w, mu, ceiling)).sum();
    }

    private static double variance(double share, double mu, double ceiling) {
        double most = ceiling * ceiling;
        return share == 0 ? most : Math.min(most, Math.max(MIN * MIN, mu / share));
    }
}
