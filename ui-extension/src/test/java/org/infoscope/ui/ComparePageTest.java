package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page {@code /representation/compare}: many runs laid over each other. */
class ComparePageTest extends PageTest {
    private static final String FIXED = "dse-fixed/conv1";
    private static final int STEPS = 40;
    private static final int WIDTH = 1440;
    private static final int HEIGHT = 1800;

    private final long now = System.currentTimeMillis();

    @AfterEach
    void forget() {
        browser.block();
        browser.evaluate("localStorage.clear()");
        browser.prefer("light");
        browser.size(WIDTH, HEIGHT);
    }

    private SeededRun seed(int number, double shift, long late) {
        return SeededRun.of("s" + number, "lenet seed " + number, shift, late)
                .record(storage, now - 100_000 + 1000L * number, STEPS, true);
    }

    private void open(String hash) {
        browser.go(server.address("/representation/compare" + hash));
    }

    /** The names of the curves of a panel, without those that are drawn under them. */
    private static List<String> curves(String panel) {
        Object names = browser.evaluate(
                "const box = document.querySelector(`[data-panel=\"${arguments[0]}\"]`);"
                        + "return echarts.getInstanceByDom(box).getOption().series.filter(({type}) => type === 'line')"
                        + ".map(({name}) => name).filter(name => !name.endsWith(', median'))",
                panel);
        return ((List<?>) names).stream().map(String::valueOf).toList();
    }

    private static void awaitCurves(String panel, String... names) {
        browser.await("the curves " + List.of(names), () -> curves(panel).equals(List.of(names)));
    }

    private static List<List<Double>> data(String panel, String name) {
        List<?> found = (List<?>) browser.evaluate(
                "const box = document.querySelector(`[data-panel=\"${arguments[0]}\"]`);"
                        + "return echarts.getInstanceByDom(box).getOption().series.find(({name}) => name === arguments[1])"
                        + ".data.map(point => point.value ?? point)",
                panel,
                name);
        return found.stream()
                .map(point -> ((List<?>) point)
                        .stream()
                                .map(number -> number instanceof Number value ? value.doubleValue() : Double.NaN)
                                .toList())
                .toList();
    }

    /** For people to look at; drawn anew at that size first. */
    private static void picture(String name, int width) {
        browser.size(width, 1100);
        browser.await(
                "that size",
                () -> browser.number("return innerWidth") == width
                        && browser.number(
                                        "return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")
                                == 1);
        browser.picture(name);
    }

    private static String row(String session) {
        return "#runs input[aria-label='Show " + session + "']";
    }

    private static Object colour(String panel, String name) {
        return browser.evaluate(
                "const box = document.querySelector(`[data-panel=\"${arguments[0]}\"]`);"
                        + "return echarts.getInstanceByDom(box).getOption().series.find(({name}) => name === arguments[1]).lineStyle.color",
                panel,
                name);
    }

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
        browser.evaluate("const select = document.getElementById('x-axis'); select.value = 'epoch';"
                + "select.dispatchEvent(new Event('change'))");
        browser.await("epochs", () -> data("loss", "lenet seed 1").get(20).get(0) == 1);
        browser.await(
                "the choice in the address",
                () -> String.valueOf(browser.evaluate("return location.search")).contains("x=epoch"));
        browser.evaluate("echarts.getInstanceByDom(document.querySelector('[data-panel=loss]'))"
                + ".dispatchAction({type: 'dataZoom', start: 50, end: 90})");
        browser.await(
                "the zoom in the address",
                () -> String.valueOf(browser.evaluate("return location.search")).contains("from="));
        browser.evaluate("const select = document.getElementById('x-axis'); select.value = 'time';"
                + "select.dispatchEvent(new Event('change'))");
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
        assertThat(browser.text("#runs")).contains("group wide", "itself “lenet seed 1”");
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

