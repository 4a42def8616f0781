package org.infoscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.MetricValue.Scalar;
import org.junit.jupiter.api.Test;

class CurveColumnsTest {

    private static final int FORMS = 3000;

    private static RepresentationReport step(int at, MetricValue value) {
        Reading reading = new Reading("layer", "metric", "series", List.of(value), Map.of(), List.of(), 0);
        return new RepresentationReport(
                "s", "w", at, SyntheticRun.named("s").report(at).step().withReadings(List.of(reading)));
    }

    @Test
    void readingsWhoseValuesChangeTheirNamesWithEveryStepComeBackToTheirColumns() throws IOException {
        List<RepresentationReport> steps = new ArrayList<>();
        for (int at = 0; at < 3 * FORMS; at++) {
            steps.add(step(at, new Scalar("value " + at % FORMS, "bit", at)));
        }

        JsonNode tracks = new ObjectMapper()
                .readTree(JsonBodies.bytes(new CurveColumns(steps)::write))
                .get("tracks");

        assertThat(tracks).hasSize(FORMS);
        for (int form = 0; form < FORMS; form++) {
            JsonNode track = tracks.get(form);
            JsonNode value = track.get("values").get(0);
            assertThat(value.get("name").asText()).isEqualTo("value " + form);
            for (int n = 0; n < 3; n++) {
                assertThat(track.get("at").get(n).asInt()).isEqualTo(form + n * FORMS);
                assertThat(value.get("value").get(n).asInt()).isEqualTo(form + n * FORMS);
            }
        }
    }

    @Test
    void theUnitIsPartOfTheForm() throws IOException {
        List<RepresentationReport> steps = List.of(
                step(0, new Scalar("value", "bit", 1)),
                step(1, new Scalar("value", "1", 2)),
                step(2, new Scalar("value", "bit", 3)));

        JsonNode tracks = new ObjectMapper()
                .readTree(JsonBodies.bytes(new CurveColumns(steps)::write))
                .get("tracks");

        assertThat(tracks).hasSize(2);
        assertThat(tracks.get(0).get("at").toString()).isEqualTo("[0,2]");
        assertThat(tracks.get(1).get("at").toString()).isEqualTo("[1]");
    }
}
