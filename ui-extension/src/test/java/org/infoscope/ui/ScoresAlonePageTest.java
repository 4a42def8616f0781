package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.infoscope.history.Overhead;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Records that have the score alone, between samples and without any, on the page {@code /representation}. */
class ScoresAlonePageTest extends PageTest {

    private static final String DSE = "diffusion-spectral-entropy";

    private final SyntheticRun run = SyntheticRun.named("scores");

    private static SampledStep.Cost cost(long taken) {
        Overhead overhead = new Overhead(0.05, 0.049, 0.049, 28_000_000, 12, 17, 0, List.of());
        return new SampledStep.Cost(0, 0, taken, 0, 0, overhead);
    }

    private static RepresentationReport sample(RepresentationReport report, long taken) {
        SampledStep.Cost own = report.step().cost();
        return SyntheticRun.withCost(
                report,
                new SampledStep.Cost(
                        own.stallNanos(),
                        own.busyNanos(),
                        taken,
                        0,
                        0,
                        cost(taken).overhead()));
    }

    private static String tiles() {
        return browser.text("#tiles").replaceAll("\\s+", " ");
    }

    private void scores(int from, int to, long taken) {
        IntStream.range(from, to)
                .forEach(n -> storage.putUpdate(run.score(n, n == 150 ? Double.NaN : 2 - n / 200.0, cost(taken))));
    }

    @Test
    void theLossHasAllOfThemAndEverythingElseTheSamples() throws Exception {
        storage.putStaticInfo(run.info());
        storage.putUpdate(sample(run.report(0), 1));
        scores(11, 100, 1);
        // Samples 10 and 20 are of iterations 100 and 200.
        storage.putUpdate(sample(run.report(10), 2));
        scores(111, 200, 2);
        storage.putUpdate(sample(run.report(20, SyntheticRun.START + 20_000), 3));
        scores(201, 240, 2);
        browser.go(server.address("/representation/scores"));
        browser.await("the whole loss", () -> browser.points("loss", 0) == 3 + 89 + 89 + 39);
        assertThat(browser.points("accuracy", 0)).isEqualTo(3);
        assertThat(browser.points(DSE, 0)).isEqualTo(3);
        assertThat(tiles())
                .contains("Iteration 239", "Samples 3", "17 left out by the budget")
                .containsPattern("Validation accuracy [0-9.]+ % at iteration 200, best [0-9.]+ %")
                .contains("measured in the background in 41 ms");
        assertThat(browser.all("#latest .age")).as("all are of the last sample").isEmpty();

        browser.awaitText("#strip-section output", "iteration 200");
        assertThat(browser.find("#strip-iteration").getAttribute("max")).isEqualTo("2");
        browser.find("#strip-iteration").sendKeys(Keys.ARROW_LEFT);
        browser.awaitText("#strip-section output", "iteration 100");
        assertThat(browser.text("#strip-section output")).contains("2 of 3");
        browser.evaluate("document.querySelector('#tiles').scrollIntoView()");
        browser.screenshot("scores-alone");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void beforeTheFirstSampleNothingElseIsThere() {
        RunInfo known = run.info().info();
        RunInfo early =
                new RunInfo("early", known.startedMillis(), known.model(), List.of(), known.series(), "", Map.of());
        storage.putStaticInfo(new RepresentationRun("scores", "worker-0", SyntheticRun.START, early));
        scores(0, 50, 0);
        browser.go(server.address("/representation/scores"));
        browser.await("the loss", () -> browser.points("loss", 0) == 50);
        browser.awaitText("#charts", "Nothing of DSE is measured yet for the layers chosen.");
        assertThat(browser.text("#charts")).doesNotContain("No layer is chosen");
        assertThat(tiles()).contains("Training accuracy – not measured", "Samples 0");
        assertThat(browser.text("#axis-note")).startsWith("Waiting for the first sample");
        assertThat(browser.text("#charts"))
                .contains("No accuracy is measured yet.")
                .doesNotContain("give the listener");
        assertThat(browser.find("#strip-section").isDisplayed()).isFalse();
        browser.screenshot("scores-before-the-first-sample");

        storage.putStaticInfo(run.info(SyntheticRun.START + 1));
        storage.putUpdate(run.report(10, SyntheticRun.START + 60_000));
        browser.await("the first sample", () -> browser.points(DSE, 0) == 1);
        browser.awaitText("#strip-section output", "iteration 100");
        assertThat(browser.text("#axis-note")).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aRunThatEndedWithScoresOnlySaysSo() {
        storage.putStaticInfo(run.info());
        scores(0, 5, 0);
        storage.putUpdate(run.end(0, SyntheticRun.START + 90_000));
        browser.go(server.address("/representation/scores"));
        browser.awaitText("#axis-note", "The run ended without a sample.");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theListOfRunsTellsSamplesFromRecords() {
        storage.putStaticInfo(run.info());
        storage.putUpdate(run.report(0));
        scores(11, 30, 1);
        storage.putUpdate(run.end(0, SyntheticRun.START + 90_000));
        browser.go(server.address("/representation/compare"));
        browser.awaitText("#runs", "1 sample · 20 records");
        browser.await("the loss", () -> browser.points("loss", 0) == 20);
        assertThat(browser.complaints()).isEmpty();
    }
}
