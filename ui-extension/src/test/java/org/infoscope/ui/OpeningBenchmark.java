package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.infoscope.history.RunHistory;
import org.junit.jupiter.api.Test;

/**
 * How long the page takes to open a run of a million readings, from the navigation until all charts in sight are drawn. No test: it is run by its
 * name, as docs/benchmarks/run-history.md says.
 */
class OpeningBenchmark extends PageTest {
    private static final int STEPS = 50_000;
    private static final int OPENINGS = 5;

    /** The writer is waited for, so that few records wait in memory. */
    private static final int IN_FLIGHT = 128;

    private static final String DRAWN = "const seen = [...document.querySelectorAll('[data-panel]')]"
            + ".filter(box => box.getBoundingClientRect().top < innerHeight && box.getBoundingClientRect().bottom > 0);"
            + "return seen.length > 1 && seen.every(box => box.querySelector('canvas') && echarts.getInstanceByDom(box))"
            + " ? Math.round(performance.now()) : -1";

    @Test
    void aMillionReadings() throws Exception {
        SyntheticRun run = SyntheticRun.named("million");
        try (RunHistory history = RunHistory.open(downloads.resolve("million.db"))) {
            history.putStaticInfo(run.info());
            for (int n = 0; n < STEPS; n++) {
                history.putUpdate(run.report(n));
                if (n % IN_FLIGHT == 0) {
                    assertThat(history.sessionExists("million")).isTrue();
                }
            }
            server.with(history);
            List<Long> millis = new ArrayList<>();
            for (int i = 0; i < OPENINGS; i++) {
                browser.go("about:blank");
                browser.go(server.address("/representation/million"));
                browser.await("charts", () -> (Long) browser.evaluate(DRAWN) > 0);
                millis.add((Long) browser.evaluate(DRAWN));
            }
            System.out.println("Opened " + 20 * STEPS + " readings in " + millis + " ms");
        }
    }
}
