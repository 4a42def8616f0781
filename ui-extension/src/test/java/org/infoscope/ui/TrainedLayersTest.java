package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.infoscope.ui.StoredTraining.DSE;
import static org.infoscope.ui.StoredTraining.FEATURES;
import static org.infoscope.ui.StoredTraining.SROP;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.MetricValue.Distribution;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The layers of a real run: apart, alone, across the depth, and what is distributed in them. */
class TrainedLayersTest extends TrainedPages {
    private static final List<String> MAPS = SmallTraining.LAYERS.subList(0, 2);

    private final StoredTraining run = trained.seed(1);
    private final SeriesInfo series = run.series(DSE, 0);

    private String distribution(String metric, String layer) {
        return run.series(metric, 0).key() + " " + layer;
    }

    @Test
    void everyLayerHasASmallChartAndAllOfThemOneScale() {
        open(run, "");
        browser.choose("#charts-choice", "apart");
        List<Object> scales = new ArrayList<>();
        for (String layer : SmallTraining.LAYERS) {
            String small = DSE + " " + layer;
            browser.await(
                    "the chart of " + layer, () -> !browser.all(box(small)).isEmpty());
            awaitCurve(small, layer + ", " + series.label(), run, step -> StoredTraining.value(step, layer, series));
            scales.add(Objects.requireNonNull(of(small, "`${option.yAxis[0].min} ${option.yAxis[0].max}`")));
        }
        assertThat(scales).doesNotContain("null null").containsOnly(scales.get(0));
        browser.evaluate("document.getElementById('apart').scrollIntoView()");
        browser.screenshot("trained-small-multiples");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void oneLayerIsShownWithEveryNumberOfEveryMetric() {
        open(run, "");
        browser.find("#latest tbody tr:nth-child(3) a").click();
        browser.awaitText("#layer-head", "Layer hidden");
        assertThat(browser.text("#layer-head")).contains("DenseLayer", "3 of 4");
        String curve = "hidden, " + series.label();
        awaitCurve(DSE, curve, run, step -> StoredTraining.value(step, "hidden", series));
        String median = run.series(DSE, 1).label();
        awaitCurve(
                DSE + " value sigma",
                median,
                run,
                step -> StoredTraining.scalar(step, "hidden", run.series(DSE, 1), "sigma"));
        browser.find("#layer-head nav a:last-child").click();
        browser.awaitText("#layer-head", "Layer classes");
        browser.evaluate("history.back()");
        browser.awaitText("#layer-head", "Layer hidden");
        assertThat(query()).isEqualTo("?layer=hidden");
        browser.screenshot("trained-layer-alone");
        assertThat(browser.complaints()).isEmpty();
    }

    /** The paper's figure: the depth across, a metric up. */
    private void requireStrip(long iteration) {
        SampledStep step = run.step(iteration);
        browser.awaitText("#strip-section output", "iteration " + iteration + " ");
        awaitEqual(
                "the strip at iteration " + iteration,
                () -> of("strip " + DSE, "option.series[0].data.map(({ value }) => value)"),
                SmallTraining.LAYERS.stream()
                        .<Object>map(layer -> StoredTraining.value(step, layer, series))
                        .toList());
        awaitEqual(
                "the medians at iteration " + iteration,
                () -> of("strip " + SROP, "option.series[0].data.map(({ value }) => value).slice(0, 2)"),
                MAPS.stream()
                        .<Object>map(layer -> median(StoredTraining.distribution(step, layer, run.series(SROP, 0))))
                        .toList());
    }

    private static double median(Distribution distribution) {
        return distribution.quantiles().get(distribution.levels().indexOf(0.5));
    }

    @Test
    void theStripShowsEveryLayerAtTheIterationOfTheSlider() {
        open(run, "");
        requireStrip(run.last().iteration());
        browser.find("#strip-iteration").sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        requireStrip(22);
        assertThat(query()).isEqualTo("?iteration=22");
        String strip = "strip " + DSE;
        browser.find(box(strip)).sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        browser.awaitText(tip(strip), "shapes, " + series.label());
        assertThat(browser.text(tip(strip)))
                .contains(
                        "Iteration 22", exact(StoredTraining.value(run.step(22), "shapes", series)) + " bit", "d 216");
        browser.screenshot("trained-strip");
        browser.find(box(strip)).sendKeys(Keys.ENTER);
        browser.awaitText("#layer-head", "Layer shapes");
        assertThat(browser.complaints()).isEmpty();
    }

    /** The ink of a column of the picture is that of its counts: none where the bin is empty. */
    @Test
    void heatMapsHaveTheObservationsOfEveryBin() {
        open(run, "");
        for (String metric : List.of(SROP, FEATURES)) {
            String map = distribution(metric, "shapes");
            browser.evaluate("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", box(map));
            awaitCurve(
                    map,
                    "median",
                    run,
                    step -> median(StoredTraining.distribution(step, "shapes", run.series(metric, 0))));
            for (int n : new int[] {4, run.steps().size() - 2}) {
                SampledStep step = run.steps().get(n);
                Distribution stored = StoredTraining.distribution(step, "shapes", run.series(metric, 0));
                awaitEqual(
                        "the bins that have ink at iteration " + step.iteration(),
                        () -> ink(map, step.iteration(), stored.edges()),
                        stored.counts().stream().<Object>map(count -> count > 0).toList());
            }
            hover(map, 22);
            browser.awaitText(tip(map), "Iteration 22");
            Distribution stored = StoredTraining.distribution(run.step(22), "shapes", run.series(metric, 0));
            assertThat(browser.text(tip(map)))
                    .contains(exact(median(stored)), exact(stored.mean()), "observations\t" + stored.total());
        }
        browser.screenshot("trained-heat-maps");
        assertThat(browser.complaints()).isEmpty();
    }

    /** Whether the middle of each bin is painted at an iteration. */
    private static List<?> ink(String map, long iteration, List<Double> edges) {
        return (List<?>) Objects.requireNonNull(of(
                map,
                "(() => { const { image, x, y } = chart.getViewOfSeriesModel(chart.getModel().getSeries()"
                        + ".find(({ name }) => name === 'distribution')).group.childAt(0).style;"
                        + "const pen = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })"
                        + ".getContext('2d', { willReadFrequently: true }); pen.drawImage(image, 0, 0);"
                        + "const { data, width } = pen.getImageData(0, 0, image.width, image.height);"
                        + "return arguments[1].slice(1).map((edge, i) => { const [left, top] = chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 },"
                        + " [arguments[0], (edge + arguments[1][i]) / 2]);"
                        + "return data[4 * (Math.round(top - y) * width + Math.round(left - x)) + 3] > 0; }); })()",
                iteration,
                edges));
    }

    @Test
    void bandsAreTheStoredQuantiles() {
        open(run, "");
        browser.choose("#distributions", "bands");
        for (String metric : List.of(SROP, FEATURES)) {
            String bands = distribution(metric, "edges");
            browser.evaluate("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", box(bands));
            for (List<Double> levels : List.of(List.of(0.05, 0.95), List.of(0.25, 0.75))) {
                awaitEqual(
                        "the band of " + levels,
                        () -> points(
                                bands,
                                Math.round(100 * levels.get(0)) + " % to " + Math.round(100 * levels.get(1)) + " %"),
                        run.steps().stream()
                                .map(step -> {
                                    Distribution stored =
                                            StoredTraining.distribution(step, "edges", run.series(metric, 0));
                                    return List.of(
                                            (double) step.iteration(),
                                            stored.quantiles()
                                                    .get(stored.levels().indexOf(levels.get(0))),
                                            stored.quantiles()
                                                    .get(stored.levels().indexOf(levels.get(1))));
                                })
                                .toList());
            }
        }
        browser.screenshot("trained-bands");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void ridgesHaveTheSharesOfTheBinsAtAFewIterationsAndTheOneChosen() {
        open(run, "?iteration=22");
        browser.choose("#distributions", "ridges");
        for (String metric : List.of(SROP, FEATURES)) {
            String ridges = distribution(metric, "shapes");
            browser.evaluate("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", box(ridges));
            browser.await(
                    "ridges",
                    () -> rows(ridges, "option.series[0].data.map(({ value }) => value)")
                                    .size()
                            > 3);
            List<List<Double>> there = rows(ridges, "option.series[0].data.map(({ value }) => value)");
            List<List<Double>> shares = rows(ridges, "option.series[0].data.map(({ shares }) => shares)");
            assertThat(there)
                    .extracting(row -> row.get(2).longValue())
                    .contains(22L)
                    .isSubsetOf(run.iterations())
                    .isSorted()
                    .doesNotHaveDuplicates();
            for (int i = 0; i < there.size(); i++) {
                SampledStep step = run.step(there.get(i).get(2).longValue());
                Distribution stored = StoredTraining.distribution(step, "shapes", run.series(metric, 0));
                double all = stored.counts().stream().mapToLong(count -> count).sum();
                assertThat(there.get(i).get(0)).isEqualTo(median(stored));
                List<Double> own = shares.get(i);
                IntStream.range(0, own.size())
                        .forEach(bin -> assertThat(own.get(bin))
                                .isCloseTo(stored.counts().get(bin) / all, within(1e-12)));
            }
        }
        browser.screenshot("trained-ridges");
        assertThat(browser.complaints()).isEmpty();
    }
}
