package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.infoscope.history.Overhead;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.MetricValue.Distribution;
import org.infoscope.metric.MetricValue.Scalar;
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
        JsonNode thinned = curves.get("thinned");
        int kept = thinned.get("iterations").size();
        assertThat(kept).isBetween(10, LONG / 2);
        long before = -1;
        for (int at = 0; at < kept; at++) {
            int iteration = thinned.get("iterations").get(at).asInt();
            assertThat((long) iteration).isGreaterThan(before);
            before = iteration;
            sameStep(thinned, at, run.report(iteration / 10).step());
        }
        int readings = 0;
        for (JsonNode track : thinned.get("tracks")) {
            readings += sameReadings(thinned, track);
        }
        assertThat(readings).as("readings").isGreaterThanOrEqualTo(20 * 10);
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
    void meansComeOnALineOfTheirOwnForWhoWantsToDrawBefore() throws Exception {
        fill(0, LONG);
        String path = "/runs/long/curves?points=10&means=";
        JsonNode within = json(path + "within");
        List<JsonNode> lines = lines(path + "after");
        assertThat(lines).hasSize(2);
        JsonNode drawn = lines.get(0);
        assertThat(drawn.has("means")).isFalse();
        assertThat(drawn.get("thinned")).isEqualTo(within.get("thinned"));
        assertThat(drawn.get("problems")).isEqualTo(within.get("problems"));
        JsonNode later = lines.get(1);
        assertThat(later).hasSize(1);
        assertThat(later.get("means")).isNotEmpty().isEqualTo(within.get("means"));
    }

    @Test
    void aRoughPictureComesFirstForWhoWantsToDrawIt() throws Exception {
        fill(0, 10);
        String path = "/runs/long/curves?points=100";
        assertThat(lines(path + "&rough=first")).as("a run that is given whole").hasSize(1);
        fill(10, LONG);
        List<JsonNode> lines = lines(path + "&rough=first&means=after");
        assertThat(lines).hasSize(3);
        JsonNode rough = lines.get(0);
        assertThat(rough.get("rough").asBoolean()).isTrue();
        assertThat(rough.get("thinned"))
                .isEqualTo(json("/runs/long/curves?points=25").get("thinned"));
        assertThat(rough.get("thinned").get("iterations").size())
                .isLessThan(lines.get(1).get("thinned").get("iterations").size());
        for (String same : List.of("next", "place", "worker", "steps", "readings", "complete", "problems")) {
            assertThat(rough.get(same))
                    .as(same)
                    .isNotNull()
                    .isEqualTo(lines.get(1).get(same));
        }
        List<JsonNode> others = lines(path + "&means=after");
        assertThat(lines.get(1).get("thinned")).isEqualTo(others.get(0).get("thinned"));
        assertThat(lines.get(1).has("rough")).isFalse();
        assertThat(lines.get(2)).isEqualTo(others.get(1));
        List<JsonNode> part = lines(path + "&from=0&to=" + 10 * (LONG - 100) + "&rough=first&means=after");
        assertThat(part).as("a part, which is drawn closer already").hasSize(2);
        assertThat(part.get(0).get("thinned").get("iterations").size()).isLessThan(LONG - 100);
    }

    private List<JsonNode> lines(String path) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line :
                server.get("/representation/api" + path).body().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static void sameStep(JsonNode thinned, int at, SampledStep step) {
        assertThat(thinned.get("epochs").get(at).asInt()).isEqualTo(step.epoch());
        assertThat(thinned.get("times").get(at).asLong()).isEqualTo(step.timeMillis());
        assertThat(number(thinned.get("scores").get(at))).isEqualTo(step.score());
        assertThat(thinned.get("states").get(at).asText())
                .isEqualTo(step.state().name());
        assertThat(thinned.at("/costs/taken").get(at).asLong())
                .isEqualTo(step.cost().taken());
        assertThat(thinned.at("/costs/busyNanos").get(at).asLong())
                .isEqualTo(step.cost().busyNanos());
        step.trainingAccuracy().forEach((output, value) -> {
            JsonNode column = thinned.at("/trainingAccuracy/" + output);
            List<Integer> steps = new ArrayList<>();
            column.get("at").forEach(each -> steps.add(each.asInt()));
            assertThat(number(column.get("values").get(steps.indexOf(at)))).isEqualTo(value);
        });
    }

    /** How many readings a track has, each with the values and flags that were put. */
    private int sameReadings(JsonNode thinned, JsonNode track) {
        for (int row = 0; row < track.get("at").size(); row++) {
            int iteration = thinned.get("iterations")
                    .get(track.get("at").get(row).asInt())
                    .asInt();
            Reading put = run.readings(iteration / 10).stream()
                    .filter(reading -> reading.layer().equals(track.get("layer").asText())
                            && reading.series().equals(track.get("series").asText()))
                    .findFirst()
                    .orElseThrow();
            List<MetricValue> told = put.values().stream()
                    .filter(value -> value instanceof Scalar || value instanceof Distribution)
                    .toList();
            assertThat(track.get("values")).hasSize(told.size());
            for (int i = 0; i < told.size(); i++) {
                sameValue(track.get("values").get(i), row, told.get(i));
            }
            assertThat(reasons(track, row))
                    .isEqualTo(put.flags().stream().map(Flag::reason).toList());
        }
        return track.get("at").size();
    }

    private static void sameValue(JsonNode column, int row, MetricValue put) {
        assertThat(column.get("name").asText()).isEqualTo(put.name());
        assertThat(column.get("unit").asText()).isEqualTo(put.unit());
        if (put instanceof Scalar scalar) {
            assertThat(number(column.get("value").get(row))).isEqualTo(scalar.value());
        } else if (put instanceof Distribution distribution) {
            assertThat(number(column.get("mean").get(row))).isEqualTo(distribution.mean());
            assertThat(number(column.get("sd").get(row))).isEqualTo(distribution.sd());
            assertThat(column.get("total").get(row).asLong()).isEqualTo(distribution.total());
            assertThat(column.get("undefined").get(row).asLong()).isEqualTo(distribution.undefined());
            assertThat(column.get("nonFinite").get(row).asLong()).isEqualTo(distribution.nonFinite());
            for (int i = 0; i < distribution.levels().size(); i++) {
                assertThat(number(column.get("levels").get(i)))
                        .isEqualTo(distribution.levels().get(i));
                assertThat(number(column.get("quantiles").get(i).get(row)))
                        .isEqualTo(distribution.quantiles().get(i));
            }
            assertThat(column.has("edges")).isFalse();
        }
    }

    private static List<String> reasons(JsonNode track, int row) {
        List<String> reasons = new ArrayList<>();
        for (JsonNode some : track.get("flagged")) {
            for (JsonNode each : some.get("rows")) {
                if (each.asInt() == row) {
                    reasons.addAll(some.get("flags").findValuesAsText("reason"));
                }
            }
        }
        return reasons;
    }

    /** What is not finite comes as text. */
    private static double number(JsonNode value) {
        return value.isTextual() ? Double.parseDouble(value.asText()) : value.asDouble();
    }

    @Test
    void overheadsAreToldOfSomeAndOfTheLastSample() throws Exception {
        int kept = CurveColumns.MOST_OVERHEADS + 500;
        Overhead overhead = new Overhead(0.05, 0.01, 0.02, 5, 1, 0, 0, List.of());
        Stream<RepresentationReport> samples =
                IntStream.range(0, kept).mapToObj(n -> run.report(n, SyntheticRun.START + n, List.of(), List.of()));
        List<RepresentationReport> reports = Stream.concat(samples, Stream.of(run.end(kept, SyntheticRun.START + kept)))
                .map(report -> SyntheticRun.withCost(report, new SampledStep.Cost(1, 2, 3, 4, 5, overhead)))
                .toList();
        JsonNode columns = JSON.readTree(JsonBodies.bytes(json -> new CurveColumns(reports).write(json)));
        JsonNode told = columns.get("overheads");
        assertThat(told.size()).isEqualTo(kept / 2);
        JsonNode last = told.get(told.size() - 1);
        assertThat(last.get("at").asInt()).isEqualTo(kept - 1);
        assertThat(last.at("/overhead/budget").asDouble()).isEqualTo(0.05);
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
                "/curves?means=later|means",
                "/curves?rough=last|rough",
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
