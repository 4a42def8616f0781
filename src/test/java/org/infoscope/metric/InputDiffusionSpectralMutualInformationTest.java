package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.infoscope.kernel.Bandwidth;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The mutual information with clusters of the input, and its published values. */
@Tag("eigenvalues")
class InputDiffusionSpectralMutualInformationTest implements MetricContract {

    private static final InputDiffusionSpectralMutualInformation PUBLISHED =
            InputDiffusionSpectralMutualInformation.withDefaults();

    @Override
    public Metric metric() {
        return PUBLISHED;
    }

    @Override
    public boolean dependsOnSampleOrder() {
        return true;
    }

    private static MetricResult result(Metric metric, INDArray samples, @Nullable ProbeInput input) {
        return metric.compute(new Snapshot("dense", samples, null, null, 1, KERNELS, input, null));
    }

    @Test
    void publishedValues() {
        List<Map<String, String>> rows = Golden.table("input_information.csv");
        assertThat(rows).hasSize(4);
        for (Map<String, String> row : rows) {
            String dataset = Golden.text(row, "dataset");
            int[] labels = Golden.labels(dataset);
            int[] modulo = IntStream.range(0, labels.length).map(i -> i % 20).toArray();
            ProbeInput input = switch (Golden.text(row, "input")) {
                case "clusters" -> ProbeInput.clustered(Golden.clusters(dataset));
                case "labels" -> ProbeInput.of(Nd4j.createFromArray(labels));
                default -> ProbeInput.of(Nd4j.createFromArray(modulo));
            };
            Metric metric = PUBLISHED.withEstimator(DiffusionSpectralMutualInformation.withDefaults()
                    .withBandwidth(Bandwidth.fixed(Golden.number(row, "sigma")))
                    .withTime(Golden.number(row, "t"))
                    .withSeed(Long.parseLong(Golden.text(row, "seed"))));
            assertThat(Answers.scalar(result(metric, Golden.samples(dataset), input), "information"))
                    .as("%s", row)
                    .isCloseTo(Golden.number(row, "dsmi"), within(1e-9));
        }
    }

    @Test
    void clustersOfThePublishedDataGiveThePublishedValue() {
        INDArray samples = Golden.samples("blobs_n200_d20_k4");
        MetricResult result = result(PUBLISHED.withClusters(4), samples, ProbeInput.of(samples));
        assertThat(Answers.scalar(result, "information")).isCloseTo(1.6907230287571082, within(1e-9));
        assertThat(result.settings())
                .containsEntry("clusters", 4)
                .containsEntry("clustersFound", 4)
                .containsEntry("clusterSource", "spectral clustering")
                .doesNotContainKey("classes");
    }

    @Test
    void equalInputsTellNothingAndNoInputDoesNotApply() {
        INDArray samples = Golden.samples("gauss_n50_d3");
        MetricResult equal = result(PUBLISHED, samples, ProbeInput.of(Nd4j.ones(50, 2)));
        assertThat(Answers.scalar(equal, "information")).isCloseTo(0, within(1e-12));
        assertThat(equal.settings()).containsEntry("clustersFound", 1);
        assertThat(result(PUBLISHED, samples, null).flags()).singleElement().satisfies(flag -> {
            assertThat(flag.kind()).isEqualTo(Flag.Kind.NOT_APPLICABLE);
            assertThat(flag.reason()).startsWith("no input");
        });
    }

    @Test
    void optionsTellSeriesApart() {
        assertThat(PUBLISHED.label()).isEqualTo("sigma = 10");
        assertThat(PUBLISHED.withClusters(7).label()).isEqualTo("sigma = 10, 7 clusters");
        assertThat(PUBLISHED.needs()).containsExactlyInAnyOrder(Need.ACTIVATIONS, Need.INPUT);
        assertThatThrownBy(() -> PUBLISHED.withClusters(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 cluster at least");
        assertThatThrownBy(() -> result(PUBLISHED, Nd4j.rand(4, 3), ProbeInput.clustered(new int[3])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 inputs for 4 samples");
    }
}
