package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.infoscope.history.RunHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** A run that is too long to be read as a whole: what the page keeps of it, and how it asks for the rest. */
class LongRunPageTest extends PageTest {
    private static final String DSE = "diffusion-spectral-entropy";
    private static final long LAST = 10L * (LongRun.STEPS - 1);

    private final LongRun run = LongRun.named("long");

    private void open() {
        run.record(storage);
        browser.go(server.address("/representation"));
        browser.awaitText("#state", "Silent");
        browser.await("thinned curves", () -> browser.points(DSE, 0) > 200);
    }

    /** The iterations of a panel's first curve within these bounds. */
    private static List<Long> iterations(String panel, long from, long to) {
        List<?> found = (List<?>) browser.evaluate(
                "return echarts.getInstanceByDom(document.querySelector(`[data-panel=\"${arguments[0]}\"]`)).getOption()"
                        + ".series[0].data.map(point => (point.value ?? point)[0]).filter(x => x >= arguments[1] && x <= arguments[2])",
                panel,
                from,
                to);
        return found.stream().map(each -> ((Number) each).longValue()).toList();
    }

    private static Object valueAt(long iteration) {
        return browser.evaluate(
                "const found = echarts.getInstanceByDom(document.querySelector(`[data-panel=\"" + DSE
                        + "\"]`)).getOption().series[0].data.map(point => point.value ?? point)"
                        + ".find(([x]) => x === arguments[0]); return found ? String(found[1]) : 'not drawn'",
                iteration);
    }

    private static String basis() {
        return browser.text("[data-card='" + DSE + "'] .basis");
    }

    private static void zoom(double start, double end) {
        browser.evaluate(
                "echarts.getInstanceByDom(document.querySelector('[data-panel=loss]'))"
                        + ".dispatchAction({type: 'dataZoom', start: arguments[0], end: arguments[1]})",
                start,
                end);
    }

