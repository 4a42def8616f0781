package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.infoscope.history.RunHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run without an end whose file nobody writes to any more. What a killed process leaves of its lock is tested with the history. */
class StoppedRunTest extends PageTest {

    /** The choice of runs is as wide as it would be by itself, of a name as the sample gives and the state. */
    private static final String ROOM =
            "(() => { const select = document.querySelector('#run'); const own = select.cloneNode(true);"
                    + " own.id = ''; own.style.maxWidth = 'none'; own.options[0].text = own.options[0].text.replace(/stopped.*/, 'stopped');"
                    + " document.body.append(own); const { offsetWidth } = own; own.remove(); return offsetWidth <= select.offsetWidth; })()";
    /** Nothing of a run's note in the list is cut off. */
    private static final String WHOLE = "(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)"
            + "(document.querySelector('#runs .note'))";

    @TempDir
    private Path folder = Path.of("");

    private final SyntheticRun run = SyntheticRun.named("glyphs-lenet-20261121-013425");
    private final long now = System.currentTimeMillis();

    private RunHistory writer() {
        return RunHistory.open(folder.resolve("run.db"));
    }

    private static boolean holds(String condition, int width) {
        return Objects.equals(true, browser.evaluate("return innerWidth === arguments[0] && " + condition, width));
    }

    private String stateInTheList() {
        return browser.text("#runs .note");
    }

    @Test
    void pagesSayThatARunStoppedAsSoonAsNobodyWritesItsFile() throws Exception {
        try (RunHistory reader = read()) {
            server.with(reader);
            try (RunHistory writer = writer()) {
                browser.go(server.address("/representation/glyphs-lenet-20261121-013425"));
                browser.awaitText("#state", "Waiting for data");
                writer.putUpdate(run.report(0, aMinuteAhead()));
                browser.awaitText("#state", "Live");
            }
            browser.awaitText("#state", "Stopped without an end ");
            browser.awaitText("#run", "stopped");
            for (int width : List.of(390, 800, 1024)) {
                browser.size(width, 800);
                browser.await("room for the state of the run at " + width, () -> holds(ROOM, width));
            }
            browser.size(1440, 800);
            browser.await("a head of one row", () -> holds("document.querySelector('.bar').clientHeight < 70", 1440));

            browser.go(server.address("/representation/compare"));
            browser.await("the state", () -> stateInTheList().startsWith("Stopped without an end"));
            for (int width : List.of(390, 800, 1024)) {
                browser.size(width, 800);
                browser.await("the whole state", () -> holds(WHOLE, width));
            }
            browser.ownSize();
            try (RunHistory next = writer()) {
                long later = aMinuteAhead();
                next.putUpdate(run.report(1, later));
                browser.await("more", () -> stateInTheList().startsWith("Live"));
                next.putUpdate(run.end(1, later + 1));
            }
            browser.await("the end", () -> stateInTheList().startsWith("Ended"));
            server.detach(reader);
        }
    }

    @Test
    void aRunThatStoppedBeforeItsFirstSampleWaitsForNone() throws Exception {
        try (RunHistory reader = read()) {
            server.with(reader);
            browser.go(server.address("/representation/glyphs-lenet-20261121-013425"));
            browser.awaitText("#state", "Stopped before its first sample");
            assertThat(browser.text("#empty")).contains("No process writes to its file any more");
            server.detach(reader);
        }
    }

    /** A run that has said what it is and nothing else. */
    private RunHistory read() throws Exception {
        try (RunHistory writer = writer()) {
            writer.putStaticInfo(run.info(now));
        }
        return RunHistory.openReadOnly(folder.resolve("run.db"));
    }
}
