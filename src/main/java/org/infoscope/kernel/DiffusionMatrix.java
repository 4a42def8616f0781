package org.infoscope.kernel;

import java.util.Arrays;

/**
 * K = S^-1/2 G S^-1/2 of a subset of samples, G the Gaussian kernel, divided by (q_i q_j)^alpha when alpha &gt; 0; S and q
 * are row sums within the subset. Scaled in O(n^2), entry by entry.
 */
final class DiffusionMatrix implements SymmetricEigenvalues.LowerTriangle {

    /** Distances lie by rows, the matrix by columns: in tiles of so many columns both stay in the cache. */
    private static final int TILE = 32;

    private final double[][] columns;

    private DiffusionMatrix(double[][] columns) {
        this.columns = columns;
    }

    static DiffusionMatrix of(SquaredDistances distances, int[] subset, double sigma, double alpha) {
        int n = subset.length;
        double[][] columns = new double[n][];
        Arrays.setAll(columns, j -> new double[n - j]);
        double exponent = distances.exponent(sigma);
        for (int from = 0; from < n; from += TILE) {
            for (int i = from; i < n; i++) {
                int last = Math.min(from + TILE - 1, i);
                for (int j = from; j <= last; j++) {
                    columns[j][i - j] = SquaredDistances.gaussian(distances.relative(subset[i], subset[j]), exponent);
                }
            }
        }
        if (alpha > 0) {
            scale(
                    columns,
                    Arrays.stream(rowSums(columns))
                            .map(q -> Math.pow(q, -alpha))
                            .toArray());
        }
        scale(
                columns,
                Arrays.stream(rowSums(columns)).map(s -> 1 / Math.sqrt(s)).toArray());
        return new DiffusionMatrix(columns);
    }

    private static double[] rowSums(double[][] columns) {
        double[] sums = new double[columns.length];
        for (int j = 0; j < columns.length; j++) {
            double[] column = columns[j];
            sums[j] += column[0];
            for (int k = 1; k < column.length; k++) {
                sums[j] += column[k];
                sums[j + k] += column[k];
            }
        }
        return sums;
    }

    private static void scale(double[][] columns, double[] factors) {
        for (int j = 0; j < columns.length; j++) {
            double[] column = columns[j];
            double factor = factors[j];
            for (int k = 0; k < column.length; k++) {
                column[k] *= factor * factors[j + k];
            }
        }
    }

    @Override
    public void column(int j, double[] column) {
        System.arraycopy(columns[j], 0, column, 0, columns[j].length);
    }
}
