package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the page's scripts make of thinned curves: averages of all readings, and the values that are seen. */
class ThinnedModelTest extends ModelTest {
    private static final int LENGTH = 4096;
    private static final int WIDTH = 16;

    /** A walk with spikes that go up only, so that extremes are no fair sample. */
    private static double[] walk(long seed) {
        Random random = new Random(seed);
        double[] values = new double[LENGTH];
        double at = 0;
        for (int i = 0; i < LENGTH; i++) {
            at += 0.1 * random.nextGaussian();
            values[i] = at + (random.nextInt(30) == 0 ? 4 : 0);
        }
        return values;
    }

    private static List<@Nullable Double> told(double[] values) {
        List<@Nullable Double> told = new ArrayList<>();
        for (double value : values) {
            told.add(Double.isFinite(value) ? value : null);
        }
        return told;
    }

    private static List<@Nullable Double> numbers(Object found) {
        return ((List<?>) found)
                .stream()
                        .map(each -> each == null ? null : ((Number) each).doubleValue())
                        .toList();
    }

    private static final String STRETCHES = "const stretchesOf = values => { const made = []; "
            + "for (let from = 0; from < values.length; from += told[1]) { const all = values.slice(from, from + told[1]); "
            + "const finite = all.filter(y => y !== null); made.push({ from, to: from + told[1] - 1, finite: finite.length, all: all.length, "
            + "y: finite.reduce((sum, y) => sum + y, 0) / finite.length }); } return made; };";

    private static double range(double[] values, int from, int to) {
        DoubleStream part = IntStream.range(from, to).mapToDouble(i -> values[i]);
        var extremes = part.summaryStatistics();
        return extremes.getMax() - extremes.getMin();
    }

    @Test
    void smoothingOfMeansIsOffByNoMoreThanIsSaid() {
        double[] values = walk(1);
        double widest = IntStream.range(0, LENGTH / WIDTH)
                .mapToDouble(i -> range(values, WIDTH * i, WIDTH * (i + 1)))
                .max()
                .orElseThrow();
        for (double weight : new double[] {0.6, 0.9, 0.99}) {
            List<@Nullable Double> smoothed = numbers(ask(
                    "charts/reading.js",
                    STRETCHES + "const points = stretchesOf(told[0]).map(({ to }) => [to, told[0][to]]);"
                            + "return [...module.smoothFromStretches(points, stretchesOf(told[0]), told[2], told[0].length)]",
                    told(values),
                    WIDTH,
                    weight));
            double memory = LENGTH / (1000 * -Math.log(weight));
            double kept = Math.exp(-1 / memory);
            double sum = 0;
            double known = 0;
            for (int i = 0; i < LENGTH; i++) {
                sum = kept * sum + (1 - kept) * values[i];
                known = kept * known + 1 - kept;
                if (i % WIDTH == WIDTH - 1) {
                    assertThat(smoothed.get(i / WIDTH))
                            .as("weight %s, at %s", weight, i)
                            .isCloseTo(sum / known, within(WIDTH / (8 * memory) * widest));
                }
            }
        }
    }

