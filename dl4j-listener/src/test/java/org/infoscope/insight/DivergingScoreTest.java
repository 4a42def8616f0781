package org.infoscope.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.infoscope.insight.Steps.begun;
import static org.infoscope.insight.Steps.scored;
import static org.infoscope.insight.Steps.watch;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DivergingScoreTest {

    private static final DivergingScore RULE = DivergingScore.withDefaults();

    private static double learning(int n, Random noise) {
        return 0.1 + 2.2 * Math.exp(-n / 40.0) + 0.05 * noise.nextGaussian();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aScoreThatRisesAgainDiverges(long seed) {
        Random noise = new Random(seed);
        Steps.Outcome outcome = watch(RULE, 300, n -> scored(n, learning(n, noise) + Math.max(0, n - 200) * 0.1));
        assertThat(outcome.begun()).singleElement().satisfies(insight -> {
            assertThat(insight.severity()).isEqualTo(Insight.Severity.WARNING);
            assertThat(insight.layer()).isNull();
            assertThat(insight.since()).isBetween(2050L, 2400L);
            assertThat(insight.explanation()).contains("median of the last 15 scores");
        });
        assertThat(outcome.holding()).hasSize(1);
    }

    @Test
    void aScoreThatRisesFromTheBeginningDiverges() {
        Random noise = new Random(1);
        assertThat(begun(RULE, 100, n -> scored(n, 2.3 + 0.03 * n + 0.05 * noise.nextGaussian())))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aScoreThatFallsAndStaysIsNone(long seed) {
        Random noise = new Random(seed);
        assertThat(begun(RULE, 3000, n -> scored(n, learning(n, noise)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aScoreThatIsAllNoiseIsNone(long seed) {
        Random noise = new Random(seed);
        assertThat(begun(RULE, 5000, n -> scored(n, 2.3 + 0.6 * noise.nextGaussian())))
                .isEmpty();
    }

    @Test
    void singlePeaksAreNone() {
        Random noise = new Random(1);
        assertThat(begun(RULE, 500, n -> scored(n, n % 50 == 49 ? 40 : learning(n, noise))))
                .isEmpty();
    }

    @Test
    void aNegativeScoreIsJudgedAlike() {
        assertThat(begun(RULE, 300, n -> scored(n, -n))).isEmpty();
        assertThat(begun(RULE, 300, n -> scored(n, n < 200 ? -n : -200 + 2 * (n - 200))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void aScoreThatIsNoNumberAnyMoreIsTold(double lost) {
        Steps.Outcome outcome = watch(RULE, 100, n -> scored(n, n < 20 ? 2.25 : lost));
        assertThat(outcome.begun()).singleElement().satisfies(insight -> {
            assertThat(insight.since()).isEqualTo(200);
            assertThat(insight.explanation()).contains("2.25 at iteration 190");
        });
    }

    @Test
    void aRunWithoutAScoreIsNone() {
        assertThat(begun(RULE, 100, n -> scored(n, Double.NaN))).isEmpty();
        assertThat(begun(RULE, 100, n -> scored(n, n == 50 ? Double.NaN : 1))).isEmpty();
    }

    @Test
    void itEndsWhenTheScoreIsBackAndBeginsAgain() {
        Steps.Outcome outcome =
                watch(RULE, 400, n -> scored(n, n < 100 ? 2 - n * 0.015 : n < 160 || n >= 300 ? 3 : 0.5));
        assertThat(outcome.begun()).extracting(Insight::since).hasSize(2).isSorted();
        assertThat(outcome.holding()).hasSize(1);
    }

    @Test
    void thresholdsAreChecked() {
        assertThatThrownBy(() -> new DivergingScore(2, 0.5, 0.1, 4, 3)).hasMessageContaining("window");
        assertThatThrownBy(() -> new DivergingScore(15, 0, 0.1, 4, 3)).hasMessageContaining("lostShare");
        assertThatThrownBy(() -> new DivergingScore(15, 0.5, Double.NaN, 4, 3)).hasMessageContaining("riseShare");
        assertThatThrownBy(() -> new DivergingScore(15, 0.5, 0.1, -1, 3)).hasMessageContaining("noise");
        assertThatThrownBy(() -> new DivergingScore(15, 0.5, 0.1, 4, 0)).hasMessageContaining("confirmations");
    }
}
