package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.ExportFormat;
import org.infoscope.history.RunExport;
import org.infoscope.history.RunHistory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/representation/api";

    private final StatsStorage storage = new InMemoryStatsStorage();
    private RunningServer server;

    @BeforeEach
    void start() {
        server = RunningServer.start(false).with(storage);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void fill(StatsStorage storage, SyntheticRun run, int steps) {
        storage.putStaticInfo(run.info());
        for (int n = 0; n < steps; n++) {
            storage.putUpdate(run.report(n));
        }
    }

    private static String encode(String session) {
        return URLEncoder.encode(session, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = server.get(API + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        return JSON.readTree(answer.body());
    }

    @Test
    void listsNoRunsWhenThereAreNone() throws Exception {
        assertThat(json("/runs").get("runs")).isEmpty();
    }

    @Test
    void listsRunsOfEveryAttachedStorage(@TempDir Path folder) throws Exception {
        fill(storage, SyntheticRun.named("in memory"), 3);
        StatsStorage file = new FileStatsStorage(folder.resolve("dl4j.bin").toFile());
        fill(file, SyntheticRun.named("in a file"), 2);
        server.with(file);
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"))) {
            fill(history, SyntheticRun.named("in a history"), 4);
            server.with(history);
            assertThat(json("/runs").get("runs").findValuesAsText("session"))
                    .containsExactlyInAnyOrder("in memory", "in a file", "in a history");
            assertThat(json("/runs/in%20a%20history").get("steps").asInt()).isEqualTo(4);
            server.detach(history);
        }
        assertThat(json("/runs").get("runs").findValuesAsText("session"))
                .containsExactlyInAnyOrder("in memory", "in a file");
        assertThat(server.get(API + "/runs/in%20a%20history").statusCode()).isEqualTo(404);
        file.close();
    }

    @Test
    void tellsOfRunsThatAreHiddenByAnotherOfTheSameId() throws Exception {
        fill(storage, SyntheticRun.named("one"), 3);
        StatsStorage copy = new InMemoryStatsStorage();
        fill(copy, SyntheticRun.named("one"), 2);
        fill(copy, SyntheticRun.named("other"), 2);
        server.with(copy);
        JsonNode runs = json("/runs").get("runs");
        assertThat(runs.findValuesAsText("session")).containsExactly("one", "other");
        assertThat(runs.get(0).get("steps").asInt()).isEqualTo(3);
        assertThat(runs.get(0).get("hidden").asInt()).isEqualTo(1);
        assertThat(runs.get(1).has("hidden")).isFalse();

        server.detach(storage);
        runs = json("/runs").get("runs");
        assertThat(runs.get(0).get("steps").asInt()).as("of the copy").isEqualTo(2);
        assertThat(runs.get(0).has("hidden")).isFalse();
    }

    @Test
    void aFileThatIsOpenedTwiceHidesNothing(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("run.db");
        try (RunHistory writer = RunHistory.open(file)) {
            fill(writer, SyntheticRun.named("one"), 3);
            assertThat(writer.sessionExists("one")).isTrue();
            try (RunHistory reader = RunHistory.openReadOnly(folder.resolve("./run.db"))) {
                server.with(writer).with(reader);
                assertThat(json("/runs").get("runs").get(0).has("hidden")).isFalse();
                server.detach(reader);
            }
            server.detach(writer);
        }
    }

    @Test
    void describesARun() throws Exception {
        SyntheticRun run = SyntheticRun.named("one");
        fill(storage, run, 3);
        JsonNode about = json("/runs/one");
        assertThat(about.get("name").asText()).isEqualTo("one");
        assertThat(about.get("steps").asInt()).isEqualTo(3);
        assertThat(about.get("samples").asInt()).isEqualTo(3);
        assertThat(about.get("ended").asBoolean()).isFalse();
        assertThat(about.get("lastMillis").asLong()).isEqualTo(SyntheticRun.START + 3000);
        assertThat(about.get("now").asLong())
                .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(60_000L));
        JsonNode info = about.get("infos").get(0).get("info");
        assertThat(info.get("layers").findValuesAsText("name")).containsExactlyElementsOf(run.layers());
        assertThat(info.get("series").findValuesAsText("key")).contains("dse-fixed", "srop");
        storage.putUpdate(run.end(3, SyntheticRun.START + 9000));
        assertThat(json("/runs/one").get("ended").asBoolean()).isTrue();
    }

    @Test
    void pagesThroughTheWholeHistoryWithoutLossOrRepetition() throws Exception {
        SyntheticRun first = SyntheticRun.named("paged");
        SyntheticRun second = new SyntheticRun("paged", "worker,1 @x", first.layers());
        fill(storage, first, 12);
        fill(storage, second, 7);
        List<String> seen = new ArrayList<>();
        String after = "";
        JsonNode page;
        do {
            page = json("/runs/paged/steps?limit=5&after=" + encode(after));
            page.get("steps").forEach(step -> seen.add(step.get("worker").asText() + "@" + step.get("timestamp")));
            assertThat(page.get("steps").size()).isBetween(1, 5);
            after = page.get("next").asText();
        } while (page.get("more").asBoolean());
        assertThat(seen).hasSize(19).doesNotHaveDuplicates();
        assertThat(json("/runs/paged/steps?after=" + encode(after)).get("steps"))
                .isEmpty();

        storage.putUpdate(second.report(7));
        JsonNode late = json("/runs/paged/steps?after=" + encode(after)).get("steps");
        assertThat(late)
                .as("older than the newest of the other worker, and still delivered")
                .hasSize(1);
        assertThat(late.get(0).get("worker").asText()).isEqualTo("worker,1 @x");
    }

    @Test
    void startsAfterAPlainTimeToo() throws Exception {
        fill(storage, SyntheticRun.named("timed"), 4);
        assertThat(json("/runs/timed/steps?after=" + (SyntheticRun.START + 2000))
                        .get("steps"))
                .hasSize(2);
    }

    @Test
    void writesNumbersThatJsonDoesNotKnowAsStrings() throws Exception {
        SyntheticRun run = SyntheticRun.named("nan");
        storage.putStaticInfo(run.info());
        storage.putUpdate(run.end(0, SyntheticRun.START));
        JsonNode step = json("/runs/nan/steps").get("steps").get(0).get("step");
        assertThat(step.get("score").isTextual()).isTrue();
        assertThat(step.get("score").asText()).isEqualTo("NaN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a/b", "<img src=x onerror=alert(1)>", "Grüße 世界 😀", "100%", "a?b#c&d=e", "\"quoted\" 'name'"})
    void reachesEverySessionByItsName(String session) throws Exception {
        fill(storage, SyntheticRun.named(session), 2);
        assertThat(json("/runs/" + encode(session)).get("session").asText()).isEqualTo(session);
        assertThat(json("/runs/" + encode(session) + "/steps").get("steps")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "/runs/one/steps?limit=0,limit",
        "/runs/one/steps?limit=5001,limit",
        "/runs/one/steps?limit=many,limit",
        "/runs/one/steps?after=yesterday,after",
        "/runs/one/export,format",
        "/runs/one/export?format=xml,format",
        "/runs/one/export?format=CSV,format",
        "/events?session=one&after=x,after"
    })
    void refusesBadParametersWithAReason(String path, String parameter) throws Exception {
        fill(storage, SyntheticRun.named("one"), 1);
        HttpResponse<String> answer = server.get(API + path);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("error").asText()).contains("'" + parameter + "'", "must be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/runs/none",
                "/runs/none/steps",
                "/runs/none/insights",
                "/runs/none/export?format=csv",
                "/events?session=none"
            })
    void saysThatASessionIsUnknown(String path) throws Exception {
        HttpResponse<String> answer = server.get(API + path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(answer.body()).get("error").asText()).contains("'none'", "/representation/api/runs");
    }

    @Test
    void compressesForThoseWhoAsk() throws Exception {
        fill(storage, SyntheticRun.named("big"), 20);
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address(API + "/runs/big/steps")))
                .header("accept-encoding", "gzip")
                .build();
        HttpResponse<byte[]> answer = server.http().send(request, BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertThat(plain.length).isGreaterThan(4 * answer.body().length);
        assertThat(JSON.readTree(plain).get("steps")).hasSize(20);
    }

    @ParameterizedTest
    @CsvSource({"csv,CSV,text/csv; charset=utf-8", "jsonl,JSONL,application/x-ndjson; charset=utf-8"})
    void exportsExactlyWhatTheApiExports(String name, ExportFormat format, String type) throws Exception {
        fill(storage, SyntheticRun.named("run ü/1"), 40);
        HttpResponse<String> answer = server.get(API + "/runs/" + encode("run ü/1") + "/export?format=" + name);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        RunExport.write(storage, "run ü/1", format, expected);
        assertThat(answer.body())
                .isEqualTo(expected.toString(StandardCharsets.UTF_8))
                .hasSizeGreaterThan(64 * 1024);
        assertThat(answer.headers().firstValue("content-type")).hasValue(type);
        assertThat(answer.headers().firstValue("content-disposition"))
                .hasValue("attachment; filename=\"run___1." + name + "\"; filename*=UTF-8''run%20%C3%BC%2F1." + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/representation", "/representation/any%20run"})
    void servesThePageWithAPolicyThatAllowsOnlyItself(String path) throws Exception {
        HttpResponse<String> page = server.get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Representation", "<noscript>");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
                .doesNotContain("unsafe");
    }

    @Test
    void servesTheChartsAndTheirLicence() throws Exception {
        assertThat(server.get("/assets/infoscope/echarts/echarts.min.js").body())
                .contains("Licensed to the Apache");
        assertThat(getClass().getResource("/deeplearning4jUiAssets/infoscope/echarts/LICENSE"))
                .isNotNull();
        assertThat(getClass().getResource("/deeplearning4jUiAssets/infoscope/echarts/NOTICE"))
                .isNotNull();
    }

    @Test
    void worksInMultiSessionMode() throws Exception {
        server.close();
        server = RunningServer.start(true).with(storage);
        fill(storage, SyntheticRun.named("multi"), 2);
        assertThat(json("/runs/multi/steps").get("steps")).hasSize(2);
        assertThat(server.get("/representation/multi").statusCode()).isEqualTo(200);
        assertThat(server.get("/train").statusCode()).isEqualTo(200);
    }
}
