package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.infoscope.history.SampledStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shared browser, and for each class a server with both files of {@link TrainedRuns}. Numbers are taken from the charts and
 * compared with those of the records.
 */
@ExtendWith({SharedBrowser.class, TrainedRuns.Shared.class})
abstract class TrainedPages {

    @TempDir
    static Path downloads;

    static Browser browser;
    static TrainedRuns trained;
    static RunningServer server;

    @BeforeAll
    static void openAll(Browser shared, TrainedRuns runs) {
        browser = shared;
        browser.download(downloads);
        trained = runs;
        server = RunningServer.start(false).with(runs.first()).with(runs.second());
    }

    @AfterEach
    void forget() {
        browser.forget(server.port());
    }

    @AfterAll
    static void stop() {
        server.detach(trained.first());
        server.detach(trained.second());
        server.close();
    }

    /** The page of a run, when its loss is there. */
    static void open(StoredTraining run, String query) {
        browser.go(server.address("/representation/" + run.session() + query));
        awaitEqual("the loss", () -> points("loss", "loss"), losses(run));
    }

    static String box(String panel) {
        return "[data-panel='" + panel + "']";
    }

    static String tip(String panel) {
        return box(panel) + " .tip";
    }

    /** What an expression over the `chart` of a panel and its `option` gives. */
    static Object of(String panel, String expression, Object... arguments) {
        return browser.evaluate(
                "const chart = echarts.getInstanceByDom(document.querySelector(`[data-panel=\"" + panel + "\"]`));"
                        + "const option = chart.getOption(); return " + expression,
                arguments);
    }

    /** Rows of numbers that such an expression gives; NaN where there is none. */
    static List<List<Double>> rows(String panel, String expression, Object... arguments) {
        return ((List<?>) Objects.requireNonNull(of(panel, expression, arguments), expression))
                .stream()
                        .map(row -> ((List<?>) row)
                                .stream()
                                        .map(each -> each instanceof Number value ? value.doubleValue() : Double.NaN)
                                        .toList())
                        .toList();
    }

    /** The points of a curve or band as the chart has them, {@code [x, y]} or {@code [x, low, high]}. */
    static List<List<Double>> points(String panel, String curve) {
        return rows(
                panel,
                "option.series.find(({ name }) => name === arguments[0]).data.map(point => point.value ?? point)",
                curve);
    }

    /** The same, of the records: a point for each sample, by iteration. */
    static List<List<Double>> points(StoredTraining run, ToDoubleFunction<SampledStep> value) {
        return run.steps().stream()
                .map(step -> List.of((double) step.iteration(), value.applyAsDouble(step)))
                .toList();
    }

    /** The same of the loss, which a network has from its first update on. */
    static List<List<Double>> losses(StoredTraining run) {
        return points(run, SampledStep::score).stream()
                .filter(point -> point.get(0) >= 0)
                .toList();
    }

    static void awaitCurve(String panel, String curve, StoredTraining run, ToDoubleFunction<SampledStep> value) {
        awaitEqual(curve + " in " + panel, () -> points(panel, curve), points(run, value));
    }

    static void awaitCurves(String panel, String... names) {
        awaitEqual("curves in " + panel, () -> curves(panel), List.of(names));
    }

    /** Waits until it is so, and says what it was at last. */
    static <T> void awaitEqual(String what, Supplier<? extends T> actual, T expected) {
        AtomicReference<Object> last = new AtomicReference<>("nothing");
        try {
            browser.await(what, () -> {
                last.set(actual.get());
                return expected.equals(last.get());
            });
        } catch (AssertionError never) {
            assertThat(last.get()).as(never.getMessage()).isEqualTo(expected);
            throw never;
        }
    }

    /** The names of the curves of a panel, without medians that are drawn under them. */
    static List<?> curves(String panel) {
        return (List<?>)
                Objects.requireNonNull(
                        of(
                                panel,
                                "option.series.filter(({ type, name }) => type === 'line' && !name.endsWith(', median')).map(({ name }) => name)"));
    }

    /** Moves the pointer over a panel to where an iteration, or another value of its axis, is drawn. */
    static void hover(String panel, double x) {
        browser.find(box(panel));
        double across = ((Number) of(panel, "chart.convertToPixel({ xAxisIndex: 0 }, arguments[0])", x)).doubleValue();
        browser.point(box(panel), across, 90);
    }

    /** A number as the page writes it where it is exact: nine digits. */
    static String exact(double value) {
        return (String) Objects.requireNonNull(browser.evaluate(
                "return arguments[0] && Math.abs(arguments[0]) < 1e-4 ? arguments[0].toExponential(3)"
                        + " : new Intl.NumberFormat('en', { maximumSignificantDigits: 9 }).format(arguments[0])",
                value));
    }

    static String query() {
        return (String) Objects.requireNonNull(browser.evaluate("return location.search"));
    }
}
