package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page {@code /representation/compare}: many runs laid over each other. */
class ComparePageTest extends ComparePages {

    @Test
    void laysRunsOverEachOtherAndHidesSolosAndFiltersThem() {
        seed(1, 0, 0);
        seed(2, 0.5, 5);
        SeededRun.of("other", "resnet", 1, 0).record(storage, now - 50_000, 3, false);
        browser.go(server.address("/representation"));
        browser.await("the way to it", () -> browser.find("#compare").isDisplayed());
        browser.find("#compare").click();
        browser.await("curves", () -> curves("loss").size() == 3);
        awaitCurves(FIXED, "resnet", "lenet seed 2", "lenet seed 1");
        Object first = colour(FIXED, "lenet seed 1");
        assertThat(data(FIXED, "lenet seed 2")).hasSize(STEPS);
        assertThat(data(FIXED, "lenet seed 2").get(7).get(1))
                .isEqualTo(SeededRun.of("s2", "", 0.5, 5).entropy(7, "conv1"));
        browser.find(row("resnet")).click();
        awaitCurves(FIXED, "lenet seed 2", "lenet seed 1");
        browser.find("#runs button[aria-label='Only lenet seed 1']").click();
        awaitCurves(FIXED, "lenet seed 1");
        assertThat(colour(FIXED, "lenet seed 1")).as("its colour, alone too").isEqualTo(first);
        browser.evaluate("location.reload()");
        browser.await("the same view by its address", () -> curves(FIXED).equals(List.of("lenet seed 1")));
        browser.find("#everything").click();
        awaitCurves(FIXED, "lenet seed 2", "lenet seed 1");
        browser.find("#filter").sendKeys("LENET 2");
        awaitCurves(FIXED, "lenet seed 2");
        assertThat(browser.text("#runs-count")).contains("1 of 3 runs listed, 1 shown");
        browser.find("#filter").sendKeys("x");
        browser.awaitText("#nothing", "No run has all these words");
        browser.evaluate("document.getElementById('filter').value = ''");
        browser.find("#filter").sendKeys(" ");
        browser.find("#all").click();
        awaitCurves(FIXED, "resnet", "lenet seed 2", "lenet seed 1");
        assertThat(colour(FIXED, "lenet seed 1")).isEqualTo(first);
        browser.find("[data-panel='" + FIXED + "']").sendKeys(Keys.ARROW_LEFT);
        browser.awaitText("[data-panel='" + FIXED + "'] .tip", "lenet seed 2");
        assertThat(browser.text("[data-panel='" + FIXED + "'] .tip")).contains("bit", "at iteration", "bandwidth 10");
        assertThat(browser.complaints()).isEmpty();
    }

