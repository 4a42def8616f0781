package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Runs that belong together, and runs that were not measured alike, on the page {@code /representation/compare}. */
class CompareGroupsPageTest extends ComparePages {

    @Test
    void groupsHaveTheMeanAndTheRangeOfTheirRuns() {
        List<SeededRun> seeds = List.of(seed(1, 0, 0), seed(2, 0.5, 0), seed(3, 2, 5));
        open("#grouped=on");
        awaitCurves(FIXED, "lenet");
        browser.await(
                "the mean of all three, from the third's first reading to the others' last",
                () -> data(FIXED, "lenet").size() == 2 * STEPS - 2);
        List<List<Double>> mean = data(FIXED, "lenet");
        List<List<Double>> band = data(FIXED, "lenet, range");
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
        browser.size(WIDTH, HEIGHT);
        assertThat(browser.evaluate("const list = document.querySelector('#differences ul');"
                        + "list.append(...Array.from({length: 40}, () => list.firstElementChild.cloneNode(true)));"
                        + "list.focus(); list.scrollTop = 1e6;"
                        + "return [document.activeElement === list, list.scrollTop > 0, list.clientHeight <= 130,"
                        + " document.getElementById(list.getAttribute('aria-labelledby')).textContent].join()"))
                .as("however long, a warning leaves the charts in sight, and the keyboard scrolls it")
                .isEqualTo("true,true,true,These runs were not measured alike");
        assertThat(browser.accessibilityTree().faults()).isEmpty();
        assertThat(browser.accessibilityTree().repeated()).isEmpty();
        assertThat(browser.accessibilityTree().nodes().stream()
                        .filter(node -> node.role().equals("image"))
                        .map(AccessibilityTree.Node::name))
                .anyMatch(name -> name.startsWith("DSE sigma = 10 conv1: 3 curves."))
                .anyMatch(name -> name.startsWith("Loss: 3 curves."));
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

    /** Seeds of a group need not have the same layers and metrics: what only some have is the mean of these, and says so. */
    @Test
    void aGroupOfRunsThatHaveNotAllTheSameIsTheMeanOfThoseThatHaveIt() {
        List<String> deep = List.of("conv1", "conv2", "extra");
        SeededRun first =
                SeededRun.of("m1", "mixed seed 1", 0, 0).withLayers(deep).record(storage, now - 9000, STEPS, true);
        SeededRun second = SeededRun.of("m2", "mixed seed 2", 1, 0)
                .withLayers(deep.subList(0, 2))
                .record(storage, now - 8000, STEPS, true);
        SeededRun.of("m3", "mixed seed 3", 5, 0).withBandwidth("25").record(storage, now - 7000, STEPS, true);
        open("#grouped=on");
        awaitCurves(FIXED, "mixed");
        browser.await("a mean of all three", () -> data(FIXED, "mixed").size() == STEPS);
        assertThat(data("dse-fixed/extra", "mixed")).hasSize(STEPS);
        assertThat(data("dse-fixed/extra", "mixed").get(7).get(1))
                .as("of the only one that has the layer")
                .isEqualTo(first.entropy(7, "extra"));
        String median = "dse-median/conv1";
        browser.size(WIDTH, 2 * HEIGHT);
        browser.find("#metrics input[value='dse-median']").click();
        browser.await("the other bandwidth", () -> !curves(median).isEmpty());
        String caption = "return document.querySelector(`[data-panel=\"" + median
                + "\"]`).closest('article').querySelector('.caption').textContent";
        browser.await(
                "what it is the mean of",
                () -> String.valueOf(browser.evaluate(caption)).contains("in 1 of 3 runs"));
        assertThat(String.valueOf(browser.evaluate(caption))).contains("mixed (", "bandwidth 25");
        assertThat(data(FIXED, "mixed, range").get(3).get(1)).isCloseTo(first.entropy(3, "conv1"), within(1e-12));
        assertThat(data(FIXED, "mixed").get(3).get(1)).isGreaterThan(second.entropy(3, "conv1"));
        assertThat(browser.complaints()).isEmpty();
    }
}
