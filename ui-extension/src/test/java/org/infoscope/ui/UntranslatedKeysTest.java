package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.infoscope.report.RunReport;
import org.junit.jupiter.api.Test;

/** DL4J's pages are made of keys, such as train.nav.overview, and texts by language: whoever reads English sees texts, and no key. */
class UntranslatedKeysTest extends PageTest {

    /** All that is read or spoken and looks like a key; paths, file names and code have a place of their own. */
    static final String KEYS = "const said = [document.title];"
            + "document.querySelectorAll('body *').forEach(each => {"
            + "  if (!each.matches('script, style, code, pre')) {"
            + "    [...each.childNodes].filter(node => node.nodeType === 3).forEach(node => said.push(node.textContent));"
            + "    ['title', 'aria-label', 'placeholder', 'alt', 'value'].forEach(name => said.push(each.getAttribute(name) ?? ''));"
            + "  }"
            + "});"
            + "return said.flatMap(text => text.match(/(?<![\\w./-])[a-z]\\w*(\\.[a-z]\\w*){2,}(?![\\w/(])/g) ?? [])";

    private static List<?> keys() {
        return (List<?>) browser.evaluate(KEYS);
    }

    private void record(String session) {
        OverviewPageTest.train(storage, session, 3);
        SyntheticRun run = SyntheticRun.named(session);
        storage.putStaticInfo(run.info(System.currentTimeMillis()));
        for (int n = 0; n < 6; n++) {
            storage.putUpdate(run.report(n, System.currentTimeMillis() + n));
        }
    }

    @Test
    void aKeyWouldBeFound() {
        browser.go("data:text/html,<title>ok</title><p title='train.nav.overview'>See train.overview.title there");
        assertThat(keys())
                .extracting(String::valueOf)
                .containsExactlyInAnyOrder("train.nav.overview", "train.overview.title");
    }

    @Test
    void noPageInEnglishShowsOne() throws Exception {
        record("in words");
        server.get("/setlang/en");
        browser.go(server.address("/train/overview"));
        browser.await("panels", () -> browser.points("accuracy", 0) == 6);
        assertThat(browser.text("#infoscope-nav").strip()).isEqualTo("Representation");
        assertThat(keys()).as("Overview").isEmpty();
        for (String page : List.of("model", "system")) {
            browser.go(server.address("/train/" + page));
            browser.await(
                    "the entry on " + page, () -> !browser.all("#infoscope-nav").isEmpty());
            assertThat(keys()).as(page).isEmpty();
        }
        browser.go(server.address("/representation"));
        browser.await("the dashboard", () -> browser.points("loss", 0) == 6);
        assertThat(keys()).as("representation").isEmpty();
        browser.go(server.address("/representation/compare"));
        browser.await("the comparison", () -> browser.points("loss", 0) == 6);
        assertThat(keys()).as("compare").isEmpty();
        browser.go("http://infoscope.localhost:" + server.port() + "/representation");
        browser.awaitText("h1", "Not from here");
        assertThat(keys()).as("the refusal").isEmpty();
    }

    @Test
    void neitherTheComparisonOfRunsNorAReportShowsOne() throws IOException {
        record("in words");
        browser.go(server.address("/representation/compare"));
        browser.await("the comparison", () -> browser.points("loss", 0) == 6);
        assertThat(keys()).as("compare").isEmpty();
        FullRun full = FullRun.named("full");
        full.record(storage, 12);
        Path file = downloads.resolve("report.html");
        RunReport report = new RunReport("infoscope test", Instant.EPOCH);
        report.add(storage, "runs.db", "full", "worker-0", full.info().info());
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            report.write(out);
        }
        browser.go(file.toUri().toString());
        assertThat(browser.text("h1")).isEqualTo("full");
        assertThat(keys()).as("report").isEmpty();
    }
}
