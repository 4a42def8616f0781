package org.infoscope.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.infoscope.insight.Steps.begun;
import static org.infoscope.insight.Steps.read;
import static org.infoscope.insight.Steps.reading;
import static org.infoscope.insight.Steps.scalar;
import static org.infoscope.insight.Steps.watch;

import java.util.List;
import org.infoscope.history.Reading;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.Test;

class DeadUnitsTest {

    private static final DeadUnits RULE = DeadUnits.withDefaults();

    private static Reading entropy(double deadShare, Flag... flags) {
        return reading("feature-entropy", "fe", List.of(scalar("deadShare", deadShare)), flags);
    }

    private static Reading rollOff(long undefined, long nonFinite, double active) {
        MetricValue maps = new MetricValue.Distribution(
                "rollOff",
                "cycles/pixel",
                List.of(0.0, 0.7),
                List.of(100 - undefined),
                0.3,
                0.1,
                List.of(),
                List.of(),
                100,
                undefined,
                nonFinite);
        return reading("spectral-roll-off", "srop", List.of(maps, scalar("activeFraction", active)));
    }

    @Test
    void deadUnitsOfFeatureEntropyAreTold() {
        Steps.Outcome outcome = watch(RULE, 20, n -> read(n, entropy(n < 5 ? 0.05 : 0.375)));
        assertThat(outcome.begun()).singleElement().satisfies(insight -> {
            assertThat(insight.since()).isEqualTo(50);
            assertThat(insight.explanation()).isEqualTo("37.5 % of the units are dead on the probe.");
            assertThat(insight.layer()).isEqualTo(Steps.LAYER);
            assertThat(insight.series()).isEqualTo("fe");
        });
    }

    @Test
    void mapsOfZerosAreTold() {
        assertThat(begun(RULE, 20, n -> read(n, rollOff(60, 0, 0.2))))
                .singleElement()
                .satisfies(insight -> assertThat(insight.explanation())
                        .isEqualTo("60.0 % of the maps are zero throughout on the probe."));
    }

    @Test
    void livingUnitsAreNone() {
        assertThat(begun(RULE, 20, n -> read(n, entropy(0.1), rollOff(30, 0, 0.5))))
                .isEmpty();
    }

    @Test
    void flatMapsThatAreNotZeroAreNone() {
        // Maps of one pixel: all flat, and half of them active.
        assertThat(begun(RULE, 20, n -> read(n, rollOff(100, 0, 0.5)))).isEmpty();
    }

    @Test
    void mapsOfNanAreNotDead() {
        assertThat(begun(RULE, 20, n -> read(n, rollOff(80, 80, 0.5)))).isEmpty();
        assertThat(begun(RULE, 20, n -> read(n, rollOff(100, 100, Double.NaN)))).isEmpty();
    }

    @Test
    void mapsTooSmallForCyclesAreNotJudged() {
        Flag small = new Flag(Flag.Kind.SATURATED, "maps below 4 x 4 have no cycles: every unit looks dead");
        assertThat(begun(RULE, 20, n -> read(n, entropy(1, small)))).isEmpty();
    }

    @Test
    void missingValuesAreNone() {
        assertThat(begun(RULE, 20, n -> read(n, entropy(Double.NaN), reading("spectral-roll-off", "srop", List.of()))))
                .isEmpty();
    }

    @Test
    void itStaysBetweenTheThresholdsAndEndsBelow() {
        assertThat(watch(RULE, 60, n -> read(n, entropy(n < 20 ? 0.3 : n % 2 == 0 ? 0.2 : 0.3)))
                        .begun())
                .hasSize(1);
        assertThat(watch(RULE, 60, n -> read(n, entropy(n < 20 ? 0.3 : 0.2))).holding())
                .hasSize(1);
        assertThat(watch(RULE, 60, n -> read(n, entropy(n < 20 ? 0.3 : 0.1))).holding())
                .isEmpty();
    }

    @Test
    void thresholdsDecide() {
        assertThat(begun(RULE.withDeadShare(0.05), 20, n -> read(n, entropy(0.1))))
                .hasSize(1);
        assertThat(begun(RULE.withFlatShare(0.9), 20, n -> read(n, rollOff(60, 0, 0.2))))
                .isEmpty();
        assertThatThrownBy(() -> RULE.withDeadShare(0)).hasMessageContaining("deadShare");
        assertThatThrownBy(() -> RULE.withFlatShare(1.5)).hasMessageContaining("flatShare");
    }
}
