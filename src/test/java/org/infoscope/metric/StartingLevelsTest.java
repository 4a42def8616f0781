package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StartingLevelsTest {

    private static final NoiseSearch SEARCH = NoiseSearch.withDefaults();
    private static final double POWER = SEARCH.target() * SEARCH.referenceNoise() * SEARCH.referenceNoise();

    /** The second image's first cell does not answer to small noise; from sigma = 0.05 on it answers strongly. */
    private static final double[][] WEIGHTS = {{0.4, 0.1, 0.5}, {0, 0.2, 0.8}};

    private static double loss(int image, double[] sigma) {
        double linear = IntStream.range(0, sigma.length)
                        .mapToDouble(k -> WEIGHTS[image][k] * sigma[k] * sigma[k])
                        .sum()
                / (SEARCH.referenceNoise() * SEARCH.referenceNoise());
        double opened = Math.max(0, sigma[0] - 0.05);
        return linear + (image == 0 ? 0 : 1e5 * opened * opened);
    }

    private static double[] losses(int[] images, double[][] sigma) {
        return IntStream.range(0, images.length)
                .mapToDouble(i -> loss(images[i], sigma[i]))
                .toArray();
    }

    /** No cell is without influence. */
    private static double[][] strong(int[] images, double[][] sigma) {
        return IntStream.range(0, images.length)
                .mapToObj(i -> new double[] {1, 1, 1})
                .toArray(double[][]::new);
    }

    @Test
    void cellsWithoutInfluenceAreNotUnderTheCeiling() {
        double[][] weights = {{0.4, 0.6, 0, 0}, {0, 1, 0, 0}};
        double[][] start = new StartingLevels(SEARCH)
                .of(
                        weights,
                        (images, sigma) -> IntStream.range(0, images.length)
                                .mapToDouble(i ->
                                        images[i] == 0 ? 1.5 : 1.5 + 1e5 * Math.pow(Math.max(0, sigma[i][0] - 0.05), 2))
                                .toArray(),
                        (images, sigma) -> {
                            assertThat(images).containsExactly(1);
                            assertThat(sigma[0][0]).isEqualTo(1);
                            return new double[][] {{9, 1, 0, 0}};
                        });
        assertThat(start[0]).containsExactly(Objects.requireNonNull(NoiseLevels.fill(weights[0], POWER)));
        assertThat(start[1][0]).isBetween(0.046, 0.054);
        assertThat(start[1][2]).isEqualTo(1);
        assertThat(start[1][3]).isEqualTo(1);
    }

    @Test
    void whereTheLayerIsLinearTheStartIsWaterFilling() {
        double[][] start =
                new StartingLevels(SEARCH).of(WEIGHTS, StartingLevelsTest::losses, StartingLevelsTest::strong);
        assertThat(start[0]).containsExactly(Objects.requireNonNull(NoiseLevels.fill(WEIGHTS[0], POWER)));
    }

    @Test
    void elsewhereItIsTheHighestCeilingUnderWhichTheLossIsNear() {
        double[] start =
                new StartingLevels(SEARCH).of(WEIGHTS, StartingLevelsTest::losses, StartingLevelsTest::strong)[1];
        assertThat(loss(1, Objects.requireNonNull(NoiseLevels.fill(WEIGHTS[1], POWER))))
                .isGreaterThan(1e4);
        assertThat(loss(1, start)).isLessThanOrEqualTo(2 * SEARCH.target());
        // Half of a range of log sigma, 4.4, five times: the next ceiling is 1.15 times as high.
        double next = start[0] * Math.exp(-Math.log(POWER) / 2 / 32);
        assertThat(loss(1, Objects.requireNonNull(NoiseLevels.fill(WEIGHTS[1], POWER, next))))
                .isGreaterThan(2 * SEARCH.target());
        assertThat(start[1]).isGreaterThan(start[2]);
    }

    @Test
    void anImageWhoseLossIsNoNumberStartsUniform() {
        double[][] start = new StartingLevels(SEARCH)
                .of(
                        WEIGHTS,
                        (images, sigma) -> {
                            double[] none = new double[images.length];
                            Arrays.fill(none, Double.NaN);
                            return none;
                        },
                        StartingLevelsTest::strong);
        for (double[] levels : start) {
            for (double sigma : levels) {
                assertThat(sigma).isCloseTo(Math.sqrt(POWER), within(1e-9));
            }
        }
    }
}
