package org.infoscope.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Spectral clustering with nearest-neighbour affinity: rows that chains of near neighbours connect come together, whatever
 * the shape of the cluster.
 *
 * <p><b>Definition.</b> A_ij = 1 where j is among the 10 nearest rows of i by Euclidean distance, i itself counted, as in
 * scikit-learn's clustering, which the code published with arXiv 2312.04823 calls with 10 clusters. W = (A + A') / 2
 * without its diagonal, D its row sums. The eigenvectors of the k largest eigenvalues of D^-1/2 W D^-1/2, which are those
 * of the k smallest of the normalised Laplacian, are the columns of an [n, k] matrix; its rows, scaled to norm 1, are
 * clustered by k-means: Ng, Jordan and Weiss, "On Spectral Clustering" (2001).
 *
 * <p><b>Ours:</b> rows scaled to norm 1 and ten seeded k-means++ starts, where scikit-learn offers other ways to read the
 * eigenvectors (two good clusterings of one data set may differ at the borders); and the edge cases.
 *
 * <p><b>Edge cases.</b> Equal rows count once, so they share a cluster. With no more distinct rows than clusters each has
 * its own. A graph of exactly k components has these for clusters; of more, whose leading eigenvectors would be
 * arbitrary, the nearest are joined first, by the shortest distance between them, until k are left. Fewer than k clusters
 * may come out where rows of the eigenvectors coincide.
 *
 * <p><b>Cost.</b> n^2 d for the distances and 4/3 n^3 for the eigenvectors; about 13 n^2 bytes.
 *
 * <p>Stateless, safe for use by several threads. The same samples, k and seed give the same clusters on the same
 * machine and LAPACK; elsewhere rounding may move a row at a border.
 */
public final class SpectralClustering {

    private static final int NEIGHBOURS = 10;

    private SpectralClustering() {}

    /**
     * Clusters rows.
     *
     * @param samples [n, d], n &gt;= 1, of any numeric type; not changed
     * @param clusters k, at least 1
     * @param seed of the k-means starts
     * @return one id per row: 0, 1, ..., at most k - 1, in the order of first appearance
     * @throws IllegalArgumentException if there are no rows, more than 46,340, a NaN or an infinity, or k is below 1
     * @throws ArithmeticException if no solver's eigenvectors pass a check
     */
    public static int[] cluster(INDArray samples, int clusters, long seed) {
        if (clusters < 1) {
            throw new IllegalArgumentException("There must be 1 cluster at least, not " + clusters);
        }
        RowNorms norms = SquaredDistances.checked(samples);
        SquaredDistances distances = SquaredDistances.between(samples, norms);
        int[] firsts = firstEqualRows(distances);
        int[] distinct =
                IntStream.range(0, firsts.length).filter(i -> firsts[i] == i).toArray();
        int[] ofDistinct = distinct.length <= clusters
                ? IntStream.range(0, distinct.length).toArray()
                : clusters(new NeighbourGraph(distances, distinct, NEIGHBOURS - 1), clusters, seed);
        int[] ids = Arrays.stream(firsts)
                .map(first -> ofDistinct[Arrays.binarySearch(distinct, first)])
                .toArray();
        return inOrderOfAppearance(ids);
    }

    /** The first row equal to each. */
    private static int[] firstEqualRows(SquaredDistances distances) {
        int[] firsts = new int[distances.rows()];
        for (int i = 0; i < firsts.length; i++) {
            int j = 0;
            while (distances.relative(i, j) > 0) {
                j++;
            }
            firsts[i] = j == i ? i : firsts[j];
        }
        return firsts;
    }

    private static int[] clusters(NeighbourGraph graph, int clusters, long seed) {
        int[] components = graph.components();
        if (Arrays.stream(components).max().orElseThrow() + 1 >= clusters) {
            graph.joinNearest(components, clusters);
            return components;
        }
        double[][] vectors = LeadingEigenvectors.of(graph.size(), clusters, graph.normalised());
        return KMeans.cluster(unitRows(vectors, graph.size()), clusters, seed);
    }

    /** No row is 0: the leading eigenvectors span one that has no zero in it. */
    private static double[][] unitRows(double[][] vectors, int n) {
        double[][] rows = new double[n][vectors.length];
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (double[] vector : vectors) {
                squares += vector[i] * vector[i];
            }
            for (int k = 0; k < vectors.length; k++) {
                rows[i][k] = vectors[k][i] / Math.sqrt(squares);
            }
        }
        return rows;
    }

    private static int[] inOrderOfAppearance(int[] ids) {
        Map<Integer, Integer> order = new HashMap<>();
        return Arrays.stream(ids)
                .map(id -> order.computeIfAbsent(id, unseen -> order.size()))
                .toArray();
    }
}
