package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.infoscope.metric.GaussianNoise.Purpose;
import org.junit.jupiter.api.Test;

class GaussianNoiseTest {

    @Test
    void isTheStreamOfTheKnownAnswers() {
        double[] normals = new double[4];
        new GaussianNoise(42).fill(normals);
        assertThat(normals).containsExactly(GoldenDiscarding.read("rng").numbers("normals"), within(1e-15));
        GaussianNoise noise = new GaussianNoise(7);
        for (double[] expected : GoldenDiscarding.read("mlp_tanh").matrix("noise_8x6")) {
            double[] row = new double[6];
            noise.fill(row);
            assertThat(row).containsExactly(expected, within(1e-14));
        }
    }

    @Test
    void hasTheMomentsOfANormalDistribution() {
        GaussianNoise noise = new GaussianNoise(1);
        double[] sums = new double[5];
        int n = 200_000;
        for (int i = 0; i < n; i++) {
            double z = noise.next();
            for (int power = 1; power < sums.length; power++) {
                sums[power] += Math.pow(z, power) / n;
            }
        }
        assertThat(sums[1]).isCloseTo(0, within(0.01));
        assertThat(sums[2]).isCloseTo(1, within(0.015));
        assertThat(sums[3]).isCloseTo(0, within(0.04));
        assertThat(sums[4]).isCloseTo(3, within(0.1));
    }

    @Test
    void everyImageSeedAndPurposeHasAStreamOfItsOwn() {
        Set<Double> firsts = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            for (int example = 0; example < 10; example++) {
                for (Purpose purpose : Purpose.values()) {
                    firsts.add(GaussianNoise.of(seed, example, purpose).next());
                }
            }
        }
        assertThat(firsts).hasSize(10 * 10 * Purpose.values().length);
        assertThat(GaussianNoise.of(3, 2, Purpose.STEPS).next())
                .isEqualTo(GaussianNoise.of(3, 2, Purpose.STEPS).next());
    }
}
