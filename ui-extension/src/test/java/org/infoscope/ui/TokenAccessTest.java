package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is answered when there is a token, asked of DL4J's own server. */
class TokenAccessTest {
    private static final String TOKEN = "correct-horse/battery+staple";
    private static final String FORM = "token=correct-horse%2Fbattery%2Bstaple";
    private static final String API = "/representation/api";

    private final StatsStorage storage = new InMemoryStatsStorage();
    private final InetAddress loopback = InetAddress.getLoopbackAddress();

    @TempDir
    private Path folder = Path.of("");

    private RunningServer server;

    @BeforeEach
    void start() throws IOException {
        SyntheticRun run = SyntheticRun.named("one");
        storage.putStaticInfo(run.info());
        storage.putUpdate(run.report(0));
        AccessToken.use(Files.writeString(folder.resolve("token"), TOKEN + "\n", StandardCharsets.US_ASCII));
        server = RunningServer.start(false).with(storage);
    }

    @AfterEach
    void stop() {
        System.clearProperty(AccessToken.FILE_PROPERTY);
        server.close();
    }

    private RawHttp.Answer get(String path, String... headers) throws IOException {
        return RawHttp.get(loopback, server.port(), path, headers);
    }

    private RawHttp.Answer post(String path, String form, String... headers) throws IOException {
        return RawHttp.post(loopback, server.port(), path, form, headers);
    }

