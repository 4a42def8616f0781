package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** Names that would be markup, script, or a template somewhere: the pages show them as the text they are, and run nothing. */
class HostileNamesTest extends PageTest {
    private static final String IMAGE = "<img src=x onerror=\"window.hacked=1\">";
    private static final List<String> HOSTILE = List.of(
            IMAGE,
            "\"><svg onload=window.hacked=2>",
            "</script><script>window.hacked=3</script>",
            "' autofocus onfocus='window.hacked=4",
            "javascript:window.hacked=5",
            "{a|b} {b} {c} ${window.hacked=6} #{x} {{7*7}} <%= 1 %>",
            "a/b\\c\tline\r\nbreak",
            "\u202Egnp.exe\u202C &lt;b&gt; &#60;",
            "__proto__",
            "constructor",
            "toString",
            "=HYPERLINK(\"http://evil.example\")",
            "Größe 🧠🔥 世界",
            "L".repeat(3000));

    private final long now = System.currentTimeMillis();

    /** Everything that has a name has a hostile one. */
    private void record(String session, List<String> layers, int steps) {
        FullRun full = new FullRun(session, layers, 8);
        RepresentationRun info = full.info();
        List<SeriesInfo> series = hostile(info.info().series());
        storage.putStaticInfo(new RepresentationRun(
                session,
                info.getWorkerID(),
                now,
                new RunInfo(
                        IMAGE,
                        now,
                        IMAGE,
                        layers.stream()
                                .map(name -> new RunInfo.LayerInfo(name, IMAGE, IMAGE))
                                .toList(),
                        series,
                        IMAGE,
                        Map.of(IMAGE, IMAGE, "__proto__", "shown"),
                        info.info().images(),
                        List.of(new RunInfo.Checkpoint(IMAGE, 10)))));
        for (int n = 0; n < steps; n++) {
            storage.putUpdate(hostile(full.report(n), n));
        }
    }

    private static List<SeriesInfo> hostile(List<SeriesInfo> series) {
        return series.stream()
                .map(each -> new SeriesInfo(
                        each.key(),
                        IMAGE + each.label(),
                        new MetricInfo(
                                each.info().id(),
                                IMAGE,
                                IMAGE + each.info().symbol(),
                                "<i>bit</i>",
                                each.info().headline(),
                                IMAGE,
                                each.info().direction()),
                        Map.of(IMAGE, IMAGE)))
                .toList();
    }

    private RepresentationReport hostile(RepresentationReport report, int n) {
        SampledStep step = report.step();
        Map<String, Double> accuracy = new LinkedHashMap<>();
        HOSTILE.forEach(name -> accuracy.put(name, 0.5));
        List<Reading> readings = step.readings().stream()
                .map(reading -> new Reading(
                        reading.layer(),
                        reading.metric(),
                        reading.series(),
                        reading.values(),
                        Map.of(IMAGE, IMAGE),
                        List.of(new Flag(Flag.Kind.CAUTION, HOSTILE.get(n % HOSTILE.size()))),
                        1))
                .toList();
        return new RepresentationReport(
                report.getSessionID(),
                report.getWorkerID(),
                now + n,
                new SampledStep(
                        step.iteration(),
                        step.epoch(),
                        now + n,
                        step.score(),
                        accuracy,
                        Map.of("output", 0.5),
                        readings,
                        List.of(new Flag(Flag.Kind.FAILED, IMAGE)),
                        step.cost(),
                        step.state()));
    }

    /** Nothing ran, no name became an element, and the policy had nothing to forbid. */
    private void requireOnlyText() {
        assertThat(browser.evaluate("return String(window.hacked)")).isEqualTo("undefined");
        assertThat(
                        browser.number(
                                "return document.querySelectorAll("
                                        + "'img[src=\"x\"], svg[onload], [onerror], [onfocus], i > bit, script:not([src])').length"
                                        + " - (location.pathname.startsWith('/train') ? document.querySelectorAll('script:not([src])').length : 0)"))
                .isZero();
        assertThat(browser.evaluate("return [document.body.textContent, document.title,"
                        + " ...[...document.querySelectorAll('[title], [aria-label]')].flatMap(e => [e.title, e.getAttribute('aria-label')])]"
                        + ".filter(text => /[\\u202a-\\u202e\\u2066-\\u2069]/.test(text)).length"))
                .as("texts that turn what stands around them")
                .isEqualTo(0L);
    }

