package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.infoscope.history.Reading;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page {@code /representation} in a real browser, fed with records that no training made. */
class DashboardPageTest extends PageTest {
    private static final String DSE = "diffusion-spectral-entropy";
    private static final String OVER_ITERATIONS = ":is(#charts, #maps) [data-panel]";

    private final long now = System.currentTimeMillis();

    private void fill(SyntheticRun run, int steps) {
        storage.putStaticInfo(run.info(now - 1000L * steps));
        for (int n = 0; n < steps; n++) {
            storage.putUpdate(run.report(n, now - 1000L * (steps - n)));
        }
    }

    @Test
    void saysWhatToDoWhileThereIsNoRunAndGoesLiveWhenOneComes() {
        browser.go(server.address("/representation"));
        browser.awaitText("#empty", "Waiting for a run");
        assertThat(browser.text("#empty-code")).contains("new RepresentationListener(storage)");
        assertThat(browser.text("#state")).contains("Waiting for data");

        SyntheticRun run = SyntheticRun.named("late comer");
        storage.putStaticInfo(run.info(now));
        browser.awaitText("#empty", "Waiting for the first sample");
        storage.putUpdate(run.report(0, aMinuteAhead()));
        browser.awaitText("#state", "Live");
        assertThat(browser.text("#run")).contains("late comer");
        browser.await("the first point", () -> browser.points("loss", 0) == 1);
    }

