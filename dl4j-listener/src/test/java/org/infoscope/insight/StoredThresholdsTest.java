package org.infoscope.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.infoscope.history.RunInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thresholds go with the run, and whoever reads it judges by them. */
class StoredThresholdsTest {

    private static Insights read(Map<String, Object> settings) {
        return Insights.of(new RunInfo("run", 0, "model", List.of(), List.of(), "probe", settings));
    }

    @Test
    void theDefaultsStoreNothingAndAreReadFromNothing() {
        assertThat(Insights.defaults().settings()).isEmpty();
        assertThat(read(Map.of("probeSize", 256))).isEqualTo(Insights.defaults());
    }

    @Test
    void whatDiffersIsStoredAndReadBack() {
        Insights chosen = Insights.defaults()
                .with(DeadUnits.withDefaults().withDeadShare(0.4))
                .with(new OverheadOverBudget(2, 30_000, 5))
                .with(new SaturatedEntropy(7))
                .without("unsuitable-bandwidth");
        assertThat(chosen.settings())
                .containsOnly(
                        Map.entry("insights.without", "unsuitable-bandwidth"),
                        Map.entry("insights.dead-units.deadShare", 0.4),
                        Map.entry("insights.overhead-over-budget.tolerance", 2.0),
                        Map.entry("insights.overhead-over-budget.graceMillis", 30_000L),
                        Map.entry("insights.overhead-over-budget.confirmations", 5),
                        Map.entry("insights.saturated-entropy.confirmations", 7));
        assertThat(read(chosen.settings())).isEqualTo(chosen);
        assertThat(read(Insights.none().settings())).isEqualTo(Insights.none());
    }

    @ParameterizedTest
    @CsvSource({"2.5", "-1", "NaN", "text"})
    void whatCannotBeReadLeavesTheDefault(String bad) {
        Object value = bad.equals("text") ? bad : (Object) Double.valueOf(bad);
        assertThat(read(Map.of(
                        "insights.dead-units.deadShare", value, "insights.saturated-entropy.confirmations", 1L << 40)))
                .isEqualTo(Insights.defaults());
    }
}
