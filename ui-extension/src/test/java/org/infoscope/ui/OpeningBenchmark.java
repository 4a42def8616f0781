package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.infoscope.history.RunHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long the page takes to open a run of a million readings, from the navigation until all charts in sight are drawn, and until all that they
 * are drawn from is here. No test: it is run by its
 * name, as docs/benchmarks/run-history.md says.
 */
class OpeningBenchmark {
    private static final int STEPS = 50_000;
    private static final int OPENINGS = 5;

    /** The writer is waited for, so that few records wait in memory. */
    private static final int IN_FLIGHT = 128;

    /** The page itself looks at the clock, in each frame: who asks has to wait for what it is doing. */
    private static final String WATCH = """
            window.opened = {};
            (function look() {
              const seen = [...document.querySelectorAll('[data-panel]')].filter(box => box.getBoundingClientRect().top < innerHeight
                && box.getBoundingClientRect().bottom > 0);
              const drawn = seen.length > 1 && seen.every(box => window.echarts?.getInstanceByDom(box)?.getOption().series.length > 0);
              const sharp = drawn && echarts.getInstanceByDom(document.querySelector('[data-panel=loss]')).getOption().series[0].data.length > 1000;
              opened.drawn ??= drawn ? Math.round(performance.now()) : undefined;
              opened.all ??= sharp ? Math.round(performance.now()) : undefined;
              if (!sharp) {
                requestAnimationFrame(look);
              }
            })();
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aMillionReadings() throws Exception {
        SyntheticRun run = SyntheticRun.named("million");
        try (Browser browser = Browser.open();
                RunningServer server = RunningServer.start(false);
                RunHistory history = RunHistory.open(folder.resolve("million.db"))) {
            history.putStaticInfo(run.info());
            for (int n = 0; n < STEPS; n++) {
                history.putUpdate(run.report(n));
                if (n % IN_FLIGHT == 0) {
                    assertThat(history.sessionExists("million")).isTrue();
                }
            }
            server.with(history);
            List<Object> millis = new ArrayList<>();
            for (int i = 0; i < OPENINGS; i++) {
                browser.go("about:blank");
                browser.go(server.address("/representation/million"));
                browser.evaluate(WATCH);
                browser.await("charts", () -> (Boolean) browser.evaluate("return opened.all > 0"));
                millis.add(browser.evaluate("return `${opened.drawn} (all ${opened.all})`"));
            }
            System.out.println("Opened " + 20 * STEPS + " readings; charts in sight drawn, and with all points, after "
                    + millis + " ms");
        }
    }
}
