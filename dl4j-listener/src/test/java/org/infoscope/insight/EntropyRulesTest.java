package org.infoscope.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.infoscope.insight.Steps.begun;
import static org.infoscope.insight.Steps.dse;
import static org.infoscope.insight.Steps.read;
import static org.infoscope.insight.Steps.watch;

import java.util.List;
import org.infoscope.metric.Flag;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules that read diffusion spectral entropy. */
class EntropyRulesTest {

    private static final Flag SATURATED = new Flag(Flag.Kind.SATURATED, "above 98 %");

    @Nested
    class Saturated {

        private final SaturatedEntropy rule = SaturatedEntropy.withDefaults();

        @Test
        void flaggedReadingsInARowAreTold() {
            Steps.Outcome outcome =
                    watch(rule, 10, n -> read(n, n < 4 ? dse(5, 10, 20) : dse(7.95, 10, 90, SATURATED)));
            assertThat(outcome.begun()).singleElement().satisfies(insight -> {
                assertThat(insight.since()).isEqualTo(40);
                assertThat(insight.iteration()).isEqualTo(60);
                assertThat(insight.severity()).isEqualTo(Insight.Severity.NOTE);
                assertThat(insight.explanation()).contains("7.95 of at most 8.00 bit");
                assertThat(insight.layer()).isEqualTo(Steps.LAYER);
                assertThat(insight.series()).isEqualTo("dse");
            });
            assertThat(outcome.holding())
                    .singleElement()
                    .satisfies(insight -> assertThat(insight.iteration()).isEqualTo(90));
        }

        @Test
        void singleFlagsAndOtherMetricsAreNone() {
            assertThat(begun(rule, 100, n -> read(n, n % 3 == 0 ? dse(5, 10, 20) : dse(7.95, 10, 90, SATURATED))))
                    .isEmpty();
            assertThat(begun(rule, 10, n -> read(n, Steps.reading("feature-entropy", "fe", List.of(), SATURATED))))
                    .isEmpty();
        }

        @Test
        void missingReadingsNeitherBeginNorEndIt() {
            Steps.Outcome outcome = watch(
                    rule,
                    40,
                    n -> n % 2 == 0 && n < 10
                            ? read(n, dse(7.95, 10, 90, SATURATED))
                            : n % 3 == 0 ? read(n, dse(Double.NaN, Double.NaN, 90)) : read(n));
            assertThat(outcome.begun()).hasSize(1);
            assertThat(outcome.holding()).hasSize(1);
        }

        @Test
        void thresholdsDecide() {
            assertThat(begun(new SaturatedEntropy(1), 1, n -> read(n, dse(7.95, 10, 90, SATURATED))))
                    .hasSize(1);
            assertThatThrownBy(() -> new SaturatedEntropy(0)).hasMessageContaining("confirmations");
        }
    }

    @Nested
    class Bandwidth {

        private final UnsuitableBandwidth rule = UnsuitableBandwidth.withDefaults();

        @Test
        void samplesWithinOneBandwidthAreTold() {
            assertThat(begun(rule, 10, n -> read(n, dse(0.05, 10, 0.6))))
                    .singleElement()
                    .satisfies(insight -> {
                        assertThat(insight.title()).isEqualTo("The bandwidth is too wide");
                        assertThat(insight.explanation()).contains("0.6 %", "0.6000", "sigma = 10.00");
                    });
        }

        @Test
        void aNormThatOutrunsAFixedBandwidthIsTold() {
            Steps.Outcome grown = watch(rule, 40, n -> read(n, dse(2, 10, 6 + n)));
            assertThat(grown.begun()).singleElement().satisfies(insight -> {
                assertThat(insight.title()).isEqualTo("The norm has outrun the bandwidth");
                assertThat(insight.since()).isEqualTo(180);
            });
            assertThat(grown.holding()).hasSize(1);
        }

        @Test
        void aBandwidthThatGoesWithTheDataIsNone() {
            assertThat(begun(rule, 40, n -> read(n, dse(4, 0.5 * (6 + n), 6 + n))))
                    .isEmpty();
            assertThat(begun(rule, 40, n -> read(n, dse(0.05, 0.5, 6)))).isEmpty();
            assertThat(begun(rule, 40, n -> read(n, dse(3, 10, 6)))).isEmpty();
        }

        @Test
        void itEndsWhenTheNormHasGrownIntoTheBandwidth() {
            Steps.Outcome outcome = watch(rule, 40, n -> read(n, n < 10 ? dse(0.05, 10, 4) : dse(1.5, 10, 7)));
            assertThat(outcome.begun()).hasSize(1);
            assertThat(outcome.holding()).isEmpty();
        }

        @Test
        void undefinedReadingsAreNone() {
            assertThat(begun(rule, 10, n -> read(n, dse(Double.NaN, Double.NaN, 0))))
                    .isEmpty();
            assertThat(begun(rule, 10, n -> read(n, dse(0, 10, Double.POSITIVE_INFINITY))))
                    .isEmpty();
        }

