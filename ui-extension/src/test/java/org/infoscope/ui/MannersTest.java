package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
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
        for (String theme : List.of("light", "dark")) {
            browser.find("#theme").sendKeys(Keys.ARROW_DOWN);
            browser.await(
                    theme + " by the keyboard",
                    () -> theme.equals(browser.evaluate("return document.querySelector('#theme').value")));
        }
        browser.await("dark charts", () -> !ink().equals(light));
        assertThat(ground()).isEqualTo("rgb(15, 19, 24)");
        browser.go(server.address("/representation"));
        browser.await("curves", () -> browser.points(DSE, 0) == 8);
        assertThat(ground()).as("the choice is kept").isEqualTo("rgb(15, 19, 24)");
        assertThat(browser.evaluate("return document.querySelector('#theme').value"))
                .isEqualTo("dark");
        browser.choose("#theme", "system");
        browser.await("light charts", () -> ink().equals(light));
        browser.prefer("dark");
        browser.await("dark charts", () -> !ink().equals(light));
        browser.prefer("light");
        assertThat(browser.complaints()).isEmpty();
    }

    /** How many pixels of a canvas have nearly this colour. */
    private static long pixels(String canvas, List<Integer> colour) {
        return browser.number(
                "const box = document.querySelector(arguments[0]); const { width, height } = box;"
                        + "const { data } = box.getContext('2d').getImageData(0, 0, width, height); let found = 0;"
                        + "for (let i = 0; i < data.length; i += 4) {"
                        + " found += data[i + 3] === 255 && arguments[1].every((part, j) => Math.abs(part - data[i + j]) < 4) ? 1 : 0; }"
                        + "return found",
                canvas,
                colour);
    }

    /** The strongest ink of heat maps: dark on light ground, light on dark ground. */
    @Test
    void mapsAndTheirKeysAreDrawnInTheColoursOfTheTheme() {
        List<Integer> dark = List.of(8, 48, 107);
        List<Integer> light = List.of(132, 196, 236);
        browser.prefer("light");
        open("inks");
        for (String canvas : List.of("#maps [data-panel] canvas", "#maps-note .heat-key")) {
            browser.await("a map", () -> pixels(canvas, dark) > 0);
            assertThat(pixels(canvas, light)).as(canvas).isZero();
        }
        browser.choose("#theme", "dark");
        for (String canvas : List.of("#maps [data-panel] canvas", "#maps-note .heat-key")) {
            browser.await("a map on dark ground", () -> pixels(canvas, light) > 0);
            assertThat(pixels(canvas, dark)).as(canvas).isZero();
        }
        browser.choose("#theme", "system");
    }

    @Test
    void whatIsChosenInOneTabHoldsInTheOther() {
        browser.prefer("light");
        open("tabs");
        Object ink = ink();
        browser.inAnotherTab(() -> {
            browser.go(server.address("/representation/compare"));
            browser.await("the list", () -> !browser.all("#runs .run").isEmpty());
            browser.choose("#theme", "dark");
            browser.evaluate("document.querySelector('#runs .run > button[aria-expanded]').click()");
            browser.find("#runs .run form input").sendKeys(Keys.chord(Keys.CONTROL, "a"), "my name", Keys.ENTER);
            browser.awaitText("#runs", "my name");
        });
        browser.awaitText("#run", "my name");
        browser.await("dark charts", () -> !ink().equals(ink));
        assertThat(ground()).isEqualTo("rgb(15, 19, 24)");
        assertThat(browser.evaluate("return document.querySelector('#theme').value"))
                .isEqualTo("dark");
        browser.find("#rename").click();
        browser.find("dialog input").sendKeys(Keys.chord(Keys.CONTROL, "a"), "another", Keys.ENTER);
        browser.awaitText("#run", "another");
        assertThat(browser.all("dialog")).isEmpty();
        browser.await(
                "its own name among the facts",
                () -> String.valueOf(browser.evaluate("return document.getElementById('facts').textContent"))
                        .contains("Its own name"));
        browser.go(server.address("/representation/compare"));
        browser.awaitText("#runs", "another");
        browser.go(server.address("/representation"));
        browser.awaitText("#run", "another");
        browser.find("#rename").click();
        browser.find("dialog input").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.BACK_SPACE, Keys.ENTER);
        browser.await("its own again", () -> !browser.text("#run").contains("another"));
        assertThat(browser.complaints()).isEmpty();
        browser.evaluate("localStorage.clear()");
    }

    /** A name that leads to this machine, but is not one of those that are answered. */
    @Test
    void aRefusalWearsTheColoursThatTheReaderChose() {
        browser.prefer("light");
        String elsewhere = "http://infoscope.localhost:" + server.port() + "/representation";
        browser.go(elsewhere);
        browser.awaitText("h1", "Not from here");
        assertThat(ground()).isEqualTo("rgb(245, 246, 248)");
        browser.evaluate("localStorage.setItem('infoscope.theme', 'dark')");
        browser.go(elsewhere);
        assertThat(ground()).isEqualTo("rgb(15, 19, 24)");
        browser.evaluate("localStorage.clear()");
        assertThat(browser.complaints()).allMatch(line -> line.contains("status of 403"));
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
        browser.go(server.address("/representation?charts=apart"));
        browser.await(
                "small charts", () -> browser.all("#apart button[data-action]").size() > 12);
        assertThat((List<?>) browser.evaluate("return [...document.querySelectorAll('button[data-action]')]"
                        + ".filter(each => each.checkVisibility()).map(each => each.getAttribute('aria-label'))"))
                .as("the same layer has a chart for each metric")
                .doesNotHaveDuplicates();
        browser.find("body").sendKeys(Keys.TAB);
        assertThat(browser.evaluate("return document.activeElement.className")).isEqualTo("skip");
        assertThat(browser.number("return document.activeElement.getBoundingClientRect().left"))
                .isPositive();
    }

    @Test
    void nothingIsWiderThanAPhoneOrSpilledOnALargeScreen() {
        open("sizes");
        for (int width : new int[] {390, 1024, 1440, 2560, 3840}) {
            for (String theme : List.of("light", "dark")) {
                browser.prefer(theme);
                browser.size(width, 1600);
                browser.await("room", () -> browser.number("return innerWidth") == width);
                browser.await(
                        "nothing wider than " + width,
                        () -> browser.number("return document.documentElement.scrollWidth") <= width);
                browser.screenshot("representation-" + width + "-" + theme);
            }
        }
        browser.ownSize();
        browser.prefer("light");
    }

    /** As long a name as the sample gives its runs. */
    @Test
    void theHeadTakesOneLineOnALaptopAndTooltipsAreTight() {
        open("glyphs-lenet-20261121-013425");
        browser.size(1440, 900);
        browser.await("that size", () -> browser.number("return innerHeight") == 900);
        assertThat(browser.number("return document.querySelector('.bar').offsetHeight"))
                .isLessThan(60);
        browser.ownSize();
        assertThat(browser.evaluate("""
                const cell = document.createElement('td');
                const tip = document.createElement('div');
                tip.className = 'tip';
                tip.append(cell);
                document.querySelector('article.card').append(tip);
                const { paddingTop, borderBottomWidth } = getComputedStyle(cell);
                return [paddingTop, borderBottomWidth].join(' ');
                """)).isEqualTo("1px 0px");
    }

    @Test
    void pagesSayThatTheProgramOfTheChartsHasNotArrived() {
        SyntheticRun run = SyntheticRun.named("charts");
        storage.putStaticInfo(run.info());
        storage.putUpdate(run.report(0));
        browser.block("*echarts.min.js*");
        browser.go(server.address("/representation"));
        browser.awaitText("#axis-note", "did not arrive, trying again");
        browser.awaitText("#tiles", "0");
        assertThat(browser.all("#charts canvas.sketch")).isNotEmpty();
        String widths =
                "return [...document.querySelectorAll('#charts .sketch')].every(({ width, offsetWidth, parentElement: box }) =>"
                        + " width === box.clientWidth && offsetWidth === width)"
                        + " && document.documentElement.scrollWidth <= innerWidth && innerWidth === arguments[0]";
        for (int width : List.of(1400, 1000, 500, 1200)) {
            browser.size(width, 800);
            browser.await(
                    "sketches as wide as their boxes", () -> Objects.equals(true, browser.evaluate(widths, width)));
        }
        browser.ownSize();
        browser.block();
        browser.await(
                "charts", () -> !browser.all("#charts canvas:not(.sketch)").isEmpty());
        assertThat(browser.all("canvas.sketch")).isEmpty();
        assertThat(browser.text("#axis-note")).isEmpty();
        browser.block("*echarts.min.js*");
        browser.go(server.address("/representation/compare"));
        browser.awaitText("#basis", "did not arrive, trying again");
        browser.block();
        browser.await("charts", () -> !browser.all("#general canvas").isEmpty());
        assertThat(browser.complaints()).allMatch(line -> line.contains("echarts.min.js"));
    }

    @Test
    void theProgramOfTheChartsIsAskedForByTheHeadOfThePage() {
        // By early.js, where the page comes fast: on a busy machine not at first.
        browser.await("a page that came fast", () -> {
            browser.go(server.address("/representation"));
            return "link"
                    .equals(browser.evaluate("return performance.getEntriesByType('resource')"
                            + ".find(({ name }) => name.endsWith('/echarts.min.js'))?.initiatorType"));
        });
    }

    @Test
    void aMillionReadingsStandInOneLine() {
        SyntheticRun run = SyntheticRun.named("tiles");
        storage.putStaticInfo(run.info());
        storage.putUpdate(run.report(0));
        browser.go(server.address("/representation"));
        browser.awaitText("#tiles", "Readings");
        for (int width : List.of(1440, 1024, 390)) {
            browser.size(width, 800);
            browser.await("one line at " + width, () -> Objects.equals(true, browser.evaluate("""
                            return innerWidth === arguments[0] && [...document.querySelectorAll('.tile .value')].every(value => {
                              const before = value.textContent;
                              value.textContent = '1,000,000';
                              const { clientHeight } = value;
                              value.textContent = before;
                              return clientHeight < 1.5 * parseFloat(getComputedStyle(value).lineHeight);
                            })""", width)));
        }
        browser.ownSize();
    }
}
