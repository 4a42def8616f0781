package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Means that do not know the order of what they are made of, nor its size; and what averages made of them are worth. */
class StretchMeansTest {

    private static StretchMeans filled(List<Long> iterations, double[] values, int bucketShift) {
        StretchMeans means = new StretchMeans(bucketShift);
        iterations.forEach(at -> means.add(at, values[at.intValue()]));
        return means;
    }

    private static List<Long> upTo(int count) {
        List<Long> iterations = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            iterations.add(i);
        }
        return iterations;
    }

    private static double[] walk(int count, long seed) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 1; i < count; i++) {
            values[i] = values[i - 1] + 0.1 * random.nextGaussian() + (i % 50 == 0 ? 5 : 0) - (i % 50 == 1 ? 5 : 0);
        }
        return values;
    }

    @Test
    void orderAndLaterWideningChangeNothing() {
        double[] values = walk(1000, 1);
        values[17] = Double.NaN;
        values[18] = Double.NEGATIVE_INFINITY;
        List<Long> shuffled = upTo(1000);
        Collections.shuffle(shuffled, new Random(2));
        StretchMeans wide = filled(upTo(1000), values, 6);
        StretchMeans widened = filled(shuffled.subList(0, 400), values, 0);
        widened.widen(3);
        shuffled.subList(400, 1000).forEach(at -> widened.add(at, values[at.intValue()]));
        widened.widen(6);
        assertThat(widened.told()).isEqualTo(wide.told());
        assertThat(wide.told().width()).isEqualTo(16);
        assertThat(wide.told().finite()).startsWith(16L, 14L, 16L);
        assertThat(wide.told().others()).startsWith(0L, 2L, 0L);
        assertThat(wide.told().count()).isEqualTo(1000);
    }

    @Test
    void hugeAndTinyNumbersHaveMeansToo() {
        double[] values = {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        assertThat(filled(upTo(4), values, 4).told().means())
                .singleElement()
                .satisfies(mean -> assertThat(mean / Double.MAX_VALUE).isCloseTo(0.5, within(1e-12)));
        assertThat(filled(upTo(2), new double[] {Double.MIN_VALUE, Double.MIN_VALUE}, 4)
                        .told()
                        .means())
                .containsExactly(Double.MIN_VALUE);
        assertThat(filled(upTo(2), new double[] {Double.NaN, Double.NaN}, 4)
                        .told()
                        .means())
                .containsExactly(Double.NaN);
        assertThat(filled(upTo(3), new double[] {-1.0 / 3, -1.0 / 3, -1.0 / 3}, 4)
                        .told()
                        .means())
                .containsExactly(-0.333333333);
        assertThat(filled(upTo(1), new double[] {123_456_789_012.0}, 4).told().means())
                .containsExactly(123_456_789_000.0);
    }

    /** The bound that {@link BucketMeans} states, for a weight that fades by 1/e over m iterations. */
    @Test
    void fadingAveragesAreOffByNoMoreThanIsSaid() {
        int count = 4096;
        double[] values = walk(count, 3);
        double range = 0;
        BucketMeans means = filled(upTo(count), values, 7).told();
        int width = (int) means.width();
        for (int from = 0; from < count; from += width) {
            range = Math.max(range, range(values, from, from + width));
        }
        for (double memory : new double[] {16, 40, 400}) {
            double off = 0;
            for (int stretch = 0; stretch < means.ends().size(); stretch++) {
                int end = means.ends().get(stretch).intValue();
                double[] sums = new double[3];
                for (int i = 0; i <= end; i++) {
                    double weight = Math.exp((i - end) / memory);
                    sums[0] += weight;
                    sums[1] += weight * values[i];
                    sums[2] += weight * means.means().get(i / width);
                }
                off = Math.max(off, Math.abs(sums[1] - sums[2]) / sums[0]);
            }
            assertThat(off).as("memory %s", memory).isLessThan(width / (8 * memory) * range);
        }
    }

    private static double range(double[] values, int from, int to) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            low = Math.min(low, values[i]);
            high = Math.max(high, values[i]);
        }
        return high - low;
    }
}
