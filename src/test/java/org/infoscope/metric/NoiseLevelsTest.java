package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class NoiseLevelsTest {

    private static final double POWER = 1.5e-4;

    private static double[] filled(double[] weights, double power) {
        return Objects.requireNonNull(NoiseLevels.fill(weights, power));
    }

    private static void matches(double[] actual, double[] expected, double relative) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int k = 0; k < expected.length; k++) {
            assertThat(actual[k]).isCloseTo(expected[k], Percentage.withPercentage(100 * relative));
        }
    }

    @Test
    void knownAnswersOfLinearLayers() {
        for (String name : new String[] {"linear", "linear_grid2"}) {
            GoldenDiscarding golden = GoldenDiscarding.read(name);
            double[] sigma = filled(golden.numbers("w"), POWER);
            matches(sigma, golden.numbers("sigma"), 1e-12);
            assertThat(NoiseLevels.meanEntropy(sigma)).isCloseTo(golden.number("SID"), within(1e-12));
            assertThat(NoiseLevels.clampedShare(sigma)).isZero();
        }
    }

    @Test
    void aCellThatDoesNotMatterIsAtTheUpperEnd() {
        GoldenDiscarding golden = GoldenDiscarding.read("linear_dead_input");
        double[] w = golden.numbers("w");
        double[] sigma = filled(w, POWER);
        matches(sigma, golden.numbers("sigma"), 1e-9);
        assertThat(NoiseLevels.meanEntropy(sigma)).isCloseTo(golden.number("SID"), within(1e-9));
        assertThat(NoiseLevels.clampedShare(sigma)).isEqualTo(0.5);
        double loss = 0;
        for (int k = 0; k < w.length; k++) {
            loss += w[k] * sigma[k] * sigma[k] / 1e-4;
        }
        assertThat(loss).isCloseTo(golden.number("Lf"), within(1e-9));
    }

    @Test
    void rangeAndFloor() {
        GoldenDiscarding golden = GoldenDiscarding.read("bounds");
        assertThat(NoiseLevels.entropy(NoiseLevels.MIN)).isCloseTo(golden.number("H_min"), within(1e-12));
        assertThat(NoiseLevels.entropy(NoiseLevels.MAX)).isCloseTo(golden.number("H_max"), within(1e-12));
        assertThat(NoiseLevels.entropy(0.01)).isCloseTo(golden.number("H_init"), within(1e-12));
        assertThat(NoiseLevels.meanEntropy(filled(new double[] {3, 3, 3}, POWER)))
                .isCloseTo(golden.number("SID_uniform"), within(1e-12));
    }

    @Test
    void deadLayersHaveNoLevels() {
        assertThat(NoiseLevels.fill(new double[] {0, 0}, POWER)).isNull();
        assertThat(NoiseLevels.fill(new double[] {1, Double.NaN}, POWER)).isNull();
        assertThat(NoiseLevels.fill(new double[] {1, Double.POSITIVE_INFINITY}, POWER))
                .isNull();
    }

    /** Against every assignment of cells to the lower end, the upper end and the inside. */
    @Test
    void noAssignmentOfCellsToTheEndsIsBetter() {
        Random random = new Random(5);
        for (int trial = 0; trial < 300; trial++) {
            double[] w = new double[1 + random.nextInt(5)];
            Arrays.setAll(w, k -> random.nextInt(8) == 0 ? 0 : Math.exp(4 * random.nextGaussian()));
            w[0] = Math.max(w[0], 1e-3);
            double power = Math.exp(Math.log(1e-6) * (0.02 + 0.96 * random.nextDouble()));
            double[] sigma = filled(w, power);
            assertThat(spent(w, sigma)).isCloseTo(power, Percentage.withPercentage(1e-7));
            assertThat(NoiseLevels.meanEntropy(sigma)).isCloseTo(bestOfAll(w, power), within(1e-9));
            assertThat(filled(Arrays.stream(w).map(x -> 49 * x).toArray(), power))
                    .containsExactly(sigma, within(1e-12));
        }
    }

    private static double spent(double[] w, double[] sigma) {
        double sum = 0;
        for (int k = 0; k < w.length; k++) {
            sum += w[k] * sigma[k] * sigma[k];
        }
        return sum / Arrays.stream(w).sum();
    }

    private static double bestOfAll(double[] w, double power) {
        double total = Arrays.stream(w).sum();
        double best = Double.NEGATIVE_INFINITY;
        int assignments = (int) Math.pow(3, w.length);
        for (int code = 0; code < assignments; code++) {
            double[] sigma = new double[w.length];
            double left = power;
            int inside = 0;
            int rest = code;
            for (int k = 0; k < w.length; k++, rest /= 3) {
                sigma[k] = rest % 3 == 0 ? 1e-3 : rest % 3 == 1 ? 1 : Double.NaN;
                inside += rest % 3 == 2 ? 1 : 0;
                left -= rest % 3 == 2 ? 0 : w[k] / total * sigma[k] * sigma[k];
            }
            for (int k = 0; k < w.length; k++) {
                sigma[k] = Double.isNaN(sigma[k]) ? Math.sqrt(left / inside / (w[k] / total)) : sigma[k];
            }
            boolean feasible = left >= -1e-15 * power
                    && Arrays.stream(sigma).allMatch(s -> s >= 1e-3 * (1 - 1e-12) && s <= 1 + 1e-12);
            if (feasible) {
                best = Math.max(best, NoiseLevels.meanEntropy(sigma));
            }
        }
        return best;
    }
}
