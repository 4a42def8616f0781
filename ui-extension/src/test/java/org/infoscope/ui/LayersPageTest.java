package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.infoscope.history.Reading;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Layers beside one another, across the depth and alone, and their distributions, on the page {@code /representation}. */
class LayersPageTest extends PageTest {
    private static final String DSE = "diffusion-spectral-entropy";
    private static final int STEPS = 48;

    private final SyntheticRun run = SyntheticRun.named("layers");

    private void open(String query) {
        storage.putStaticInfo(run.info());
        IntStream.range(0, STEPS).forEach(n -> storage.putUpdate(run.report(n)));
        go(query);
    }

    private void go(String query) {
        browser.go(server.address("/representation/layers" + query));
        browser.awaitText("#tiles", "470");
    }

    /** The reading of a layer and series at the n-th sample. */
    private Reading reading(int n, String layer, String series) {
        return run.readings(n).stream()
                .filter(each -> each.layer().equals(layer) && each.series().equals(series))
                .findFirst()
                .orElseThrow();
    }

    private double headline(int n, String layer, String series) {
        return ((MetricValue.Scalar) reading(n, layer, series).values().get(0)).value();
    }

    private MetricValue.Distribution distribution(int n, String layer) {
        return (MetricValue.Distribution) reading(n, layer, "srop").values().get(0);
    }

    private static List<Double> numbers(String panel, String expression) {
        Object found = browser.evaluate(
                "const option = echarts.getInstanceByDom(document.querySelector(`[data-panel=\"${arguments[0]}\"]`)).getOption();"
                        + "const { series } = option; return " + expression,
                panel);
        return ((List<?>) Objects.requireNonNull(found))
                .stream()
                        .map(each -> each == null ? Double.NaN : ((Number) each).doubleValue())
                        .toList();
    }

    private static String query() {
        return (String) Objects.requireNonNull(browser.evaluate("return location.search"));
    }

    /** A hundred layers: 32 charts at a time, and every one of them can be reached. */
    @Test
    void manyLayersAreShownSomeAtATimeUntilTheLast() {
        SyntheticRun deep = new SyntheticRun(
                "deep",
                "worker-0",
                IntStream.rangeClosed(1, 100).mapToObj(n -> "layer" + n).toList());
        storage.putStaticInfo(deep.info());
        IntStream.range(0, 3).forEach(n -> storage.putUpdate(deep.report(n)));
        browser.go(server.address("/representation/deep?charts=apart&pin=" + DSE + "%20layer70"));
        requireLayers(1, 32);
        assertThat(browser.evaluate("return document.querySelector('#charts [data-card]').dataset.card"))
                .as("pinned, on whichever page it is")
                .isEqualTo(DSE + " layer70");
        Object scale = scale();
        for (int last : new int[] {64, 96, 100}) {
            browser.find("[data-metric=" + DSE + "] [data-way=on]").click();
            requireLayers(last == 100 ? 97 : last - 31, last);
            assertThat(scale()).as("one scale for all of them").isEqualTo(scale);
        }
        assertThat(browser.evaluate(
                        "return document.querySelector('[data-metric=" + DSE + "] [data-way=on]').disabled"))
                .isEqualTo(true);
        browser.await("the address", () -> query().contains("part=4"));
        assertThat(browser.text("#maps-pager")).contains("Maps 1 to 32 of 98");
        browser.find("#maps-pager [data-way=on]").click();
        browser.awaitText("#maps-pager", "Maps 33 to 64 of 98");
        browser.go(server.address("/representation/deep" + query()));
        requireLayers(97, 100);
        browser.awaitText("#maps-pager", "Maps 33 to 64 of 98");
        browser.find("[data-metric=" + DSE + "] [data-way=back]").click();
        requireLayers(65, 96);
        assertThat(browser.complaints()).isEmpty();
        browser.evaluate("localStorage.clear()");
    }

    private static void requireLayers(int first, int last) {
        browser.awaitText("[data-metric=" + DSE + "] .pager", "Layers " + first + " to " + last + " of 100");
        List<String> expected = IntStream.rangeClosed(first, last)
                .filter(n -> n != 70)
                .mapToObj(n -> DSE + " layer" + n)
                .toList();
        browser.await(
                "these",
                () -> expected.equals(browser.evaluate("return [...document.querySelectorAll('[data-metric=" + DSE
                        + "] [data-card]')].map(card => card.dataset.card)")));
    }

    private static Object scale() {
        return Objects.requireNonNull(
                browser.evaluate("const [y] = echarts.getInstanceByDom(document.querySelector('[data-metric=" + DSE
                        + "] [data-panel]')).getOption().yAxis; return `${y.min} ${y.max}`"));
    }

