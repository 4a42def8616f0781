package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.infoscope.ui.StoredTraining.DSE;
import static org.infoscope.ui.StoredTraining.FEATURES;

import java.util.List;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** How the page of a real run behaves: colours, sizes, keys, names, help, words, addresses, insights and failures. */
class TrainedMannersTest extends TrainedPages {
    private final StoredTraining run = trained.seed(1);
    private final SeriesInfo series = run.series(DSE, 0);

    private static Object ground() {
        return browser.evaluate("return getComputedStyle(document.body).backgroundColor");
    }

    @Test
    void themeAndPreferencesAreKeptAndEveryWidthIsUsed() {
        open(run, "");
        browser.choose("#theme", "dark");
        browser.find("#log-y").click();
        awaitEqual("dark", TrainedMannersTest::ground, "rgb(15, 19, 24)");
        browser.go(server.address("/representation/" + run.session()));
        browser.await(
                "the loss on its logarithmic scale",
                () -> points("loss", "loss").get(0).get(1)
                        == Math.log10(run.step(0).score()));
        assertThat(ground()).as("kept").isEqualTo("rgb(15, 19, 24)");
        for (int width : new int[] {390, 1024, 1440, 2560}) {
            browser.size(width, 1400);
            browser.await("room", () -> browser.number("return innerWidth") == width);
            browser.await(
                    "nothing cut off at " + width,
                    () -> browser.number("return document.documentElement.scrollWidth") <= width);
            browser.screenshot("trained-" + width);
        }
        browser.choose("#theme", "light");
        awaitEqual("light", TrainedMannersTest::ground, "rgb(245, 246, 248)");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theAddressReproducesTheViewAndKeysAndReadersReachAllOfIt() {
        open(run, "");
        browser.find("#layer-0").sendKeys(Keys.SPACE);
        browser.find("#series-1").sendKeys(Keys.SPACE);
        browser.choose("#x-axis", "epoch");
        String hash = "?x=epoch&hide=edges&without=" + run.series(DSE, 1).key();
        awaitEqual("the address", TrainedPages::query, hash);
        List<String> shown = SmallTraining.LAYERS.subList(1, 4);
        awaitCurves(DSE, shown.toArray(String[]::new));
        List<List<Double>> before = points(DSE, "hidden");
        String address = String.valueOf(browser.evaluate("return location.href"));
        browser.evaluate("localStorage.clear()");
        browser.go("about:blank");
        browser.go(address);
        awaitEqual("the same curve", () -> points(DSE, "hidden"), before);
        awaitCurves(DSE, shown.toArray(String[]::new));
        browser.find(box(DSE)).sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        double value = StoredTraining.value(run.step(26), "hidden", series);
        browser.await(
                "what readers are told",
                () -> String.valueOf(
                                browser.evaluate("return document.querySelector('.read-out[role=status]').textContent"))
                        .contains(exact(value) + " bit"));
        AccessibilityTree tree = browser.accessibilityTree();
        assertThat(tree.faults()).isEmpty();
        assertThat(tree.repeated()).isEmpty();
        assertThat(tree.nodes())
                .anyMatch(node -> node.role().equals("image") && node.name().contains("spectral entropy"));
        List<?> inks = (List<?>)
                of(DSE, "option.series.filter(({ type }) => type === 'line').map(({ lineStyle }) => lineStyle.color)");
        assertThat(inks).hasSize(3).doesNotHaveDuplicates();
        assertThat(browser.complaints()).isEmpty();
    }

    /** Only what the run has and what can be meant stays: the address always says what is seen. */
    @Test
    void whatAnAddressCannotMeanIsTakenBack() {
        open(
                run,
                "?from=20&to=4&charts=sideways&smooth=much&layer=nothing&only=none&hide=edges&hide=none&without=x&worker=nobody");
        awaitEqual("what is left", TrainedPages::query, "?hide=edges");
        assertThat(curves(DSE))
                .hasSize(6)
                .noneMatch(name -> String.valueOf(name).startsWith("edges"));
        open(run, "?from=soon&to=12");
        awaitEqual("nothing", TrainedPages::query, "");
        assertThat(browser.find("#zoom").isDisplayed()).isFalse();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void helpAndWordsComeFromTheRecordAndNoneIsAKey() {
        open(run, "");
        for (String metric : List.of(DSE, FEATURES)) {
            browser.find("[data-card=" + metric + "] [data-action=help]").sendKeys(Keys.ENTER);
            SeriesInfo stored = run.series(metric, 0);
            browser.awaitText("dialog", stored.info().displayName());
            assertThat(browser.text("dialog"))
                    .contains(stored.info().description(), stored.info().unit(), stored.label());
            browser.find("dialog button").sendKeys(Keys.ESCAPE);
            browser.await("no dialog", () -> browser.all("dialog").isEmpty());
        }
        assertThat((List<?>) browser.evaluate(UntranslatedKeysTest.KEYS)).isEmpty();
        browser.go(server.address("/representation/compare"));
        browser.awaitText("#runs", run.info().name());
        assertThat((List<?>) browser.evaluate(UntranslatedKeysTest.KEYS)).isEmpty();
        browser.go(server.address("/train/overview"));
        browser.await(
                "panels beside DL4J's score",
                () -> !browser.all("#infoscope-panels [data-panel] canvas").isEmpty());
        assertThat((List<?>) browser.evaluate(UntranslatedKeysTest.KEYS)).isEmpty();
        browser.screenshot("trained-overview");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anInsightLeadsToTheReadingItIsAbout() {
        StoredTraining narrow = trained.narrow();
        open(narrow, "");
        browser.awaitText("#insights", "Saturated entropy (3)");
        browser.await("its places", () -> browser.all("#insights li .link").size() > 2);
        browser.evaluate(
                "[...document.querySelectorAll('#insights li')].find(each => each.innerText.includes('Saturated')).querySelector('.link').focus()");
        browser.find("#insights .link:focus").sendKeys(Keys.ENTER);
        browser.awaitText(tip(DSE), "Iteration " + narrow.last().iteration());
        assertThat(browser.text(tip(DSE)))
                .contains(exact(StoredTraining.value(narrow.last(), "edges", narrow.series(DSE, 0))) + " bit")
                .contains("sigma 0.05");
        browser.screenshot("trained-insight");
        StoredTraining lost = trained.diverging();
        browser.go(server.address("/representation/" + lost.session()));
        browser.awaitText("#insights li[data-severity=warning]", "The score is no number");
        assertThat(lost.steps().stream().map(SampledStep::score)).contains(Double.NaN);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsSaidAndReadAgain() {
        browser.block("*/api/runs/*/insights*");
        open(trained.narrow(), "");
        browser.awaitText("#insights", "The insights could not be read");
        browser.block();
        browser.find("#insights p .link").click();
        browser.awaitText("#insights", "Saturated entropy (3)");
        browser.go(server.address("/representation/no%20such%20run"));
        browser.awaitText("#empty", "No attached storage holds this run");
        browser.screenshot("trained-no-such-run");
    }
}