    @Test
    void groupsHaveTheMeanAndTheRangeOfTheirRuns() {
        List<SeededRun> seeds = List.of(seed(1, 0, 0), seed(2, 0.5, 0), seed(3, 2, 5));
        open("#grouped=on");
        awaitCurves(FIXED, "lenet");
        List<List<Double>> mean = data(FIXED, "lenet");
        List<List<Double>> band = data(FIXED, "lenet, range");
        assertThat(mean)
                .as("from the third's first reading to the others' last")
                .hasSize(2 * STEPS - 2);
        for (int i = 0; i < mean.size(); i++) {
            double iteration = 5 + 5.0 * i;
            List<Double> values = new ArrayList<>();
            for (SeededRun each : seeds) {
                double place = (iteration - each.late()) / 10;
                int before = (int) Math.floor(place);
                double share = place - before;
                values.add(each.entropy(before, "conv1") * (1 - share)
                        + (share == 0 ? 0 : share * each.entropy(before + 1, "conv1")));
            }
            assertThat(mean.get(i).get(0)).isEqualTo(iteration);
            assertThat(mean.get(i).get(1))
                    .isCloseTo(values.stream().mapToDouble(v -> v).average().orElseThrow(), within(1e-12));
            assertThat(band.get(i).get(1))
                    .isCloseTo(values.stream().mapToDouble(v -> v).min().orElseThrow(), within(1e-12));
            assertThat(band.get(i).get(2))
                    .isCloseTo(values.stream().mapToDouble(v -> v).max().orElseThrow(), within(1e-12));
        }
        assertThat(browser.text("#runs")).contains("Mean and range of 3 of 3 runs");
        assertThat(browser.text("#basis")).contains("straight line");
        picture("compare-groups", 1440);
        browser.size(WIDTH, HEIGHT);
        browser.find(row("lenet seed 3")).click();
        browser.await("the mean of the two others", () -> data(FIXED, "lenet").size() == STEPS);
        assertThat(data(FIXED, "lenet, range").get(4).get(2)
                        - data(FIXED, "lenet, range").get(4).get(1))
                .isCloseTo(0.5, within(1e-12));
        browser.find("#filter").sendKeys("seed 1");
        browser.find("#legend summary").click();
        browser.find("#group").sendKeys("apart", Keys.ENTER);
        browser.find("#filter").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.BACK_SPACE);
        awaitCurves(FIXED, "lenet seed 2", "apart");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void warnsOfRunsThatWereNotMeasuredAlikeAndOfNoOthers() {
        seed(1, 0, 0);
        seed(2, 1, 0);
        open("");
        awaitCurves(FIXED, "lenet seed 2", "lenet seed 1");
        assertThat(browser.find("#differences").isDisplayed()).isFalse();
        SeededRun.of("wide", "wide", 1, 0)
                .withBandwidth("25")
                .withExamples(64)
                .record(storage, now - 1000, STEPS, true);
        browser.awaitText("#runs", "wide");
        browser.await("the third run", () -> curves(FIXED).size() == 3);
        browser.awaitText("#differences", "DSE bandwidth: 25 in wide; 10 in lenet seed 2, lenet seed 1");
        assertThat(browser.text("#differences"))
                .contains("n (probe examples): 64 in wide; 256 in lenet seed 2, lenet seed 1")
                .doesNotContain("number type");
        assertThat(String.valueOf(browser.evaluate(
                        "return document.querySelector(`[data-panel=\"${arguments[0]}\"]`).closest('article').querySelector('.caption').textContent",
                        FIXED)))
                .contains("With other settings: wide (")
                .contains("bandwidth 25");
        for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            for (int width : List.of(1024, 1440, 2560)) {
                picture("compare-" + width + '-' + scheme, width);
            }
        }
        picture("compare-390-dark", 390);
        browser.size(WIDTH, HEIGHT);
        browser.find(row("wide")).click();
        browser.await("no warning", () -> !browser.find("#differences").isDisplayed());
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void fiftyRunsOfManyLayersAreUsableAndLiveOnesGrow() {
        List<String> layers =
                IntStream.range(0, 30).mapToObj(i -> "conv" + (i + 1)).toList();
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
        assertThat(browser.evaluate(
                        "const chart = echarts.getInstanceByDom(document.querySelector('[data-panel=loss]'));"
                                + "return new Set(chart.getOption().series.filter(({type}) => type === 'line')"
                                + ".map(({lineStyle}) => JSON.stringify([lineStyle.color, lineStyle.type]))).size"))
                .as("no two runs look alike")
                .isEqualTo(50L);
        assertThat(browser.number("return document.querySelectorAll('#sections [data-panel]').length"))
                .isGreaterThanOrEqualTo(30);
        assertThat(browser.number("return document.querySelectorAll('#sections [data-panel] canvas').length"))
                .as("what is out of sight is not drawn")
                .isLessThan(30);
        assertThat(
                        browser.number(
                                "return performance.getEntriesByType('resource').filter(({name}) => name.includes('/events')).length"))
                .as("one stream, however many runs")
                .isLessThanOrEqualTo(1);
        storage.putUpdate(runs.get(49).report(5, System.currentTimeMillis()));
        browser.await("the new sample", () -> data("loss", "net 49").size() == 6);
        browser.awaitText("#state", "1 of 50 runs live");
        picture("compare-50", 1440);
        assertThat(browser.complaints()).isEmpty();
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
    }
}
