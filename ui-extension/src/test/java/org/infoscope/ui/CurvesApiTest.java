package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.infoscope.metric.Flag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes that a page draws a long run from. */
class CurvesApiTest extends RunApiTest {
    private static final int LONG = 1100;

    CurvesApiTest() {
        super("long");
    }

    @Test
    void aShortRunIsGivenWhole() throws Exception {
        fill(0, 30);
        JsonNode curves = json("/runs/long/curves");
        assertThat(curves.get("complete").asBoolean()).isTrue();
        assertThat(curves.get("steps").asLong()).isEqualTo(30);
        assertThat(curves.get("readings").asLong()).isEqualTo(30 * 20);
        assertThat(curves.get("from").asLong()).isZero();
        assertThat(curves.get("to").asLong()).isEqualTo(290);
        assertThat(curves.get("worker").asText()).isEqualTo("worker-0");
        assertThat(curves.get("means")).isEmpty();
        assertThat(curves.get("thinned"))
                .isEqualTo(json("/runs/long/steps?limit=5000").get("steps"));
        JsonNode problem = curves.get("problems").get(0);
        assertThat(problem.get("kind").asText()).isEqualTo("NOT_APPLICABLE");
        assertThat(problem.get("count").asLong()).isEqualTo(30);
    }

    @Test
    void aLongRunIsThinnedAndGoesOnWithTheNextRecord() throws Exception {
        fill(0, LONG);
        JsonNode curves = json("/runs/long/curves?points=10");
        assertThat(curves.get("complete").asBoolean()).isFalse();
        assertThat(curves.get("steps").asLong()).isEqualTo(LONG);
        assertThat(curves.get("thinned").size()).isBetween(10, LONG / 2);
        long before = -1;
        for (JsonNode kept : curves.get("thinned")) {
            long iteration = kept.get("step").get("iteration").asLong();
            assertThat(iteration).isGreaterThan(before);
            before = iteration;
            assertThat(kept.get("step").get("cost").has("taken")).isTrue();
            for (JsonNode reading : kept.get("step").get("readings")) {
                assertThat(reading.get("thin").asBoolean()).isTrue();
                assertThat(reading.has("settings")).isFalse();
                assertThat(reading.findValues("edges")).isEmpty();
            }
        }
        assertThat(curves.get("means"))
                .as("three series of five layers, one of the three with maps, score and accuracies")
                .hasSize(5 * 3 + 3 + 3)
                .allSatisfy(track ->
                        assertThat(total(track.get("means").get("finite"))).isEqualTo(LONG));
        JsonNode score = curves.get("means").get(18);
        assertThat(score.get("score").asBoolean()).isTrue();
        assertThat(mean(score.get("means")))
                .isCloseTo(
                        IntStream.range(0, LONG)
                                .mapToDouble(n -> run.report(n).step().score())
                                .average()
                                .orElseThrow(),
                        within(1e-8));
        String next = URLEncoder.encode(curves.get("next").asText(), StandardCharsets.UTF_8);
        assertThat(json("/runs/long/steps?after=" + next).get("steps")).isEmpty();
        fill(LONG, LONG + 2);
        assertThat(json("/runs/long/steps?after=" + next).get("steps")).hasSize(2);
    }

    @Test
    void aRangeIsGivenInMoreDetail() throws Exception {
        fill(0, LONG);
        JsonNode curves = json("/runs/long/curves?from=1000&to=1205&points=10");
        assertThat(curves.get("from").asLong()).isEqualTo(1000);
        assertThat(curves.get("to").asLong()).isEqualTo(1205);
        assertThat(curves.get("steps").asLong()).isEqualTo(21);
        assertThat(curves.get("complete").asBoolean()).isTrue();
        assertThat(json("/runs/long/curves?from=5000000").get("steps").asLong()).isZero();
    }

    @Test
    void singleStepsAreFoundByIterationAndFiltered() throws Exception {
        fill(0, 30);
        storage.putUpdate(run.report(
                7, SyntheticRun.START + 8_500, List.of(), List.of(new Flag(Flag.Kind.CAUTION, "the second of it"))));
        JsonNode found = json("/runs/long/steps?iterations=70,250,71");
        assertThat(found.get("steps").findValuesAsText("iteration")).containsExactly("70", "70", "250");
        assertThat(found.get("steps").get(0).get("step").get("readings")).hasSize(20);
        JsonNode filtered = json("/runs/long/steps?worker=worker-0&iterations=250&layer=conv1&layer=dense&series=srop")
                .get("steps")
                .get(0)
                .get("step");
        Set<String> layers = new HashSet<>(filtered.findValuesAsText("layer"));
        assertThat(layers).containsExactlyInAnyOrder("conv1", "dense");
        assertThat(filtered.get("readings")).hasSize(2);
        assertThat(filtered.findValues("edges")).hasSize(1);
        JsonNode settings = json("/runs/long/steps?iterations=250&layer=conv1&series=srop&values=none")
                .at("/steps/0/step/readings/0");
        assertThat(settings.get("values")).isEmpty();
        assertThat(settings.at("/settings/n").asInt()).isEqualTo(256);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/curves?points=9|points",
                "/curves?points=4001|points",
                "/curves?points=many|points",
                "/curves?from=-2|from",
                "/curves?from=1.5|from",
                "/curves?from=10&to=9|to",
                "/curves?to=99999999999999999999|to",
                "/curves?worker=nobody|worker",
                "/steps?iterations=|iterations",
                "/steps?iterations=1,x|iterations",
                "/steps?iterations=1,-2|iterations",
                "/steps?iterations=1&worker=nobody|worker",
                "/steps?iterations=1&values=some|values"
            })
    void refusesBadParametersWithAReason(String path, String parameter) throws Exception {
        fill(0, 2);
        HttpResponse<String> answer = server.get("/representation/api/runs/long" + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("error").asText()).contains("'" + parameter + "'", "must be");
    }

    @Test
    void refusesMoreIterationsThanItReads() throws Exception {
        fill(0, 2);
        String iterations = "1" + ",1".repeat(Parameters.MOST_ITERATIONS);
        HttpResponse<String> answer = server.get("/representation/api/runs/long/steps?iterations=" + iterations);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("at most 500 iterations");
    }

    @Test
    void saysThatARunIsUnknown() throws Exception {
        assertThat(server.get("/representation/api/runs/none/curves").statusCode())
                .isEqualTo(404);
    }
}
