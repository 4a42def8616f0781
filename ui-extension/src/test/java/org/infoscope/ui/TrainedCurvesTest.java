package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.infoscope.ui.StoredTraining.DSE;

import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** How the curves of a real run are read: axes, smoothing, cross-hair, zoom, hover values and pins. */
class TrainedCurvesTest extends TrainedPages {
    private static final String MARKED = ".drag-band:not([hidden])";

    private final StoredTraining run = trained.seed(1);
    private final SeriesInfo series = run.series(DSE, 0);
    private final String curve = "shapes, " + series.label();

    private double value(SampledStep step) {
        return StoredTraining.value(step, "shapes", series);
    }

    /** The points of the entropy's curve with other places and values. */
    private List<List<Double>> placed(ToDoubleFunction<SampledStep> x, ToDoubleFunction<SampledStep> y) {
        return run.steps().stream()
                .map(step -> List.of(x.applyAsDouble(step), y.applyAsDouble(step)))
                .toList();
    }

    private static void awaitNear(String panel, String curve, List<List<Double>> expected) {
        awaitEqual("the places and values of " + curve, () -> rounded(points(panel, curve)), rounded(expected));
    }

    private static List<List<Long>> rounded(List<List<Double>> points) {
        return points.stream()
                .map(point -> point.stream().map(each -> Math.round(1e9 * each)).toList())
                .toList();
    }

    /** Ten iterations make an epoch; the untrained network stands at the beginning of the first one. */
    @Test
    void theAxisCountsIterationsEpochsOrTimeAndMarksEpochs() {
        open(run, "");
        awaitCurve(DSE, curve, run, this::value);
        requireEpochs(10.0, 20.0);
        browser.choose("#x-axis", "epoch");
        awaitNear(DSE, curve, placed(step -> step.iteration() < 0 ? 0 : epoch(step), this::value));
        browser.choose("#x-axis", "time");
        awaitNear(DSE, curve, placed(step -> (step.timeMillis() - run.info().startedMillis()) / 1000.0, this::value));
        requireEpochs(seconds(10), seconds(20));
        browser.screenshot("trained-wall-time");
        assertThat(query()).isEqualTo("?x=time");
        assertThat(browser.complaints()).isEmpty();
    }

    /** Dashed lines where the second and the third epoch begin, with their names above. */
    private static void requireEpochs(double second, double third) {
        String marks = "chart.getViewOfSeriesModel(chart.getModel().getSeries().find(({ name }) => name === 'epochs'))"
                + ".group.childrenRef()[0].childrenRef()";
        awaitEqual(
                "the names of the epochs",
                () -> of("loss", marks + ".map(({ style }) => style.text).filter(Boolean)"),
                List.of("epoch 1", "epoch 2"));
        assertThat(of(
                        "loss",
                        marks + ".filter(({ type }) => type === 'line').map(({ shape }, i) => Math.abs(shape.x1"
                                + " - chart.convertToPixel({ xAxisIndex: 0 }, arguments[0][i])) <= 1)",
                        List.of(second, third)))
                .as("pixels beside their places")
                .isEqualTo(List.of(true, true));
    }

    private double seconds(long iteration) {
        return (run.step(iteration).timeMillis() - run.info().startedMillis()) / 1000.0;
    }

    private double epoch(SampledStep step) {
        double first = run.step(0).iteration() - 1.0;
        return step.iteration() < 10 ? ((double) step.iteration() - first) / (10 - first) : step.iteration() / 10.0;
    }

    @Test
    void bothAxesMayBeLogarithmic() {
        openSettled();
        browser.find("#log-y").click();
        browser.find("#log-x").click();
        awaitNear(
                "loss",
                "loss",
                run.steps().stream()
                        .filter(step -> step.iteration() >= 0)
                        .map(step -> List.of(Math.log10(step.iteration() + 2.0), Math.log10(step.score())))
                        .toList());
        awaitNear(DSE, curve, placed(step -> Math.log10(step.iteration() + 2.0), step -> Math.log10(value(step))));
        assertThat(browser.text("[data-card=accuracy] .basis")).isEqualTo("Shares stay on a linear scale.");
        hover("loss", Math.log10(22));
        browser.awaitText(tip("loss"), "Iteration 20");
        assertThat(browser.text(tip("loss")))
                .as("values are told as they are")
                .contains(exact(run.step(20).score()));
        assertThat(query()).isEqualTo("?logx=1&logy=1");
        assertThat(browser.complaints()).isEmpty();
    }

