package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** How curves are read on the page {@code /representation}: axes, scales, smoothing, pins, and the address that says it all. */
class ReadingPageTest extends PageTest {
    private static final String DSE = "diffusion-spectral-entropy";
    private static final int STEPS = 60;

    private final SyntheticRun run = SyntheticRun.named("reading");

    private void open(String query) {
        storage.putStaticInfo(run.info());
        IntStream.range(0, STEPS).forEach(n -> storage.putUpdate(run.report(n)));
        go(query);
    }

    private void go(String query) {
        browser.go(server.address("/representation/reading" + query));
        browser.await("curves", () -> browser.points("loss", 0) == STEPS);
    }

    /** A number that an expression over the `option` of a panel's chart gives. */
    private static double option(String panel, String expression) {
        Object found = browser.evaluate(
                "const chart = echarts.getInstanceByDom(document.querySelector(`[data-panel=\"${arguments[0]}\"]`));"
                        + "const option = chart.getOption(); const at = (series, i) => (option.series[series].data[i].value"
                        + " ?? option.series[series].data[i]); const y = option.yAxis[0]; const x = option.xAxis[0]; return "
                        + expression,
                panel);
        return ((Number) Objects.requireNonNull(found, expression)).doubleValue();
    }

    private static String query() {
        return (String) Objects.requireNonNull(browser.evaluate("return location.search"));
    }

