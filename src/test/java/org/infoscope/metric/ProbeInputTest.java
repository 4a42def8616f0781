package org.infoscope.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.infoscope.kernel.SpectralClustering;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

@Tag("eigenvalues")
class ProbeInputTest {

    @Test
    void scalarsAreCutIntoBinsOfEqualWidth() {
        INDArray scalars =
                Nd4j.createFromArray(-1.0, 3, 1, 0.9, -0.2, -0.19, 2.99).reshape(7, 1);
        ProbeInput input = ProbeInput.of(scalars);
        assertThat(input.source()).isEqualTo("equal-width bins");
        assertThat(input.clusters(5, 0)).containsExactly(0, 4, 2, 2, 1, 1, 4);
        assertThat(input.clusters(1, 0)).containsOnly(0);
        assertThat(ProbeInput.of(Nd4j.createFromArray(7f, 7f, 7f)).clusters(10, 0))
                .containsExactly(0, 0, 0);
        double huge = Double.MAX_VALUE;
        assertThat(ProbeInput.of(Nd4j.createFromArray(-huge, huge, 1.0)).clusters(2, 0))
                .containsExactly(0, 1, 1);
        assertThatThrownBy(
                        () -> ProbeInput.of(Nd4j.createFromArray(1, Double.NaN)).clusters(2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void clustersAreFoundOncePerNumberAndSeed() {
        INDArray inputs = Golden.samples("gauss_n200_d20").reshape('c', 200, 5, 4);
        ProbeInput input = ProbeInput.of(inputs);
        int[] found = input.clusters(10, 0);
        assertThat(found).containsExactly(SpectralClustering.cluster(Golden.samples("gauss_n200_d20"), 10, 0));
        assertThat(input.source()).isEqualTo("spectral clustering");
        assertThat(input.size()).isEqualTo(200);
        inputs.assign(0);
        found[0] = -5;
        assertThat(input.clusters(10, 0))
                .as("remembered, and not to be changed")
                .isNotEqualTo(found)
                .contains(9);
        assertThat(input.clusters(10, 1)).as("another seed asks again").containsOnly(0);
        assertThat(input.clusters(9, 0)).as("another number asks again").containsOnly(0);
    }

    @Test
    void largeImagesAreBroughtTo64PixelsASideByNearestNeighbour() {
        INDArray images = Nd4j.rand(DataType.FLOAT, 40, 2, 130, 50);
        INDArray small = Nd4j.create(DataType.FLOAT, 40, 2, 64, 50);
        for (int row = 0; row < 64; row++) {
            for (int column = 0; column < 50; column++) {
                for (int channel = 0; channel < 2; channel++) {
                    for (int n = 0; n < 40; n++) {
                        small.putScalar(
                                new int[] {n, channel, row, column},
                                images.getDouble(n, channel, row * 130 / 64, column));
                    }
                }
            }
        }
        int[] expected = SpectralClustering.cluster(small.reshape('c', 40, 6400), 3, 0);
        assertThat(ProbeInput.of(images).clusters(3, 0)).containsExactly(expected);
        // Pixels that the smaller image leaves out do not count, in either format.
        INDArray noise = images.dup();
        for (int row = 0; row < 64; row++) {
            noise.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(row * 130 / 64), NDArrayIndex.all())
                    .assign(1);
        }
        assertThat(ProbeInput.of(noise).clusters(3, 0)).containsOnly(0);
        assertThat(ProbeInput.of(noise.permute(0, 2, 3, 1)).clusters(3, 0)).containsOnly(0);
        assertThat(ProbeInput.of(noise.permute(0, 1, 3, 2)).clusters(3, 0)).containsOnly(0);
    }

    @Test
    void givenClustersAreWhatTheyAre() {
        int[] ids = {7, -3, 7};
        ProbeInput input = ProbeInput.clustered(ids);
        ids[0] = 0;
        assertThat(input.clusters(10, 5)).containsExactly(7, -3, 7);
        assertThat(input.size()).isEqualTo(3);
        assertThat(input.source()).isEqualTo("given");
    }

    @Test
    void whatHasNoClustersIsRefused() {
        assertThatThrownBy(() -> ProbeInput.clustered(new int[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one cluster per example");
        assertThatThrownBy(() -> ProbeInput.of(Nd4j.scalar(1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dimension 0");
        INDArray inputs = Nd4j.rand(3, 2);
        assertThatThrownBy(() -> ProbeInput.of(inputs).clusters(0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 cluster");
        inputs.putScalar(0, 0, Double.POSITIVE_INFINITY);
        assertThatThrownBy(() -> ProbeInput.of(inputs).clusters(2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("probe's inputs")
                .hasMessageContaining("infinity");
    }
}
