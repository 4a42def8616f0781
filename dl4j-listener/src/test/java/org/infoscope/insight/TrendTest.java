package org.infoscope.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {

    private static final double[] X = IntStream.range(0, 20).asDoubleStream().toArray();

    @Test
    void aLineIsItsOwnTrendAndOutliersDoNotMatter() {
        double[] y = IntStream.range(0, 20).mapToDouble(i -> 3 - 0.5 * i).toArray();
        assertThat(Trend.of(X, y).change()).isCloseTo(-9.5, within(1e-12));
        // S = -190 of 190 pairs; its deviation is sqrt(20 * 19 * 45 / 18).
        assertThat(Trend.of(X, y).z()).isCloseTo(-190 / Math.sqrt(950), within(1e-12));
        y[3] = 1e6;
        y[12] = -1e6;
        assertThat(Trend.of(X, y).change()).isCloseTo(-9.5, within(1e-12));
        assertThat(Trend.of(X, y).falls()).isTrue();
    }

    @Test
    void noiseSeldomHasATrend() {
        Random noise = new Random(7);
        long trends = IntStream.range(0, 1000)
                .filter(k -> {
                    Trend trend = Trend.of(
                            X,
                            IntStream.range(0, 20)
                                    .mapToDouble(i -> noise.nextGaussian())
                                    .toArray());
                    return trend.rises() || trend.falls();
                })
                .count();
        assertThat(trends).isLessThan(12);
    }

    @Test
    void littleOrEqualDataHasNone() {
        assertThat(Trend.of(new double[0], new double[0]).change()).isNaN();
        assertThat(Trend.of(new double[] {1}, new double[] {1}).change()).isNaN();
        assertThat(Trend.of(new double[] {1, 1}, new double[] {1, 2}).change()).isNaN();
        Trend flat = Trend.of(X, new double[20]);
        assertThat(flat.change()).isZero();
        assertThat(flat.rises() || flat.falls()).isFalse();
    }

    @Test
    void aCourseKeepsTheWholeRunInFewPoints() {
        Course course = new Course();
        for (int n = 0; n < 10_000; n++) {
            course.add(n, n % 2 == 0 ? 3.0 * n + 50 : 3.0 * n - 50);
            course.add(n, Double.NaN);
        }
        assertThat(course.size()).isBetween(Course.MOST / 2, Course.MOST);
        double begin = course.beginOfLast(0.25);
        assertThat(begin).isCloseTo(7500, within(200.0));
        Trend last = course.last(course.pointsFrom(begin));
        assertThat(last.change()).isCloseTo(7500, within(300.0));
        assertThat(course.add(5, 1)).isFalse();
    }
}
