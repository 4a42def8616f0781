package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.metric.DiffusionSpectralMutualInformation.Reference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every published value of the copied data sets, through the public metrics, to 1e-9 bit. */
@Tag("eigenvalues")
class DiffusionGoldenTest {

    private static final Offset<Double> TOLERANCE = within(1e-9);
    private static final CpuKernels KERNELS = new CpuKernels();

    private static Snapshot snapshot(String dataset, boolean labelled) {
        int[] labels = labelled ? Golden.labels(dataset) : null;
        return new Snapshot(dataset, Golden.samples(dataset), null, labels, 1, KERNELS);
    }

    private static double value(Metric metric, Snapshot snapshot) {
        return ((MetricValue.Scalar) metric.compute(snapshot).values().get(0)).value();
    }

    static Stream<String> datasets() {
        return Golden.table("entropies.csv").stream()
                .map(row -> Golden.text(row, "dataset"))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void entropiesAtEverySigmaTimeAndAlpha(String dataset) {
        Snapshot snapshot = snapshot(dataset, false);
        List<Map<String, String>> rows = Golden.table("entropies.csv").stream()
                .filter(row -> Golden.text(row, "dataset").equals(dataset))
                .toList();
        assertThat(rows).hasSize(30);
        for (Map<String, String> row : rows) {
            DiffusionSpectralEntropy metric = new DiffusionSpectralEntropy(
                    Bandwidth.fixed(Golden.number(row, "sigma")), Golden.number(row, "t"), 0);
            assertThat(value(metric, snapshot)).as("%s", row).isCloseTo(Golden.number(row, "dse"), TOLERANCE);
            assertThat(value(metric.withAlpha(0.5), snapshot))
                    .as("alpha 1/2 %s", row)
                    .isCloseTo(Golden.number(row, "alpha0p5"), TOLERANCE);
            assertThat(value(metric.withAlpha(1), snapshot))
                    .as("alpha 1 %s", row)
                    .isCloseTo(Golden.number(row, "alpha1"), TOLERANCE);
        }
    }

    @Test
    void bandwidthRules() {
        Map<String, List<Map<String, String>>> byDataset = Golden.table("bandwidth_rules.csv").stream()
                .collect(Collectors.groupingBy(row -> Golden.text(row, "dataset")));
        assertThat(byDataset).hasSize(5);
        byDataset.forEach((dataset, rows) -> {
            Snapshot snapshot = snapshot(dataset, true);
            for (Map<String, String> row : rows) {
                Bandwidth bandwidth = Bandwidth.of(Golden.text(row, "rule"));
                double time = Golden.number(row, "t");
                MetricResult entropy = new DiffusionSpectralEntropy(bandwidth, time, 0).compute(snapshot);
                assertThat(scalar(entropy, "sigma"))
                        .as("%s", row)
                        .isCloseTo(Golden.number(row, "sigma"), within(1e-12 * Golden.number(row, "sigma")));
                assertThat(scalar(entropy, "entropy")).as("%s", row).isCloseTo(Golden.number(row, "dse"), TOLERANCE);
                Metric information =
                        new DiffusionSpectralMutualInformation(bandwidth, time, 0, 0, 5, Reference.SUBSAMPLE);
                assertThat(value(information, snapshot))
                        .as("%s", row)
                        .isCloseTo(Golden.number(row, "dsmi_labels_seed0"), TOLERANCE);
            }
        });
    }

    private static double scalar(MetricResult result, String name) {
        return result.values().stream()
                .filter(value -> value.name().equals(name))
                .map(value -> ((MetricValue.Scalar) value).value())
                .findFirst()
                .orElseThrow();
    }

    static Stream<String> labelledDatasets() {
        return Golden.table("mutual_information.csv").stream()
                .map(row -> Golden.text(row, "dataset"))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("labelledDatasets")
    void mutualInformationWithLabels(String dataset) {
        Snapshot snapshot = snapshot(dataset, true);
        List<Map<String, String>> rows = Golden.table("mutual_information.csv").stream()
                .filter(row -> Golden.text(row, "dataset").equals(dataset))
                .toList();
        assertThat(rows).isNotEmpty();
        for (Map<String, String> row : rows) {
            Metric metric = new DiffusionSpectralMutualInformation(
                    Bandwidth.fixed(Golden.number(row, "sigma")),
                    Golden.number(row, "t"),
                    0,
                    Long.parseLong(Golden.text(row, "seed")),
                    5,
                    Reference.SUBSAMPLE);
            assertThat(value(metric, snapshot)).as("%s", row).isCloseTo(Golden.number(row, "dsmi"), TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gauss_n200_d20", "tree_n200_d20_b4"})
    void oneClassAndAllSingletonsTellNothing(String dataset) {
        int[] one = new int[200];
        int[] singletons = new int[200];
        for (int i = 0; i < 200; i++) {
            singletons[i] = i;
        }
        for (int[] labels : List.of(one, singletons)) {
            Snapshot snapshot = new Snapshot(dataset, Golden.samples(dataset), null, labels, 1, KERNELS);
            assertThat(value(DiffusionSpectralMutualInformation.withDefaults(), snapshot))
                    .isCloseTo(0, within(1e-12));
        }
    }
}
