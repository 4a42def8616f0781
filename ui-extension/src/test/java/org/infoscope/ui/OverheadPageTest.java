package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.infoscope.history.Overhead;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Flag;
import org.junit.jupiter.api.Test;

/** What listening costs, on the page {@code /representation} in a real browser. */
class OverheadPageTest extends PageTest {

    private final SyntheticRun run = SyntheticRun.named("budgeted");
    private final long now = System.currentTimeMillis();

    private void put(int n, Overhead overhead) {
        RepresentationReport report = run.report(n, now - 1000L * (100 - n));
        SampledStep.Cost cost = report.step().cost();
        storage.putUpdate(SyntheticRun.withCost(
                report, new SampledStep.Cost(cost.stallNanos(), cost.busyNanos(), cost.taken(), 3, 0, overhead)));
    }

    private static Overhead overhead(double budget, int n) {
        return new Overhead(
                budget,
                0.031,
                0.042 + n * 1e-4,
                28_000_000,
                2,
                17,
                1,
                List.of(
                        new Overhead.Series("dse-fixed", 10_000_000, 2, 20, 40, 40),
                        new Overhead.Series("srop", 2_500_000_000L, 12, 240, 4, 76),
                        new Overhead.Series("dsmi-median", 0, 1, 0, 0, 80)));
    }

    @Test
    void theShareIsDrawnAgainstTheBudgetAndIntervalsAreTold() {
        storage.putStaticInfo(run.info(now));
        for (int n = 0; n < 20; n++) {
            put(n, overhead(0.05, n));
        }
        browser.go(server.address("/representation"));
        browser.await("three curves", () -> browser.points("overhead", 2) == 20);
        Object drawn = browser.evaluate(
                "const {series, yAxis: [y]} = echarts.getInstanceByDom(document.querySelector("
                        + "'[data-panel=overhead]')).getOption(); return [y.name, ...series.map(s => s.name + s.data[0].value[1])].join()");
        assertThat(drawn).asString().startsWith("%,").contains("last 60 s3.1", "whole run4.2", "budget5");
        String told = browser.text("#overhead-section").replace('\t', ' ');
        assertThat(told)
                .contains("Budget 5 %", "28 ms beside its metrics", "17 samples left out", "3 skipped", "1 dropped");
        assertThat(told).contains("10 ms 1 of 2 due points 20 40 40", "2.5 s 1 of 12 due points 240 4 76");
        assertThat(told).contains("not known yet none so far – 0 80").doesNotContain("of every minute");
        assertThat(browser.text("#tiles")).contains("17 left out by the budget");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void scoresRecordedWhileASampleWasMeasuredDoNotHideWhatItTold() {
        storage.putStaticInfo(run.info(now));
        put(0, overhead(0.05, 0));
        List<Overhead.Series> nothing = List.of(new Overhead.Series("dse-fixed", 0, 1, 0, 0, 0));
        Overhead before = new Overhead(0.05, 0.03, 0.04, 0, 1, 0, 0, nothing);
        storage.putUpdate(run.score(120, 2, new SampledStep.Cost(0, 0, 0, 0, 0, before)));
        browser.go(server.address("/representation"));
        browser.await("the loss", () -> browser.points("loss", 0) == 2);
        String told = browser.text("#overhead-section").replace('\t', ' ');
        assertThat(told).contains("17 samples left out", "3 skipped", "10 ms 1 of 2 due points 20 40 40");
        assertThat(browser.text("#tiles").replaceAll("\\s+", " "))
                .contains("Iteration 120", "Samples 1 3 skipped, 17 left out");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatTheBudgetLeftOutAlikeIsOneProblemAndNoEmptyMap() {
        Flag leftOut = new Flag(Flag.Kind.SKIPPED, "Left out by the overhead budget");
        storage.putStaticInfo(run.info(now));
        for (int n = 0; n < 2; n++) {
            List<Reading> readings = run.readings(n).stream()
                    .map(reading -> reading.series().equals("srop")
                                    && !reading.layer().startsWith("conv1")
                            ? new Reading(
                                    reading.layer(), reading.metric(), "srop", List.of(), Map.of(), List.of(leftOut), 0)
                            : reading)
                    .toList();
            storage.putUpdate(run.report(n, now + n, readings, List.of()));
        }
        browser.go(server.address("/representation"));
        browser.awaitText("#problems", "8 times");
        assertThat(browser.all("#problems tr")).hasSize(1);
        assertThat(browser.text("#problems").replaceAll("\\s+", " "))
                .contains("skipped 4 of the layers and series Left out by the overhead budget 0–10 8 times");
        assertThat(browser.evaluate("return document.querySelector('#problems tr span[title]').title"))
                .asString()
                .contains("conv2 · SROP p = 0.85\n", "output · SROP p = 0.85");
        assertThat(browser.all("#maps article")).hasSize(1);
        assertThat(browser.text("#maps")).contains("conv1").doesNotContain("undefined");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aRunAboveItsBudgetWithoutASampleAfterTheFirstUpdateSaysWhatIsSo() {
        storage.putStaticInfo(run.info(now));
        RepresentationReport report = run.report(0, now - 1000);
        SampledStep step = report.step();
        storage.putUpdate(new RepresentationReport(
                report.getSessionID(),
                report.getWorkerID(),
                report.getTimeStamp(),
                new SampledStep(
                        -1,
                        0,
                        step.timeMillis(),
                        Double.NaN,
                        step.trainingAccuracy(),
                        step.validationAccuracy(),
                        step.readings(),
                        step.problems(),
                        new SampledStep.Cost(1, 1, 1, 0, 0, overhead(0.04, 0)),
                        SampledStep.State.LIVE)));
        browser.go(server.address("/representation"));
        browser.awaitText("#overhead-section", "The budget is that of every minute");
        browser.awaitText("#charts", "no sample after the first update yet");
        assertThat(browser.text("#tiles"))
                .contains("before training", "none before training")
                .doesNotContain("-1", "undefined");
        assertThat(browser.text("#strip-section")).contains("before training").doesNotContain("-1");
        assertThat(browser.text("#problems"))
                .contains("No sample was skipped because the worker was still measuring. 17 samples left out");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aRunWithoutABudgetOrOfAnOlderVersionHasNoBudgetLine() {
        storage.putStaticInfo(run.info(now));
        put(0, Overhead.UNKNOWN);
        browser.go(server.address("/representation"));
        browser.await("the first point", () -> browser.points("loss", 0) == 1);
        assertThat(browser.all("[data-panel=overhead]")).isEmpty();
        assertThat(browser.find("#overhead-section").isDisplayed()).isFalse();
        put(1, overhead(Double.POSITIVE_INFINITY, 1));
        browser.awaitText("#overhead-section", "No budget");
        assertThat(browser.points("overhead", 1)).isEqualTo(1);
        assertThat(browser.text("#overhead-section")).contains("A sample costs 28 ms");
        put(2, new Overhead(0.05, 0.03, 0.04, 0, 1, 0, 0, List.of()));
        browser.awaitText("#overhead-section", "Budget 5 %");
        assertThat(browser.text("#overhead-section")).doesNotContain("A sample costs");
        assertThat(browser.complaints()).isEmpty();
    }
}
