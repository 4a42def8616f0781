package org.infoscope.ui;

import java.nio.file.Path;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One browser for all tests of a class, and for each test a server of its own with an empty storage. */
abstract class PageTest {

    @TempDir
    static Path downloads;

    static Browser browser;

    final StatsStorage storage = new InMemoryStatsStorage();
    RunningServer server = RunningServer.start(false).with(storage);

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open(downloads);
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void stop() {
        browser.go("about:blank");
        browser.complaints();
        server.close();
    }
}
