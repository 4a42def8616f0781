package org.infoscope.ui;

import java.nio.file.Path;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shared browser, which remembers nothing of the test before, and for each test a server of its own with an empty storage. */
@ExtendWith(SharedBrowser.class)
abstract class PageTest {

    @TempDir
    static Path downloads;

    static Browser browser;

    final StatsStorage storage = new InMemoryStatsStorage();
    RunningServer server;

    /** A slow machine finds such a sample new, too. */
    static long aMinuteAhead() {
        return System.currentTimeMillis() + 60_000;
    }

    @BeforeAll
    static void openBrowser(Browser shared) {
        browser = shared;
        browser.download(downloads);
    }

    @BeforeEach
    void start() {
        server = RunningServer.start(false).with(storage);
    }

    @AfterEach
    void stop() {
        browser.forget(server.port());
        server.close();
    }
}
