package org.infoscope.ui;

import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What tests of the page {@code /representation/compare} have in common: seeded runs, and a look at the curves that are drawn. */
abstract class ComparePages extends PageTest {
    static final String FIXED = "dse-fixed/conv1";
    static final int STEPS = 40;
    static final int WIDTH = 1440;
    static final int HEIGHT = 1800;

    final long now = System.currentTimeMillis();

    @AfterEach
    void forget() {
        browser.block();
        browser.evaluate("localStorage.clear()");
        browser.prefer("light");
        browser.size(WIDTH, HEIGHT);
    }

    final SeededRun seed(int number, double shift, long late) {
        return SeededRun.of("s" + number, "lenet seed " + number, shift, late)
                .record(storage, now - 100_000 + 1000L * number, STEPS, true);
    }

    final void open(String hash) {
        browser.go(server.address("/representation/compare" + hash));
    }

    /** The names of the curves of a panel, without those that are drawn under them. */
    static List<String> curves(String panel) {
        Object names = browser.evaluate(
                "const box = document.querySelector(`[data-panel=\"${arguments[0]}\"]`);"
                        + "const { series } = echarts.getInstanceByDom(box).getOption();"
                        + "const drawn = series.find(({name}) => name === 'curves')?.data ?? series.filter(({type}) => type === 'line');"
                        + "return drawn.map(({name}) => name).filter(name => !name.endsWith(', median'))",
                panel);
        return ((List<?>) names).stream().map(String::valueOf).toList();
    }

    /** How the curves of a panel with many of them look, and of how many points on the screen their strokes are: {@code name, colour, dash, points}. */
    static List<List<?>> strokes(String panel) {
        Object found = browser.evaluate(
                "const chart = echarts.getInstanceByDom(document.querySelector(`[data-panel=\"${arguments[0]}\"]`));"
                        + "const series = chart.getModel().getSeries().find(({name}) => name === 'curves');"
                        + "return chart.getViewOfSeriesModel(series).group.childrenRef().map((group, i) => [series.getData().getName(i),"
                        + " group.childrenRef()[0].style.stroke, String(group.childrenRef()[0].style.lineDash),"
                        + " group.childrenRef().reduce((sum, {shape}) => sum + shape.points.length, 0)])",
                panel);
        return ((List<?>) found).stream().<List<?>>map(each -> (List<?>) each).toList();
    }

    static void awaitCurves(String panel, String... names) {
        browser.await("the curves " + List.of(names), () -> curves(panel).equals(List.of(names)));
    }

    static List<List<Double>> data(String panel, String name) {
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
    static void picture(String name, int width) {
        browser.size(width, 1100);
        browser.await(
                "that size",
                () -> browser.number("return innerWidth") == width
                        && browser.number(
                                        "return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")
                                == 1);
        browser.screenshot(name);
    }

    static String row(String session) {
        return "#runs input[aria-label='Show " + session + "']";
    }

    static Object colour(String panel, String name) {
        return browser.evaluate(
                "const box = document.querySelector(`[data-panel=\"${arguments[0]}\"]`);"
                        + "return echarts.getInstanceByDom(box).getOption().series.find(({name}) => name === arguments[1]).lineStyle.color",
                panel,
                name);
    }
}