    /** Each run has its own time: a run that began later lies over one that began earlier, not behind it. */
    @Test
    void curvesAreReadByEpochAndTimeAndSmoothedToo() {
        seed(1, 0, 0);
        seed(2, 1, 0);
        open("?x=time&smooth=0.9");
        browser.await("curves", () -> data("loss", "lenet seed 1").size() == STEPS);
        assertThat(data("loss", "lenet seed 1").get(3).get(0)).isEqualTo(4);
        assertThat(data("loss", "lenet seed 2").get(3).get(0)).isEqualTo(4);
        assertThat(browser.number(
                        "return echarts.getInstanceByDom(document.querySelector('[data-panel=loss]')).getOption()"
                                + ".series.filter(({type}) => type === 'line').length"))
                .as("raw and smoothed")
                .isEqualTo(4);
        browser.choose("#x-axis", "epoch");
        browser.await("epochs", () -> data("loss", "lenet seed 1").get(20).get(0) == 1);
        browser.await(
                "the choice in the address",
                () -> String.valueOf(browser.evaluate("return location.search")).contains("x=epoch"));
        browser.evaluate("echarts.getInstanceByDom(document.querySelector('[data-panel=loss]'))"
                + ".dispatchAction({type: 'dataZoom', start: 50, end: 90})");
        browser.await(
                "the zoom in the address",
                () -> String.valueOf(browser.evaluate("return location.search")).contains("from="));
        browser.choose("#x-axis", "time");
        browser.await(
                "all of the other axis",
                () -> !String.valueOf(browser.evaluate("return location.search"))
                                .contains("from=")
                        && !browser.find("#zoom").isDisplayed());
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void longRunsAreReadCloserWhereTheReaderZoomsIn() {
        LongRun.named("long").record(storage);
        seed(1, 0, 0);
        open("");
        browser.awaitText("#basis", "Thinned (1 long run)");
        awaitCurves(FIXED, "lenet seed 1", "long");
        assertThat(data(FIXED, "long")).hasSizeLessThan(LongRun.STEPS);
        browser.evaluate("echarts.getInstanceByDom(document.querySelector('[data-panel=loss]'))"
                + ".dispatchAction({type: 'dataZoom', start: 40.02, end: 42})");
        browser.await(
                "every step of the part",
                () -> data(FIXED, "long").stream()
                                .filter(point -> point.get(0) >= 10_010 && point.get(0) <= 10_490)
                                .count()
                        == 49);
        assertThat(data(FIXED, "long").stream().map(point -> point.get(0)))
                .isSorted()
                .doesNotHaveDuplicates();
        browser.find("#zoom button").click();
        browser.await("the whole again", () -> !browser.find("#zoom").isDisplayed());
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void namesAndGroupsAreKeptAndHostileOnesAreText() {
        String evil = "<img src=x onerror=\"window.hacked=1\"> \u202Eevil";
        SeededRun.of("..", evil, 0, 0).record(storage, now - 60_000, 5, true);
        seed(1, 0, 0);
        open("");
        awaitCurves(FIXED, evil, "lenet seed 1");
        browser.find("#runs button[aria-label='Name, group and export of lenet seed 1']")
                .click();
        browser.find("#runs form:not([hidden]) input").sendKeys(Keys.chord(Keys.CONTROL, "a"), "<b>mine</b>");
        browser.all("#runs form:not([hidden]) input").get(1).sendKeys("wide", Keys.ENTER);
        awaitCurves(FIXED, evil, "<b>mine</b>");
        assertThat(browser.text("#runs"))
                .contains("group wide", "itself “lenet seed 1”")
                .doesNotContain("another attached storage");
        StatsStorage copy = new InMemoryStatsStorage();
        SeededRun.of("s1", "a copy", 0, 0).record(copy, now - 60_000, 5, true);
        server.with(copy);
        browser.await(
                "the copy's line",
                () -> browser.text("#runs").contains("another attached storage holds a run of this id"));
        server.detach(copy);
        browser.evaluate("location.reload()");
        awaitCurves(FIXED, evil, "<b>mine</b>");
        assertThat(browser.text("#runs")).contains("[U+202E]evil").doesNotContain("\u202E");
        assertThat(browser.all("main img, main b")).isEmpty();
        assertThat(browser.evaluate("return String(window.hacked)")).isEqualTo("undefined");
        String link = String.valueOf(browser.evaluate("return location.href"));
        browser.evaluate("localStorage.clear()");
        browser.go("about:blank");
        browser.go(link);
        awaitCurves(FIXED, evil, "<b>mine</b>");
        browser.find(row("<b>mine</b>")).click();
        browser.evaluate("document.querySelector('.skip').click()");
        assertThat(browser.evaluate("return document.activeElement.id")).isEqualTo("content");
        browser.evaluate("location.hash = 'content'");
        browser.await(
                "the selection in the address",
                () -> String.valueOf(browser.evaluate("return location.hash")).contains("run="));
        awaitCurves(FIXED, evil);
        browser.find("#runs a.run-name").click();
        browser.await("its own page", () -> browser.points("loss", 0) == 5);
        assertThat(browser.complaints()).isEmpty();
    }
}
