package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.history.RepresentationRun;
import org.infoscope.metric.MetricValue;
import org.infoscope.report.RunReport;
import org.junit.jupiter.api.Test;

/** A report, opened from disk in a real browser without a network. */
class ReportPageTest extends PageTest {

    private static final String HOSTILE = "<img src=x onerror=\"window.hacked=1\">";

    private RepresentationRun record(SyntheticRun run, int steps) {
        RepresentationRun info = run.info();
        storage.putStaticInfo(info);
        for (int n = 0; n < steps; n++) {
            storage.putUpdate(run.report(n));
        }
        return info;
    }

    private static Path write(StatsStorage storage, RepresentationRun... runs) {
        RunReport report = new RunReport("infoscope test", Instant.EPOCH);
        for (RepresentationRun run : runs) {
            report.add(storage, "runs.db", run.getSessionID(), run.getWorkerID(), run.info());
        }
        Path file = downloads.resolve("report.html");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            report.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static double value(SyntheticRun run, int n, int reading) {
        return ((MetricValue.Scalar) run.readings(n).get(reading).values().get(0)).value();
    }

    @Test
    void opensFromDiskWithoutANetworkAndTellsTheValues() {
        SyntheticRun first = new SyntheticRun("first", "worker-0", List.of("conv1", HOSTILE, "dense"));
        SyntheticRun second = SyntheticRun.named("second");
        Path file = write(storage, record(first, 60), record(second, 40));
        browser.block("http*", "ws*");
        browser.prefer("light");

        browser.go(file.toUri().toString());

        assertThat(browser.text("h1")).isEqualTo("2 runs");
        assertThat(browser.evaluate("return document.querySelector('#run-1 .latest tbody data').value"))
                .isEqualTo(Double.toString(value(first, 59, 0)));
        assertThat(browser.text("#run-1 .facts")).contains("0 to 590", "256 training examples", "not ended");
        assertThat(browser.text("#run-1")).contains(HOSTILE, "DSMI", "SROP", "cycles/pixel", "Definition");
        assertThat(browser.number("return document.querySelectorAll('#run-1 figure > svg').length"))
                .as("loss, accuracy, DSE, DSMI, and heat map and bands of the layer that has maps")
                .isEqualTo(6);
        assertThat(browser.text("#run-2")).contains("observations in each bin");
        String curve = "return document.querySelector('#run-1 figure:nth-of-type(3) > svg path.line')";
        assertThat(browser.number(curve + ".getTotalLength()")).isGreaterThan(400);
        Object light = browser.evaluate(curve.replace("return ", "return getComputedStyle(") + ").stroke");
        assertThat(light).isEqualTo("rgb(34, 107, 182)");
        for (int width : new int[] {390, 1440}) {
            browser.size(width, 1800);
            browser.await("room", () -> browser.number("return innerWidth") == width);
            assertThat(browser.number("return document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(width);
            browser.screenshot("report-" + width + "-light");
        }
        browser.prefer("dark");
        browser.await(
                "dark lines",
                () -> !light.equals(
                        browser.evaluate(curve.replace("return ", "return getComputedStyle(") + ").stroke")));
        browser.screenshot("report-1440-dark");
        browser.prefer("light");
        browser.ownSize();
        browser.block();
        for (String run : List.of("#run-1", "#run-2")) {
            assertThat(browser.evaluate("const mask = document.querySelector('" + run + " mask');"
                            + "const image = new Image(); image.src = mask.querySelector('image').href.baseVal;"
                            + "const pen = document.createElement('canvas').getContext('2d');"
                            + "return image.decode().then(() => { pen.canvas.width = image.width; pen.canvas.height = image.height;"
                            + "pen.drawImage(image, 0, 0); const { data } = pen.getImageData(0, 0, image.width, image.height);"
                            + "const columns = [0, 0.5, 0.99].map(at => Math.floor(at * image.width)).map(x =>"
                            + " Array.from({length: image.height}, (_, y) => data[4 * (y * image.width + x)]));"
                            + "return columns.map(each => [each.includes(0), each.includes(255)]).join(); })"))
                    .as("a picture that has ink at all times")
                    .isEqualTo("true,true,true,true,true,true");
        }
        assertThat(browser.accessibilityTree().faults()).isEmpty();
        assertThat(browser.evaluate("return String(window.hacked)")).isEqualTo("undefined");
        assertThat(browser.evaluate("return document.querySelectorAll('img, script').length + ''"))
                .isEqualTo("0");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void informationPlanesAndPixelMapsAreInTheFile() {
        FullRun full = FullRun.named("full");
        full.record(storage, 21);
        Path file = write(storage, full.info());
        browser.block("http*", "ws*");

        browser.go(file.toUri().toString());

        assertThat(browser.text("#run-1")).contains("Information plane", "across", "pixel-wise maps", "example 3");
        assertThat(
                        browser.number(
                                "return [...document.querySelectorAll('figure > svg')].filter(each => each.querySelector('.way')).length"))
                .as("one for each bandwidth")
                .isEqualTo(2);
        assertThat(browser.number(
                        "return document.querySelector('svg:has(.way)').querySelectorAll('circle:not(.last)').length"))
                .as("21 samples of three layers")
                .isEqualTo(63);
        assertThat(browser.number("return document.querySelectorAll('.pixels tbody tr').length"))
                .isEqualTo(2);
        assertThat(
                        browser.evaluate(
                                "return [...document.querySelectorAll('img')].every(each => each.complete && each.naturalWidth > 0)"))
                .as("all pictures are there, as the policy allows")
                .isEqualTo(true);
        assertThat(browser.text(".pixels thead")).contains("conv1", "conv2");
        for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            browser.size(1440, 1800);
            browser.screenshot("report-full-" + scheme);
        }
        browser.prefer("light");
        browser.ownSize();
        browser.block();
        assertThat(browser.complaints()).isEmpty();
    }
}
