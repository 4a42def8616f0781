package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunJsonTest {

    private static final int ROUNDS = 500;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyRunStepReadingAndValueComesBackEqual(long seed) {
        RandomRuns runs = new RandomRuns(seed);
        for (int i = 0; i < ROUNDS; i++) {
            RunInfo run = runs.run();
            SampledStep step = runs.step();
            Reading reading = runs.reading();
            MetricValue value = runs.value();
            assertThat(RunJson.readRun(RunJson.toJson(run))).isEqualTo(run);
            assertThat(RunJson.readStep(RunJson.toJson(step))).isEqualTo(step);
            assertThat(RunJson.readReading(RunJson.toJson(reading))).isEqualTo(reading);
            assertThat(RunJson.readValue(RunJson.toJson(value))).isEqualTo(value);
        }
    }

    @Test
    void theOrderOfNamesIsKeptSoThatFilesDoNotDifferByChance() {
        RandomRuns runs = new RandomRuns(5);
        for (int i = 0; i < ROUNDS; i++) {
            String json = RunJson.toJson(runs.step());
            assertThat(RunJson.toJson(RunJson.readStep(json))).isEqualTo(json);
        }
    }

    @Test
    void nanAndInfinitiesAreText() {
        assertThat(RunJson.toJson(new MetricValue.Scalar("x", "bit", Double.NaN)))
                .isEqualTo("{\"kind\":\"scalar\",\"name\":\"x\",\"unit\":\"bit\",\"value\":\"NaN\"}");
        assertThat(RunJson.toJson(new MetricValue.Scalar("x", "bit", Double.NEGATIVE_INFINITY)))
                .endsWith("\"value\":\"-Infinity\"}");
    }

    @Test
    void settingsKeepOneFormForEachNumber() {
        Reading reading = new Reading(
                "l",
                "m",
                "s",
                List.of(),
                Map.of("long", 5L, "big", 1L << 40, "float", 0.1f, "nan", "NaN"),
                List.of(),
                0);
        assertThat(reading.settings())
                .containsExactly(
                        Map.entry("big", 1L << 40),
                        Map.entry("float", 0.1),
                        Map.entry("long", 5),
                        Map.entry("nan", Double.NaN));
    }

    @Test
    void aSettingThatIsNoTextNumberOrBooleanIsRefused() {
        assertThatThrownBy(() -> new Reading("l", "m", "s", List.of(), Map.of("bad", List.of()), List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'bad'");
    }

    @Test
    void unknownFieldsAreLeftOutAndTheirOrderDoesNotMatter() {
        MetricValue value = RunJson.readValue(
                "{\"later\":{\"a\":[1,{}]},\"value\":2,\"unit\":\"bit\",\"name\":\"x\",\"kind\":\"scalar\"}");
        assertThat(value).isEqualTo(new MetricValue.Scalar("x", "bit", 2));
    }

    @Test
    void aRunOfBeforeImagesAndCheckpointsHasNone() {
        RunInfo run = RunJson.readRun("{\"name\":\"n\",\"startedMillis\":5,\"model\":\"m\",\"layers\":[],\"series\":[],"
                + "\"probe\":\"p\",\"settings\":{\"seed\":7}}");
        assertThat(run).isEqualTo(new RunInfo("n", 5, "m", List.of(), List.of(), "p", Map.of("seed", 7)));
        assertThat(run.images()).isEmpty();
        assertThat(run.checkpoints()).isEmpty();
    }

    @Test
    void aStepOfBeforeTheOverheadBudgetTellsNothingOfIt() {
        String step = "{\"iteration\":1,\"epoch\":0,\"timeMillis\":5,\"score\":1.0,\"readings\":[],\"problems\":[],"
                + "\"cost\":{\"stallNanos\":1,\"busyNanos\":2,\"taken\":3,\"skipped\":4,\"failed\":5},\"state\":\"LIVE\"}";
        SampledStep.Cost cost = RunJson.readStep(step).cost();
        assertThat(cost).isEqualTo(new SampledStep.Cost(1, 2, 3, 4, 5));
        assertThat(cost.overhead().known()).isFalse();
        assertThat(cost.overhead().series()).isEmpty();
        String some = step.replace("\"failed\":5", "\"failed\":5,\"overhead\":{\"budget\":0.05,\"later\":[]}");
        Overhead overhead = RunJson.readStep(some).cost().overhead();
        assertThat(overhead.known()).isTrue();
        assertThat(overhead.everyNth()).as("nothing is widened").isEqualTo(1);
        assertThat(overhead.share()).isNaN();
    }

    @Test
    void aPictureIsChecked() {
        assertThatThrownBy(() -> new ProbeImage(0, 1, 1, 2, -1, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 channels");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"kind\":\"map\",\"name\":\"x\",\"unit\":\"1\"}",
                "{\"kind\":\"scalar\",\"name\":\"x\"}",
                "{\"kind\":\"scalar\",\"name\":\"x\",\"unit\":\"1\",\"value\":\"many\"}",
                "{\"kind\":\"distribution\",\"name\":\"x\",\"unit\":\"1\",\"counts\":[1,2]}"
            })
    void somethingElseIsRefused(String text) {
        assertThatThrownBy(() -> RunJson.readValue(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the JSON of a run");
    }
}