    /** Exponential, by iterations and not by points, without the pull to 0 at the beginning. */
    @Test
    void theSmoothedCurveLiesOverTheStoredOne() {
        open(run, "");
        browser.find("#smooth").sendKeys(Keys.END);
        browser.await("the address", () -> query().startsWith("?smooth=0.99"));
        double weight = Double.parseDouble(query().replace("?smooth=", ""));
        awaitCurve(DSE, curve, run, this::value);
        assertThat(of(DSE, "option.series.find(({ name }) => name === arguments[0]).lineStyle.opacity", curve))
                .as("the raw curve, faint")
                .isEqualTo(0.3);
        List<List<Double>> smoothed = points(DSE, curve + ", smoothed");
        assertThat(smoothed).hasSameSizeAs(run.steps());
        double span = (double) run.last().iteration() - run.steps().get(0).iteration();
        double sum = 0;
        double all = 0;
        for (int i = 0; i < smoothed.size(); i++) {
            long before = i > 0 ? run.iterations().get(i - 1) : -2;
            double kept = Math.pow(weight, 1000.0 * (run.iterations().get(i) - before) / span);
            sum = kept * sum + (1 - kept) * value(run.steps().get(i));
            all = kept * all + (1 - kept);
            assertThat(smoothed.get(i).get(1)).isCloseTo(sum / all, within(1e-9));
        }
        browser.find(box(DSE)).sendKeys(Keys.ARROW_LEFT);
        browser.awaitText(tip(DSE), "smoothed " + exact(sum / all));
        browser.screenshot("trained-smoothed");
        browser.find("#smooth").sendKeys(Keys.HOME);
        browser.await(
                "the curve alone",
                () -> curves(DSE).stream()
                        .noneMatch(name -> String.valueOf(name).endsWith("smoothed")));
        assertThat(browser.complaints()).isEmpty();
    }

    private static List<?> crossHairs() {
        return (List<?>) browser.evaluate(
                "return [...document.querySelectorAll(':is(#charts, #maps) [data-panel]')].map(box => echarts.getInstanceByDom(box)"
                        + ".getModel().getComponent('axisPointer').coordSysAxesInfo.axesInfo)"
                        + ".map(infos => Object.values(infos).find(({ axis }) => axis.dim === 'x').axisPointerModel.option)"
                        + ".map(({ status, value }) => `${status} ${value}`)");
    }

    /** In panels of curves and of distributions, whatever series they have. */
    private static void requireCrossHairs(long iteration) {
        awaitEqual(
                "one cross-hair in all charts",
                TrainedCurvesTest::crossHairs,
                Collections.nCopies(10, "show " + iteration));
    }

    @Test
    void theCrossHairStandsAtTheSameSampleInAllChartsAndReadsIt() {
        openSettled();
        // A little beside it: the sample that is nearest is meant.
        hover(DSE, 12.4);
        browser.awaitText(tip(DSE), "Iteration 12 · epoch 1");
        SampledStep step = run.step(12);
        for (String layer : SmallTraining.LAYERS) {
            assertThat(browser.text(tip(DSE)))
                    .contains(layer + ", " + series.label(), exact(StoredTraining.value(step, layer, series)) + " bit");
        }
        assertThat(browser.text(tip(DSE))).contains("bandwidth 10", "n 66", "d 256", "sigma 10", "dtype FLOAT");
        requireCrossHairs(12);
        browser.screenshot("trained-cross-hair");
        hover(run.series(StoredTraining.SROP, 0).key() + " shapes", 20);
        requireCrossHairs(20);
        hover("loss", 22);
        browser.awaitText(tip("loss"), exact(run.step(22).score()));
        requireCrossHairs(22);
        assertThat(browser.complaints()).isEmpty();
    }

    /** For the pointer: what comes last, the insights, moves the charts. */
    private void openSettled() {
        open(run, "");
        awaitCurve(DSE, curve, run, this::value);
        browser.find("#insights li");
    }

    private static List<?> windows() {
        return (List<?>)
                browser.evaluate(
                        "return [...document.querySelectorAll(':is(#charts, #maps) [data-panel]')].map(box => echarts.getInstanceByDom(box))"
                                + ".map(chart => chart.getOption().dataZoom[0]).map(({ startValue, endValue }) => `${Math.round(1e6 * startValue)} ${Math.round(1e6 * endValue)}`)");
    }

