package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers, epochs, pins and tables on the page {@code /representation/compare}. */
class CompareLinesPageTest extends ComparePages {

    private static List<?> epochs(String panel) {
        return (List<?>) browser.evaluate(
                "const chart = echarts.getInstanceByDom(document.querySelector(`[data-panel=\"${arguments[0]}\"]`));"
                        + "return chart.getModel().getSeries().filter(({name}) => name === 'epochs').flatMap(series =>"
                        + " chart.getViewOfSeriesModel(series).group.childrenRef()[0].childrenRef().map(({style}) => style.text).filter(Boolean))",
                panel);
    }

    @Test
    void everyWorkerOfARunIsALineOfItsOwnInItsColour() {
        SeededRun.of("par", "parallel", 0, 0).withWorker("w0").record(storage, now - 9000, STEPS, true);
        SeededRun second =
                SeededRun.of("par", "parallel", 1, 3).withWorker("w1").record(storage, now - 8999, STEPS, true);
        seed(1, 3, 0);
        open("");
        awaitCurves(FIXED, "parallel · w0", "parallel · w1", "lenet seed 1");
        assertThat(data(FIXED, "parallel · w1").get(4)).containsExactly(43.0, second.entropy(4, "conv1"));
        assertThat(colour(FIXED, "parallel · w1"))
                .isEqualTo(colour(FIXED, "parallel · w0"))
                .isNotEqualTo(colour(FIXED, "lenet seed 1"));
        assertThat(browser.number("const chart = echarts.getInstanceByDom(document.querySelector('[data-panel=loss]'));"
                        + "return new Set(chart.getOption().series.filter(({type}) => type === 'line')"
                        + ".map(({lineStyle}) => JSON.stringify([lineStyle.color, lineStyle.type]))).size"))
                .isEqualTo(3);
        browser.find("#runs summary").click();
        browser.find("#runs input[aria-label='Show w0']").click();
        awaitCurves(FIXED, "parallel · w1", "lenet seed 1");
        assertThat(browser.text("#runs")).contains("2 workers, 1 hidden");
        browser.evaluate("location.reload()");
        awaitCurves(FIXED, "parallel · w1", "lenet seed 1");
        browser.find("#runs summary").click();
        browser.find("#runs input[aria-label='Show w0']").click();
        browser.find("#grouped").click();
        awaitCurves(FIXED, "parallel", "lenet seed 1");
        assertThat(data(FIXED, "parallel, range")).as("of both workers").hasSizeGreaterThan(STEPS);
        storage.putUpdate(SeededRun.of("par", "parallel", 1, 3).withWorker("w2").report(0, System.currentTimeMillis()));
        browser.awaitText("#runs", "3 workers");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void epochsAreMarkedWhereTheyBeginInAllRunsOrInTheOneThatIsPointedAt() {
        seed(1, 0, 0);
        seed(2, 1, 5);
        open("");
        awaitCurves("loss", "lenet seed 2", "lenet seed 1");
        browser.await("the epoch", () -> epochs("loss").equals(List.of("epoch 1")));
        SeededRun.of("late", "late", 0, 100).record(storage, now - 500, STEPS, true);
        browser.awaitText("#basis", "Epochs begin at different places");
        assertThat(epochs("loss")).isEmpty();
        browser.evaluate(
                "document.querySelector(`#runs a[title*='(late)']`).closest('li').dispatchEvent(new PointerEvent('pointerenter'))");
        browser.await("its epoch", () -> epochs("loss").equals(List.of("epoch 1")));
        browser.await("no such note", () -> browser.text("#basis").isEmpty());
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aPinnedPanelStandsFirstWithItsMetricAndIsSavedAsATable() throws IOException {
        seed(1, 0, 0);
        SeededRun second = seed(2, 1, 5);
        open("");
        awaitCurves(FIXED, "lenet seed 2", "lenet seed 1");
        browser.evaluate("document.querySelector(`[data-card=\"${arguments[0]}\"] [data-action=pin]`).click()", FIXED);
        browser.await(
                "it to stand first",
                () -> FIXED.equals(
                        browser.evaluate("return document.querySelector('#general [data-card]').dataset.card")));
        assertThat(browser.all("[data-panel='" + FIXED + "']")).hasSize(1);
        assertThat(browser.text("#general [data-card]")).contains("conv1", "DSE");
        browser.evaluate("location.reload()");
        browser.await(
                "the same by the address",
                () -> FIXED.equals(
                        browser.evaluate("return document.querySelector('#general [data-card]')?.dataset.card")));
        awaitCurves(FIXED, "lenet seed 2", "lenet seed 1");
        browser.evaluate("document.querySelector(`[data-card=\"${arguments[0]}\"] [data-action=csv]`).click()", FIXED);
        Path saved = downloads.resolve("Runs-compared-DSE-sigma-10-conv1.csv");
        browser.await("the file", () -> Files.exists(saved));
        List<String> rows = Files.readAllLines(saved);
        assertThat(rows)
                .anyMatch(row -> row.startsWith("# conv1 (DSE"))
                .contains("# All samples of this part.", "# The whole axis.");
        rows = rows.stream().filter(row -> !row.startsWith("#")).toList();
        assertThat(rows.get(0)).isEqualTo("curve,lines,session,worker,iteration,epoch,time,value [bit],settings");
        assertThat(rows).hasSize(1 + 2 * STEPS);
        assertThat(rows)
                .anyMatch(row -> row.startsWith("lenet seed 2,1,s2,worker-0,75,0,")
                        && row.contains("," + second.entropy(7, "conv1") + ","));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void settingsOfSingleReadingsAreComparedToo() {
        SeededRun.of("a", "narrow", 0, 0).withSigma(10).record(storage, now - 9000, STEPS, true);
        SeededRun.of("b", "broad", 0, 0).withSigma(20).record(storage, now - 8000, STEPS, true);
        open("");
        browser.awaitText(
                "#differences",
                "DSE, DSMI(Z;Y), SROP sigma, chosen for each reading (conv1 and 4 other layers): 10 to 10.39 in narrow; 20 to 20.78 in broad");
        browser.find(row("broad")).click();
        SeededRun.of("c", "like it", 0, 0).withSigma(11).record(storage, now - 7000, STEPS, true);
        browser.awaitText("#runs", "like it");
        browser.find(row("like it")).click();
        awaitCurves(FIXED, "like it", "narrow");
        browser.await("no warning", () -> !browser.find("#differences").isDisplayed());

        assertThat(browser.complaints()).isEmpty();
    }
}