        @Test
        void thresholdsDecide() {
            assertThat(begun(new UnsuitableBandwidth(0.001, 0.5, 4, 3), 10, n -> read(n, dse(0.05, 10, 0.6))))
                    .isEmpty();
            assertThat(begun(new UnsuitableBandwidth(0.05, 0.01, 4, 3), 10, n -> read(n, dse(0.05, 10, 0.6))))
                    .isEmpty();
            assertThat(begun(new UnsuitableBandwidth(0.05, 0.5, 100, 3), 40, n -> read(n, dse(2, 10, 6 + n))))
                    .isEmpty();
            assertThatThrownBy(() -> new UnsuitableBandwidth(2, 0.5, 4, 3)).hasMessageContaining("lowShare");
            assertThatThrownBy(() -> new UnsuitableBandwidth(0.05, 0, 4, 3)).hasMessageContaining("reach");
            assertThatThrownBy(() -> new UnsuitableBandwidth(0.05, 0.5, 1, 3)).hasMessageContaining("normFactor");
        }
    }

    @Nested
    class Collapsed {

        private final CollapsedRepresentation rule = CollapsedRepresentation.withDefaults();

        @Test
        void equalSamplesAreTold() {
            assertThat(begun(rule, 10, n -> read(n, dse(Double.NaN, Double.NaN, 3))))
                    .singleElement()
                    .satisfies(insight -> assertThat(insight.explanation()).contains("half of all pairs"));
        }

        @Test
        void longSamplesWithoutEntropyAreTold() {
            assertThat(begun(rule, 10, n -> read(n, dse(0.01, 10, 25))))
                    .singleElement()
                    .satisfies(insight -> assertThat(insight.explanation())
                            .contains("0.0100 of at most 8.00 bit", "2.50 bandwidths"));
        }

        @Test
        void anEntropyThatFallsFromItsPeakIsTold() {
            Steps.Outcome outcome = watch(rule, 40, n -> read(n, dse(n < 20 ? 4 : 0.9, 10, 12)));
            assertThat(outcome.begun()).singleElement().satisfies(insight -> {
                assertThat(insight.since()).isEqualTo(200);
                assertThat(insight.explanation()).contains("from 4.00 to 0.9000 bit");
            });
        }

        @Test
        void healthyReadingsAreNone() {
            assertThat(begun(rule, 100, n -> read(n, dse(4 - 0.02 * n, 10, 12))))
                    .isEmpty();
            // Too wide a bandwidth looks alike; it is the other rule's matter.
            assertThat(begun(rule, 100, n -> read(n, dse(0.01, 10, 0.6)))).isEmpty();
            // The norm shrinks, and the entropy at a fixed bandwidth with it.
            assertThat(begun(rule, 100, n -> read(n, dse(Math.max(0.5, 4 - 0.1 * n), 10, Math.max(2, 40 - n)))))
                    .isEmpty();
        }

        @Test
        void onePeakIsNoPeak() {
            assertThat(begun(rule, 100, n -> read(n, dse(n == 20 ? 7 : 1.2, 10, 12))))
                    .isEmpty();
        }

        @Test
        void itEndsWhenSamplesDifferAgain() {
            Steps.Outcome outcome = watch(rule, 60, n -> read(n, dse(n >= 20 && n < 40 ? 0.5 : 4, 10, 12)));
            assertThat(outcome.begun()).hasSize(1);
            assertThat(outcome.holding()).isEmpty();
        }

        @Test
        void oneSampleAndMissingValuesAreNone() {
            assertThat(begun(rule, 10, n -> read(n, Steps.reading("diffusion-spectral-entropy", "dse", List.of()))))
                    .isEmpty();
            assertThat(begun(
                            rule,
                            10,
                            n -> read(
                                    n,
                                    Steps.reading(
                                            "diffusion-spectral-entropy",
                                            "dse",
                                            List.of(Steps.scalar("entropy", 0), Steps.scalar("log2n", 0))))))
                    .isEmpty();
        }

        @Test
        void thresholdsDecide() {
            assertThat(begun(new CollapsedRepresentation(0.0001, 0.25, 1, 3), 10, n -> read(n, dse(0.01, 10, 25))))
                    .isEmpty();
            assertThat(begun(
                            new CollapsedRepresentation(0.02, 0.1, 1, 3),
                            40,
                            n -> read(n, dse(n < 20 ? 4 : 0.9, 10, 12))))
                    .isEmpty();
            assertThat(begun(
                            new CollapsedRepresentation(0.02, 0.25, 5, 3),
                            40,
                            n -> read(n, dse(n < 20 ? 4 : 0.9, 10, 12))))
                    .isEmpty();
            assertThatThrownBy(() -> new CollapsedRepresentation(0, 0.25, 1, 3)).hasMessageContaining("lowShare");
            assertThatThrownBy(() -> new CollapsedRepresentation(0.1, 9, 1, 3)).hasMessageContaining("peakShare");
            assertThatThrownBy(() -> new CollapsedRepresentation(0.1, 0.25, 0, 3))
                    .hasMessageContaining("leastPeak");
        }
    }
}