    @Test
    void stripShowsEveryLayerAtTheIterationChosenAndFollowsTheEnd() {
        open("");
        assertStrip(STEPS - 1);
        browser.find("#strip-iteration").sendKeys(Keys.HOME);
        browser.await("the address", () -> query().equals("?iteration=0"));
        assertStrip(0);
        browser.find("#strip-iteration").sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        browser.awaitText("#strip-section output", "iteration 30");
        assertStrip(3);
        go("?iteration=200");
        assertStrip(20);
        browser.find("#strip-iteration").sendKeys(Keys.END);
        browser.await("the newest", () -> query().isEmpty());
        storage.putUpdate(run.report(STEPS));
        browser.awaitText("#strip-section output", "iteration 480");
        assertStrip(STEPS);
        browser.find("[data-panel='strip " + DSE + "']").sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        browser.awaitText("[data-panel='strip " + DSE + "'] .tip", "conv2, sigma = 10");
        assertThat(browser.text("[data-panel='strip " + DSE + "'] .tip"))
                .contains("Iteration 480", " bit", "dtype float");
        browser.find("[data-panel='strip " + DSE + "']").sendKeys(Keys.ENTER);
        browser.awaitText("#layer-head h2", "Layer conv2");
        assertThat(browser.complaints()).isEmpty();
    }

    private void assertStrip(int n) {
        String strip = "strip " + DSE;
        for (int i = 0; i < 2; i++) {
            String series = List.of("dse-fixed", "dse-median").get(i);
            List<Double> expected = run.layers().stream()
                    .map(layer -> headline(n, layer, series))
                    .toList();
            int line = i;
            browser.await(
                    "the strip of sample " + n,
                    () -> numbers(strip, "series[" + line + "].data.map(each => each.value)")
                            .equals(expected));
        }
        List<Double> medians = numbers("strip spectral-roll-off", "series[0].data.map(each => each.value)");
        assertThat(medians.subList(0, 3))
                .isEqualTo(List.of("conv1", "conv2", "conv3").stream()
                        .map(layer -> distribution(n, layer).quantiles().get(2))
                        .toList());
        assertThat(medians.subList(3, 5)).as("no maps, no value").containsOnly(Double.NaN);
    }

    @Test
    void oneLayerIsShownWithEveryMetricAndHasAnAddress() {
        open("");
        browser.click("#latest tbody tr:nth-child(2) a");
        browser.awaitText("#layer-head", "Layer conv2");
        assertThat(query()).isEqualTo("?layer=conv2");
        browser.await("its value beside the entropy", () -> browser.points(DSE + " value sigma", 0) == STEPS);
        assertThat(numbers(DSE, "series[0].data.map(point => point[1])"))
                .isEqualTo(IntStream.range(0, STEPS)
                        .mapToObj(n -> headline(n, "conv2", "dse-fixed"))
                        .toList());
        assertThat(browser.all("#maps [data-panel]")).hasSize(1);
        assertThat(browser.all("#latest tbody tr")).hasSize(1);
        assertThat(browser.text("[data-card='" + DSE + "'] header")).contains("sigma = 10", "sigma = median");
        assertThat(browser.find("#layers").isDisplayed()).isFalse();
        browser.find("#layer-head nav a:last-child").click();
        browser.awaitText("#layer-head", "Layer conv3");
        browser.evaluate("history.back()");
        browser.awaitText("#layer-head", "Layer conv2");
        go("?layer=conv3");
        browser.awaitText("#layer-head", "Layer conv3");
        assertThat(browser.evaluate(
                        "document.getElementById('log-y').click(); const link = document.querySelector('#layer-head nav a');"
                                + "link.dispatchEvent(new Event('pointerdown')); return new URL(link.href).search"))
                .as("a link leads to the view as it is now")
                .isEqualTo("?logy=1");
        browser.find("#layer-head nav a").click();
        browser.await("all layers", () -> browser.all("#latest tbody tr").size() == 5);
        assertThat(browser.find("#layer-head").isDisplayed()).isFalse();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void thinnedRunsReadWhatStripsAndRidgesLack() {
        LongRun long1 = LongRun.named("layers");
        long1.record(storage);
        browser.go(server.address("/representation/layers?distributions=ridges&iteration=12340&smooth=0.9"));
        List<Double> exact = run.layers().stream()
                .map(layer -> headline(LongRun.HIGHEST, layer, "dse-median"))
                .toList();
        browser.await(
                "the exact sample of every layer",
                () -> numbers("strip " + DSE, "series[1].data.map(each => each.value)")
                        .equals(exact));
        assertThat(numbers("strip " + DSE, "series[0].data.map(each => each.value)")
                        .get(0))
                .as("a spike")
                .isEqualTo(LongRun.TOP);
        browser.evaluate("document.getElementById('maps').scrollIntoView()");
        browser.await("ridges", () -> browser.points("srop conv1", 0) > 4);
        assertThat(numbers("srop conv1", "series[0].data.map(each => each.value[2])"))
                .contains(12340.0);
        assertThat(browser.complaints()).isEmpty();
    }

    /** For people to look at. */
    @Test
    void looksAreKeptInBothColourSchemes() {
        open("?smooth=0.9&distributions=ridges&x=time");
        for (String scheme : List.of("dark", "light")) {
            browser.prefer(scheme);
            browser.await("ridges", () -> browser.points("srop conv1", 0) > 3);
            assertThat(browser.screenshot("reading-" + scheme)).isNotEmptyFile();
        }
    }
}
