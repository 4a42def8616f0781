package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.infoscope.ui.StoredTraining.DSE;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.imageio.ImageIO;
import org.infoscope.history.ExportFormat;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.report.RunReport;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What the page saves of a real run: panels, the whole run, and a report that opens without a network. */
class TrainedExportsTest extends TrainedPages {
    private static final String FILE = "patterns-seed-1-Diffusion-spectral-entropy.";

    private final StoredTraining run = trained.seed(1);
    private final SeriesInfo series = run.series(DSE, 0);

    private static Path saved(String file) {
        Path path = downloads.resolve(file);
        browser.await("the file " + file, () -> Files.exists(path));
        return path;
    }

    private static Path save(String as) {
        String card = "[data-card='" + DSE + "'] ";
        browser.find(card + "summary").sendKeys(Keys.ENTER);
        browser.find(card + "[data-action=" + as + "]").sendKeys(Keys.ENTER);
        return saved(FILE + as);
    }

    @Test
    void aPanelIsSavedAsPicturesAndItsPointsAreTheStoredOnes() throws IOException {
        open(run, "");
        String curve = "hidden, " + series.label();
        awaitCurve(DSE, curve, run, step -> StoredTraining.value(step, "hidden", series));
        List<String> rows = Files.readAllLines(save("csv")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(rows.get(0)).isEqualTo("curve,layer,series,label,iteration,epoch,time,value [bit],flags,settings");
        assertThat(rows)
                .as("of each layer and both bandwidths every sample")
                .hasSize(1 + 2 * SmallTraining.LAYERS.size() * run.steps().size());
        for (SampledStep step : run.steps()) {
            assertThat(rows)
                    .anyMatch(row -> row.startsWith("\"" + curve + "\",hidden," + series.key() + "," + series.label()
                                    + "," + step.iteration() + "," + step.epoch() + ",")
                            && Double.parseDouble(row.split(",", -1)[8])
                                    == StoredTraining.value(step, "hidden", series));
        }
        assertThat(Files.readString(save("svg")))
                .contains("<svg", "DSE (bit)", "iteration", curve, run.info().name());
        assertThat(ImageIO.read(save("png").toFile()).getWidth()).isEqualTo(2700);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theRunIsSavedAsItsHistoryExportsIt() throws IOException {
        open(run, "");
        for (ExportFormat format : ExportFormat.values()) {
            String ending = format == ExportFormat.CSV ? "csv" : "jsonl";
            browser.find("#export-" + ending).click();
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            trained.first().export(run.session(), format, expected);
            Path file = saved(run.session() + "." + ending);
            assertThat(file).hasBinaryContent(expected.toByteArray());
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theReportOfAFileOpensWithoutANetworkAndTellsTheStoredValues() throws IOException {
        Path report = downloads.resolve("trained.html");
        RunReport page = new RunReport("infoscope test", Instant.EPOCH);
        for (StoredTraining each : List.of(run, trained.narrow())) {
            page.add(trained.first(), "first.db", each.session(), each.worker(), each.info());
        }
        try (BufferedWriter out = Files.newBufferedWriter(report)) {
            page.write(out);
        }
        browser.block("http*", "ws*");
        browser.go(report.toUri().toString());
        assertThat(browser.text("h1")).isEqualTo("2 runs");
        assertThat(browser.text("#run-1 h2, #run-2 h2")).isNotEmpty();
        String text = browser.text("body");
        assertThat(text).contains(run.info().name(), "narrow", "DSE", "SROP", "FE", "Definition");
        assertThat(
                        (List<?>)
                                browser.evaluate(
                                        "return [...document.querySelectorAll('.latest tbody data')].map(({ value }) => Number(value))"))
                .extracting(value -> ((Number) value).doubleValue())
                .contains(
                        StoredTraining.value(run.last(), "edges", series),
                        StoredTraining.value(run.last(), "hidden", series),
                        StoredTraining.value(
                                trained.narrow().last(),
                                "classes",
                                trained.narrow().series(DSE, 0)));
        assertThat(browser.number("return document.querySelectorAll('figure > svg').length"))
                .isGreaterThan(8);
        browser.screenshot("trained-report");
        assertThat(browser.complaints()).isEmpty();
    }
}
