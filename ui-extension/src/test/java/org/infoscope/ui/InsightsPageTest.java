package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The insights on the page {@code /representation} in a real browser. */
class InsightsPageTest extends PageTest {
    private static final String HOSTILE = "<img src=x onerror=\"window.hacked=1\">";
    private static final String DSE = "[data-panel=diffusion-spectral-entropy]";

    private final TroubledRun run = TroubledRun.of("troubled", List.of(HOSTILE, "conv2", "dense"));

    private void fill(int from, int to) {
        IntStream.range(from, to).forEach(n -> storage.putUpdate(run.report(n)));
    }

    @Test
    void anInsightLeadsToItsReading() {
        storage.putStaticInfo(run.info());
        fill(0, 20);
        browser.go(server.address("/representation/troubled"));
        browser.awaitText("#insights", "Saturated entropy (3)");
        assertThat(browser.text("#insights"))
                .contains(
                        "note",
                        "DSE is 7.97 of at most 8.00 bit",
                        "Choose a wider bandwidth",
                        HOSTILE + " · DSE sigma = 10");
        // The last sample is the third whose score is lost, which confirms it: insights that say so are of all samples.
        fill(20, TroubledRun.LOST + 3);
        browser.await("all points", () -> browser.points("loss", 0) == TroubledRun.LOST + 3);
        browser.awaitText("#insights li[data-severity=warning]", "The score is no number");
        assertThat(browser.text("#insights li:first-child")).contains("⚠ warning", "Show, since iteration 300");

        // By the keyboard: the first link of the second entry.
        browser.find("#insights li:nth-child(2) .link").sendKeys(Keys.ENTER);
        browser.awaitText(DSE + " .tip", "Iteration 320");
        assertThat(browser.text(DSE + " .tip")).contains(HOSTILE).doesNotContain("conv2");
        assertThat(browser.evaluate("return document.activeElement.dataset.panel"))
                .isEqualTo("diffusion-spectral-entropy");
        assertThat(browser.evaluate(
                        "return [...document.querySelectorAll('#layers input')].map(box => box.checked).join()"))
                .isEqualTo("true,false,false");
        browser.await(
                "the panel in sight",
                () -> browser.number(
                                "const box = document.querySelector(arguments[0]).getBoundingClientRect();"
                                        + "return box.top >= 0 && box.bottom <= innerHeight ? 1 : 0",
                                DSE)
                        == 1);

        browser.find("#insights li:first-child .link").sendKeys(Keys.ENTER);
        browser.awaitText("[data-panel=loss] .tip", "Iteration 290");
        assertThat(browser.evaluate("return String(window.hacked)")).isEqualTo("undefined");
        assertThat(browser.all("img[src=x]")).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aRunWithoutInsightsHasNoPanelAndAFailureIsTold() {
        SyntheticRun healthy = SyntheticRun.named("healthy");
        storage.putStaticInfo(healthy.info());
        browser.block("*/api/runs/*/insights*");
        storage.putUpdate(healthy.report(0));
        browser.go(server.address("/representation/healthy"));
        browser.awaitText("#insights", "The insights could not be read");
        browser.block();
        browser.find("#insights .link").click();
        browser.await("no panel", () -> !browser.find("#insights").isDisplayed());
        browser.complaints();
    }
}
