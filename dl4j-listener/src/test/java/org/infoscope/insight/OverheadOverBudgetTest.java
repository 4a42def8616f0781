package org.infoscope.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.infoscope.history.Overhead;
import org.infoscope.history.SampledStep;
import org.junit.jupiter.api.Test;

class OverheadOverBudgetTest {

    private static final OverheadOverBudget RULE = OverheadOverBudget.withDefaults();

    /** One step a second. */
    private static SampledStep step(int n, double budget, double share, double runShare) {
        return sample(n, new Overhead(budget, share, runShare, 0, 1, 0, 0, List.of()));
    }

    private static SampledStep sample(int n, Overhead overhead) {
        return Steps.step(n, 1, Map.of("output", 0.5), overhead);
    }

    @Test
    void recordsOfTheScoreAloneAreNotJudged() {
        Overhead over = new Overhead(0.05, 0.09, 0.08, 0, 1, 0, 0, List.of());
        assertThat(Steps.begun(RULE, 300, n -> Steps.step(n, 1, Map.of(), over)))
                .isEmpty();
        assertThat(Steps.begun(RULE, 300, n -> n % 10 == 0 ? sample(n, over) : Steps.step(n, 1, Map.of(), over)))
                .as("three samples, not three records")
                .singleElement()
                .satisfies(insight -> assertThat(insight.iteration()).isEqualTo(1400));
    }

    @Test
    void aShareAboveTheBudgetIsTold() {
        assertThat(Steps.begun(RULE, 200, n -> step(n, 0.05, 0.09, 0.08)))
                .singleElement()
                .satisfies(insight -> {
                    assertThat(insight.since()).isEqualTo(1200);
                    assertThat(insight.explanation()).contains("9.0 %", "8.0 %", "5.0 %");
                });
    }

    @Test
    void theFirstMinutesAreGranted() {
        assertThat(Steps.begun(RULE, 120, n -> step(n, 0.05, 0.5, 0.5))).isEmpty();
    }

    @Test
    void whatTheBudgetAllowsIsNone() {
        assertThat(Steps.begun(RULE, 300, n -> step(n, 0.05, 0.055, 0.055))).isEmpty();
        // A dear metric in its minute: the run is within the budget.
        assertThat(Steps.begun(RULE, 300, n -> step(n, 0.05, 0.5, 0.045))).isEmpty();
        assertThat(Steps.begun(RULE, 300, n -> step(n, Double.POSITIVE_INFINITY, 0.9, 0.9)))
                .isEmpty();
        assertThat(Steps.begun(RULE, 300, n -> step(n, 0.05, Double.NaN, Double.NaN)))
                .isEmpty();
        assertThat(Steps.begun(RULE, 300, n -> Steps.scored(n, 1))).isEmpty();
    }

    @Test
    void itEndsWithinTheBudget() {
        Steps.Outcome outcome = Steps.watch(RULE, 300, n -> step(n, 0.05, n < 200 ? 0.1 : 0.04, 0.08));
        assertThat(outcome.begun()).hasSize(1);
        assertThat(outcome.holding()).isEmpty();
    }

    @Test
    void thresholdsDecide() {
        assertThat(Steps.begun(new OverheadOverBudget(2, 0, 1), 10, n -> step(n, 0.05, 0.09, 0.09)))
                .isEmpty();
        assertThat(Steps.begun(new OverheadOverBudget(1, 0, 1), 1, n -> step(n, 0.05, 0.09, 0.09)))
                .hasSize(1);
        assertThatThrownBy(() -> new OverheadOverBudget(0.5, 0, 1)).hasMessageContaining("tolerance");
        assertThatThrownBy(() -> new OverheadOverBudget(1, -1, 1)).hasMessageContaining("graceMillis");
    }
}
