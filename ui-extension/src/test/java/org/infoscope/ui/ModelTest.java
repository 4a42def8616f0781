package org.infoscope.ui;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests of single modules of the pages: what they compute, without any of the pages. Each test has modules of its own. */
@ExtendWith(SharedBrowser.class)
abstract class ModelTest {

    private static final String MODULES = "/assets/infoscope/";

    static Browser browser;
    private static RunningServer server;

    @BeforeAll
    static void start(Browser shared) {
        browser = shared;
        server = RunningServer.start(false);
    }

    @AfterAll
    static void stop() {
        browser.forget(server.port());
        server.close();
    }

    /** A file of the server: as good as an empty page. */
    @BeforeEach
    void open() {
        browser.go(server.address(MODULES + "model/words.js"));
    }

    static Object ask(String module, String script, Object... arguments) {
        return browser.evaluate(
                "const told = arguments; return import('" + MODULES + module + "').then(module => {" + script + "})",
                arguments);
    }
}
