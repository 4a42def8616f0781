package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Smoothing, axes and labels as the page's scripts compute them, held against the definitions. */
class ReadingModelTest extends ModelTest {

    /** What a module's function returns; JavaScript's NaN comes as a null. */
    private static List<@Nullable Double> numbers(String module, String expression, Object... arguments) {
        List<?> found = (List<?>) browser.evaluate(
                "const a = arguments; return import('/assets/infoscope/" + module + ".js').then(m => [..." + expression
                        + "].map(y => (Number.isFinite(y) ? y : null)))",
                arguments);
        return found.stream()
                .map(each -> each == null ? null : ((Number) each).doubleValue())
                .toList();
    }

    private static List<@Nullable Double> smooth(double[] xs, double[] ys, double weight, double span) {
        List<String> values = Arrays.stream(ys).mapToObj(String::valueOf).toList();
        return numbers(
                "charts/reading",
                "m.smooth(a[0], a[1].map(Number), a[2], a[3])",
                Arrays.stream(xs).boxed().toList(),
                values,
                weight,
                span);
    }

    /** The definition as a sum: every reading counts as much as the time it stands for, less by the time since. */
    private static double expected(double[] xs, double[] ys, double weight, double span, int at) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i <= at; i++) {
            if (!Double.isNaN(ys[i])) {
                double distance = i > 0 ? xs[i] - xs[i - 1] : xs[1] - xs[0];
                double own = 1 - Math.pow(weight, 1000 * distance / span);
                double faded = Math.pow(weight, 1000 * (xs[at] - xs[i]) / span);
                sum += own * faded * ys[i];
                total += own * faded;
            }
        }
        return sum / total;
    }

    @Test
    void smoothingIsAMeanWhoseWeightsFadeWithTime() {
        Random random = new Random(7);
        double[] xs = new double[200];
        double[] ys = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = i == 0 ? 3 : xs[i - 1] + 1 + random.nextInt(50);
            ys[i] = i % 17 > 14 ? Double.NaN : random.nextGaussian();
        }
        double span = xs[199] - xs[0];
        for (double weight : new double[] {0.3, 0.9, 0.995}) {
            List<@Nullable Double> smoothed = smooth(xs, ys, weight, span);
            for (int i = 0; i < xs.length; i++) {
                if (Double.isNaN(ys[i])) {
                    assertThat(smoothed.get(i)).as("the gap at %d", i).isNull();
                } else {
                    assertThat(smoothed.get(i))
                            .as("at %d", i)
                            .isCloseTo(expected(xs, ys, weight, span, i), within(1e-9));
                }
            }
        }
    }

    @Test
    void evenlySpacedPointsGetTensorBoardsAverageAndAGapPoisonsNothing() {
        double[] ys = {4, 2, Double.NaN, 3, 8, Double.POSITIVE_INFINITY, 1};
        double[] xs = IntStream.range(0, ys.length).mapToDouble(i -> 5 * i).toArray();
        double[] first = {4, 2};
        double last = 0;
        double weight = 0.6;
        List<@Nullable Double> smoothed = smooth(xs, ys, weight, 5000);
        for (int i = 0; i < first.length; i++) {
            last = weight * last + (1 - weight) * first[i];
            assertThat(smoothed.get(i)).isCloseTo(last / (1 - Math.pow(weight, i + 1)), within(1e-12));
        }
        assertThat(smoothed).element(2).isNull();
        assertThat(smoothed).element(3).isNotNull();
        assertThat(smoothed).element(6).isNotNull();
        assertThat(smooth(new double[] {9}, new double[] {-2}, 0.9, 1)).containsExactly(-2.0);
        assertThat(smooth(xs, new double[] {10.1, 10.1, Double.NaN, 10.1, 10.1, 10.1, 10.1}, 0.97, 300))
                .as("what does not change is not made to")
                .containsExactly(10.1, 10.1, null, 10.1, 10.1, 10.1, 10.1);
    }

    private static final String STEPS =
            "[[-1, 0, 0], [0, 0, 2], [10, 0, 3], [20, 1, 5], [30, 1, 6], [35, 1, 11], [45, 2, 12], [50, 2, 20]]"
                    + ".map(([iteration, epoch, t]) => ({ iteration, epoch, timeMillis: 7000 + 1000 * t }))";

    @Test
    void axesPutIterationsWhereEpochAndTimeSayAndBack() {
        double[] epochs = {1 / 21.0, 11 / 21.0, 1, 1.4, 2, 2.2};
        for (int i = 0; i < epochs.length; i++) {
            assertThat(places("epoch", false).get(i))
                    .as("the sample before the first update is at 0")
                    .isCloseTo(epochs[i], within(1e-9));
        }
        assertThat(places("time", false)).containsExactly(2.0, 3.0, 5.0, 6.0, 12.0, 20.0);
        assertThat(places("iteration", false)).containsExactly(0.0, 10.0, 20.0, 30.0, 45.0, 50.0);
        assertThat(places("iteration", true).get(1))
                .as("one more than log10(i + 1): there is an iteration -1")
                .isCloseTo(Math.log10(12), within(1e-12));
        for (String kind : List.of("iteration", "epoch", "time")) {
            for (boolean log : new boolean[] {false, true}) {
                List<@Nullable Double> back = numbers(
                        "charts/axis",
                        "[-1, 0, 5, 20, 33, 50].map(i => { const axis = m.axisOf(a[0], a[1], " + STEPS
                                + ", 7000); return axis.iterationAt(axis.at(i)); })",
                        kind,
                        log);
                assertThat(back)
                        .as("%s, log %s", kind, log)
                        .allSatisfy(each -> assertThat(each).isNotNull());
                double[] expected = {-1, 0, 5, 20, 33, 50};
                for (int i = 0; i < expected.length; i++) {
                    assertThat(back.get(i)).as("%s, log %s", kind, log).isCloseTo(expected[i], within(1e-6));
                }
            }
        }
    }

    @Test
    void logarithmicAxesNameNothingThatStandsWhereZeroDoes() {
        assertThat(labels("epoch")).isEqualTo("0, 0.05, 0.1, 0.2, 0.5, 1, 2");
        assertThat(labels("time")).isEqualTo("0, 1 s, 10 s");
        assertThat(labels("iteration")).isEqualTo("0, 1, 2, 5, 10, 20, 50");
    }

    private static Object labels(String kind) {
        return browser.evaluate(
                "return import('/assets/infoscope/charts/axis.js').then(({ axisOf }) => { const axis = axisOf(arguments[0], true, "
                        + STEPS + ", 7000); return axis.ticks(axis.at(-1), axis.at(50)).map(axis.label).join(', ') })",
                kind);
    }

    private static List<@Nullable Double> places(String kind, boolean log) {
        return numbers(
                "charts/axis",
                "[0, 10, 20, 30, 45, 50].map(m.axisOf(a[0], a[1], " + STEPS
                        + ", 7000).at).map(x => Number(x.toFixed(12)))",
                kind,
                log);
    }

    @Test
    void epochsAreMarkedWhereTheyBeginAndOneEpochIsNoAxis() {
        assertThat(
                        browser.evaluate(
                                "return import('/assets/infoscope/charts/axis.js').then(({ axisOf }) => { const steps = "
                                        + STEPS
                                        + "; return [...axisOf('time', false, steps, 7000).epochs.map(({ epoch, at }) => `${epoch}@${at}`),"
                                        + " axisOf('epoch', false, steps, 7000).epochs.length,"
                                        + " axisOf('epoch', false, steps.slice(0, 3), 7000).kind, axisOf('epoch', false, steps.slice(0, 3), 7000).note].join(' ') })"))
                .isEqualTo("1@5 2@12 0 iteration All samples are of one epoch: drawn over iterations.");
    }

    @Test
    void labelsAreThoseThatPeopleReadEasily() {
        assertThat(browser.evaluate(
                        "return import('/assets/infoscope/charts/scale.js').then(m => [0, 0.25, 9.5, 59.6, 90, 3600, 5430, 93600, -30]"
                                + ".map(m.duration).join('|'))"))
                .isEqualTo("0|250 ms|9.5 s|1 min|1 min 30 s|1 h|1 h 30 min|1 d 2 h|−30 s");
        assertThat(numbers("charts/scale", "m.multiples(m.clockStep(100, 6), 0, 100)"))
                .containsExactly(0.0, 30.0, 60.0, 90.0);
        assertThat(numbers("charts/scale", "m.multiples(m.clockStep(40000, 6), 0, 40000)"))
                .containsExactly(0.0, 7200.0, 14400.0, 21600.0, 28800.0, 36000.0);
        assertThat(numbers("charts/scale", "m.logTicks(1, 100, 6)"))
                .containsExactly(1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0);
        assertThat(numbers("charts/scale", "m.logTicks(1, 1e6, 6)"))
                .containsExactly(1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6);
        assertThat(numbers("charts/scale", "m.logTicks(2, 5, 4)")).containsExactly(2.0, 3.0, 4.0, 5.0);
        assertThat(numbers("charts/scale", "m.logTicks(25, 240, 4)")).containsExactly(30.0, 50.0, 100.0, 200.0);
        assertThat(numbers("charts/scale", "m.logTicks(41, 49, 4)")).containsExactly(42.0, 44.0, 46.0, 48.0);
    }

    @Test
    void pointsOfAPlaneSayWhatTheyAre() {
        String script =
                "return import('/assets/infoscope/views/save.js').then(({ csvOf }) => { const step = { iteration: 5, epoch: 0, timeMillis: 0 };"
                        + "const of = (measured, partial) => csvOf({ panel: { title: 'Plane' }, content: { axes: { x: { name: 'X', unit: '(bit)' },"
                        + " y: { name: 'Y', unit: '(bit)' } }, curves: [{ name: 'a', measured, points: [{ step, x: 1, y: 2 }] }] },"
                        + " context: { basis: { partial, count: 9000, near: { thinned: false } }, range: [3, 4], steps: [{ iteration: 0 }, step] } }, [])"
                        + ".slice(1, 3).map(line => line.trim()).join(' '); return [of(1, false), of(4, false), of(1, true)]; })";
        assertThat((List<?>) browser.evaluate(script))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .containsExactly(
                        "# The whole run. # All samples at which both values are defined.",
                        "# The whole run. # Thinned as they were drawn: evenly spread, 1 of 4 points of all layers. The export of the run"
                                + " has them all.",
                        "# The whole run. # Thinned as they were drawn: from a thinned history of 9,000 steps. The export of the run has"
                                + " them all.");
    }

    @Test
    void namesThatNoPictureMayHoldAreReplacedAndEndlessOnesAreRead() {
        assertThat(
                        browser.evaluate(
                                "return import('/assets/infoscope/charts/figure.js').then(m =>"
                                        + " m.drawable('a\\u0001b\\ud800c\\uffffd \\ud83d\\ude00\\t') === 'a\\ufffdb\\ufffdc\\ufffdd \\ud83d\\ude00\\t')"))
                .isEqualTo(true);
        assertThat(
                        browser.evaluate(
                                "return import('/assets/infoscope/model/names.js').then(m => m.stem('('.repeat(1000000)).length)"))
                .isEqualTo(1_000_000L);
    }
}
