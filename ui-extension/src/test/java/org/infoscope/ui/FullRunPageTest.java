package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunInfo;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What the page shows of units, of the information plane and of pixel-wise maps. One class, because all share one browser. */
class FullRunPageTest extends PageTest {
    private static final String PLANE = "plane diffusion-spectral-mutual-information-input";

    private void show(FullRun run, int steps) {
        run.record(storage, steps);
        browser.go(server.address("/representation"));
        browser.await("all samples", () -> browser.points("loss", 0) == steps);
    }

    /** The first column of one group of the unit table. */
    private static List<String> units(String group) {
        Object rows = browser.evaluate(
                "return [...document.querySelectorAll(`#units [data-group='${arguments[0]}'] tr:not(.group)`)]"
                        + ".map(row => row.cells[0].innerText)",
                group);
        return ((List<?>) rows).stream().map(String::valueOf).toList();
    }

    @Test
    void tableOfUnitsHasTheBestTheWorstAndTheDead() {
        show(FullRun.named("units"), 21);
        browser.awaitText("#units-section output", "iteration 200");
        assertThat(units("Best")).containsExactly("5", "6", "7", "8", "10");
        assertThat(units("Worst")).containsExactly("13", "0", "1", "3", "4");
        assertThat(units("Dead")).containsExactly("2", "9");
        assertThat(browser.text("#unit-summary")).contains("conv1", "14 units, 12 live, 2 dead", "nat");
        assertThat(browser.text("#units thead").toLowerCase(Locale.ROOT))
                .containsSubsequence("unit", "entropy", "nat", "eps", "births", "rank");
        assertThat(browser.text("#units [data-group=Best]")).contains("1.2", "105", "0.5");

        browser.choose("#unit-layer", "conv2");
        browser.find("#unit-iteration").sendKeys(Keys.HOME);
        browser.awaitText("#unit-summary", "conv2");
        browser.awaitText("#units-section output", "iteration 0");
        assertThat(browser.evaluate("return document.querySelector('#units [data-group=Best] td').title"))
                .as("unit 5 of the second layer at the first sample")
                .isEqualTo("2");
        assertThat(browser.find("#unit-iteration").getAttribute("aria-valuetext"))
                .isEqualTo("iteration 0 · epoch 0");
        browser.find("#unit-all").click();
        browser.await("all units", () -> units("Best to worst").size() == 12);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void entropyOfUnitsIsACurveWithABandAtTheSamplesThatHaveIt() {
        show(FullRun.named("band"), 21);
        Object series = browser.evaluate("return echarts.getInstanceByDom(document.querySelector("
                + "'[data-panel=feature-entropy]')).getOption().series.map(s => s.name + ' ' + s.data.length)");
        assertThat((List<?>) series)
                .extracting(Object::toString)
                .contains("conv1, entropy over units 5", "conv1, entropy over units, median 5", "conv1 5", "conv2 5");
        browser.find("[data-panel=feature-entropy]").sendKeys(Keys.ARROW_LEFT);
        browser.awaitText("[data-panel=feature-entropy] .tip", "Iteration 200");
        assertThat(browser.text("[data-panel=feature-entropy] .tip"))
                .contains("entropy over units 1.575 – 2.450, 2 of 14 without");
        assertThat(browser.text("#charts")).contains("Band: 25 % to 75 %");
    }

    @Test
    void informationPlaneHasATrajectoryPerLayerAndOnePlanePerBandwidth() {
        show(FullRun.named("plane"), 21);
        List<WebElement> planes = browser.all("#plane [data-panel^='plane ']");
        assertThat(planes).hasSize(2);
        assertThat(browser.text("#plane"))
                .containsSubsequence("DSMI(Z;Y)", "DSMI(Z;X)", "sigma = 10", "sigma by median")
                .contains("Iteration 0", "200");
        Object points = browser.evaluate(
                "const chart = echarts.getInstanceByDom(document.querySelector("
                        + "`[data-panel^='plane ']`)); const {series, xAxis: [x], yAxis: [y]} = chart.getOption();"
                        + "return [x.name, y.name, ...series.map(s => [s.name, s.data.length, s.data[4].value, s.data.at(-1).value].join(' '))]");
        assertThat(points)
                .isEqualTo(List.of(
                        "DSMI(Z;X) (bit)",
                        "DSMI(Z;Y) (bit)",
                        "conv1 21 1.875,0.5 1.375,1.5",
                        "conv2 21 1.625,1 1.125,2",
                        "dense 21 1.375,1.5 0.875,2.5"));
        assertThat(colours()).as("each sample has its own colour").hasSize(21).doesNotHaveDuplicates();
        assertThat(planes.get(0).getAttribute("aria-label"))
                .contains("sigma = 10", "in bit", "conv2 from 1.750, 0.7500 to 1.125, 2;", "arrow keys");
    }

    private static List<?> colours() {
        return (List<?>)
                browser.evaluate("return echarts.getInstanceByDom(document.querySelector(`[data-panel^='plane ']`))"
                        + ".getOption().series[0].data.map(point => point.itemStyle.color)");
    }

    @Test
    void informationPlaneTellsExactValuesByKeyboard() {
        show(FullRun.named("by keyboard"), 21);
        browser.await("the plane", () -> colours().size() == 21);
        WebElement plane = browser.find("[data-panel^='plane ']");
        plane.sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        String tip = "[data-panel^='" + PLANE + "'] .tip";
        browser.awaitText(tip, "Iteration 190");
        assertThat(browser.text(tip))
                .contains("conv1", "DSMI(Z;X)", "1.40625 bit", "DSMI(Z;Y)", "1.4375 bit", "epoch 1");
        plane.sendKeys(Keys.ARROW_DOWN);
        browser.awaitText(tip, "conv2");
        browser.find("#layer-1").sendKeys(Keys.SPACE);
        browser.await(
                "one trajectory less",
                () -> colours().size() == 21
                        && browser.number(
                                        "return echarts.getInstanceByDom(document.querySelector(`[data-panel^='plane ']`)).getOption().series.length")
                                == 2);
        assertThat(browser.complaints()).isEmpty();
    }

    private static String cell() {
        return browser.text("#pixels-section .cell-tip");
    }

    @Test
    void mapsStandBesideTheirImagesAndFollowTheSlider() {
        show(FullRun.named("maps"), 21);
        browser.await(
                "two images",
                () -> browser.number(
                                "return [...document.querySelectorAll('#pixels img')].filter(i => i.naturalWidth === 8).length")
                        == 2);
        assertThat(browser.text("#pixels")).contains("example 0 · class 7", "example 3", "conv1", "conv2", "dense");
        assertThat(browser.all("#pixels canvas")).hasSize(6);
        assertThat(browser.text("#pixel-key")).contains("-3", "-1.359 nat", "one scale for all");
        WebElement area = browser.find("#pixels-section .scroll");
        area.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_DOWN);
        browser.await("a cell", () -> cell().equals("conv1, example 0, row 1, column 1: -2.4875 nat"));
        Object newest = ink();
        browser.find("#pixel-iteration").sendKeys(Keys.ARROW_LEFT);
        browser.awaitText("#pixels-section output", "iteration 150 · epoch 1 · 4 of 5");
        area.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_DOWN);
        browser.await("its value then", () -> cell().equals("conv1, example 0, row 1, column 1: -2.5375 nat"));
        assertThat(ink()).as("the picture changes with the value").isNotEqualTo(newest);
        assertThat(browser.find("#pixels canvas").getAttribute("aria-label"))
                .contains("conv1, example 0: 4 × 4", "nat");
        IntStream.range(0, 3).forEach(i -> area.sendKeys(Keys.ARROW_RIGHT));
        browser.await("the next map", () -> cell().startsWith("conv2, example 0, row 1, column 0"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void coloursMayLeaveOutTheOuterValues() {
        show(FullRun.named("scales"), 6);
        browser.awaitText("#pixel-key", "-3");
        Object before = ink();
        browser.choose("#pixel-scale", "middle");
        browser.awaitText("#pixel-key", "≤ -2.9");
        assertThat(ink()).as("the colours are spread over fewer values").isNotEqualTo(before);
    }

    private static Object ink() {
        return browser.evaluate("return document.querySelector('#pixels canvas').toDataURL()");
    }

    @Test
    void sliderFollowsTheNewestMapUntilAnotherOneIsChosen() {
        FullRun run = FullRun.named("following");
        show(run, 11);
        browser.awaitText("#pixels-section output", "iteration 100 · epoch 1 · newest");
        IntStream.range(11, 16).forEach(n -> storage.putUpdate(run.report(n)));
        browser.awaitText("#pixels-section output", "iteration 150 · epoch 1 · newest");
        browser.find("#pixel-iteration").sendKeys(Keys.HOME);
        browser.awaitText("#pixels-section output", "iteration 0 · epoch 0 · 1 of 4");
        IntStream.range(16, 21).forEach(n -> storage.putUpdate(run.report(n)));
        browser.awaitText("#pixels-section output", "iteration 0 · epoch 0 · 1 of 5");
    }

    @Test
    void mapsAndUnitsOfALongRunAreReadOneSampleAtATime() {
        int steps = 2100;
        FullRun.named("long").record(storage, steps);
        browser.go(server.address("/representation"));
        browser.awaitText("#pixels-section output", "iteration 20,950 · epoch 209 · newest");
        browser.await("the maps", () -> browser.all("#pixels canvas").size() == 6);
        browser.awaitText("#unit-summary", "14 units, 12 live");
        assertThat(browser.text("#charts")).contains(" of 2,100 steps");
        // A slider that is dragged over all its places.
        browser.evaluate(
                "const slider = document.getElementById('pixel-iteration');"
                        + "for (let at = Number(slider.max); at >= 0; at -= 1) { slider.value = at; slider.dispatchEvent(new Event('input')); }");
        browser.awaitText("#pixels-section output", "iteration 0 · epoch 0 · 1 of");
        WebElement area = browser.find("#pixels-section .scroll");
        area.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_DOWN);
        browser.await(
                "a cell of the first sample", () -> cell().equals("conv1, example 0, row 1, column 1: -2.6875 nat"));
        assertThat(
                        browser.number(
                                "return performance.getEntriesByType('resource')"
                                        + ".filter(entry => entry.name.includes('iterations=') && entry.name.includes('information-discarding')).length"))
                .as("requests for maps")
                .isBetween(1L, 5L);
        browser.find("#unit-iteration").sendKeys(Keys.HOME);
        browser.awaitText("#units-section output", "iteration 0");
        browser.await(
                "unit 5 of the first sample",
                () -> "1"
                        .equals(browser.evaluate(
                                "return document.querySelector('#units [data-group=Best] td').title")));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void mapsOfVectorsAreStripsWithoutAnImage() {
        show(new FullRun("vectors", List.of("first", "second", "last"), 0), 6);
        browser.await("strips", () -> browser.all("#pixels canvas").size() == 6);
        assertThat(browser.all("#pixels img")).isEmpty();
        browser.find("#pixels-section .scroll").sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        browser.await("a cell", () -> cell().equals("first, example 0, cell 1: -2.8875 nat"));
    }

    @Test
    void latestValuesAreThoseThereAreAndSayOfWhichIteration() {
        show(FullRun.named("schedules"), 23);
        assertThat(browser.text("#latest")).contains("iteration 200", "n/a").doesNotContain("iteration 220");
        assertThat(browser.text("#tiles")).contains("220", "23", "0 skipped", "0 failures, whole samples included");
        assertThat(browser.text("#problems")).contains("Nothing undefined", "Not applicable to some or all layers: ");
    }

    @Test
    void saysWhatWouldAddWhatIsNotMeasured() {
        SyntheticRun run = SyntheticRun.named("standard");
        storage.putStaticInfo(run.info());
        storage.putUpdate(run.report(0));
        browser.go(server.address("/representation"));
        browser.awaitText("#missing", "Metrics.full()");
        assertThat(browser.text("#missing")).contains("information plane", "dead units", "pixel-wise maps");
        assertThat(browser.find("#plane-section").isDisplayed()).isFalse();
        assertThat(browser.find("#units-section").isDisplayed()).isFalse();
        assertThat(browser.find("#pixels-section").isDisplayed()).isFalse();
    }

    @Test
    void metricThatAppliesToNoLayerHasNoPanelAndSaysWhyBelow() {
        SyntheticRun run = new SyntheticRun("dense only", "worker-0", List.of("hidden", "output"));
        storage.putStaticInfo(run.info());
        storage.putUpdate(run.report(0));
        browser.go(server.address("/representation"));
        browser.awaitText("#problems", "Not applicable to some or all layers: SROP p = 0.85");
        assertThat(browser.all("#charts article, #strips article"))
                .extracting(card -> card.getAttribute("aria-label"))
                .isNotEmpty()
                .noneMatch(name -> name.contains("Spectral roll-off"));
        browser.click("#problems summary");
        browser.awaitText("#problems", "A dense layer has no feature maps");
    }

    @Test
    void manyLayersKeepThePageUsable() {
        List<String> layers = IntStream.range(0, 60).mapToObj(i -> "layer" + i).toList();
        show(new FullRun("deep", layers, 8), 11);
        browser.await("every layer's maps", () -> browser.all("#pixels canvas").size() == 120);
        assertThat(browser.text("#charts")).contains("choose fewer layers");
        assertThat(browser.number("return document.documentElement.scrollWidth - innerWidth"))
                .as("nothing but tables scrolls sideways")
                .isLessThanOrEqualTo(0);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void longNameOfACheckpointDoesNotWidenThePage() {
        FullRun run = FullRun.named("analysis");
        RepresentationRun record = run.info();
        RunInfo info = record.info();
        String name = "checkpoint_".repeat(20) + ".zip";
        show(run, 1);
        storage.putStaticInfo(new RepresentationRun(
                record.getSessionID(),
                record.getWorkerID(),
                record.getTimeStamp() + 1,
                new RunInfo(
                        info.name(),
                        info.startedMillis(),
                        info.model(),
                        info.layers(),
                        info.series(),
                        info.probe(),
                        info.settings(),
                        info.images(),
                        List.of(new RunInfo.Checkpoint(name, 0)))));
        browser.go(server.address("/representation"));
        browser.awaitText("#plane article:last-child .chart-latest", name);
        assertThat(browser.text("#tiles")).as("this one has a loss and a stall").contains("Loss", "Stall");
        assertThat(browser.number("return document.documentElement.scrollWidth - innerWidth"))
                .as("nothing but tables scrolls sideways")
                .isLessThanOrEqualTo(0);
    }
}
