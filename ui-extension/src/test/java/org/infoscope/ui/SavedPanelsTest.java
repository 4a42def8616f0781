package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Panels saved from the page: as pictures and as CSV, by the keyboard too. */
class SavedPanelsTest extends PageTest {
    private static final String DSE = "diffusion-spectral-entropy";
    private static final String HOSTILE = "../a run: <b>&\"quoted\"</b>\nwith, commas";

    private final SyntheticRun run = new SyntheticRun(HOSTILE, "worker-0", List.of("conv1", "<i>a,b\"c</i>", "dense"));

    private void open(int steps) {
        storage.putStaticInfo(run.info());
        for (int n = 0; n < steps; n++) {
            storage.putUpdate(run.report(n));
        }
        browser.go(server.address("/representation"));
        browser.await("curves", () -> browser.points(DSE, 0) == steps);
    }

    /** Saves a panel and waits for the file. */
    private Path save(String panel, String what, String file) {
        String card = "[data-card=\"" + panel + "\"] ";
        browser.find(card + "summary").sendKeys(Keys.ENTER);
        browser.find(card + "[data-action=" + what + "]").sendKeys(Keys.ENTER);
        Path saved = downloads.resolve(file);
        browser.await("the file " + file + " among " + names(), () -> Files.exists(saved));
        assertThat(browser.evaluate("return document.activeElement.tagName")).isEqualTo("SUMMARY");
        return saved;
    }

    private static List<String> names() {
        try (var files = Files.list(downloads)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPictureHasTitleAxesAndLegendAsVectorsAndAsPixels() throws Exception {
        open(40);
        String name = "a-run-b-quoted-b-with-commas-Diffusion-spectral-entropy.";
        String svg = Files.readString(save(DSE, "svg", name + "svg"));
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        String words = document.getDocumentElement().getTextContent();
        assertThat(words)
                .contains("Diffusion spectral entropy (DSE)", "iteration", "DSE (bit)", "conv1, sigma = 10")
                .contains("<i>a,b\"c</i>, sigma = 10", "../a run");
        assertThat(document.getElementsByTagName("path").getLength()).isGreaterThan(6);
        assertThat(document.getElementsByTagName("image").getLength()).isZero();
        BufferedImage png = ImageIO.read(save(DSE, "png", name + "png").toFile());
        assertThat(png.getWidth()).isEqualTo(2700);
        assertThat(png.getRGB(1, 1)).as("white ground").isEqualTo(0xffffffff);
        long inked = 0;
        for (int y = 0; y < png.getHeight(); y += 3) {
            for (int x = 0; x < png.getWidth(); x += 3) {
                inked += png.getRGB(x, y) == 0xffffffff ? 0 : 1;
            }
        }
        assertThat(inked).as("points of ink").isGreaterThan(5_000);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void thePointsAreThoseShownWithFullPrecision() throws IOException {
        open(12);
        List<String> lines =
                Files.readAllLines(save(DSE, "csv", "a-run-b-quoted-b-with-commas-Diffusion-spectral-entropy.csv"));
        assertThat(lines.get(0)).startsWith("# Diffusion spectral entropy (DSE), How many directions");
        assertThat(lines).anyMatch(line -> line.startsWith("# Run ../a run") && line.contains("256 training examples"));
        assertThat(lines).anyMatch(line -> line.equals("# All samples of this part."));
        assertThat(lines)
                .anyMatch(line -> line.startsWith("# Series dse-fixed: sigma = 10; ") && line.contains("alpha 0"));
        int head = (int) lines.stream().filter(line -> line.startsWith("#")).count();
        assertThat(lines.get(head))
                .isEqualTo("curve,layer,series,label,iteration,epoch,time,value [bit],flags,settings");
        List<String> rows = lines.subList(head + 1, lines.size());
        assertThat(rows).as("12 samples of 3 layers and 2 series").hasSize(72);
        double exact = ((MetricValue.Scalar) run.readings(11).get(0).values().get(0)).value();
        assertThat(rows)
                .anyMatch(row -> row.startsWith("\"conv1, sigma = 10\",conv1,dse-fixed,sigma = 10,110,0,")
                        && row.contains("," + exact + ",,\""));
        assertThat(rows).anyMatch(row -> row.startsWith("\"<i>a,b\"\"c</i>, sigma = 10\",\"<i>a,b\"\"c</i>\","));
        List<String> loss = Files.readAllLines(save("loss", "csv", "a-run-b-quoted-b-with-commas-Loss.csv"));
        assertThat(loss).filteredOn(line -> line.startsWith("loss,")).hasSize(12);
    }

    @Test
    void aFurtherNumberOfOneLayerIsSavedAndNotItsHeadline() throws IOException {
        open(6);
        browser.find("#latest tbody tr:nth-child(1) a").click();
        browser.await("its value", () -> browser.points(DSE + " value sigma", 0) == 6);
        List<String> rows =
                Files.readAllLines(save(DSE + " value sigma", "csv", "a-run-b-quoted-b-with-commas-DSE-sigma.csv"))
                        .stream()
                        .filter(line -> !line.startsWith("#"))
                        .toList();
        assertThat(rows.get(0)).isEqualTo("curve,layer,series,label,iteration,epoch,time,value,flags,settings");
        assertThat(rows.subList(1, rows.size()))
                .hasSize(12)
                .allSatisfy(
                        row -> assertThat(row)
                                .matches(
                                        "sigma = (10|median),conv1,dse-(fixed|median),sigma = (10|median),\\d+,\\d+,[^,]+,10,.*"));
    }

    @Test
    void aPictureOfSeveralRunsNamesThem() throws IOException {
        for (String name : List.of("one <b>", "two")) {
            SyntheticRun other = SyntheticRun.named(name);
            storage.putStaticInfo(other.info());
            for (int n = 0; n < 6; n++) {
                storage.putUpdate(other.report(n));
            }
        }
        browser.go(server.address("/representation/compare"));
        browser.await("both runs", () -> browser.points("loss", 1) == 6);
        String svg = Files.readString(save("loss", "svg", "Runs-compared-Loss.svg"));
        assertThat(svg).contains("one &lt;b&gt;", "two", "iteration", "<path");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aMapIsSavedWithItsObservations() throws IOException {
        open(5);
        Path saved = save("srop conv1", "csv", "a-run-b-quoted-b-with-commas-SROP-conv1-p-0.85.csv");
        List<String> rows = Files.readAllLines(saved).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(rows.get(0)).isEqualTo("iteration,bin from [cycles/pixel],bin to [cycles/pixel],observations");
        assertThat(rows).hasSize(1 + 5 * 48);
        long observed = rows.stream()
                .skip(1)
                .filter(row -> row.startsWith("40,"))
                .mapToLong(row -> Long.parseLong(row.substring(row.lastIndexOf(',') + 1)))
                .sum();
        assertThat(observed).isEqualTo(1024);
        String svg = Files.readString(save("srop conv1", "svg", "a-run-b-quoted-b-with-commas-SROP-conv1-p-0.85.svg"));
        assertThat(svg).contains("SROP (cycles/pixel)", "conv1: SROP p = 0.85", "<image");
    }
}