    @Test
    void showsTheWholeHistoryAndGrowsWithWhatComes() {
        SyntheticRun run = SyntheticRun.named("growing");
        fill(run, 1200);
        browser.go(server.address("/representation"));
        browser.await("the whole history", () -> browser.points("loss", 0) == 1200);
        storage.putUpdate(run.report(1200, now));
        storage.putUpdate(run.report(1201, now + 1));
        browser.await("two more points", () -> browser.points("loss", 0) == 1202);
        assertThat(browser.points("accuracy", 0)).isEqualTo(1202);
        assertThat(browser.text("#tiles")).contains("12,010", "epoch 60", "Training accuracy", "24 skipped");
        assertThat(browser.text("#latest")).contains("conv1", "output", "DSE", "DSMI", "SROP", "cycles/pixel", "n/a");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void allChartsShareTheIterationAxisAndNameTheirUnits() {
        fill(SyntheticRun.named("shared axis"), 50);
        browser.go(server.address("/representation"));
        browser.await(
                "all charts", () -> browser.all(OVER_ITERATIONS + " canvas").size() == 7);
        Object axes = browser.evaluate("return [...document.querySelectorAll('" + OVER_ITERATIONS + "')].map(box => {"
                + "const {xAxis: [x], yAxis: [y]} = echarts.getInstanceByDom(box).getOption();"
                + "return [x.min, x.max, x.name, y.name, echarts.getInstanceByDom(box).group].join(' ') })");
        assertThat((List<?>) axes)
                .extracting(Object::toString)
                .allMatch(axis -> axis.startsWith("0 490 iteration ") && axis.endsWith(" infoscope"))
                .anyMatch(axis -> axis.contains(" bit "))
                .anyMatch(axis -> axis.contains(" cycles/pixel "));
        Object drawn = browser.evaluate("const {series} = echarts.getInstanceByDom(document.querySelector("
                + "'#maps [data-panel]')).getOption(); return series.map(s => s.name).join()");
        assertThat(drawn).asString().startsWith("distribution,median");
    }

    @Test
    void zoomAndCrossHairMoveInAllChartsTogether() {
        fill(SyntheticRun.named("joined"), 50);
        browser.go(server.address("/representation"));
        browser.await(
                "all charts", () -> browser.all(OVER_ITERATIONS + " canvas").size() == 7);
        browser.evaluate("echarts.getInstanceByDom(document.querySelector('[data-panel=loss]'))"
                + ".dispatchAction({type: 'dataZoom', start: 40, end: 60})");
        browser.await(
                "the same zoom everywhere",
                () -> browser.number(
                                        "return new Set([...document.querySelectorAll(" + "'" + OVER_ITERATIONS
                                                + "')].map(box => echarts.getInstanceByDom(box).getOption().dataZoom[0].start)).size")
                                == 1
                        && browser.number(
                                        "return echarts.getInstanceByDom(document.querySelector('#maps [data-panel]'))"
                                                + ".getOption().dataZoom[0].start")
                                == 40);
        storage.putUpdate(SyntheticRun.named("joined").report(50, now));
        browser.await("one more point", () -> browser.points("loss", 0) == 51);
        assertThat(browser.number("return echarts.getInstanceByDom(document.querySelector('[data-panel=loss]'))"
                        + ".getOption().dataZoom[0].startValue"))
                .as("new data leaves the reader's zoom alone")
                .isEqualTo(196);
    }

    @Test
    void tooltipsTellExactValuesUnitsAndSettingsByKeyboardToo() {
        fill(SyntheticRun.named("tooltips"), 20);
        browser.go(server.address("/representation"));
        browser.await("curves", () -> browser.points(DSE, 0) == 20);
        browser.find("[data-panel='" + DSE + "']").sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        browser.awaitText("[data-panel='" + DSE + "'] .tip", "Iteration 180");
        assertThat(browser.text("[data-panel='" + DSE + "'] .tip"))
                .contains("conv1, sigma = 10", " bit", "dtype float");
        assertThat(browser.accessibilityTree().faults()).isEmpty();
        assertThat(browser.accessibilityTree().repeated()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void choosesLayersAndSeries() {
        fill(SyntheticRun.named("choices"), 10);
        browser.go(server.address("/representation"));
        browser.await("curves", () -> browser.points(DSE, 0) == 10);
        assertThat(curves(DSE)).hasSize(10);
        browser.find("#layer-0").click();
        browser.find("#series-1").sendKeys(Keys.SPACE);
        browser.await("fewer curves", () -> curves(DSE).size() == 4);
        assertThat(curves(DSE)).containsExactly("conv2", "conv3", "dense", "output");
        assertThat(browser.text("#maps")).doesNotContain("conv1").contains("conv2");
        assertThat(browser.text("#latest")).doesNotContain("conv1");
    }

    private List<String> curves(String panel) {
        Object names = browser.evaluate("return echarts.getInstanceByDom(document.querySelector(" + "`[data-panel=\""
                + panel + "\"]`)).getOption().series.filter(s => s.type === 'line').map(s => s.name)");
        return ((List<?>) names).stream().map(String::valueOf).toList();
    }

    @Test
    void choosesRunsAndWorkers() {
        fill(SyntheticRun.named("older"), 3);
        fill(new SyntheticRun("two workers", "alpha", List.of("a")), 4);
        fill(new SyntheticRun("two workers", "beta", List.of("b")), 5);
        browser.go(server.address("/representation/two%20workers"));
        browser.await("the first worker", () -> browser.points("loss", 0) == 4);
        browser.choose("#worker", "beta");
        browser.await("the second worker", () -> browser.points("loss", 0) == 5);
        assertThat(browser.text("#latest")).contains("b");
        browser.choose("#run", "older");
        browser.await("the other run", () -> browser.points("loss", 0) == 3);
        assertThat(browser.find("#worker-field").isDisplayed()).isFalse();
    }

    @Test
    void undefinedIsAGapWithAMarkerAndIsNamedWithItsReason() {
        SyntheticRun run = SyntheticRun.named("gaps");
        fill(run, 10);
        storage.putUpdate(run.report(10, now - 900, undefined(run.readings(10)), List.of()));
        storage.putUpdate(
                run.report(11, now - 800, run.readings(11), List.of(new Flag(Flag.Kind.FAILED, "probe too large"))));
        browser.go(server.address("/representation"));
        browser.await("curves", () -> browser.points(DSE, 0) == 12);
        Object atGap = browser.evaluate("const data = echarts.getInstanceByDom(document.querySelector("
                + "`[data-panel=\"" + DSE
                + "\"]`)).getOption().series[0].data; const p = data[10].value ?? data[10];"
                + "return p[0] + ' ' + p[1]");
        assertThat(atGap).isEqualTo("100 null");
        Object marks = browser.evaluate(
                "const chart = echarts.getInstanceByDom(document.querySelector("
                        + "`[data-panel=\"" + DSE
                        + "\"]`)); const [, value, gaps, lonely] = chart.getOption().series.at(-1).data[0];"
                        + "const crosses = chart.getZr().storage.getDisplayList().filter(e => e.z === 5 && e.style.stroke && e.shape.pathData);"
                        + "const box = crosses[0].getBoundingRect();"
                        + "const off = box.x + box.width / 2 - chart.convertToPixel({xAxisIndex: 0}, 100);"
                        + "return [String(value), gaps, lonely, crosses.length, Math.abs(off) <= 1, box.width > 6 && box.width < 12].join()");
        assertThat(marks)
                .as("one cross, in its place at the foot of the curve; none of the counts is a value")
                .isEqualTo("null,1,0,1,true,true");
        assertThat(browser.text("#problems"))
                .contains("undefined", "conv1 · DSE sigma = 10", "The activations hold 3 NaN", "iteration 100")
                .contains("failed", "whole sample", "probe too large")
                .contains("Not applicable to some or all layers: ");
    }

    private static List<Reading> undefined(List<Reading> readings) {
        Reading first = readings.get(0);
        List<Reading> changed = new ArrayList<>(readings);
        changed.set(
                0,
                new Reading(
                        first.layer(),
                        first.metric(),
                        first.series(),
                        List.of(new MetricValue.Scalar("entropy", "bit", Double.NaN)),
                        Map.of(),
                        List.of(new Flag(Flag.Kind.UNDEFINED, "The activations hold 3 NaN")),
                        1));
        return changed;
    }

    @Test
    void showsTheEndAndSilenceAndLossOfConnectionAndComesBack() {
        SyntheticRun run = SyntheticRun.named("states");
        fill(run, 3);
        browser.go(server.address("/representation/states?silentAfterSeconds=3"));
        browser.awaitText("#state", "Silent since ");
        long live = aMinuteAhead();
        storage.putUpdate(run.report(3, live));
        browser.awaitText("#state", "Live");
        storage.putUpdate(run.end(3, live + 1));
        browser.awaitText("#state", "Run ended ");
        server.detach(storage);
        browser.awaitText("#state", "Run no longer attached");
        server.with(storage);
        browser.awaitText("#state", "Run ended ");
        assertThat(browser.find("#lost").isDisplayed()).isFalse();
        server.close();
        browser.awaitText("#state", "Connection lost");
        browser.awaitText("#lost", "infoscope ui FILE");
        assertThat(browser.points("loss", 0)).as("what was seen stays").isEqualTo(4);
    }

    @Test
    void downloadsExports() throws Exception {
        fill(SyntheticRun.named("download me"), 4);
        browser.go(server.address("/representation"));
        browser.await("curves", () -> browser.points("loss", 0) == 4);
        browser.find("#export-csv").click();
        browser.find("#export-jsonl").click();
        browser.await(
                "both files",
                () -> Stream.of("csv", "jsonl")
                        .allMatch(form -> Files.exists(downloads.resolve("download me." + form))));
        assertThat(Files.readAllLines(downloads.resolve("download me.jsonl"))).hasSize(5);
        assertThat(downloads.resolve("download me.csv")).content().contains("conv1", DSE);
    }

    @Test
    void aTooltipIsShownInTheMomentInWhichItsChartIsDrawnAnew() {
        fill(SyntheticRun.named("pointed"), 4);
        browser.go(server.address("/representation/pointed"));
        browser.await("curves", () -> browser.points(DSE, 0) == 4);
        browser.evaluate(
                "const box = document.querySelector(`[data-panel=\"${arguments[0]}\"]`);"
                        + "box.dispatchEvent(new Event('focus'));"
                        + "const theme = document.getElementById('theme'); theme.value = 'dark';"
                        + "theme.dispatchEvent(new Event('change'));"
                        + "box.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }))",
                DSE);
        browser.awaitText("[data-panel='" + DSE + "'] .tip", "Iteration 30");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void followsTheColourScheme() {
        fill(SyntheticRun.named("colours"), 4);
        browser.prefer("dark");
        browser.go(server.address("/representation"));
        browser.await("curves", () -> browser.points("loss", 0) == 4);
        Object dark = colour();
        browser.prefer("light");
        browser.await("another curve colour", () -> !colour().equals(dark));
        assertThat(browser.evaluate("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(245, 246, 248)");
    }

    private Object colour() {
        return browser.evaluate("return echarts.getInstanceByDom(document.querySelector('[data-panel=loss]'))"
                + ".getOption().series[0].lineStyle.color");
    }
}
