package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.CpuKernels;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SnapshotTest {

    private static Snapshot snapshot(INDArray activations, int @Nullable [] lengths, int @Nullable [] labels) {
        return new Snapshot("layer", activations, lengths, labels, 1, new CpuKernels());
    }

    @Test
    void metricsShareDistancesAndSpectraInEitherOrder() {
        List<Metric> metrics = Metrics.full();
        for (boolean reversed : new boolean[] {false, true}) {
            CountingKernels kernels = new CountingKernels(new CpuKernels());
            int[] labels = MetricContract.labels(20);
            Snapshot snapshot = new Snapshot("layer", MetricContract.activations(20), null, labels, 1, kernels);
            for (int k = 0; k < metrics.size(); k++) {
                metrics.get(reversed ? metrics.size() - 1 - k : k).compute(snapshot);
            }
            assertThat(kernels.geometries()).isEqualTo(1);
            assertThat(kernels.solved())
                    .as("per bandwidth: all rows, two classes, five draws that both classes share")
                    .isEqualTo(4 * (1 + 2 + 5));
        }
    }

    @Test
    void rememberedSpectraAreThoseOfAFreshSnapshot() {
        INDArray samples = Nd4j.rand(DataType.DOUBLE, 12, 4);
        Snapshot used = snapshot(samples, null, null);
        int[] some = {3, 1, 2};
        int[] others = {0, 5, 7, 8};
        used.diffusionSpectra(Bandwidth.fixed(1), 0, List.of(some));
        List<double[]> found = used.diffusionSpectra(Bandwidth.fixed(1), 0, List.of(others, some, others))
                .eigenvalues();
        List<double[]> expected = snapshot(samples, null, null)
                .diffusionSpectra(Bandwidth.fixed(1), 0, List.of(others, some, others))
                .eigenvalues();
        assertThat(found).hasSize(3);
        for (int k = 0; k < 3; k++) {
            assertThat(found.get(k)).containsExactly(expected.get(k));
        }
    }

    @Test
    void samplesAreRowsWhateverTheShape() {
        INDArray dense = Nd4j.rand(3, 5);
        assertThat(snapshot(dense, null, null).samples()).isSameAs(dense);
        INDArray maps = Nd4j.arange(48).reshape('c', 2, 3, 2, 4);
        INDArray flat = Nd4j.arange(48).reshape('c', 2, 24);
        assertThat(snapshot(maps, null, null).samples()).isEqualTo(flat);
        assertThat(snapshot(maps.dup('f'), null, null).samples()).isEqualTo(flat);
        INDArray sequences = Nd4j.arange(24).reshape('c', 2, 3, 4);
        assertThat(snapshot(sequences, null, null).samples())
                .isEqualTo(Nd4j.createFromArray(new float[][] {{3, 7, 11}, {15, 19, 23}})
                        .castTo(sequences.dataType()));
        assertThat(snapshot(sequences, new int[] {1, 3}, null).samples())
                .isEqualTo(Nd4j.createFromArray(new float[][] {{0, 4, 8}, {14, 18, 22}})
                        .castTo(sequences.dataType()));
    }

    @Test
    void mapsAreSampleAfterSampleAndLoseTheirMaskedTail() {
        INDArray maps = Nd4j.arange(48).reshape('c', 2, 3, 2, 4);
        assertThat(snapshot(maps.dup('f'), null, null).maps().orElseThrow())
                .containsExactly(Nd4j.arange(48).reshape('c', 6, 2, 4));
        INDArray sequences = Nd4j.arange(24).reshape('c', 2, 3, 4);
        assertThat(snapshot(sequences, new int[] {4, 4}, null).maps().orElseThrow())
                .containsExactly(Nd4j.arange(24).reshape('c', 6, 1, 4));
        List<INDArray> cut = snapshot(sequences, new int[] {4, 2}, null).maps().orElseThrow();
        assertThat(cut).hasSize(2);
        assertThat(cut.get(0)).isEqualTo(Nd4j.arange(12).reshape('c', 3, 1, 4));
        assertThat(cut.get(1))
                .isEqualTo(Nd4j.createFromArray(new float[] {12, 13, 16, 17, 20, 21})
                        .castTo(sequences.dataType())
                        .reshape('c', 3, 1, 2));
        assertThat(snapshot(Nd4j.rand(2, 3), null, null).maps()).isEmpty();
    }

    @Test
    void refusesWhatDoesNotFit() {
        INDArray sequences = Nd4j.rand(2, 3, 4);
        for (int[] lengths : new int[][] {{4}, {0, 4}, {1, 5}}) {
            assertThatThrownBy(() -> snapshot(sequences, lengths, null)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> snapshot(Nd4j.rand(2, 3), new int[] {1, 1}, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[n, c, t]");
        assertThatThrownBy(() -> snapshot(Nd4j.createFromArray(1f, 2f), null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'layer'");
        for (double stride : new double[] {0, -1, Double.NaN}) {
            assertThatThrownBy(() -> new Snapshot("layer", sequences, null, null, stride, new CpuKernels()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("stride");
        }
    }
}
