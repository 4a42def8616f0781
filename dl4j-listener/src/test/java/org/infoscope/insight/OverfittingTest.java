package org.infoscope.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.infoscope.insight.Steps.begun;
import static org.infoscope.insight.Steps.dsmi;
import static org.infoscope.insight.Steps.watch;

import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.infoscope.history.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverfittingTest {

    private static final Overfitting RULE = Overfitting.withDefaults();

    private static double risesUntil(int n, int end, double from, double to) {
        return from + (to - from) * Math.min(1, n / (double) end);
    }

    private static Steps.Run run(
            long seed, IntToDoubleFunction score, IntToDoubleFunction accuracy, IntToDoubleFunction information) {
        Random noise = new Random(seed);
        return n -> Steps.step(
                n,
                score.applyAsDouble(n) * (1 + 0.05 * noise.nextGaussian()),
                Map.of("output", accuracy.applyAsDouble(n) + 0.004 * noise.nextGaussian()),
                dsmi("early", information.applyAsDouble(n) / 2 + 0.02 * noise.nextGaussian()),
                dsmi("late", information.applyAsDouble(n) + 0.02 * noise.nextGaussian()));
    }

    private static double falling(int n) {
        return 2.3 * Math.exp(-n / 100.0);
    }

    @ParameterizedTest
    @CsvSource({"1, 300", "2, 300", "3, 300", "1, 3000", "2, 3000"})
    void lossFallsWhileNothingElseGains(long seed, int steps) {
        int end = steps / 4;
        Steps.Outcome outcome = watch(
                RULE,
                steps,
                run(
                        seed,
                        n -> 2.3 * Math.exp(-n * 3.0 / steps),
                        n -> risesUntil(n, end, 0.1, 0.7),
                        n -> risesUntil(n, end, 0.2, 1.2)));
        assertThat(outcome.begun()).singleElement().satisfies(insight -> {
            assertThat(insight.since()).isBetween(10L * end, 10L * steps);
            assertThat(insight.layer()).isEqualTo(Steps.LAYER);
            assertThat(insight.series()).isEqualTo("late");
            assertThat(insight.explanation()).contains("2 of 2 curves of DSMI stagnate");
        });
        assertThat(outcome.holding()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void accuracyThatStillRisesIsNone(long seed) {
        assertThat(begun(RULE, 300, run(seed, OverfittingTest::falling, n -> risesUntil(n, 300, 0.1, 0.9), n -> 1)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void informationThatStillRisesIsNone(long seed) {
        assertThat(begun(RULE, 300, run(seed, OverfittingTest::falling, n -> 0.7, n -> risesUntil(n, 300, 0.2, 2))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void lossThatStandsStillIsNone(long seed) {
        assertThat(begun(RULE, 1000, run(seed, n -> 0.5, n -> 0.7, n -> 1))).isEmpty();
    }

    @Test
    void aNetworkThatIsAlwaysRightHasNothingLeftToGain() {
        assertThat(begun(RULE, 300, run(1, OverfittingTest::falling, n -> 0.998, n -> 2)))
                .isEmpty();
    }

    @Test
    void littleDataIsNone() {
        assertThat(begun(RULE, 21, run(1, OverfittingTest::falling, n -> 0.7, n -> 1)))
                .isEmpty();
    }

    @Test
    void itIsSilentWithoutValidationOrInformation() {
        Reading information = dsmi("late", 1);
        assertThat(begun(RULE, 300, n -> Steps.step(n, falling(n), Map.of(), information)))
                .isEmpty();
        assertThat(begun(RULE, 300, n -> Steps.step(n, falling(n), Map.of("output", 0.7))))
                .isEmpty();
        assertThat(begun(RULE, 300, n -> Steps.step(n, falling(n), Map.of("output", 0.7), dsmi("late", Double.NaN))))
                .isEmpty();
        assertThat(begun(RULE, 300, n -> Steps.step(n, falling(n), Map.of("output", Double.NaN), information)))
                .isEmpty();
    }

    @Test
    void itEndsWhenTheAccuracyRisesAgain() {
        Steps.Outcome outcome = watch(
                RULE,
                600,
                run(1, OverfittingTest::falling, n -> n < 200 ? 0.6 : risesUntil(n - 200, 400, 0.6, 0.9), n -> 1));
        assertThat(outcome.begun()).hasSize(1);
        assertThat(outcome.holding()).isEmpty();
    }

    @Test
    void thresholdsDecide() {
        Steps.Run run = run(1, OverfittingTest::falling, n -> 0.7, n -> 1);
        assertThat(begun(new Overfitting(1 / 3.0, 8, 50, 0.005, 0.02, 0.99, 3), 300, run))
                .isEmpty();
        assertThat(begun(new Overfitting(1 / 3.0, 8, 0.05, 0.005, 0.02, 0.6, 3), 300, run))
                .isEmpty();
        assertThat(begun(new Overfitting(1 / 3.0, 90, 0.05, 0.005, 0.02, 0.99, 3), 300, run))
                .isEmpty();
        assertThatThrownBy(() -> new Overfitting(0, 8, 0.05, 0.005, 0.02, 0.99, 3))
                .hasMessageContaining("recent");
        assertThatThrownBy(() -> new Overfitting(1, 3, 0.05, 0.005, 0.02, 0.99, 3))
                .hasMessageContaining("points");
        assertThatThrownBy(() -> new Overfitting(1, 8, 0, 0.005, 0.02, 0.99, 3)).hasMessageContaining("scoreFall");
        assertThatThrownBy(() -> new Overfitting(1, 8, 0.05, 0, 0.02, 0.99, 3)).hasMessageContaining("accuracyRise");
        assertThatThrownBy(() -> new Overfitting(1, 8, 0.05, 0.005, 0, 0.99, 3))
                .hasMessageContaining("informationRise");
        assertThatThrownBy(() -> new Overfitting(1, 8, 0.05, 0.005, 0.02, 2, 3)).hasMessageContaining("ceiling");
    }
}
