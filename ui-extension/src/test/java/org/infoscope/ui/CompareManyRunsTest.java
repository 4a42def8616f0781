package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page {@code /representation/compare} with many runs and layers, with none, and with runs that go away. */
class CompareManyRunsTest extends ComparePages {

    @Test
    void fiftyRunsOfManyLayersAreUsableAndLiveOnesGrow() {
        List<String> layers =
                IntStream.range(0, 40).mapToObj(i -> "conv" + (i + 1)).toList();
        List<SeededRun> runs = IntStream.range(0, 50)
                .mapToObj(i -> SeededRun.of("r" + i, "net " + i, 0.1 * i, 0)
                        .withLayers(i == 0 ? layers : layers.subList(0, 3))
                        .record(storage, now - 1_000_000 + 1000L * i, i == 49 ? 5 : 12, i < 49))
                .toList();
        open("");
        browser.await("the newest eight", () -> curves("loss").size() == 8);
        assertThat(browser.text("#runs-count")).contains("50 runs, 8 shown");
        browser.find("#all").click();
        browser.await(
                "all are read",
                () -> browser.text("#runs-count").contains("50 shown")
                        && browser.text("#basis").isEmpty());
        browser.await("all", () -> curves("loss").size() == 50 && curves(FIXED).size() == 50);
        assertThat(strokes("loss").stream().map(look -> look.subList(1, 3)).distinct())
                .as("no two runs look alike")
                .hasSize(50);
        assertThat(strokes("loss").stream().filter(look -> Long.valueOf(12).equals(look.get(3))))
                .as("all their samples")
                .hasSize(49);
        assertThat(browser.number("return document.querySelectorAll('#sections [data-panel]').length"))
                .as("a page of the layers")
                .isEqualTo(32);
        assertThat(browser.number("return document.querySelectorAll('#sections [data-panel] canvas').length"))
                .as("what is out of sight is not drawn")
                .isLessThan(32);
        assertThat(browser.text("#pages")).contains("Layers 1 to 32 of 40");
        browser.find("#pages button:last-of-type").click();
        browser.await("the last layers", () -> curves("dse-fixed/conv40").equals(List.of("net 0")));
        assertThat(browser.text("#pages")).contains("Layers 33 to 40 of 40");
        browser.find("#pages button").click();
        browser.await("the first layers", () -> curves(FIXED).size() == 50);
        assertThat(
                        browser.number(
                                "return performance.getEntriesByType('resource').filter(({name}) => name.includes('/events')).length"))
                .as("one stream, however many runs")
                .isLessThanOrEqualTo(1);
        storage.putUpdate(runs.get(49).report(5, System.currentTimeMillis()));
        browser.await(
                "the new sample",
                () -> strokes("loss").stream()
                        .anyMatch(look ->
                                look.get(0).equals("net 49") && Long.valueOf(6).equals(look.get(3))));
        browser.find("[data-panel=loss]").sendKeys(Keys.ARROW_LEFT);
        browser.awaitText("[data-panel=loss] .tip", "and 34 more");
        assertThat(browser.text("[data-panel=loss] .tip")).contains("net 48");
        browser.awaitText("#state", "1 of 50 runs live");
        picture("compare-50", 1440);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void tooltipsShowNumbersBesideNamesOfAnyLength() {
        SeededRun.of("long", "a name that is longer than a chart is wide, ".repeat(5), 0, 0)
                .record(storage, now - 9000, 4, true);
        open("");
        browser.size(1024, 768);
        browser.await("the curve", () -> curves("loss").size() == 1);
        for (String panel : List.of("loss", "trainingAccuracy")) {
            browser.find("[data-panel^=" + panel + "]").sendKeys(Keys.ARROW_LEFT);
            browser.awaitText("[data-panel^=" + panel + "] .tip", "a name");
            assertThat(browser.number(
                            "return document.querySelector(`[data-panel^=${arguments[0]}] .tip .number`).getBoundingClientRect().right"
                                    + " - innerWidth",
                            panel))
                    .isNegative();
        }
        assertThat(browser.number("return document.documentElement.scrollWidth - innerWidth"))
                .as("nothing to scroll across")
                .isNotPositive();
    }

    @Test
    void saysWhatToDoWhenThereIsNothingOrARunWentAway() {
        open("");
        browser.awaitText("#empty", "Waiting for runs");
        assertThat(browser.text("#empty-code")).contains("new RepresentationListener(storage)");
        StatsStorage other = new InMemoryStatsStorage();
        SeededRun.of("leaving", "leaving", 0, 0).record(other, now, 4, true);
        server.with(other);
        awaitCurves("loss", "leaving");
        open("#run=leaving&run=s1");
        seed(1, 0, 0);
        awaitCurves("loss", "leaving", "lenet seed 1");
        server.detach(other);
        browser.awaitText("#runs", "No attached storage holds this run any more");
        awaitCurves("loss", "lenet seed 1");
        browser.find("#none").click();
        browser.awaitText("#nothing", "tick one");
        browser.block("*/lines?*");
        seed(2, 0, 0);
        browser.awaitText("#runs", "lenet seed 2");
        browser.find("#all").click();
        browser.awaitText("#runs", "Trying again");
        browser.block();
        awaitCurves("loss", "lenet seed 2", "lenet seed 1");
        server.close();
        browser.awaitText("#state", "Connection lost");
        browser.awaitText("#lost", "infoscope ui FILE");
    }
}
