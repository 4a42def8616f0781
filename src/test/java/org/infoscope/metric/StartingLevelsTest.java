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

    @Test
    void whereTheLayerIsLinearTheStartIsWaterFilling() {
        double[][] start = new StartingLevels(SEARCH).of(WEIGHTS, StartingLevelsTest::losses);
        assertThat(start[0]).containsExactly(Objects.requireNonNull(NoiseLevels.fill(WEIGHTS[0], POWER)));
    }

    @Test
    void elsewhereItIsTheHighestCeilingUnderWhichTheLossIsNear() {
        double[] start = new StartingLevels(SEARCH).of(WEIGHTS, StartingLevelsTest::losses)[1];
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
        double[][] start = new StartingLevels(SEARCH).of(WEIGHTS, (images, sigma) -> {
            double[] none = new double[images.length];
            Arrays.fill(none, Double.NaN);
            return none;
        });
        for (double[] levels : start) {
            for (double sigma : levels) {
                assertThat(sigma).isCloseTo(Math.sqrt(POWER), within(1e-9));
            }
        }
    }
}
