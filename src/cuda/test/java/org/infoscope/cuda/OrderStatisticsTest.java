package org.infoscope.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderStatisticsTest {

    private static OrderStatistics.Digits of(double[] values) {
        return (prefix, shift) -> {
            int[] counts = new int[256];
            for (double value : values) {
                long bits = Double.doubleToLongBits(value);
                if (bits >> shift >> 8 == prefix) {
                    counts[(int) (bits >> shift & 255)]++;
                }
            }
            return counts;
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1000})
    void ranksAreThoseOfASort(int count) {
        SplittableRandom random = new SplittableRandom(count);
        double[] values = random.doubles(count)
                .map(x -> x < 0.2 ? 0 : x < 0.3 ? 0.25 : Math.exp(1000 * (x - 0.7)))
                .toArray();
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        for (int rank : new int[] {0, count / 3, count / 2, count - 1}) {
            assertThat(OrderStatistics.ranked(rank, of(values))).isEqualTo(sorted[rank]);
        }
        assertThat(OrderStatistics.median(count, of(values)))
                .isEqualTo(0.5 * (sorted[(count - 1) / 2] + sorted[count / 2]));
    }

    @Test
    void countsOfTooFewNumbersAreAFailureOfTheDevice() {
        assertThatThrownBy(() -> OrderStatistics.ranked(3, of(new double[] {1, 2})))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("fewer numbers");
    }

    @Test
    void theSmallestAndTheLargestNumbersAreFound() {
        double[] values = {Double.MAX_VALUE, 0, Double.MIN_VALUE};
        assertThat(OrderStatistics.median(3, of(values))).isEqualTo(Double.MIN_VALUE);
        assertThat(OrderStatistics.ranked(2, of(values))).isEqualTo(Double.MAX_VALUE);
    }
}
