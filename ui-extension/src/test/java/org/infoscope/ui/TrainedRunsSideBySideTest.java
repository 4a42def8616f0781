package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.infoscope.ui.StoredTraining.DSE;

import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Real runs of two files laid over each other on the page {@code /representation/compare}. */
class TrainedRunsSideBySideTest extends TrainedPages {
    private static final String ONE = "patterns seed 1";
    private static final String TWO = "patterns seed 2";
    private static final String LAYER = "hidden";

    private final SeriesInfo series = trained.seed(1).series(DSE, 0);
    private final String panel = series.key() + "/" + LAYER;

    private double value(SampledStep step) {
        return StoredTraining.value(step, LAYER, series);
    }

    private void open(String hash) {
        browser.go(server.address("/representation/compare" + hash));
        browser.awaitText("#runs", ONE);
        // All panels in the window: those out of sight are drawn when they come into it.
        browser.size(1440, 4000);
    }

    private void show(String... names) {
        browser.find("#none").click();
        for (String name : names) {
            browser.find("#runs input[aria-label='Show " + name + "']").click();
        }
        awaitCurves("loss", names);
    }

    private static Object colour(String panel, String curve) {
        return of(panel, "option.series.find(({ name }) => name === arguments[0]).lineStyle.color", curve);
    }

    private void rename(String name, String to) {
        browser.find("#runs button[aria-label='Name, group and export of " + name + "']")
                .sendKeys(Keys.ENTER);
        browser.find("#runs form:not([hidden]) input").sendKeys(Keys.chord(Keys.CONTROL, "a"), to, Keys.ENTER);
    }

