package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

class RandomMapBirthsTest {

    /** The same distribution as maps that are really drawn and measured, square or not. */
    @ParameterizedTest
    @CsvSource({"4, 4", "5, 5", "9, 9", "14, 14", "6, 9", "9, 6", "3, 12"})
    void agreesWithMeasuredMaps(int height, int width) {
        int count = 40_000;
        double[] pixels =
                new SplittableRandom(11).doubles((long) count * height * width).toArray();
        int[] measured =
                new CpuKernels().firstCycleBirths(Nd4j.createFromArray(pixels).reshape(count, height, width));
        int[] drawn = RandomMapBirths.draw(height, width, count, 12);

        int last = Math.max(
                Arrays.stream(measured).max().orElseThrow(),
                Arrays.stream(drawn).max().orElseThrow());
        for (int birth = 0; birth <= last; birth++) {
            double expected = share(measured, birth);
            double fiveSigma = 5 * Math.sqrt(2 * Math.max(expected, 2.0 / count) / count);
            assertThat(share(drawn, birth)).as("share of births at " + birth).isCloseTo(expected, within(fiveSigma));
        }
    }

    private static double share(int[] births, int birth) {
        return (double) Arrays.stream(births).filter(b -> b == birth).count() / births.length;
    }

    @Test
    void isRepeatable() {
        assertThat(RandomMapBirths.draw(28, 28, 500, 3)).isEqualTo(RandomMapBirths.draw(28, 28, 500, 3));
        assertThat(RandomMapBirths.draw(28, 28, 500, 3)).isNotEqualTo(RandomMapBirths.draw(28, 28, 500, 4));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "3, 3", "2, 2"})
    void endsOnMapsThatCannotHoldACycle(int height, int width) {
        assertThat(RandomMapBirths.draw(height, width, 50, 5)).containsOnly(Kernels.NO_BIRTH);
    }

    @Test
    void refusesImpossibleSizes() {
        assertThatIllegalArgumentException().isThrownBy(() -> RandomMapBirths.draw(0, 5, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> RandomMapBirths.draw(5, 8193, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> RandomMapBirths.draw(5, 5, -1, 0));
    }
}
