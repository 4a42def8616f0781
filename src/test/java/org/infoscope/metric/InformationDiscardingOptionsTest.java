package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import org.infoscope.metric.InformationDiscarding.Mode;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What information discarding declines, and its options. */
class InformationDiscardingOptionsTest {

    private final InformationDiscarding metric = InformationDiscarding.withDefaults();
    private final InformationDiscarding exact = metric.withMode(Mode.EXACT);

    @Test
    void saysWhyItDoesNotApply() {
        SmallNetwork network = SmallNetwork.linear(new double[][] {{1, 2}});
        INDArray two = Nd4j.ones(DataType.DOUBLE, 3, 2);
        refused(new Snapshot("l", two, null, null, 1, MetricContract.KERNELS), metric, "infoscope analyse");
        refused(
                new Snapshot(
                        "l", two, null, null, 1, MetricContract.KERNELS, ProbeInput.clustered(new int[3]), network),
                metric,
                "inputs");
        refused(
                new Snapshot(
                        "l",
                        two,
                        null,
                        null,
                        1,
                        MetricContract.KERNELS,
                        ProbeInput.of(two),
                        SmallNetwork.unsupported("a SameDiff layer")),
                metric,
                "a SameDiff layer");
        refused(
                new Snapshot(
                        "l",
                        two,
                        null,
                        null,
                        1,
                        MetricContract.KERNELS,
                        ProbeInput.of(two.castTo(DataType.INT32)),
                        network),
                metric,
                "whole numbers");
        Snapshot large =
                SmallNetwork.linear(SmallNetwork.gaussian(1, 4097, 1, 1)).at(new double[] {1});
        refused(large, exact, "4,096");
        assertThat(Answers.scalar(metric.withMode(Mode.PREVIEW).compute(large), "informationDiscarding"))
                .isFinite();
        Snapshot largest =
                SmallNetwork.linear(SmallNetwork.gaussian(1, 4096, 1, 1)).at(new double[] {1});
        assertThat(Answers.scalar(exact.compute(largest), "informationDiscarding"))
                .isFinite();
    }

    private static void refused(Snapshot snapshot, InformationDiscarding metric, String reason) {
        MetricResult result = metric.compute(snapshot);
        assertThat(result.values()).isEmpty();
        assertThat(result.flags()).singleElement().satisfies(flag -> {
            assertThat(flag.kind()).isEqualTo(Flag.Kind.NOT_APPLICABLE);
            assertThat(flag.reason()).contains(reason);
        });
    }

    @Test
    void everyOptionIsReadFromText() {
        Map<String, String> texts = Map.ofEntries(
                Map.entry("mode", "published"),
                Map.entry("grid", "7"),
                Map.entry("images", "3"),
                Map.entry("seed", "-5"),
                Map.entry("referenceNoise", "0.02"),
                Map.entry("target", "2"),
                Map.entry("probes", "9"),
                Map.entry("steps", "11"),
                Map.entry("batch", "12"),
                Map.entry("samples", "300"),
                Map.entry("rate", "0.1"),
                Map.entry("lambda", "4"),
                Map.entry("publishedRate", "2e-4"));
        Metric read = Metrics.of("information-discarding", texts);
        assertThat(read)
                .isEqualTo(new InformationDiscarding(
                        Mode.PUBLISHED, 7, 3, -5, new NoiseSearch(0.02, 2, 9, 11, 12, 300, 0.1, 4, 2e-4)));
        assertThat(read.label())
                .startsWith("published loop, grid = 7, images = 3, seed = -5")
                .contains("lambda = 4");
        assertThat(metric.label()).isEqualTo("constrained");
        assertThat(exact.label()).isEqualTo("exact Jacobian");
    }

    @Test
    void refusesOptionsOutOfRange() {
        NoiseSearch search = NoiseSearch.withDefaults();
        assertThatIllegalArgumentException().isThrownBy(() -> metric.withGrid(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> metric.withImages(0));
        assertThatIllegalArgumentException().isThrownBy(() -> search.withProbes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> search.withSamples(1));
        assertThatIllegalArgumentException().isThrownBy(() -> search.withSteps(-1, 16));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> search.withSteps(20, 15))
                .withMessageContaining("even");
        for (double level : new double[] {0, -0.01, 0.9, 1e-4, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> search.withReferenceNoise(level))
                    .withMessageContaining("[1e-6, 1]");
        }
        assertThatThrownBy(() -> Metrics.of("information-discarding", Map.of("mode", "fast")))
                .hasMessageContaining("PREVIEW");
        assertThat(Objects.requireNonNull(search).withTarget(2).target()).isEqualTo(2);
    }
}
