package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Both searches on the exact L of linear layers. */
class NoiseSearchesTest {

    private static final double[] RISING = new double[256];

    static {
        Arrays.setAll(RISING, k -> (k + 1) / (256 * 257 / 2.0));
    }

    /** L = sum w_k sigma_k^2 / sigma_0^2, for every image; keeps each L. */
    private static LossGradient.Source linear(double[] w, List<Double> losses) {
        return sigma -> Arrays.stream(sigma)
                .map(levels -> {
                    double loss = 0;
                    double[] gradient = new double[w.length];
                    for (int k = 0; k < w.length; k++) {
                        double part = w[k] * levels[k] * levels[k] / 1e-4;
                        loss += part;
                        gradient[k] = 2 * part;
                    }
                    losses.add(loss);
                    return new LossGradient(loss, gradient);
                })
                .toArray(LossGradient[]::new);
    }

    @Test
    void thePublishedLoopTakesTheKnownPath() {
        GoldenDiscarding golden = GoldenDiscarding.read("official_flow_K256");
        PublishedLoop.Point point =
                new PublishedLoop(NoiseSearch.withDefaults(), 100).from(1, 256, linear(RISING, new ArrayList<>()))[0];
        assertThat(point.step()).isEqualTo((int) golden.number("pick_step"));
        assertThat(point.loss()).isCloseTo(golden.number("pick_Lf"), within(1e-12));
        assertThat(NoiseLevels.meanEntropy(point.sigma())).isCloseTo(golden.number("pick_H"), within(1e-12));
    }

    @Test
    void thePublishedLoopEndsBeyondTheTargetUnlessAsked() {
        GoldenDiscarding golden = GoldenDiscarding.read("official_flow_K256");
        List<Double> losses = new ArrayList<>();
        new PublishedLoop(NoiseSearch.withDefaults(), 400).from(1, 256, linear(RISING, losses));
        assertThat(losses.get(losses.size() - 1)).isGreaterThan(3);
        assertThat(losses.get(losses.size() - 2)).isLessThanOrEqualTo(3);
        losses.clear();
        new PublishedLoop(NoiseSearch.withDefaults().withTarget(100), 400).from(1, 256, linear(RISING, losses));
        assertThat(losses).hasSize(400);
        assertThat(losses.get(99)).isCloseTo(golden.number("Lf_step99"), within(1e-12));
        assertThat(losses.get(399)).isCloseTo(golden.number("Lf_step399"), within(1e-12));
    }

    @Test
    void thePublishedLoopReadsNothingWhereThereIsNoNumber() {
        PublishedLoop.Point point = new PublishedLoop(NoiseSearch.withDefaults(), 3)
                .from(1, 2, sigma -> new LossGradient[] {new LossGradient(Double.NaN, new double[2])})[0];
        assertThat(point.loss()).isNaN();
    }

    @Test
    void adamFindsTheConstrainedOptimum() {
        GoldenDiscarding golden = GoldenDiscarding.read("official_flow_K256");
        double[] best = Objects.requireNonNull(NoiseLevels.fill(RISING, 1.5e-4));
        assertThat(NoiseLevels.meanEntropy(best)).isCloseTo(golden.number("optimum_H"), within(1e-12));
        double[][] start = new double[2][256];
        Arrays.fill(start[0], 0.01);
        Arrays.fill(start[1], 0.02);
        double[][] before = {start[0].clone(), start[1].clone()};
        double[][] found = new AdamSearch(1.5, 0.05, 1000).from(start, linear(RISING, new ArrayList<>()));
        assertThat(found[0]).containsExactly(best, within(1e-6));
        assertThat(found[1]).containsExactly(best, within(1e-6));
        assertThat(start).isDeepEqualTo(before);
    }

    @Test
    void adamStaysInTheRange() {
        double[] w = {1, 0};
        double[][] found =
                new AdamSearch(1.5, 0.05, 400).from(new double[][] {{0.01, 0.9}}, linear(w, new ArrayList<>()));
        assertThat(found[0][1]).isEqualTo(1);
        assertThat(found[0][0]).isCloseTo(Math.sqrt(0.75) * 0.01, within(1e-6));
    }
}