    @Test
    void theWheelZoomsAllChartsAndADoubleClickShowsTheWholeRun() {
        openSettled();
        List<?> whole = windows();
        browser.zoom(box("loss"), 250, 90, 3);
        browser.await(
                "one part in all charts, in the address and in words",
                () -> windows().stream().distinct().count() == 1
                        && !windows().equals(whole)
                        && query().contains("from=")
                        && browser.text("#zoom")
                                .contains("Iterations " + (int) Math.ceil(bound("from")) + " to "
                                        + (int) Math.floor(bound("to"))));
        browser.await("the axis up begins a little below what is seen", () -> {
            double lowest = run.steps().stream()
                    .filter(step -> step.iteration() >= bound("from") && step.iteration() <= bound("to"))
                    .mapToDouble(SampledStep::score)
                    .min()
                    .orElseThrow();
            double begin = ((Number) of("loss", "option.yAxis[0].min")).doubleValue();
            return begin > -0.2 && begin <= lowest;
        });
        browser.screenshot("trained-zoomed");
        browser.doubleClick(
                box(DSE), "the whole run everywhere", () -> windows().equals(whole));
        awaitEqual("the address", TrainedPages::query, "");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aDragAcrossAChartZoomsAllOfThemToThatPart() {
        openSettled();
        List<?> whole = windows();
        double left = place(6.25);
        double right = place(14.75);
        browser.drag(box("loss"), right, left, 90);
        browser.await(
                "the part that is marked",
                () -> Math.abs(browser.number(
                                        "return Math.round(document.querySelector(arguments[0]).getBoundingClientRect().width)",
                                        MARKED)
                                - (right - left))
                        <= 2);
        browser.screenshot("trained-dragged");
        assertThat(windows()).as("not before the button is let go").isEqualTo(whole);
        browser.drop();
        browser.awaitText("#zoom", "Iterations 7 to 14");
        browser.await("all charts", () -> windows().stream().distinct().count() == 1);
        browser.doubleClick(
                box(DSE), "the whole run everywhere", () -> windows().equals(whole));

        browser.drag(box("loss"), left, right, 90);
        browser.await("the part that is marked", () -> browser.all(MARKED).size() == 1);
        browser.find("body").sendKeys(Keys.ESCAPE);
        browser.await("nothing is marked", () -> browser.all(MARKED).isEmpty());
        browser.drop();
        browser.drag(box("loss"), left, left + 2, 90);
        browser.drop();
        assertThat(browser.all(MARKED)).as("a click marks nothing").isEmpty();
        assertThat(windows()).as("Escape, and a click").isEqualTo(whole);
        assertThat(browser.complaints()).isEmpty();
    }

    /** Where an iteration is drawn, in pixels across the loss. */
    private static double place(double iteration) {
        return ((Number) of("loss", "chart.convertToPixel({ xAxisIndex: 0 }, arguments[0])", iteration)).doubleValue();
    }

    /** An end of the part that the address tells. */
    private static double bound(String end) {
        return Double.parseDouble(query().replaceAll(".*" + end + "=([-\\d.]+).*", "$1"));
    }

    private static Object order() {
        return browser.evaluate(
                "return [...document.querySelectorAll('#charts > [data-card]')].map(({ dataset }) => dataset.card).slice(0, 3).join()");
    }

    @Test
    void aPinnedPanelStandsFirstInEveryRun() {
        open(run, "");
        String map = run.series(StoredTraining.SROP, 0).key() + " shapes";
        browser.find("[data-card='" + map + "'] [data-action=pin]").click();
        awaitEqual("it first", TrainedCurvesTest::order, map + ",loss,accuracy");
        browser.find("[data-card='" + DSE + "'] [data-action=pin]").sendKeys(Keys.SPACE);
        awaitEqual("the other behind it", TrainedCurvesTest::order, map + "," + DSE + ",loss");
        open(trained.seed(2), "");
        awaitEqual("the same in another run", TrainedCurvesTest::order, map + "," + DSE + ",loss");
        awaitCurve(DSE, curve, trained.seed(2), this::value);
        browser.screenshot("trained-pinned");
        browser.choose("#charts-choice", "apart");
        browser.await(
                "a chart for each layer",
                () -> browser.all("#apart [data-card]").size() >= 4);
        assertThat(order()).as("however the others are laid out").isEqualTo(map + "," + DSE + ",loss");
        browser.find("#apart [data-card='" + DSE + " hidden'] [data-action=pin]")
                .sendKeys(Keys.SPACE);
        browser.choose("#charts-choice", "together");
        awaitEqual("the small one, too", TrainedCurvesTest::order, map + "," + DSE + "," + DSE + " hidden");
        assertThat(browser.all("#apart [data-card]")).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }
}
