package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Light and dark, help, keys, names, and narrow windows. */
class MannersTest extends PageTest {
    private static final String DSE = "diffusion-spectral-entropy";

    private void open(String session) {
        SyntheticRun run = SyntheticRun.named(session);
        storage.putStaticInfo(run.info());
        for (int n = 0; n < 8; n++) {
            storage.putUpdate(run.report(n));
        }
        browser.go(server.address("/representation"));
        browser.await("curves", () -> browser.points(DSE, 0) == 8);
    }

    private static Object ground() {
        return browser.evaluate("return getComputedStyle(document.body).backgroundColor");
    }

    private static Object ink() {
        return browser.evaluate(
                "return echarts.getInstanceByDom(document.querySelector('[data-panel=loss]')).getOption()"
                        + ".series[0].lineStyle.color");
    }

    @Test
    void lightAndDarkFollowTheSystemUntilTheReaderChooses() {
        browser.prefer("light");
        open("themes");
        assertThat(ground()).isEqualTo("rgb(245, 246, 248)");
        Object light = ink();
        browser.find("#theme").sendKeys("Dark");
        browser.await("dark charts", () -> !ink().equals(light));
        assertThat(ground()).isEqualTo("rgb(15, 19, 24)");
        browser.go(server.address("/representation"));
        browser.await("curves", () -> browser.points(DSE, 0) == 8);
        assertThat(ground()).as("the choice is kept").isEqualTo("rgb(15, 19, 24)");
        assertThat(browser.evaluate("return document.querySelector('#theme').value"))
                .isEqualTo("dark");
        browser.find("#theme").sendKeys("Auto");
        browser.await("light charts", () -> ink().equals(light));
        browser.prefer("dark");
        browser.await("dark charts", () -> !ink().equals(light));
        browser.prefer("light");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void everyPanelSaysWhatItShows() {
        open("help");
        browser.find("[data-card=" + DSE + "] [data-action=help]").sendKeys(Keys.ENTER);
        browser.awaitText("dialog", "Diffusion spectral entropy (DSE)");
        assertThat(browser.text("dialog"))
                .contains("-sum p log2 p", "0 to log2 n bit", "bit", "arXiv 2312.04823", "sigma = median", "alpha 0");
        assertThat(browser.evaluate("return document.querySelector('dialog a').href"))
                .isEqualTo("https://arxiv.org/abs/2312.04823");
        browser.find("dialog button").sendKeys(Keys.ESCAPE);
        browser.await("no dialog", () -> browser.all("dialog").isEmpty());
        assertThat(browser.evaluate("return document.activeElement.dataset.action"))
                .isEqualTo("help");
        browser.find("#maps [data-action=help]").sendKeys(Keys.ENTER);
        browser.awaitText("dialog", "arXiv 2102.00369");
        browser.find("dialog button").sendKeys(Keys.ENTER);
        browser.find("body").sendKeys("?");
        browser.awaitText("dialog", "from sample to sample");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void everyControlHasANameAndIsReachedByTheKeyboard() {
        open("names");
        Object nameless = browser.evaluate(
                "return [...document.querySelectorAll('a, button, select, input, summary, [tabindex]')]"
                        + ".filter(each => each.checkVisibility() && !(each.getAttribute('aria-label') || each.getAttribute('aria-labelledby')"
                        + " || each.labels?.length || each.innerText.trim() || each.id === 'content'))"
                        + ".map(each => each.outerHTML.slice(0, 120))");
        assertThat((List<?>) nameless).isEmpty();
        browser.find("body").sendKeys(Keys.TAB);
        assertThat(browser.evaluate("return document.activeElement.className")).isEqualTo("skip");
        assertThat(browser.number("return document.activeElement.getBoundingClientRect().left"))
                .isPositive();
    }

    @Test
    void nothingIsWiderThanAPhoneOrSpilledOnALargeScreen() {
        open("sizes");
        for (int width : new int[] {390, 1024, 1440, 2560}) {
            for (String theme : List.of("light", "dark")) {
                browser.prefer(theme);
                browser.size(width, 1600);
                browser.await("room", () -> browser.number("return innerWidth") == width);
                assertThat(browser.number("return document.documentElement.scrollWidth"))
                        .as("at %d", width)
                        .isLessThanOrEqualTo(width);
                browser.picture("representation-" + width + "-" + theme);
            }
        }
        browser.size(0, 0);
        browser.prefer("light");
    }
}
