package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.infoscope.metric.Golden;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Tag("eigenvalues")
class SpectralClusteringTest {

    /** Gaussian groups around places on a line, in three dimensions: {@code sizes[g]} rows each, group after group. */
    private static INDArray groups(double[] places, int[] sizes) {
        Random random = new Random(5);
        double[][] rows = IntStream.range(0, places.length)
                .boxed()
                .flatMap(g -> IntStream.range(0, sizes[g]).mapToObj(i ->
                        new double[] {places[g] + random.nextGaussian(), random.nextGaussian(), random.nextGaussian()}))
                .toArray(double[][]::new);
        return Nd4j.createFromArray(rows);
    }

    /** Ids of the groups, several groups to one id. */
    private static int[] ids(int[] sizes, int... idOfGroup) {
        return IntStream.range(0, sizes.length)
                .flatMap(g -> IntStream.range(0, sizes[g]).map(i -> idOfGroup[g]))
                .toArray();
    }

    @Test
    void groupsFarApartComeOutExactly() {
        int[] sizes = {12, 40, 23, 60};
        INDArray samples = groups(new double[] {0, 100, 200, 300}, sizes);
        assertThat(SpectralClustering.cluster(samples, 4, 0)).containsExactly(ids(sizes, 0, 1, 2, 3));
        assertThat(SpectralClustering.cluster(samples.castTo(DataType.FLOAT), 4, 9))
                .containsExactly(ids(sizes, 0, 1, 2, 3));
    }

    @Test
    void clustersOfThePublishedCodeComeOut() {
        int[] published = Golden.clusters("blobs_n200_d20_k4");
        int[] found = SpectralClustering.cluster(Golden.samples("blobs_n200_d20_k4"), 4, 0);
        assertThat(partition(found)).isEqualTo(partition(published));
    }

    /** The first member of each row's cluster. */
    private static int[] partition(int[] ids) {
        return Arrays.stream(ids)
                .map(id -> IntStream.range(0, ids.length)
                        .filter(i -> ids[i] == id)
                        .findFirst()
                        .orElseThrow())
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, -77})
    void groupsThatARowConnectsAreToldApartByTheEigenvectors(long seed) {
        int[] sizes = {40, 1, 40, 1, 40};
        INDArray samples = groups(new double[] {0, 20, 40, 60, 80}, sizes);
        int[] found = SpectralClustering.cluster(samples, 3, seed);
        int[] ends = {found[0], found[41], found[82]};
        assertThat(ends).doesNotHaveDuplicates();
        for (int group = 0; group < 3; group++) {
            assertThat(Arrays.copyOfRange(found, group * 41, group * 41 + 40)).containsOnly(ends[group]);
        }
    }

    @Test
    void moreClustersThanGroupsSplitGroupsAndNeverMixThem() {
        int[] sizes = {50, 50, 50};
        INDArray samples = groups(new double[] {0, 100, 200}, sizes);
        int[] found = SpectralClustering.cluster(samples, 7, 0);
        assertThat(Arrays.stream(found).distinct().count()).isEqualTo(7);
        for (int id = 0; id < 7; id++) {
            int wanted = id;
            assertThat(IntStream.range(0, 150)
                            .filter(i -> found[i] == wanted)
                            .map(i -> i / 50)
                            .distinct()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void fewerClustersThanGroupsJoinTheNearest() {
        int[] sizes = {15, 15, 15, 15, 15};
        INDArray samples = groups(new double[] {0, 100, 400, 510, 2000}, sizes);
        assertThat(SpectralClustering.cluster(samples, 4, 0)).containsExactly(ids(sizes, 0, 0, 1, 2, 3));
        assertThat(SpectralClustering.cluster(samples, 3, 0)).containsExactly(ids(sizes, 0, 0, 1, 1, 2));
        assertThat(SpectralClustering.cluster(samples, 2, 0)).containsExactly(ids(sizes, 0, 0, 0, 0, 1));
        assertThat(SpectralClustering.cluster(samples, 1, 0)).containsOnly(0);
    }

    @Test
    void theSameSeedGivesTheSameClustersAndTheUnitDoesNotMatter() {
        INDArray samples = Golden.samples("gauss_n200_d20");
        INDArray before = samples.dup();
        int[] found = SpectralClustering.cluster(samples, 10, 3);
        assertThat(Arrays.stream(found).distinct().count()).isEqualTo(10);
        assertThat(found[0]).as("numbered in order of appearance").isZero();
        assertThat(SpectralClustering.cluster(samples, 10, 3)).containsExactly(found);
        assertThat(SpectralClustering.cluster(samples.mul(0x1p-300), 10, 3)).containsExactly(found);
        assertThat(samples).isEqualTo(before);
    }

    @Test
    void equalRowsShareACluster() {
        INDArray distinct = Golden.samples("gauss_n200_d20");
        INDArray twice = Nd4j.concat(0, distinct, distinct);
        int[] found = SpectralClustering.cluster(twice, 10, 0);
        assertThat(Arrays.copyOfRange(found, 200, 400)).containsExactly(Arrays.copyOf(found, 200));
        assertThat(Arrays.copyOf(found, 200)).containsExactly(SpectralClustering.cluster(distinct, 10, 0));
        assertThat(SpectralClustering.cluster(Nd4j.ones(30, 4), 10, 0)).containsOnly(0);
    }

    @Test
    void fewDistinctRowsAreTheirOwnClusters() {
        assertThat(SpectralClustering.cluster(Nd4j.createFromArray(new double[][] {{1, 2}}), 10, 0))
                .containsExactly(0);
        INDArray rows = Nd4j.createFromArray(new double[][] {{5, 5}, {1, 2}, {5, 5}, {3, 0}, {1, 2}});
        assertThat(SpectralClustering.cluster(rows, 3, 0)).containsExactly(0, 1, 0, 2, 1);
        INDArray eleven = Nd4j.arange(11).reshape(11, 1);
        int[] nearlyAll = SpectralClustering.cluster(eleven, 10, 0);
        assertThat(Arrays.stream(nearlyAll).distinct().count()).isBetween(2L, 10L);
    }

    @Test
    void whatCannotBeClusteredIsRefused() {
        INDArray samples = Nd4j.rand(DataType.DOUBLE, 4, 3);
        assertThatThrownBy(() -> SpectralClustering.cluster(samples, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cluster");
        assertThatThrownBy(() -> SpectralClustering.cluster(Nd4j.rand(4, 3, 2), 2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[n, d]");
        samples.putScalar(1, 1, Double.NaN);
        assertThatThrownBy(() -> SpectralClustering.cluster(samples, 2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }
}
