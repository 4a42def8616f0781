package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.Centring;
import org.infoscope.kernel.Region;
import org.infoscope.kernel.Spectrum;
import org.infoscope.metric.DiffusionSpectralMutualInformation.Reference;
import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void setsGrowWithCostAndHaveNoTwins() {
        assertThat(Metrics.standard()).containsAll(Metrics.economy());
        assertThat(Metrics.full()).containsAll(Metrics.standard());
        for (List<Metric> metrics : List.of(Metrics.economy(), Metrics.standard(), Metrics.full())) {
            assertThat(new HashSet<>(metrics)).hasSameSizeAs(metrics);
            assertThat(metrics.stream().map(metric -> metric.info().id() + metric.label()))
                    .doesNotHaveDuplicates();
        }
        assertThat(Metrics.standard())
                .containsExactly(
                        DiffusionSpectralEntropy.withDefaults(),
                        DiffusionSpectralEntropy.withDefaults().withBandwidth(Bandwidth.medianHeuristic()),
                        DiffusionSpectralMutualInformation.withDefaults(),
                        DiffusionSpectralMutualInformation.withDefaults().withBandwidth(Bandwidth.medianHeuristic()),
                        SpectralRollOff.withDefaults());
    }

    @Test
    void everyOptionIsReadByItsName() {
        assertThat(Metrics.ids())
                .containsExactly(
                        "spectral-roll-off",
                        "diffusion-spectral-entropy",
                        "diffusion-spectral-mutual-information",
                        "diffusion-spectral-mutual-information-input",
                        "feature-entropy",
                        "information-discarding");
        assertThat(Metrics.of(
                        "spectral-roll-off",
                        Map.of("rollOff", "0.5", "centring", "keep", "spectrum", "MAGNITUDE", "region", "Disc")))
                .isEqualTo(new SpectralRollOff(0.5, Centring.KEEP, Spectrum.MAGNITUDE, Region.DISC));
        assertThat(Metrics.of(
                        "diffusion-spectral-entropy", Map.of("bandwidth", "UNIT_NORM", "time", "2", "alpha", "0.5")))
                .isEqualTo(new DiffusionSpectralEntropy(Bandwidth.unitNorm(), 2, 0.5));
        assertThat(Metrics.of(
                        "diffusion-spectral-mutual-information",
                        Map.of("bandwidth", "3.5", "seed", "9", "repetitions", "2", "reference", "FULL")))
                .isEqualTo(new DiffusionSpectralMutualInformation(Bandwidth.fixed(3.5), 1, 0, 9, 2, Reference.FULL));
        assertThat(Metrics.of(
                        "diffusion-spectral-mutual-information-input", Map.of("bandwidth", "MEDIAN", "clusters", "7")))
                .isEqualTo(InputDiffusionSpectralMutualInformation.withDefaults()
                        .withClusters(7)
                        .withEstimator(DiffusionSpectralMutualInformation.withDefaults()
                                .withBandwidth(Bandwidth.medianHeuristic())));
    }

    @Test
    void whatIsNotKnownIsAnsweredWithWhatIs() {
        assertThatThrownBy(() -> Metrics.of("entropy", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'entropy'")
                .hasMessageContaining("diffusion-spectral-entropy");
        refused("spectral-roll-off", "window", "hann", "rollOff, centring, spectrum, region");
        refused("spectral-roll-off", "region", "ring", "SQUARE, DISC");
        refused("spectral-roll-off", "rollOff", "much", "a number");
        refused("spectral-roll-off", "rollOff", "85", "(0, 1]");
        refused("diffusion-spectral-entropy", "bandwidth", "mean", "MEDIAN");
        refused("diffusion-spectral-entropy", "bandwidth", "-1", "positive");
        refused("diffusion-spectral-mutual-information-input", "clusters", "0", "1 cluster at least");
        refused("diffusion-spectral-mutual-information", "seed", "0.5", "an integer");
        refused("diffusion-spectral-mutual-information", "repetitions", "99999999999", "an integer");
    }

    private static void refused(String id, String option, String value, String allowed) {
        assertThatThrownBy(() -> Metrics.of(id, Map.of(option, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(allowed);
    }
}
