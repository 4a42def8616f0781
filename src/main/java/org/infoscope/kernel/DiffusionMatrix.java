package org.infoscope.kernel;

import java.util.Arrays;

/**
 * K = S^-1/2 G S^-1/2 of a subset of samples, G the Gaussian kernel, divided by (q_i q_j)^alpha when alpha &gt; 0; S and q
 * are row sums within the subset. Scaled in O(n^2), entry by entry.
 */
final class DiffusionMatrix implements SymmetricEigenvalues.LowerTriangle {

    private final double[][] columns;

    private DiffusionMatrix(double[][] columns) {
        this.columns = columns;
    }

    static DiffusionMatrix of(SquaredDistances distances, int[] subset, double sigma, double alpha) {
        int n = subset.length;
        double[][] columns = new double[n][];
        for (int j = 0; j < n; j++) {
            columns[j] = new double[n - j];
            for (int i = j; i < n; i++) {
                columns[j][i - j] = distances.gaussian(subset[i], subset[j], sigma);
            }
        }
        if (alpha > 0) {
            divide(
                    columns,
                    Arrays.stream(rowSums(columns)).map(q -> Math.pow(q, alpha)).toArray());
        }
        divide(columns, Arrays.stream(rowSums(columns)).map(Math::sqrt).toArray());
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

    private static void divide(double[][] columns, double[] scale) {
        for (int j = 0; j < columns.length; j++) {
            for (int k = 0; k < columns[j].length; k++) {
                columns[j][k] /= scale[j] * scale[j + k];
            }
        }
    }

    @Override
    public void column(int j, double[] column) {
        System.arraycopy(columns[j], 0, column, 0, columns[j].length);
    }
}
