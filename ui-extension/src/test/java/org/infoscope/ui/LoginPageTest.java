package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Logging in and out in a real browser, and what a login opens there. */
class LoginPageTest extends PageTest {
    private static final String TOKEN = "correct-horse/battery+staple";

    @TempDir
    static Path secrets;

    @BeforeAll
    static void configure() throws IOException {
        AccessToken.use(Files.writeString(secrets.resolve("token"), TOKEN));
    }

    @AfterAll
    static void forget() {
        System.clearProperty(AccessToken.FILE_PROPERTY);
    }

    private void record(String session, int from, int steps) {
        SyntheticRun run = SyntheticRun.named(session);
        if (from == 0) {
            storage.putStaticInfo(run.info(System.currentTimeMillis()));
        }
        for (int n = from; n < from + steps; n++) {
            storage.putUpdate(run.report(n, System.currentTimeMillis() + n));
        }
    }

    private static void enter(String token) {
        browser.find("input[name=token]").sendKeys(token, Keys.ENTER);
    }

    /** The console reports every answer 401 by itself; all else that it says is a complaint. */
    private static void requireNoComplaint() {
        assertThat(browser.complaints()).allMatch(line -> line.contains("status of 401"));
    }

    @Test
    void theFormOpensThePageAndLogoutClosesIt() {
        record("secret run", 0, 5);
        browser.go(server.address("/representation/secret%20run?worker=worker-0"));
        browser.awaitText("h1", "Log in");
        assertThat((List<?>) browser.evaluate(UntranslatedKeysTest.KEYS)).isEmpty();
        assertThat(browser.text("body")).doesNotContain("conv1");
        browser.await(
                "the cursor in the field",
                () -> "token".equals(browser.evaluate("return document.activeElement.name")));
        assertThat(browser.accessibilityTree().faults()).isEmpty();

        enter("wrong");
        browser.awaitText("[role=alert]", "That is not the token");
        enter(TOKEN);
        browser.await("the page", () -> browser.points("loss", 0) == 5);
        assertThat(browser.evaluate("return location.pathname + location.search"))
                .isEqualTo("/representation/secret%20run?worker=worker-0");
        assertThat(browser.evaluate("return document.cookie")).asString().doesNotContain("infoscope");
        record("secret run", 5, 1);
        browser.await("live samples", () -> browser.points("loss", 0) == 6);
        requireNoComplaint();

        browser.await("the button", () -> browser.find("#logout").isDisplayed());
        browser.find("#logout").click();
        browser.awaitText("h1", "Log in");
        browser.go(server.address("/representation"));
        browser.awaitText("h1", "Log in");
        requireNoComplaint();
    }

    private static Object ground() {
        return browser.evaluate("return getComputedStyle(document.body).backgroundColor");
    }

    @Test
    void theFormWearsTheColoursThatTheReaderChose() {
        browser.prefer("light");
        browser.go(server.address("/representation"));
        browser.awaitText("h1", "Log in");
        assertThat(ground()).isEqualTo("rgb(245, 246, 248)");
        browser.evaluate("localStorage.setItem('infoscope.theme', 'dark')");
        browser.go(server.address("/representation"));
        assertThat(ground()).isEqualTo("rgb(15, 19, 24)");
        browser.evaluate("localStorage.clear()");
        requireNoComplaint();
    }

    @Test
    void thePanelsInDl4jsOverviewAskForTheLoginAndThenWork() {
        OverviewPageTest.train(storage, "panels", 2);
        record("panels", 0, 4);
        browser.go(server.address("/train/overview"));
        browser.awaitText("#infoscope-panels", "Log in to see this");
        browser.find(".infoscope-header a").click();
        browser.awaitText("h1", "Log in");
        enter(TOKEN);
        browser.await("the page", () -> browser.points("loss", 0) == 4);
        browser.go(server.address("/train/overview"));
        browser.await("panels", () -> browser.points("accuracy", 0) == 4);
        requireNoComplaint();
    }
}