    @Test
    void opensThinnedAndSaysSoButKeepsExtremesAndGaps() {
        open();
        assertThat(browser.points(DSE, 0)).isLessThan(LongRun.STEPS);
        assertThat(browser.points("loss", 0)).isLessThan(LongRun.STEPS);
        assertThat(valueAt(10L * LongRun.HIGHEST)).isEqualTo("99");
        assertThat(valueAt(10L * LongRun.LOWEST)).isEqualTo("-7");
        assertThat(valueAt(10L * LongRun.GAP)).isEqualTo("null");
        assertThat(valueAt(10L * LongRun.GAP_END - 10)).isEqualTo("null");
        assertThat(valueAt(0)).isNotEqualTo("not drawn");
        assertThat(valueAt(LAST)).isNotEqualTo("not drawn");
        assertThat(basis()).startsWith("Drawn from ").contains(" of 2,500 steps", "lowest", "highest", "NaN");
        assertThat(browser.text("#problems")).contains("undefined", "The activations hold", "10 times");
        assertThat(browser.text("#tiles")).contains("24,990", "2,500", "50,000");
        browser.await(
                "the newest readings whole",
                () -> String.valueOf(browser.evaluate("return document.querySelector('#latest td.number')?.title"))
                        .contains("dtype float"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void zoomReadsWhatTheOverviewLacksAndResetGoesBack() {
        open();
        long overview = iterations(DSE, 10_000, 10_500).size();
        assertThat(overview).isLessThan(51);
        zoom(40.02, 42);
        browser.await(
                "every step of the part", () -> iterations(DSE, 10_010, 10_490).size() == 49);
        assertThat(iterations(DSE, 0, LAST))
                .as("no step twice, all in order")
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(browser.text("#zoom")).contains("Reset zoom", "Iterations 10,001 to 10,495");
        assertThat(basis()).as("what is shown is complete").isEmpty();
        browser.find("#zoom button").click();
        browser.await(
                "the overview again", () -> iterations(DSE, 10_000, 10_500).size() == overview);
        assertThat(browser.find("#zoom").isDisplayed()).isFalse();
        assertThat(basis()).contains("of 2,500 steps");
        assertThat(browser.complaints()).isEmpty();
    }

    /** Numbers of a panel's series, a null where there is none. */
    private static List<?> data(String panel, int series, int part) {
        return (List<?>) browser.evaluate(
                "return echarts.getInstanceByDom(document.querySelector(`[data-panel=\"${arguments[0]}\"]`)).getOption()"
                        + ".series.filter(({ type, name }) => type === 'line' && !name.endsWith(', median'))[arguments[1]].data.map(point => (point.value ?? point)[arguments[2]])",
                panel,
                series,
                part);
    }

    /** One reading of 2,500 is 99, one -7: kept among some hundred others they would move the curve far. */
    @Test
    void smoothedCurveIsThatOfAllReadingsAndNotOfThoseThatAreDrawn() {
        run.record(storage);
        browser.go(server.address("/representation?smooth=0.9&only=conv1&without=dse-median"));
        browser.await(
                "thinned curves",
                () -> browser.points(DSE, 0) > 200 && data(DSE, 1, 0).size() > 100);
        double[] expected = smoothed(0.9);
        List<?> places = data(DSE, 0, 0);
        List<?> smoothed = data(DSE, 1, 1);
        assertThat(places.size()).isLessThan(LongRun.STEPS / 2);
        double off = 0;
        for (int i = 0; i < places.size(); i++) {
            if (smoothed.get(i) instanceof Number value) {
                off += Math.abs(value.doubleValue() - expected[((Number) places.get(i)).intValue() / 10])
                        / places.size();
            }
        }
        assertThat(off).isLessThan(0.05);
        assertThat(basis()).startsWith("Drawn from ").doesNotContain("moothed");
        browser.go(server.address("/representation?smooth=0.9&layer=conv1"));
        String value = "[data-card='" + DSE + " value sigma'] .basis";
        browser.awaitText(value, "Not smoothed");
    }

    private double[] smoothed(double weight) {
        double kept = Math.pow(weight, 1000 * 10.0 / LAST);
        double[] smoothed = new double[LongRun.STEPS];
        double sum = 0;
        double known = 0;
        for (int n = 0; n < LongRun.STEPS; n++) {
            double value = run.value(n);
            sum *= kept;
            known *= kept;
            if (Double.isFinite(value)) {
                sum += (1 - kept) * value;
                known += 1 - kept;
            }
            smoothed[n] = sum / known;
        }
        return smoothed;
    }

    /** On the page that compares runs, whose axis up follows what is seen, too. */
    @Test
    void meanOfAGroupOfLongRunsIsNoMeanOfTheirExtremes() {
        LongRun.named("long seed 1").record(storage);
        LongRun.named("long seed 2").record(storage);
        browser.go(server.address("/representation/compare#grouped=on"));
        String panel = "dse-fixed/conv1";
        browser.awaitText("#basis", "Thinned (2 long runs)");
        browser.await("both", () -> browser.text("#runs").contains("Mean and range of 2 of 2 runs"));
        browser.await("the mean", () -> data(panel, 0, 0).contains(10L * LongRun.HIGHEST));
        int at = data(panel, 0, 0).indexOf(10L * LongRun.HIGHEST);
        assertThat(((Number) data(panel, 0, 1).get(at)).doubleValue())
                .as("of the readings around it, not 99")
                .isBetween(10.0, 70.0);
        assertThat(up(panel, "max")).as("all is seen").isEqualTo(-1);
        zoom(10, 20);
        browser.await("the axis up", () -> up(panel, "max") > 2.3 && up(panel, "max") < 3);
        zoom(45, 55);
        browser.await("with the highest", () -> up(panel, "max") >= LongRun.TOP);
        browser.find("#zoom button").click();
        browser.await("all again", () -> up(panel, "max") == -1);
        assertThat(browser.complaints()).isEmpty();
    }

    private static double up(String panel, String bound) {
        return ((Number) browser.evaluate(
                        "return echarts.getInstanceByDom(document.querySelector(`[data-panel=\"${arguments[0]}\"]`)).getOption()"
                                + ".yAxis[0][arguments[1]] ?? -1",
                        panel,
                        bound))
                .doubleValue();
    }

    /** No timing: which requests are made is what tells deltas from all anew. */
    @Test
    void aNewSampleComesByTheStreamAloneAndIsDrawn() {
        open();
        browser.await(
                "the newest readings whole",
                () -> String.valueOf(browser.evaluate("return document.querySelector('#latest td.number')?.title"))
                        .contains("dtype float"));
        browser.evaluate("performance.clearResourceTimings()");
        int drawn = iterations(DSE, 0, LAST + 1000).size();
        for (int n = 0; n < 3; n++) {
            storage.putUpdate(run.report(LongRun.STEPS + n));
            long iteration = LAST + 10L * (n + 1);
            browser.await(
                    "the sample " + n,
                    () -> iterations(DSE, iteration, iteration).size() == 1);
        }
        assertThat(iterations(DSE, 0, LAST + 1000)).hasSize(drawn + 3);
        assertThat((List<?>) browser.evaluate("return performance.getEntriesByType('resource').map(({ name }) => name)"
                        + ".filter(name => /[/](curves|lines)[?]|[/]steps[?](?!.*iterations)/.test(name))"))
                .as("curves or steps that were here already, asked for again")
                .isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void growsWhileItIsOpenedAndAfterwardsWithoutLosingOrDoublingAStep() throws Exception {
        // A storage that is consistent while it is written, unlike the one in memory.
        try (RunHistory history = RunHistory.open(downloads.resolve("growing.db"))) {
            run.record(history);
            server.with(history);
            Thread training = new Thread(() -> IntStream.range(LongRun.STEPS, LongRun.STEPS + 300)
                    .forEach(n -> history.putUpdate(run.run().report(n, System.currentTimeMillis() + n))));
            browser.go(server.address("/representation"));
            training.start();
            browser.await("the run", () -> browser.points("loss", 0) > 200);
            training.join();
            history.putUpdate(run.run().report(LongRun.STEPS + 300, System.currentTimeMillis() + LongRun.STEPS + 300));
            browser.await(
                    "the newest step",
                    () -> iterations("loss", 0, Long.MAX_VALUE).contains(LAST + 3010));
            assertThat(iterations("loss", 0, Long.MAX_VALUE)).isSorted().doesNotHaveDuplicates();
            browser.awaitText("#tiles", "28,000");
            browser.awaitText("#charts", " of 2,801 steps");
            zoom(98, 100);
            List<Long> newest = LongStream.rangeClosed(0, 20)
                    .map(i -> LAST + 2810 + 10 * i)
                    .boxed()
                    .toList();
            browser.await(
                    "the end",
                    () -> iterations("loss", LAST + 2810, LAST + 3010).equals(newest));
            assertThat(browser.complaints()).isEmpty();
            server.detach(history);
        }
    }

    @Test
    void tooltipAsksForSettingsAndForTheCurvesThatLackTheStep() {
        open();
        browser.find("[data-panel='" + DSE + "']").sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        String tip = "[data-panel='" + DSE + "'] .tip";
        browser.awaitText(tip, "dtype float");
        assertThat(browser.number("return document.querySelectorAll(arguments[0] + ' tr').length", tip))
                .as("a row for every layer and series")
                .isEqualTo(10);
        assertThat(browser.text(tip)).contains("output, sigma = median").doesNotContain("…");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void distributionsAreReadWhenTheyComeIntoSight() {
        open();
        browser.evaluate("document.getElementById('maps').scrollIntoView()");
        browser.awaitText("#maps", "samples, evenly spaced");
        Object drawn = browser.evaluate("return echarts.getInstanceByDom(document.querySelector('#maps [data-panel]'))"
                + ".getOption().series.map(s => s.name).join()");
        assertThat(drawn).asString().startsWith("distribution,median");
        browser.evaluate("[...document.querySelectorAll('#maps [data-panel]')].at(-1).scrollIntoView()");
        browser.await(
                "the maps of all layers that have some",
                () -> browser.text("#maps").split("samples, evenly spaced", -1).length == 4);
        assertThat(browser.number("return performance.getEntriesByType('resource').filter(({name}) =>"
                        + " name.includes('iterations=') && name.includes('layer=')).length"))
                .as("questions for all of them together")
                .isEqualTo(1);
        assertThat(browser.complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/representation/long", "/representation"})
    void whatIsShownFirstIsAskedForOnceAndBeforeThePageItselfIsHere(String path) {
        run.record(storage);
        String asked =
                "return performance.getEntriesByType('resource').filter(({ name }) => /[/]curves[?]/.test(name)).length";
        browser.block("*/index.js");
        browser.go(server.address(path));
        browser.await(
                "curves without the page's own script",
                () -> browser.evaluate(asked).equals(1L));
        browser.block();
        browser.go(server.address(path));
        browser.await("thinned curves", () -> browser.points(DSE, 0) > 200);
        assertThat(browser.evaluate(asked)).as("questions for the same curves").isEqualTo(1L);
    }

    @Test
    void whatIsShownFirstIsOfTheWorkerThatTheAddressNames() {
        run.record(storage);
        new LongRun(new SyntheticRun("long", "worker-1", run.run().layers())).record(storage);
        browser.block("*/index.js");
        browser.go(server.address("/representation/long?worker=worker-1"));
        String asked =
                "return performance.getEntriesByType('resource').map(({ name }) => name).filter(name => /[/]curves[?]/.test(name)).join()";
        browser.await(
                "curves of that worker",
                () -> String.valueOf(browser.evaluate(asked)).contains("worker=worker-1"));
        assertThat(String.valueOf(browser.evaluate(asked))).doesNotContain(",");
    }

    @Test
    void failuresAreToldAndMadeGood() {
        run.record(storage);
        browser.block("*/curves?*");
        browser.go(server.address("/representation"));
        browser.awaitText("#state", "Connection lost, trying again");
        browser.block("*iterations=*");
        browser.await("thinned curves", () -> browser.points(DSE, 0) > 200);
        browser.awaitText("#zoom", "could not be read whole");
        browser.block("*from=*");
        browser.click("#zoom .link");
        browser.await("all is well", () -> !browser.find("#zoom").isDisplayed());
        zoom(10, 20);
        browser.awaitText("#zoom", "could not be read closer");
        browser.block();
        browser.click("#zoom .link");
        browser.awaitText("#zoom", "Iterations 2,499 to 4,998");
        browser.await("the part", () -> iterations(DSE, 2_500, 4_990).size() == 250);
    }

    @Test
    void everyWorkerHasCurvesOfItsOwn() {
        SyntheticRun other = new SyntheticRun("long", "worker-1", List.of("a", "b"));
        run.record(storage);
        storage.putStaticInfo(other.info());
        IntStream.range(0, 40).forEach(n -> storage.putUpdate(other.report(n)));
        browser.go(server.address("/representation/long?worker=worker-1"));
        browser.await("the worker asked for", () -> browser.points("loss", 0) == 40);
        assertThat(browser.all(".basis:not([hidden])")).isEmpty();
        browser.choose("#worker", "worker-0");
        browser.await("the other one", () -> browser.points("loss", 0) > 200);
        assertThat(basis()).contains("of 2,500 steps");
        storage.putUpdate(other.report(40));
        browser.choose("#worker", "worker-1");
        browser.await("what came meanwhile", () -> browser.points("loss", 0) == 41);
        assertThat(browser.complaints()).isEmpty();
    }
}