    @Test
    void meansWeighByWhatIsFiniteOfThemAndAGapStaysOne() {
        Object found = ask(
                "charts/reading.js",
                "const at = (to, y, finite, all) => ({ from: to - 9, to, y, finite, all });"
                        + "return [...module.smoothFromStretches([[9, 1], [19, NaN], [29, 3], [39, 3]],"
                        + " [at(9, 1, 10, 10), at(19, NaN, 0, 10), at(29, 3, 5, 10), at(39, 3, 10, 10)], 0.5, 10000)]"
                        + ".map(y => Number.isFinite(y) ? y : null)");
        assertThat(numbers(found))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(1),
                        gap -> assertThat(gap).isNull(),
                        // 1 / 2 faded twice by 1 / 2, and half of 1 / 2.
                        half -> assertThat(half).isCloseTo((0.125 + 0.25 * 3) / 0.375, within(1e-12)),
                        last -> assertThat(last).isCloseTo((0.0625 + 0.125 * 3 + 0.5 * 3) / 0.6875, within(1e-12)));
    }

    @Test
    void thinningOnThePageLosesNoReadingOfTheMeans() {
        double[] values = walk(2);
        IntStream.range(0, LENGTH).filter(i -> i % 97 > 90).forEach(i -> values[i] = Double.NaN);
        Map<?, ?> sums = (Map<?, ?>) ask("model/track.js", """
                const track = new module.Track();
                told[0].forEach((y, i) => {
                  track.add({ step: { iteration: i }, y: y ?? NaN });
                  track.shorten(600);
                });
                const whole = new module.Track();
                told[0].slice(1000, 1501).forEach((y, i) => whole.add({ step: { iteration: 1000 + i }, y: y ?? NaN }));
                const sums = stretches => ({ finite: stretches.reduce((n, { finite }) => n + finite, 0),
                  all: stretches.reduce((n, { all }) => n + all, 0),
                  sum: stretches.reduce((n, { y, finite }) => n + (finite > 0 ? finite * y : 0), 0),
                  ascending: stretches.every(({ from, to }, i) => from <= to && (i === 0 || from > stretches[i - 1].to)) });
                const inside = module.stretchesIn(track, whole, [1000, 1500]).filter(({ from, to }) => from >= 1000 && to <= 1500);
                return { items: track.items.length, stretches: track.stretches.length, ...sums(track.stretches), inside: sums(inside),
                  spliced: sums(module.stretchesIn(track, whole, [1000, 1500])).ascending };
                """, told(values));
        assertThat(number(sums, "items")).isLessThan(700);
        assertThat(number(sums, "stretches")).isBetween(200.0, 700.0);
        assertThat(number(sums, "all")).isEqualTo(LENGTH);
        requireSums(sums, values, 0, LENGTH);
        requireSums((Map<?, ?>) Objects.requireNonNull(sums.get("inside")), values, 1000, 1501);
        assertThat(sums.get("spliced")).isEqualTo(true);
    }

    private static void requireSums(Map<?, ?> sums, double[] values, int from, int to) {
        double[] finite = IntStream.range(from, to)
                .mapToDouble(i -> values[i])
                .filter(Double::isFinite)
                .toArray();
        assertThat(number(sums, "finite")).isEqualTo(finite.length);
        assertThat(number(sums, "sum")).isCloseTo(DoubleStream.of(finite).sum(), within(1e-6));
        assertThat(sums.get("ascending")).isEqualTo(true);
    }

    private static double number(Map<?, ?> answer, String name) {
        return ((Number) Objects.requireNonNull(answer.get(name), name)).doubleValue();
    }

    /** Of every thinned run only the highest of each stretch is drawn: the mean is that of all readings nevertheless. */
    @Test
    void meanOfThinnedRunsIsThatOfAllTheirReadings() {
        double[][] runs = {walk(3), walk(4), walk(5)};
        List<?> found = (List<?>)
                ask("model/names.js", STRETCHES + """
                        const kept = values => [0, ...Array.from({ length: values.length / told[1] }, (_, i) => {
                          const all = values.slice(i * told[1], (i + 1) * told[1]);
                          return i * told[1] + all.indexOf(Math.max(...all));
                        }), values.length - 1].filter((at, i, all) => at !== all[i - 1]);
                        return module.spreadOf(told[0].map(values => kept(values).map(x => ({ x, y: values[x] }))), told[0].map(stretchesOf))
                          .map(({ x, y, low, high }) => [x, y, low, high]);
                        """, List.of(told(runs[0]), told(runs[1]), told(runs[2])), WIDTH);
        assertThat(found).hasSizeGreaterThan(2 * LENGTH / WIDTH);
        double off = 0;
        for (Object each : found) {
            List<@Nullable Double> point = numbers(each);
            int at = Objects.requireNonNull(point.get(0)).intValue();
            double expected = 0;
            double bound = 0;
            for (double[] run : runs) {
                int from = Math.max(0, at - 3 * WIDTH / 2);
                int to = Math.min(LENGTH, at + 3 * WIDTH / 2 + 1);
                expected += run[at] / runs.length;
                bound += range(run, from, to) / runs.length;
            }
            double mean = Objects.requireNonNull(point.get(1));
            assertThat(mean).isCloseTo(expected, within(bound)).isBetween(point.get(2), point.get(3));
            off += mean;
        }
        double all = IntStream.range(0, LENGTH)
                .mapToDouble(i -> (runs[0][i] + runs[1][i] + runs[2][i]) / 3)
                .average()
                .orElseThrow();
        assertThat(off / found.size()).as("on the average").isCloseTo(all, within(0.05));
    }

    @Test
    void seenIsWhatIsDrawnBetweenTheEndsAndNothingElse() {
        Random random = new Random(6);
        double[] values = walk(7);
        for (int i = 0; i < 40; i++) {
            values[random.nextInt(LENGTH)] = Double.NaN;
        }
        for (int trial = 0; trial < 20; trial++) {
            double from = random.nextInt(LENGTH - 200) + random.nextDouble();
            double to = from + 1 + random.nextInt(150) + random.nextDouble();
            List<@Nullable Double> seen = numbers(ask(
                    "charts/reading.js",
                    "return module.seenIn({ curves: [{ points: told[0].map((y, x) => [x, y ?? NaN]) }] }, [told[1], told[2]])",
                    told(values),
                    from,
                    to));
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double x = from; x <= to; x = x == to ? to + 1 : Math.min(Math.floor(x) + 1, to)) {
                int before = (int) Math.floor(x);
                double share = x - before;
                double y = share == 0 ? values[before] : (1 - share) * values[before] + share * values[before + 1];
                low = Double.isFinite(y) ? Math.min(low, y) : low;
                high = Double.isFinite(y) ? Math.max(high, y) : high;
            }
            assertThat(seen.get(0)).isCloseTo(low, within(1e-9));
            assertThat(seen.get(1)).isCloseTo(high, within(1e-9));
        }
        assertThat(browser.evaluate("""
                        return import('/assets/infoscope/charts/reading.js').then(({ seenIn, rounded }) => JSON.stringify([
                          seenIn({ curves: [{ points: [[0, 1], [10, 5]], smoothed: [9, 9] }], bands: [{ points: [[0, -3, 2], [10, -1, 2]] }] }, [2, 8]),
                          seenIn({ curves: [{ points: [[0, -1], [10, 0], [20, 3]] }] }, [0, 20], true),
                          seenIn({ curves: [{ points: [[0, 1], [10, NaN]] }] }, [2, 8]) ?? 'nothing',
                          seenIn({ curves: [{ points: [] }] }, [2, 8]) ?? 'nothing',
                          rounded([0.12, 0.61]), rounded([1, 1]), rounded([-0.3, 0.3])]));
                        """))
                .isEqualTo("[[-2.6,9],[3,3],\"nothing\",\"nothing\",[0,0.8,0.2],[0.95,1.05,0.05],[-0.4,0.4,0.2]]");
    }

    @Test
    void withoutOutliersTheAxisUpSpansTheMiddleNinetyPercent() {
        assertThat(browser.evaluate("""
                        return import('/assets/infoscope/charts/reading.js').then(({ coreIn, readAs }) => {
                          const points = [...Array(41).keys()].map(x => [x, x === 7 ? 1e6 : x === 9 ? -1e6 : x === 11 ? NaN : x === 13 ? Infinity : 100 + x]);
                          const read = (logy, shown) => readAs({ curves: [{ points }] },
                            { reading: { axis: {}, logy, inliers: true, smooth: 0 }, basis: { near: {} } }, [0, 40], shown);
                          const { range, notes } = read(false);
                          return JSON.stringify([coreIn({ curves: [{ points }] }, [0, 40]), coreIn({ curves: [{ points }] }, [20, 30]),
                            coreIn({ curves: [{ points }] }, [0, 40], true), coreIn({ curves: [{ points: [] }] }, [0, 40]) ?? 'nothing',
                            range, notes.at(-1), read(true).notes.at(-1), read(false, [20, 30]).notes.at(-1)]);
                        });
                        """))
                .isEqualTo(
                        "[[100,140],[120,130],[101,140],\"nothing\",[100,140],\"2 of 39 values drawn lie outside, as outliers.\","
                                + "\"1 of 38 values drawn lies outside, as outliers.\",\"\"]");
    }
}