    @Test
    void axisAcrossCountsIterationsEpochsOrTime() {
        open("");
        assertThat(option("loss", "at(0, 7)[0]")).isEqualTo(70);
        browser.choose("#x-axis", "epoch");
        browser.await("epochs", () -> Math.abs(option("loss", "at(0, 30)[0]") - 1.5) < 1e-9);
        assertThat(option(DSE, "at(0, 59)[0]")).isCloseTo(2.95, within(1e-9));
        assertThat(option("loss", "x.max")).isCloseTo(2.95, within(1e-9));
        browser.choose("#x-axis", "time");
        browser.await("seconds", () -> Math.abs(option("loss", "at(0, 30)[0]") - 31) < 1e-9);
        assertThat(browser.evaluate(
                        "return echarts.getInstanceByDom(document.querySelector('[data-panel=loss]')).getOption()"
                                + ".xAxis[0].axisLabel.formatter(30)"))
                .isEqualTo("30 s");
        assertThat(option("loss", "option.series.find(s => s.name === 'epochs').data[0][0]"))
                .as("the first epoch's end is marked")
                .isEqualTo(21);
        browser.await("the address", () -> query().equals("?x=time"));
        go("?x=epoch");
        assertThat(option("loss", "at(0, 30)[0]")).isCloseTo(1.5, within(1e-9));
        assertThat(browser.evaluate("return document.getElementById('x-axis').value"))
                .isEqualTo("epoch");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void outliersAreLeftOutOfAxesUpWhereTheReaderWantsSo() {
        storage.putStaticInfo(run.info());
        IntStream.range(0, STEPS)
                .forEach(n -> storage.putUpdate(
                        run.score(n, n == 30 ? 5_000 : 2 - n / 100.0, new SampledStep.Cost(0, 0, 0, 0, 0))));
        go("");
        browser.find("#inliers").click();
        browser.awaitText("[data-card=loss] .basis", "1 of 60 values drawn lies outside, as outliers.");
        assertThat(option("loss", "y.max")).isBetween(1.9, 3.0);
        browser.await("the address", () -> query().equals("?inliers=1"));
        browser.find("#inliers").click();
        browser.await("all of it", () -> option("loss", "y.max ?? 5001") > 5_000);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void zoomAndCrossHairHoldOnEveryAxis() {
        open("?x=time&from=100&to=300");
        browser.awaitText("#zoom", "Iterations 100 to 300");
        assertThat(option("loss", "option.dataZoom[0].startValue")).isCloseTo(11, within(1e-6));
        assertThat(option("loss", "option.dataZoom[0].endValue")).isCloseTo(31, within(1e-6));
        browser.evaluate("echarts.getInstanceByDom(document.querySelector('[data-panel=loss]'))"
                + ".dispatchAction({type: 'dataZoom', startValue: 21, endValue: 41})");
        browser.awaitText("#zoom", "Iterations 200 to 400");
        browser.await("the address", () -> query().equals("?x=time&from=200&to=400"));
        browser.choose("#x-axis", "iteration");
        browser.await("the same part", () -> option(DSE, "option.dataZoom[0].startValue") == 200);
        browser.find("[data-panel='" + DSE + "']").sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        browser.awaitText("[data-panel='" + DSE + "'] .tip", "Iteration 390");
        assertThat(browser.evaluate("return document.querySelector('.read-out[role=status]').textContent"))
                .as("for screen readers")
                .asString()
                .startsWith("Iteration 390 · epoch ")
                .contains("; conv1, sigma = 10 "
                        + browser.evaluate(
                                "return new Intl.NumberFormat('en', { maximumSignificantDigits: 9 }).format(arguments[0])",
                                ((MetricValue.Scalar)
                                                run.readings(39).get(0).values().get(0))
                                        .value())
                        + " bit");
        String top = "return Math.round(scrollY + document.querySelector('#charts').getBoundingClientRect().top)";
        long zoomed = browser.number(top);
        browser.find("#zoom button").click();
        browser.await("all of it", () -> query().isEmpty());
        assertThat(browser.find("#zoom").isDisplayed()).isFalse();
        assertThat(browser.number(top)).as("nothing moves under the pointer").isEqualTo(zoomed);
    }

    /** The bounds up are round ones around what is seen, whatever lies beside it. */
    @Test
    void valuesUpFollowThePartThatIsShownAndAllComesBack() {
        open("?only=conv1&without=dse-median");
        double whole = option(
                "loss",
                "echarts.getInstanceByDom(document.querySelector('[data-panel=loss]')).getModel()"
                        + ".getComponent('yAxis').axis.scale.getExtent()[1]");
        assertThat(whole).isGreaterThan(2);
        assertThat(option("loss", "y.max ?? -1")).as("found by the chart").isEqualTo(-1);
        go("?only=conv1&without=dse-median&from=300&to=500");
        requireAround("loss", 30, 50, n -> run.report(n).step().score());
        requireAround(
                DSE,
                30,
                50,
                n -> ((MetricValue.Scalar) run.readings(n).get(0).values().get(0)).value());
        assertThat(option("accuracy", "y.min")).as("shares too").isBetween(0.3, 0.7);
        assertThat(option("accuracy", "y.max")).isLessThan(1);
        assertThat(option("srop conv1", "y.max")).as("not all bins of maps").isCloseTo(Math.sqrt(0.5), within(1e-9));
        browser.find("#log-y").click();
        browser.await("a logarithmic scale", () -> option("loss", "y.max") < 0.5);
        requireAround("loss", 30, 50, n -> Math.log10(run.report(n).step().score()));
        browser.find("#log-y").click();
        browser.evaluate("echarts.getInstanceByDom(document.querySelector('[data-panel=loss]'))"
                + ".dispatchAction({type: 'dataZoom', startValue: 0, endValue: 100})");
        browser.await("another part", () -> option("loss", "y.max") > 2);
        requireAround("loss", 0, 10, n -> run.report(n).step().score());
        browser.find("#zoom button").click();
        browser.await("all of it", () -> option("loss", "y.max ?? -1") == -1);
        assertThat(option("accuracy", "y.max")).isEqualTo(1);
        browser.choose("#range", "0.5");
        browser.await("without the beginning", () -> option("loss", "y.max ?? -1") > 0);
        requireAround("loss", 30, 59, n -> run.report(n).step().score());
        go("?charts=apart&from=300&to=500");
        assertThat((List<?>) browser.evaluate("return [...new Set([...document.querySelectorAll('[data-metric=" + DSE
                        + "] [data-panel]')].map(box => echarts.getInstanceByDom(box).getOption().yAxis[0])"
                        + ".map(({ min, max }) => `${min} ${max}`))]"))
                .as("small multiples keep one scale")
                .hasSize(1);
        assertThat(browser.complaints()).isEmpty();
    }

    private static void requireAround(String panel, int from, int to, IntToDoubleFunction value) {
        DoubleSummaryStatistics seen =
                IntStream.rangeClosed(from, to).mapToDouble(value).summaryStatistics();
        double height = seen.getMax() - seen.getMin();
        assertThat(option(panel, "y.min")).isBetween(seen.getMin() - height, seen.getMin() + 1e-9);
        assertThat(option(panel, "y.max")).isBetween(seen.getMax() - 1e-9, seen.getMax() + height);
    }

    @Test
    void logarithmicAxesSayWhatHasNoPlace() {
        open("?logx=1&logy=1");
        assertThat(option("loss", "at(0, 0)[0]")).as("iteration 0 has a place").isEqualTo(0);
        assertThat(option("loss", "at(0, 10)[0]")).isCloseTo(Math.log10(101), within(1e-9));
        double score = run.report(10).step().score();
        assertThat(option("loss", "at(0, 10)[1]")).isCloseTo(Math.log10(score), within(1e-9));
        assertThat(browser.evaluate(
                        "const chart = echarts.getInstanceByDom(document.querySelector('[data-panel=loss]'));"
                                + "const { axisLabel } = chart.getOption().xAxis[0];"
                                + "return axisLabel.customValues.map(axisLabel.formatter).join(' ')"))
                .isEqualTo("0 1 10 100");
        assertThat(browser.text("[data-card=accuracy] .basis")).isEqualTo("Shares stay on a linear scale.");
        assertThat(option("accuracy", "y.max")).isEqualTo(1);
        storage.putUpdate(negative());
        browser.awaitText("[data-card='" + DSE + "'] .basis", "1 value of 0 or less has no place.");
        browser.find("#log-y").click();
        browser.await("linear again", () -> Math.abs(option("loss", "at(0, 10)[1]") - score) < 1e-9);
        assertThat(browser.text("[data-card='" + DSE + "'] .basis")).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    private RepresentationReport negative() {
        List<Reading> readings = new ArrayList<>(run.readings(STEPS));
        Reading first = readings.get(0);
        readings.set(
                0,
                new Reading(
                        first.layer(),
                        first.metric(),
                        first.series(),
                        List.of(new MetricValue.Scalar("entropy", "bit", 0)),
                        first.settings(),
                        List.of(),
                        1));
        return run.report(STEPS, SyntheticRun.START + 1000L * (STEPS + 1), readings, List.of());
    }

    @Test
    void malformedAddressBreaksNothing() {
        open(
                "?x=sideways&logx=maybe&smooth=-3&from=9&to=abc&hide=no%20such%20layer&layer=nor%20this&range=7&pin=&iteration=NaN"
                        + "&distributions=pie&worker=nobody&from=1e400");
        assertThat(option("loss", "at(0, 7)[0]")).isEqualTo(70);
        assertThat(option("loss", "option.series.length")).isEqualTo(1 + 1);
        assertThat(browser.find("#zoom").isDisplayed()).isFalse();
        go("?from=5000&to=6000");
        assertThat(browser.find("#zoom").isDisplayed())
                .as("a part the run has not")
                .isFalse();
        go("?only=no%20such%20layer");
        assertThat(browser.evaluate(
                        "return [...document.querySelectorAll('#layers input')].map(i => +i.checked).join('')"))
                .as("layers the run has not")
                .isEqualTo("11111");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void addressReproducesWhatIsChosenAndHidden() {
        open("");
        browser.find("#layer-0").click();
        browser.find("#series-1").click();
        browser.find("#log-y").click();
        browser.await("the address", () -> query().equals("?logy=1&hide=conv1&without=dse-median"));
        browser.find("#layers .link:last-child").click();
        browser.find("#layer-2").click();
        browser.await("a shorter address", () -> query().equals("?logy=1&only=conv3&without=dse-median"));
        go(query());
        assertThat(
                        browser.evaluate(
                                "return [...document.querySelectorAll('#layers input, #series input')].map(i => +i.checked).join('')"))
                .isEqualTo("00100" + "1011");
        assertThat(browser.find("#log-y").isSelected()).isTrue();
    }
}
