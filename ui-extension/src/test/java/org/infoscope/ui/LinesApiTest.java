package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The route that many runs are laid over each other from. */
class LinesApiTest extends RunApiTest {
    LinesApiTest() {
        super("lined");
    }

    private JsonNode lines(String query) throws Exception {
        return json("/runs/lined/lines" + query);
    }

    private static JsonNode line(JsonNode answer, String layer, String series) {
        for (JsonNode line : answer.get("lines")) {
            if (line.path("layer").asText().equals(layer)
                    && line.path("series").asText().equals(series)) {
                return line;
            }
        }
        throw new AssertionError("No line of " + layer + ", " + series + " in " + answer);
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asDouble()));
        return numbers;
    }

    @Test
    void tellsTheNumbersOfTheSeriesThatAreAskedFor() throws Exception {
        fill(0, 30);
        JsonNode answer = lines("?series=dse-fixed&series=srop");
        assertThat(answer.get("complete").asBoolean()).isTrue();
        assertThat(answer.get("steps").asLong()).isEqualTo(30);
        assertThat(answer.get("worker").asText()).isEqualTo("worker-0");
        assertThat(numbers(answer.get("iterations")))
                .hasSize(30)
                .startsWith(0.0, 10.0)
                .endsWith(290.0);
        assertThat(answer.get("epochs").get(25).asInt()).isEqualTo(1);
        assertThat(answer.get("times").get(3).asLong()).isEqualTo(SyntheticRun.START + 4000);
        JsonNode steps = JSON.readTree(
                        server.get("/representation/api/runs/lined/steps").body())
                .get("steps");
        List<Double> entropies = new ArrayList<>();
        List<Double> medians = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        for (JsonNode step : steps) {
            scores.add(step.get("step").get("score").asDouble());
            for (JsonNode reading : step.get("step").get("readings")) {
                boolean of = reading.get("layer").asText().equals("conv2");
                if (of && reading.get("series").asText().equals("dse-fixed")) {
                    entropies.add(reading.get("values").get(0).get("value").asDouble());
                } else if (of && reading.get("series").asText().equals("srop")) {
                    medians.add(
                            reading.get("values").get(0).get("quantiles").get(2).asDouble());
                }
            }
        }
        assertThat(numbers(line(answer, "conv2", "dse-fixed").get("values")))
                .isEqualTo(entropies)
                .hasSize(30);
        assertThat(numbers(line(answer, "conv2", "srop").get("values"))).isEqualTo(medians);
        assertThat(answer.get("lines").findValuesAsText("series")).doesNotContain("dsmi-median");
        assertThat(answer.get("lines").findValuesAsText("layer"))
                .as("five layers of DSE, three of SROP: it does not apply to dense ones")
                .hasSize(8);
        for (JsonNode line : answer.get("lines")) {
            if (line.has("score")) {
                assertThat(numbers(line.get("values"))).isEqualTo(scores);
            }
        }
        assertThat(answer.get("lines").findValuesAsText("trainingAccuracy")).containsExactly("output");
        assertThat(answer.get("lines").findValuesAsText("validationAccuracy")).containsExactly("output");
    }

    @Test
    void goesOnWhereTheAnswerBeforeEnded() throws Exception {
        fill(0, 5);
        String place = URLEncoder.encode(lines("?series=dse-fixed").get("place").asText(), StandardCharsets.UTF_8);
        JsonNode nothing = lines("?series=dse-fixed&after=" + place);
        assertThat(nothing.get("lines")).isEmpty();
        assertThat(URLEncoder.encode(nothing.get("place").asText(), StandardCharsets.UTF_8))
                .isEqualTo(place);
        fill(5, 8);
        SyntheticRun other = new SyntheticRun("lined", "worker-1", run.layers());
        storage.putUpdate(other.report(50));
        JsonNode since = lines("?series=dse-fixed&layer=conv1&after=" + place);
        assertThat(numbers(since.get("iterations"))).as("of this worker alone").containsExactly(50.0, 60.0, 70.0);
        assertThat(numbers(line(since, "conv1", "dse-fixed").get("at"))).containsExactly(0.0, 1.0, 2.0);
        assertThat(since.get("lines").findValuesAsText("layer")).containsExactly("conv1");
        assertThat(since.get("more").asBoolean()).isFalse();
        String next = URLEncoder.encode(since.get("place").asText(), StandardCharsets.UTF_8);
        assertThat(lines("?after=" + next).get("lines")).isEmpty();
    }

    @Test
    void thinsLongRunsAndARangeLess() throws Exception {
        LongRun.named("lined").record(storage);
        JsonNode whole = lines("?series=dse-fixed&points=20");
        assertThat(whole.get("complete").asBoolean()).isFalse();
        List<Double> values = numbers(line(whole, "conv1", "dse-fixed").get("values"));
        assertThat(values).hasSizeLessThan(160).contains(LongRun.TOP, LongRun.BOTTOM);
        assertThat(line(whole, "conv1", "dse-fixed").get("values").toString()).contains("\"NaN\"");
        JsonNode means = line(whole, "conv1", "dse-fixed").get("means");
        assertThat(total(means.get("finite"))).isEqualTo(LongRun.STEPS - 10);
        assertThat(total(means.get("others"))).as("the gap").isEqualTo(10);
        assertThat(mean(means))
                .isCloseTo(
                        IntStream.range(0, LongRun.STEPS)
                                .filter(n -> n < LongRun.GAP || n >= LongRun.GAP_END)
                                .mapToDouble(n -> LongRun.named("lined").value(n))
                                .average()
                                .orElseThrow(),
                        within(1e-8));
        assertThat(line(whole, "conv2", "dse-fixed").get("means").has("others")).isFalse();
        JsonNode part = lines("?series=dse-fixed&from=10000&to=10190&points=20");
        assertThat(part.get("complete").asBoolean()).isTrue();
        assertThat(numbers(part.get("iterations"))).hasSize(20);
        assertThat(part.findValues("means")).isEmpty();
        assertThat(server.get("/representation/api/runs/lined/lines").body().length())
                .as("what curves take, without the values that are not drawn")
                .isLessThan(server.get("/representation/api/runs/lined/curves")
                        .body()
                        .length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?points=9|points",
                "?points=4001|points",
                "?from=-2|from",
                "?from=10&to=9|to",
                "?worker=nobody|worker",
                "?after=x@y|after",
                "?after=5&worker=nobody|worker"
            })
    void refusesBadParametersWithAReason(String query, String parameter) throws Exception {
        fill(0, 2);
        HttpResponse<String> answer = server.get("/representation/api/runs/lined/lines" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("error").asText()).contains("'" + parameter + "'", "must be");
    }

    @Test
    void saysThatARunIsUnknown() throws Exception {
        assertThat(server.get("/representation/api/runs/none/lines").statusCode())
                .isEqualTo(404);
        assertThat(server.get("/representation/api/runs/none/lines?after=5").statusCode())
                .isEqualTo(404);
    }
}
