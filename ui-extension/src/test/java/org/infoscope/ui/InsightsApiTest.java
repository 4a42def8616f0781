package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunHistory;
import org.infoscope.history.RunInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route that tells what the rules find in a run. */
class InsightsApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\n\u202e";

    private final StatsStorage storage = new InMemoryStatsStorage();
    private final TroubledRun run = TroubledRun.of("troubled", List.of(HOSTILE, "dense"));
    private RunningServer server;

    @BeforeEach
    void start() {
        server = RunningServer.start(false).with(storage);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void fill(StatsStorage storage, TroubledRun run, int from, int to) {
        storage.putStaticInfo(run.info());
        IntStream.range(from, to).forEach(n -> storage.putUpdate(run.report(n)));
    }

    private JsonNode insights(String run) throws Exception {
        HttpResponse<String> answer = server.get("/representation/api/runs/" + run + "/insights");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void aHealthyRunHasNone() throws Exception {
        SyntheticRun healthy = SyntheticRun.named("healthy");
        storage.putStaticInfo(healthy.info());
        IntStream.range(0, 60).forEach(n -> storage.putUpdate(healthy.report(n)));
        JsonNode answer = insights("healthy");
        assertThat(answer.get("insights")).isEmpty();
        assertThat(answer.get("count").asInt()).isZero();
        assertThat(answer.get("steps").asInt()).isEqualTo(60);
        assertThat(answer.get("thinned").asBoolean()).isFalse();
    }

    @Test
    void whatBeginsLaterIsTold() throws Exception {
        fill(storage, run, 0, 2);
        assertThat(insights("troubled").get("insights")).isEmpty();
        fill(storage, run, 2, 10);
        JsonNode saturated = insights("troubled").get("insights");
        assertThat(saturated.findValuesAsText("layer")).containsExactly(HOSTILE, "dense");
        assertThat(saturated.get(0).get("rule").asText()).isEqualTo("saturated-entropy");
        assertThat(saturated.get(0).get("severity").asText()).isEqualTo("note");
        assertThat(saturated.get(0).get("series").asText()).isEqualTo("dse-fixed");
        assertThat(saturated.get(0).get("since").asInt()).isZero();
        assertThat(saturated.get(0).get("iteration").asInt()).isEqualTo(90);
        fill(storage, run, 10, 40);
        JsonNode answer = insights("troubled");
        assertThat(answer.get("steps").asInt()).isEqualTo(40);
        JsonNode lost = answer.get("insights").get(0);
        assertThat(lost.get("rule").asText()).isEqualTo("diverging-score");
        assertThat(lost.get("severity").asText()).isEqualTo("warning");
        assertThat(lost.has("layer") || lost.has("series")).isFalse();
        assertThat(lost.get("since").asInt()).isEqualTo(10 * TroubledRun.LOST);
        assertThat(lost.get("explanation").asText()).contains("NaN");
        assertThat(lost.get("advice").asText()).isNotEmpty();
    }

    @Test
    void aLongRunIsJudgedByItsCurvesAndFollowed(@TempDir Path folder) throws Exception {
        TroubledRun longer = TroubledRun.of("long", List.of("conv1", "conv2", "dense", "output"));
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"))) {
            server.with(history);
            fill(history, longer, 0, 1400);
            JsonNode answer = insights("long");
            assertThat(answer.get("thinned").asBoolean()).isTrue();
            assertThat(answer.get("insights").findValuesAsText("rule"))
                    .containsExactly(
                            "diverging-score",
                            "saturated-entropy",
                            "saturated-entropy",
                            "saturated-entropy",
                            "saturated-entropy");
            long judged = answer.get("steps").asLong();
            assertThat(judged).isLessThanOrEqualTo(1400);
            fill(history, longer, 1400, 1403);
            JsonNode later = insights("long");
            assertThat(later.get("steps").asLong()).as("only what is new").isEqualTo(judged + 3);
            assertThat(later.get("insights").get(1).get("iteration").asInt()).isEqualTo(14_020);
            fill(history, longer, 1403, 3500);
            assertThat(insights("long").get("insights").get(1).get("iteration").asInt())
                    .as("read anew")
                    .isEqualTo(34_990);
            server.detach(history);
        }
    }

    @Test
    void thresholdsThatAreStoredWithTheRunAreUsed() throws Exception {
        fill(storage, run, 0, 10);
        RunInfo info = run.info().info();
        storage.putStaticInfo(new RepresentationRun(
                "troubled",
                "worker-0",
                info.startedMillis(),
                new RunInfo(
                        info.name(),
                        info.startedMillis(),
                        info.model(),
                        info.layers(),
                        info.series(),
                        info.probe(),
                        Map.of("insights.saturated-entropy.confirmations", 11))));
        assertThat(insights("troubled").get("insights")).as("10 samples").isEmpty();
        fill(storage, run, 10, 11);
        assertThat(insights("troubled").get("count").asInt()).as("11 samples").isPositive();
    }

    @Test
    void theAnswerIsBounded() throws Exception {
        List<String> layers = IntStream.range(0, 300).mapToObj(i -> "layer" + i).toList();
        fill(storage, TroubledRun.of("many", layers), 0, 3);
        JsonNode answer = insights("many");
        assertThat(answer.get("count").asInt()).isEqualTo(300);
        assertThat(answer.get("insights")).hasSize(200);
    }

    @Test
    void anotherWorkerMustExist() throws Exception {
        fill(storage, run, 0, 5);
        String path = "/representation/api/runs/troubled/insights?worker=";
        assertThat(JSON.readTree(server.get(path + "worker-0").body())
                        .get("worker")
                        .asText())
                .isEqualTo("worker-0");
        HttpResponse<String> refused = server.get(path + "nobody");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("worker-0");
    }
}
