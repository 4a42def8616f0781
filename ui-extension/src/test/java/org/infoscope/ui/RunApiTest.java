package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.stream.StreamSupport;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** For each test a server with one run in memory that has described itself, and what its routes answer. */
abstract class RunApiTest {
    static final ObjectMapper JSON = new ObjectMapper();

    final StatsStorage storage = new InMemoryStatsStorage();
    final SyntheticRun run;
    RunningServer server;

    RunApiTest(String session) {
        run = SyntheticRun.named(session);
    }

    @BeforeEach
    void start() {
        server = RunningServer.start(false).with(storage);
        storage.putStaticInfo(run.info());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    void fill(int from, int to) {
        for (int n = from; n < to; n++) {
            storage.putUpdate(run.report(n));
        }
    }

    /** The mean of all numbers that the means of stretches stand for. */
    static double mean(JsonNode means) {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < means.get("ends").size(); i++) {
            long finite = means.get("finite").get(i).asLong();
            sum += finite == 0 ? 0 : finite * means.get("values").get(i).asDouble();
            count += finite;
        }
        return sum / count;
    }

    static long total(JsonNode counts) {
        return StreamSupport.stream(counts.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .sum();
    }

    JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = server.get("/representation/api" + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
