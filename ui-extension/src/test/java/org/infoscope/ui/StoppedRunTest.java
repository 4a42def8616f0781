package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.infoscope.history.RunHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run without an end whose file nobody writes to any more. What a killed process leaves of its lock is tested with the history. */
class StoppedRunTest extends PageTest {

    @TempDir
    private Path folder = Path.of("");

    private final SyntheticRun run = SyntheticRun.named("left");
    private final long now = System.currentTimeMillis();

    private RunHistory writer() {
        return RunHistory.open(folder.resolve("run.db"));
    }

    private String stateInTheList() {
        return browser.text("#runs .note");
    }

    @Test
    void pagesSayThatARunStoppedAsSoonAsNobodyWritesItsFile() throws Exception {
        try (RunHistory reader = read()) {
            server.with(reader);
            try (RunHistory writer = writer()) {
                browser.go(server.address("/representation/left"));
                browser.awaitText("#state", "Waiting for data");
                writer.putUpdate(run.report(0, now));
                browser.awaitText("#state", "Live");
            }
            browser.awaitText("#state", "Stopped without an end ");
            assertThat(browser.text("#run")).contains("stopped");

            browser.go(server.address("/representation/compare"));
            browser.await("the state", () -> stateInTheList().startsWith("Stopped without an end"));
            try (RunHistory next = writer()) {
                next.putUpdate(run.report(1, now + 1));
                browser.await("more", () -> stateInTheList().startsWith("Live"));
                next.putUpdate(run.end(1, now + 2));
            }
            browser.await("the end", () -> stateInTheList().startsWith("Ended"));
            server.detach(reader);
        }
    }

    @Test
    void aRunThatStoppedBeforeItsFirstSampleWaitsForNone() throws Exception {
        try (RunHistory reader = read()) {
            server.with(reader);
            browser.go(server.address("/representation/left"));
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
