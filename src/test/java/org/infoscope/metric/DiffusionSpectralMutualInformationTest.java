package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.metric.DiffusionSpectralMutualInformation.Reference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Identities of the mutual information; its published values are in {@link DiffusionGoldenTest}. */
@Tag("eigenvalues")
class DiffusionSpectralMutualInformationTest implements MetricContract {

    @Override
    public Metric metric() {
        return DiffusionSpectralMutualInformation.withDefaults();
    }

    @Override
    public boolean dependsOnSampleOrder() {
        return true;
    }

    private static MetricResult result(
            DiffusionSpectralMutualInformation metric, INDArray samples, int @Nullable [] labels) {
        return metric.compute(new Snapshot("dense", samples, null, labels, 1, KERNELS));
    }

    private static double information(DiffusionSpectralMutualInformation metric, INDArray samples, int[] labels) {
        return Answers.scalar(result(metric, samples, labels), "information");
    }

    private static final DiffusionSpectralMutualInformation UNIT =
            DiffusionSpectralMutualInformation.withDefaults().withBandwidth(Bandwidth.fixed(1));

    @Test
    void withoutLabelsItDoesNotApply() {
        MetricResult result = result(UNIT, Nd4j.rand(4, 3), null);
        assertThat(result.values()).isEmpty();
        assertThat(result.flags()).singleElement().satisfies(flag -> {
            assertThat(flag.kind()).isEqualTo(Flag.Kind.NOT_APPLICABLE);
            assertThat(flag.reason()).startsWith("no labels");
        });
    }

    @Test
    void oneClassSingletonsAndSimplexTellNothing() {
        INDArray samples = Nd4j.randn(DataType.DOUBLE, 16, 4);
        int[] singletons = IntStream.range(0, 16).toArray();
        assertThat(information(UNIT, samples, new int[16])).isCloseTo(0, within(1e-12));
        assertThat(information(UNIT.withReference(Reference.FULL), samples, new int[16]))
                .isCloseTo(0, within(1e-12));
        assertThat(information(UNIT, samples, singletons)).isCloseTo(0, within(1e-12));
        INDArray simplex = Nd4j.eye(16).castTo(DataType.DOUBLE).muli(3);
        int[] labels = IntStream.range(0, 16).map(i -> i % 3).toArray();
        assertThat(information(UNIT, simplex, labels)).isCloseTo(0, within(1e-12));
    }

    @Test
    void fullReferenceIsTheDefinitionOfThePaper() {
        INDArray samples = MetricContract.activations(24).reshape(24, 90);
        int[] labels =
                IntStream.range(0, 24).map(i -> i % 5 == 0 ? 1 : i % 2 * -7).toArray();
        DiffusionSpectralEntropy entropy = DiffusionSpectralEntropy.withDefaults();
        double expected = 0;
        for (int label : new int[] {1, 0, -7}) {
            int[] rows = IntStream.range(0, 24).filter(i -> labels[i] == label).toArray();
            MetricResult within = entropy.compute(new Snapshot("c", samples.getRows(rows), null, null, 1, KERNELS));
            expected -= rows.length / 24.0 * Answers.scalar(within, "entropy");
        }
        MetricResult all = entropy.compute(new Snapshot("all", samples, null, null, 1, KERNELS));
        expected += Answers.scalar(all, "entropy");
        DiffusionSpectralMutualInformation full =
                DiffusionSpectralMutualInformation.withDefaults().withReference(Reference.FULL);
        assertThat(information(full, samples, labels)).isCloseTo(expected, within(1e-10));
    }

    @Test
    void classesOfOneSizeShareTheirDraws() {
        CountingKernels kernels = new CountingKernels(KERNELS);
        int[] labels = IntStream.range(0, 40).map(i -> i % 10).toArray();
        metric().compute(new Snapshot("dense", Nd4j.randn(DataType.DOUBLE, 40, 6), null, labels, 1, kernels));
        assertThat(kernels.solved())
                .as("ten classes and five draws, not five of each class")
                .isEqualTo(10 + 5);
    }

    @Test
    void negativeValuesAreNotClamped() {
        INDArray samples = Golden.samples("gauss_n50_d3");
        double value =
                information(DiffusionSpectralMutualInformation.withDefaults(), samples, Golden.labels("gauss_n50_d3"));
        assertThat(value).isCloseTo(-0.007345388858487347, within(1e-9));
    }

    @Test
    void seedAndRepetitionsChangeTheDraws() {
        INDArray samples = Nd4j.randn(DataType.DOUBLE, 30, 4);
        int[] labels = MetricContract.labels(30);
        double base = information(UNIT, samples, labels);
        assertThat(information(UNIT.withSeed(7), samples, labels)).isNotEqualTo(base);
        assertThat(information(UNIT.withRepetitions(2), samples, labels)).isNotEqualTo(base);
        assertThat(information(UNIT.withSeed(0).withRepetitions(5), samples, labels))
                .isEqualTo(base);
    }

    @Test
    void medianOfZeroIsUndefined() {
        MetricResult result =
                result(UNIT.withBandwidth(Bandwidth.medianHeuristic()), Nd4j.zeros(DataType.DOUBLE, 6, 2), new int[6]);
        assertThat(Answers.scalar(result, "information")).isNaN();
        assertThat(result.flags()).extracting(Flag::kind).containsExactly(Flag.Kind.UNDEFINED);
    }

    @Test
    void badOptionsAndLabelsAreRefused() {
        assertThatThrownBy(() -> UNIT.withRepetitions(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("repetition");
        assertThatThrownBy(() -> result(UNIT, Nd4j.rand(4, 3), new int[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 labels for 4 samples");
    }
}
