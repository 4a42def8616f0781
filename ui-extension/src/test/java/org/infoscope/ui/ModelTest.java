package org.infoscope.ui;

import org.junit.jupiter.api.BeforeEach;

/** Tests of single modules of the page: what they compute, without drawing it. */
abstract class ModelTest extends PageTest {

    @BeforeEach
    void open() {
        browser.go(server.address("/representation"));
    }

    static Object ask(String module, String script, Object... arguments) {
        return browser.evaluate(
                "const told = arguments; return import('/assets/infoscope/" + module + "').then(module => {" + script
                        + "})",
                arguments);
    }
}