    /** Logs in and gives what the browser would send from then on. */
    private String login(String host) throws IOException {
        RawHttp.Answer answer = post("/representation", FORM, "Host: " + host, "Origin: http://" + host);
        assertThat(answer.status()).isEqualTo(303);
        return "Cookie: " + answer.header("set-cookie").orElseThrow().split(";", 2)[0];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/runs",
                "/runs/one",
                "/runs/one/steps",
                "/runs/one/insights",
                "/runs/one/export?format=csv",
                "/events",
                "/access"
            })
    void asksEverybodyEvenTheSameMachine(String path) throws Exception {
        RawHttp.Answer answer = get(API + path, "Host: localhost");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate")).hasValue("Bearer realm=\"infoscope\"");
        assertThat(answer.body()).contains("Log in at /representation").doesNotContain("conv1");
    }

    @Test
    void aTokenIsNeverTakenFromAnAddress() throws Exception {
        assertThat(get(API + "/runs?token=" + TOKEN, "Host: localhost").status())
                .isEqualTo(401);
        assertThat(post("/representation?token=" + TOKEN, "", "Host: localhost").status())
                .isEqualTo(401);
    }

    @Test
    void thePageIsAFormThatLeadsBackToItself() throws Exception {
        RawHttp.Answer form = get("/representation/one?worker=w", "Host: gpu.example:9000");
        assertThat(form.status()).isEqualTo(401);
        assertThat(form.body()).contains("<form method=\"post\"", "type=\"password\"", "name=\"token\"");
        assertThat(form.header("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';", "form-action 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(form.header("cache-control")).hasValue("no-store");

        RawHttp.Answer in = post("/representation/one?worker=w", FORM, "Host: gpu.example:9000");
        assertThat(in.status()).isEqualTo(303);
        assertThat(in.header("location")).hasValue("/representation/one?worker=w");
    }

    @Test
    void theWayBackLeadsToNoOtherSite() throws Exception {
        RawHttp.Answer in = post("//evil.example/../representation", FORM, "Host: localhost");
        in.header("location").ifPresent(way -> assertThat(way).startsWith("/representation"));
        assertThat(in.status()).isIn(303, 404, 405);
    }

    @Test
    void theCookieHoldsNoTokenAndStaysWithTheBrowser() throws Exception {
        String cookie = post("/representation", FORM, "Host: gpu.example:9000")
                .header("set-cookie")
                .orElseThrow();
        assertThat(cookie)
                .matches("infoscope-session-9000=[A-Za-z0-9_-]{43}; Path=/representation; HttpOnly; SameSite=Strict")
                .doesNotContain("correct");
        String behindTls = post("/representation", FORM, "Host: gpu.example", "X-Forwarded-Proto: https")
                .header("set-cookie")
                .orElseThrow();
        assertThat(behindTls).endsWith("; Secure");
        assertThat(login("localhost")).isNotEqualTo(login("localhost"));
    }

    @Test
    void opensEverythingToItsBrowser() throws Exception {
        String host = "Host: gpu.example:9000";
        String cookie = login("gpu.example:9000");
        assertThat(get("/representation", host, cookie).status()).isEqualTo(200);
        assertThat(get(API + "/runs/one/steps", host, cookie).body()).contains("conv1");
        assertThat(get(API + "/runs/one/export?format=csv", host, cookie).body())
                .contains("conv1");
        assertThat(get(API + "/access", host, cookie).body()).isEqualTo("{\"token\":true}");
        assertThat(RawHttp.get(LoopbackAccessTest.outsideAddress(), server.port(), API + "/runs", host, cookie)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void opensTheStreamAndLogoutEndsIt() throws Exception {
        String cookie = login("localhost");
        try (LiveEventsTest.EventClient stream = new LiveEventsTest.EventClient(server.port(), "session=one", cookie)) {
            assertThat(stream.iterations(1)).containsExactly(0L);
            assertThat(post(API + "/logout", "", "Host: localhost", cookie).status())
                    .isEqualTo(204);
            assertThatThrownBy(() -> stream.iterations(1)).hasMessageContaining("closed the stream");
        }
    }

    @Test
    void logoutTakesTheCookieAway() throws Exception {
        String host = "Host: localhost";
        String cookie = login("localhost");
        assertThat(post(API + "/logout", "", host, cookie, "Origin: http://evil.example")
                        .status())
                .isEqualTo(403);
        RawHttp.Answer out = post(API + "/logout", "", host, cookie, "Origin: http://localhost");
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("set-cookie").orElseThrow())
                .startsWith("infoscope-session-80=;")
                .endsWith("; Max-Age=0");
        assertThat(get("/representation", host, cookie).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: infoscope-session-80=",
                "Cookie: infoscope-session-80=correct-horse/battery+staple",
                "Cookie: infoscope-session-80=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Cookie: %%%; =;;;",
                "Authorization: Basic Y29ycmVjdC1ob3JzZS9iYXR0ZXJ5K3N0YXBsZQ==",
                "Authorization: Bearer",
                "Authorization: Bearer wrong",
                "X-Forwarded-For: 127.0.0.1"
            })
    void nothingElseOpensIt(String header) throws Exception {
        assertThat(get(API + "/runs", "Host: localhost", header).status()).isEqualTo(401);
    }

    @Test
    void programsSendTheTokenAsAHeader() throws Exception {
        RawHttp.Answer answer = get(API + "/runs", "Host: gpu.example", "authorization: bearer " + TOKEN);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("set-cookie")).isEmpty();
    }

    @Test
    void aStrangersPageLogsNobodyInAndSpendsNobodysAttempts() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(post("/representation", "token=wrong", "Host: localhost", "Origin: http://evil.example")
                            .status())
                    .isEqualTo(403);
            assertThat(post(
                                    "/representation",
                                    "token=wrong",
                                    "Host: localhost",
                                    "Sec-Fetch-Site: cross-site",
                                    "Sec-Fetch-Mode: navigate")
                            .status())
                    .isEqualTo(403);
        }
        assertThat(post("/representation", FORM, "Host: localhost").status()).isEqualTo(303);
    }

    /** The answer to the right guess after wrong ones, of which those that come after a wait make the next one longer. */
    private RawHttp.Answer guess() throws IOException {
        for (int i = 0; i < 8; i++) {
            post("/representation", "token=wrong", "Host: localhost");
        }
        return get(API + "/runs", "Host: localhost", "Authorization: Bearer " + TOKEN);
    }

    @Test
    void guessingIsStoppedEvenWithTheRightGuess() throws Exception {
        String cookie = login("localhost");
        for (int i = 0; i < 3; i++) {
            RawHttp.Answer wrong = post("/representation", "token=wrong", "Host: localhost");
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.body()).contains("That is not the token", "<form").doesNotContain("wrong\"");
        }
        RawHttp.Answer locked = guess();
        // A right guess after the end of a wait is answered, and all is forgiven.
        for (int more = 0; more < 20 && locked.status() != 429; more++) {
            locked = guess();
        }
        assertThat(locked.status()).isEqualTo(429);
        assertThat(Integer.parseInt(locked.header("retry-after").orElseThrow())).isPositive();
        assertThat(get(API + "/runs", "Host: localhost", cookie).status())
                .as("who is in is not kept out by strangers")
                .isEqualTo(200);
    }
}
