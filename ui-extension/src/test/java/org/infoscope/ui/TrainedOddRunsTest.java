package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.infoscope.ui.StoredTraining.DSE;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.infoscope.history.RunHistory;
import org.infoscope.history.SeriesInfo;
import org.infoscope.listener.Probe;
import org.infoscope.listener.RepresentationAnalysis;
import org.infoscope.listener.RepresentationListener;
import org.infoscope.metric.DiffusionSpectralEntropy;
import org.infoscope.metric.Metric;
import org.infoscope.metric.SpectralRollOff;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;
import org.openqa.selenium.Keys;

/** Pages of real networks that are unlike others: one in which all names are hostile, and a finished one with a single reading. */
class TrainedOddRunsTest extends TrainedPages {
    private static final String SESSION = "../?worker=x#y";
    private static final String NAME = "</script><script>window.hacked=1</script>";
    private static final List<String> HOSTILE = List.of(
            "<img src=x onerror=\"window.hacked=2\">",
            "__proto__",
            "a/b\\c\tline\nbreak ${window.hacked=3} </td><b>bold",
            "\u202Egnp.exe\u202C größer & 🧠");
    private static final List<Metric> METRICS =
            List.of(DiffusionSpectralEntropy.withDefaults(), SpectralRollOff.withDefaults());

    private static RunHistory history;
    private static StoredTraining hostile;
    private static StoredTraining single;

    @BeforeAll
    static void train() throws IOException {
        history = RunHistory.open(downloads.resolve("odd.db"));
        new SmallTraining(SESSION, NAME, 21, new Adam(1e-2), 24, METRICS, HOSTILE).record(history);
        hostile = StoredTraining.of(history, SESSION);
        try (RepresentationAnalysis analysis = RepresentationListener.builder(history)
                .probe(Probe.of(SmallTraining.patterns(24, 2)))
                .metrics(METRICS)
                .run("finished")
                .analysis()) {
            analysis.measure(SmallTraining.network(22, new Adam(1e-2)), "as it is", (layer, metric, done, all) -> {});
            single = StoredTraining.of(history, analysis.session());
        }
        server.with(history);
    }

    @AfterAll
    static void forgetThem() throws IOException {
        server.detach(history);
        history.close();
    }

    private static void requireNothingRan() {
        assertThat(browser.evaluate("return String(window.hacked)")).isEqualTo("undefined");
        assertThat(browser.all("main img, main b, main script")).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void hostileNamesAreTextAndEverythingBehindThemIsReached() {
        browser.go(server.address("/representation/" + URLEncoder.encode(SESSION, StandardCharsets.UTF_8)));
        awaitEqual("the loss", () -> points("loss", "loss"), losses(hostile));
        SeriesInfo series = hostile.series(DSE, 0);
        for (String layer : HOSTILE.subList(0, 3)) {
            awaitCurve(DSE, layer, hostile, step -> StoredTraining.value(step, layer, series));
        }
        assertThat(browser.evaluate("return document.querySelector('#latest').textContent"))
                .asString()
                .contains(HOSTILE.subList(0, 3))
                .contains("[U+202E]gnp.exe[U+202C] größer & 🧠");
        browser.find(box(DSE)).sendKeys(Keys.ARROW_LEFT);
        browser.awaitText(tip(DSE), HOSTILE.get(0));
        browser.screenshot("trained-hostile");
        requireNothingRan();
        browser.find("#layer option:nth-child(4)").click();
        browser.awaitText("#layer-head h2", "</td><b>bold");
        browser.evaluate("location.reload()");
        awaitCurves(DSE, HOSTILE.get(2));
        browser.awaitText("#layer-head h2", "</td><b>bold");
        requireNothingRan();
        browser.go(server.address("/representation/compare"));
        browser.awaitText("#runs", NAME);
        browser.await("its curve", () -> curves("loss").contains(NAME));
        requireNothingRan();
    }

    private static double number(String panel, String expression) {
        return ((Number) Objects.requireNonNull(of(panel, expression))).doubleValue();
    }

    @Test
    void aSingleReadingIsSeenBetweenRoundBoundsAndItsBandsToo() {
        String address = "/representation/" + single.session() + "?distributions=bands&only=shapes";
        double at = single.last().iteration();
        browser.go(server.address(address + "&from=" + (at - 0.3) + "&to=" + (at + 0.4)));
        browser.await("the entropy", () -> curves(DSE).contains("shapes"));
        double value = StoredTraining.value(single.last(), "shapes", single.series(DSE, 0));
        assertThat(points(DSE, "shapes")).isEqualTo(List.of(List.of(at, value)));
        for (String bound : List.of("min", "max")) {
            double end = number(DSE, "option.yAxis[0]." + bound);
            assertThat(number(DSE, "Number(option.yAxis[0]." + bound + ".toPrecision(2))"))
                    .as("two digits")
                    .isEqualTo(end);
        }
        assertThat(value).isBetween(number(DSE, "option.yAxis[0].min"), number(DSE, "option.yAxis[0].max"));
        String map = single.series(StoredTraining.SROP, 0).key() + " shapes";
        browser.find(box(map));
        browser.await(
                "bands that have a width",
                () -> number(
                                map,
                                "chart.getViewOfSeriesModel(chart.getModel()"
                                        + ".getSeries().find(({ name }) => name === '5 % to 95 %')).group.getBoundingRect().width")
                        >= 8);
        browser.screenshot("trained-single");
        assertThat(browser.complaints()).isEmpty();
    }
}
