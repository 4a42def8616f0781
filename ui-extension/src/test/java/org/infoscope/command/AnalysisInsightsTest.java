package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.infoscope.history.Reading;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.Test;

/** What the rules say of three saved networks, in the table and in the JSON of an analysis. */
class AnalysisInsightsTest {

    private static AnalysedRun run(Map<String, Object> settings) {
        RunInfo info = new RunInfo(
                "saved", 0, "MultiLayerNetwork", List.of(), List.of(RecordedRuns.ENTROPY), "40 examples", settings);
        return new AnalysedRun(
                "session",
                info,
                LongStream.range(0, 3).mapToObj(AnalysisInsightsTest::saturated).toList());
    }

    private static SampledStep saturated(long iteration) {
        List<MetricValue> values = List.of(
                new MetricValue.Scalar("entropy", "bit", 5.31),
                new MetricValue.Scalar("sigma", "activation", 10),
                new MetricValue.Scalar("log2n", "bit", 5.32),
                new MetricValue.Scalar("meanNorm", "activation", 90));
        Reading reading = new Reading(
                "conv\u001b[31m",
                RecordedRuns.ENTROPY.info().id(),
                RecordedRuns.ENTROPY.key(),
                values,
                Map.of(),
                List.of(new Flag(Flag.Kind.SATURATED, "above 98 % of log2 n")),
                1);
        return new SampledStep(
                iteration,
                0,
                0,
                Double.NaN,
                Map.of(),
                Map.of(),
                List.of(reading),
                List.of(),
                new SampledStep.Cost(0, 0, 1, 0, 0),
                SampledStep.State.LIVE);
    }

    @Test
    void theTableAndTheJsonTellThem() throws IOException {
        StringWriter table = new StringWriter();
        PrintWriter out = new PrintWriter(table);
        AnalysisTable.printInsights(run(Map.of()), out);
        out.flush();
        assertThat(table.toString())
                .contains(
                        "note: Saturated entropy (conv\ufffd[31m). DSE is 5.31 of at most 5.32 bit",
                        "Choose a wider bandwidth");
        JsonNode insights =
                new ObjectMapper().readTree(AnalysisJson.of(run(Map.of()))).get("insights");
        assertThat(insights).hasSize(1);
        assertThat(insights.get(0).get("rule").asText()).isEqualTo("saturated-entropy");
        assertThat(insights.get(0).get("iteration").asInt()).isEqualTo(2);
    }

    @Test
    void whatTheRunWasRecordedWithoutIsNotTold() throws IOException {
        AnalysedRun without = run(Map.of("insights.without", "saturated-entropy"));
        assertThat(new ObjectMapper().readTree(AnalysisJson.of(without)).get("insights"))
                .isEmpty();
    }
}