    @Test
    void runsOfBothFilesLieOverEachOtherWithTheirStoredValues() {
        open("");
        show(TWO, ONE);
        awaitCurve(panel, ONE, trained.seed(1), this::value);
        awaitCurve(panel, TWO, trained.seed(2), this::value);
        awaitEqual("its loss", () -> points("loss", ONE), losses(trained.seed(1)));
        awaitEqual("its loss", () -> points("loss", TWO), losses(trained.seed(2)));
        awaitCurve(
                "trainingAccuracy",
                TWO,
                trained.seed(2),
                step -> step.trainingAccuracy().get("classes"));
        hover(panel, 20);
        browser.awaitText(tip(panel), "Iteration 20");
        assertThat(browser.text(tip(panel)))
                .contains(ONE, exact(value(trained.seed(1).step(20))) + " bit")
                .contains(TWO, exact(value(trained.seed(2).step(20))) + " bit", "bandwidth 10", "time 1");
        browser.screenshot("trained-side-by-side");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theLegendNamesColoursHidesAndFiltersThem() {
        open("");
        show("too fast", "narrow", TWO, ONE);
        Object first = colour("loss", ONE);
        assertThat(List.of(colour("loss", TWO), colour("loss", "narrow"), colour("loss", "too fast")))
                .doesNotContain(first)
                .doesNotHaveDuplicates();
        assertThat(colour("trainingAccuracy", ONE))
                .as("one colour in every chart")
                .isEqualTo(first);
        browser.find("#runs button[aria-label='Only " + ONE + "']").click();
        awaitCurves("loss", ONE);
        assertThat(colour("loss", ONE)).as("its colour, alone too").isEqualTo(first);
        browser.find("#everything").click();
        browser.await("all again", () -> curves("loss").size() == 4);
        browser.find("#filter").sendKeys("SEED");
        awaitCurves("loss", TWO, ONE);
        assertThat(browser.text("#runs-count")).contains("2 of 4 runs listed, 2 shown");
        rename(ONE, "the first seed");
        awaitCurves("loss", TWO, "the first seed");
        assertThat(browser.text("#runs")).contains("itself “" + ONE + "”");
        awaitEqual("no run stands out", () -> colour("loss", "the first seed"), first);
        assertThat(colour("loss", TWO)).asString().as("and none is faint").hasSize("#rrggbb".length());
        browser.evaluate("location.reload()");
        browser.await("the same after a reload", () -> curves("loss").contains("the first seed"));
        awaitEqual("its loss", () -> points("loss", "the first seed"), losses(trained.seed(1)));
        assertThat(browser.complaints()).isEmpty();
    }

    /** What a browser shows to people without one of the three kinds of cones. */
    @Test
    void runsAreToldApartByWhoeverSeesFewerColours() throws IOException {
        open("");
        show("too fast", "narrow", TWO, ONE);
        for (String vision : List.of("none", "protanopia", "deuteranopia", "tritanopia")) {
            browser.vision(vision);
            BufferedImage seen =
                    ImageIO.read(browser.screenshot("trained-" + vision).toFile());
            List<Color> inks = ((List<?>)
                            browser.evaluate(
                                    "return [...document.querySelectorAll('#runs .run-look .swatch')]"
                                            + ".map(line => line.getBoundingClientRect()).map(({ x, y, width }) => [x + width / 2, y + 1])"))
                    .stream()
                            .map(place -> (List<?>) place)
                            .map(place -> new Color(seen.getRGB(
                                    ((Number) place.get(0)).intValue(), ((Number) place.get(1)).intValue())))
                            .toList();
            assertThat(inks).hasSize(4);
            for (int i = 0; i < inks.size(); i++) {
                for (Color other : inks.subList(0, i)) {
                    assertThat(distance(inks.get(i), other))
                            .as("%s and %s to %s", inks.get(i), other, vision)
                            .isGreaterThan(12);
                }
            }
        }
        assertThat(browser.complaints()).isEmpty();
    }

    /** In CIE 1976 L*a*b*, in which black and white are 100 apart. */
    private static double distance(Color one, Color other) {
        double[] a = lab(one);
        double[] b = lab(other);
        return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
    }

    private static double[] lab(Color color) {
        float[] xyz = color.getColorComponents(ColorSpace.getInstance(ColorSpace.CS_CIEXYZ), null);
        double x = Math.cbrt(xyz[0] / 0.9642);
        double y = Math.cbrt(xyz[1]);
        double z = Math.cbrt(xyz[2] / 0.8249);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    @Test
    void theBandOfTheSeedsReachesFromTheLowerToTheHigher() {
        open("");
        show(TWO, ONE);
        browser.find("#grouped").click();
        awaitCurves(panel, "patterns");
        List<SampledStep> one = trained.seed(1).steps();
        List<SampledStep> two = trained.seed(2).steps();
        awaitEqual(
                "the band of both",
                () -> points(panel, "patterns, range"),
                IntStream.range(0, one.size())
                        .mapToObj(i -> List.of(
                                (double) one.get(i).iteration(),
                                Math.min(value(one.get(i)), value(two.get(i))),
                                Math.max(value(one.get(i)), value(two.get(i)))))
                        .toList());
        List<List<Double>> mean = points(panel, "patterns");
        assertThat(mean).hasSameSizeAs(one);
        for (int i = 0; i < mean.size(); i++) {
            assertThat(mean.get(i).get(1))
                    .isCloseTo(
                            DoubleStream.of(value(one.get(i)), value(two.get(i)))
                                    .average()
                                    .orElseThrow(),
                            org.assertj.core.api.Assertions.within(1e-12));
        }
        browser.find(box(panel)).sendKeys(Keys.ARROW_LEFT);
        browser.awaitText(tip(panel), "mean of 2: ");
        SampledStep last = trained.seed(2).last();
        assertThat(browser.text(tip(panel)))
                .contains(exact(Math.min(value(trained.seed(1).last()), value(last)))
                        + " to "
                        + exact(Math.max(value(trained.seed(1).last()), value(last))));
        browser.screenshot("trained-group");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void runsThatWereMeasuredOtherwiseAreWarnedOf() {
        open("");
        show(TWO, ONE);
        assertThat(browser.find("#differences").isDisplayed())
                .as("seeds are measured alike")
                .isFalse();
        browser.find("#runs input[aria-label='Show narrow']").click();
        browser.awaitText("#differences", "DSE bandwidth: 0.05");
        assertThat(browser.text("#differences"))
                .contains("n (probe examples): 24 in narrow; 66 in " + TWO + ", " + ONE);
        awaitCurve(
                panel,
                "narrow",
                trained.narrow(),
                step -> StoredTraining.value(step, LAYER, trained.narrow().series(DSE, 0)));
        assertThat(browser.text("[data-card='" + panel + "']")).contains("With other settings: narrow (");
        browser.screenshot("trained-settings-warning");
        browser.find("#runs input[aria-label='Show narrow']").click();
        browser.await("no warning", () -> !browser.find("#differences").isDisplayed());
        assertThat(browser.complaints()).isEmpty();
    }
}