    private static String shown(String name) {
        return name.replace("\u202E", "[U+202E]").replace("\u202C", "[U+202C]");
    }

    private static Stream<String> folded(Stream<String> names) {
        return names.map(name -> shown(name).replaceAll("\\s+", " ").strip());
    }

    @Test
    void everythingIsShownAsText() {
        record(IMAGE, HOSTILE, 12);
        browser.go(server.address("/representation"));
        browser.await("all samples", () -> browser.points("loss", 0) == 12);
        requireOnlyText();
        String latest = String.valueOf(browser.evaluate("return document.querySelector('#latest').textContent"));
        assertThat(folded(Stream.of(latest)).findFirst().orElseThrow())
                .contains(folded(HOSTILE.stream()).toList());
        for (String place :
                List.of("#run", "#about", "#problems", "#layers", "#series", "#units-section", "#pixels-section")) {
            assertThat(browser.evaluate("return document.querySelector(arguments[0]).textContent", place))
                    .as(place)
                    .asString()
                    .contains(IMAGE);
        }
        assertThat(browser.evaluate("return document.querySelector('#about').textContent"))
                .asString()
                .contains("__proto__", "shown");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void tooltipsShowTextToo() {
        record("tooltips", HOSTILE, 8);
        browser.go(server.address("/representation"));
        browser.await("all samples", () -> browser.points("loss", 0) == 8);
        long charts = browser.number("return document.querySelectorAll('[data-panel]').length");
        assertThat(charts).isGreaterThan(5);
        List<String> said = new ArrayList<>();
        IntStream.range(0, (int) charts).forEach(i -> {
            browser.evaluate("document.querySelectorAll('[data-panel]')[arguments[0]].focus()", i);
            browser.all("[data-panel]").get(i).sendKeys(Keys.ARROW_LEFT);
            browser.await("a tooltip of chart " + i, () -> !tooltip().isEmpty());
            said.add(tooltip());
            requireOnlyText();
            browser.evaluate("document.activeElement.blur()");
        });
        assertThat(said).anyMatch(text -> text.contains(IMAGE));
        assertThat(said).anyMatch(text -> text.contains("training, constructor"));
        assertThat(browser.evaluate("const found = []; for (const key in {}) { found.push(key); } return found"))
                .as("what a name has added to every object")
                .isEqualTo(List.of());
        assertThat(browser.complaints()).isEmpty();
    }

    private static String tooltip() {
        return String.valueOf(browser.evaluate("return [...document.querySelectorAll('.tip')]"
                + ".filter(tip => getComputedStyle(tip).visibility !== 'hidden' && tip.style.display !== 'none')"
                + ".map(tip => tip.textContent).join('')"));
    }

    @Test
    void thePanelsInDl4jsOverviewShowTextToo() {
        OverviewPageTest.train(storage, "overview", 2);
        record("overview", HOSTILE, 6);
        browser.go(server.address("/train/overview"));
        browser.await("panels", () -> browser.points("accuracy", 0) == 6);
        assertThat(browser.evaluate("return document.querySelector('#infoscope-panels').textContent"))
                .asString()
                .contains(IMAGE);
        requireOnlyText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "%2e%2e",
                "a/b",
                "~",
                "compare",
                "</script><script>window.hacked=1</script>",
                "?worker=x#y",
                "\u202Eevil"
            })
    void everySessionHasAPage(String session) {
        record(session, List.of("conv1", "dense"), 3);
        browser.go(server.address("/representation"));
        browser.await("its samples", () -> browser.points("loss", 0) == 3);
        browser.evaluate("location.reload()");
        browser.await("the same page at its own address", () -> browser.points("loss", 0) == 3);
        browser.await(
                "the run chosen in the list",
                () -> session.equals(browser.evaluate("return document.querySelector('#run').value")));
        assertThat(browser.evaluate("return document.querySelector('#about').textContent"))
                .asString()
                .contains(shown(session));
        requireOnlyText();
        assertThat(browser.complaints()).isEmpty();
    }
}
