package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no page of ours makes: they are refused with a reason, and none is a failure of the server. */
class HostileRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/representation/api";
    private static final String HOST = "Host: localhost";

    private static final List<String> PIECES = List.of(
            "0",
            "1",
            "-1",
            "5000",
            "5001",
            "99999999999999999999",
            "9223372036854775807",
            "-9223372036854775808",
            "NaN",
            "1e3",
            "0x10",
            "+5",
            "%2B5",
            "%00",
            "%0d%0aSet-Cookie:x=1",
            "%",
            "%zz",
            "%c3%28",
            "%ff%fe",
            "%u0041",
            "%E2%80%AE",
            "@",
            "@@",
            ",",
            "worker-0@1",
            "worker-0@",
            "@1",
            "%2525",
            "..",
            "../..",
            "%2e%2e%2f",
            "~",
            "~..",
            "<script>",
            "'",
            "\"",
            "\\",
            "$%7Bx%7D",
            "csv",
            "jsonl",
            "one",
            "=",
            "&",
            "&limit",
            "&limit=",
            "&after=1",
            "&session=one",
            "%F0%9F%A7%A0",
            "constructor",
            "__proto__",
            "true",
            "[]",
            "{}",
            ";",
            "|",
            "*");

    private final StatsStorage storage = new InMemoryStatsStorage();
    private RunningServer server;

    @BeforeEach
    void start() {
        SyntheticRun run = SyntheticRun.named("one");
        storage.putStaticInfo(run.info());
        storage.putUpdate(run.report(0));
        server = RunningServer.start(false).with(storage);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawHttp.Answer get(String path) throws IOException {
        return RawHttp.get(InetAddress.getLoopbackAddress(), server.port(), path, HOST);
    }

    private static String garbage(Random random) {
        return IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
                .collect(Collectors.joining());
    }

    private static String path(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> "/runs/" + garbage(random);
            case 1 -> "/runs/" + garbage(random) + "/steps?limit=" + garbage(random);
            case 2 -> "/runs/one/steps?limit=" + garbage(random) + "&after=" + garbage(random);
            case 3 -> "/runs/one/steps?" + garbage(random);
            case 4 -> "/runs/one/export?format=" + garbage(random);
            case 5 -> "/events?session=none" + garbage(random).replace("session", "");
            case 6 ->
                "/runs/one/curves?points=" + garbage(random) + "&from=" + garbage(random) + "&to=" + garbage(random);
            case 7 -> "/runs/one/steps?iterations=" + garbage(random) + "&layer=" + garbage(random);
            default -> "/runs?" + garbage(random);
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void garbageIsAnsweredWithAReasonAndNeverWithAFailure(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 250; i++) {
            String path = API + path(random);
            RawHttp.Answer answer = get(path);
            assertThat(answer.status()).as(path + "\n" + answer).isIn(200, 400, 403, 404);
            assertThat(answer.header("set-cookie")).as(path).isEmpty();
            if (answer.header("content-type").orElse("").startsWith("application/json") && answer.status() != 200) {
                assertThat(JSON.readTree(answer.body()).get("error").asText())
                        .as(path)
                        .isNotBlank();
            }
        }
        assertThat(get(API + "/runs/one/steps").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/runs/one/steps?limit=1&limit=2,limit",
        "/runs/one/steps?after=1&after=,after",
        "/runs/one/export?format=csv&format=jsonl,format",
        "/runs/one/curves?points=10&points=20,points",
        "/events?session=a&session=b,session"
    })
    void aParameterThatIsGivenTwiceIsAmbiguous(String path, String name) throws Exception {
        RawHttp.Answer answer = get(API + path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("'" + name + "'", "more than once");
    }

    @Test
    void longValuesAreRefusedAndNotRepeated() throws Exception {
        String a = "a".repeat(3000);
        for (String path : List.of("/runs/one/steps?after=" + a, "/runs/one/steps?limit=" + a, "/runs/" + a)) {
            RawHttp.Answer answer = get(API + path);
            assertThat(answer.status()).isIn(400, 404);
            assertThat(answer.body()).hasSizeLessThan(600).contains("error");
        }
        assertThat(get(API + "/runs/" + "a".repeat(100_000)).status()).isEqualTo(414);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"})
    void routesThatReadAreNotWrittenTo(String method) throws Exception {
        for (String path : List.of(
                "/runs",
                "/runs/one",
                "/runs/one/steps",
                "/runs/one/insights",
                "/runs/one/export?format=csv",
                "/events")) {
            RawHttp.Answer answer = RawHttp.send(
                    InetAddress.getLoopbackAddress(),
                    server.port(),
                    method + " " + API + path,
                    "",
                    HOST,
                    "Content-Length: 0");
            assertThat(answer.status()).as(path).isIn(404, 405, 501);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..", ".", "", "~", "~..", "%2e%2e", "a/b", "a\\b", "-", "api", "runs", "a;b", "?", "#", " "})
    void everySessionHasAnAddress(String session) throws Exception {
        SyntheticRun run = SyntheticRun.named(session);
        storage.putStaticInfo(run.info());
        storage.putUpdate(run.report(0));
        String segment = (session.matches("~.*|\\.{0,2}") ? "~" : "")
                + URLEncoder.encode(session, StandardCharsets.UTF_8).replace("+", "%20");
        RawHttp.Answer answer = get(API + "/runs/" + segment);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).get("session").asText()).isEqualTo(session);
        assertThat(get("/representation/" + segment).status()).isEqualTo(200);
    }

    @Test
    void aParameterOfThePathsNameDoesNotChangeTheRun() throws Exception {
        assertThat(JSON.readTree(get(API + "/runs/one?run=other").body())
                        .get("session")
                        .asText())
                .isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "a\r\nSet-Cookie: x=1",
                "\"; filename=evil.exe",
                "C:\\evil",
                "\u202Efdp.exe",
                "CON",
                "%%%",
                "*"
            })
    void theNameOfAnExportStaysInItsHeader(String session) throws Exception {
        SyntheticRun run = SyntheticRun.named(session);
        storage.putStaticInfo(run.info());
        storage.putUpdate(run.report(0));
        String segment = (session.equals("..") ? "~" : "")
                + URLEncoder.encode(session, StandardCharsets.UTF_8).replace("+", "%20");
        RawHttp.Answer answer = get(API + "/runs/" + segment + "/export?format=csv");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("set-cookie")).isEmpty();
        assertThat(answer.header("content-disposition").orElseThrow())
                .matches("attachment; filename=\"[A-Za-z0-9_][A-Za-z0-9._-]*\\.csv\";"
                        + " filename\\*=UTF-8''[A-Za-z0-9_%][A-Za-z0-9._%-]*\\.csv")
                .doesNotContain("%0D", "%0A", "%E2%80%AE");
    }
}
