package org.infoscope.kernel;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * K = S^-1/2 G S^-1/2 of a subset of samples, G the Gaussian kernel, divided by (q_i q_j)^alpha when alpha &gt; 0; S and q
 * are row sums within the subset. Scaled in O(n^2), entry by entry. Its samples are in descending order, so that what lies below
 * the diagonal lies along a row of the distances: eigenvalues do not depend on the order. Immutable.
 */
final class DiffusionMatrix implements SymmetricEigenvalues.LowerTriangle {

    private final double[][] columns;
    private final double[] factors;

    private DiffusionMatrix(double[][] columns, double[] factors) {
        this.columns = columns;
        this.factors = factors;
    }

    /**
     * The matrix of some rows.
     *
     * @param subset ascending
     */
    static DiffusionMatrix of(SquaredDistances distances, int[] subset, double sigma, double alpha) {
        int n = subset.length;
        double exponent = distances.exponent(sigma);
        double[][] columns = new double[n][];
        double[] sums = new double[n];
        for (int j = 0; j < n; j++) {
            columns[j] = new double[n - j];
            distances.gaussians(subset, n - 1 - j, exponent, columns[j]);
            add(columns[j], j, sums);
        }
        if (alpha > 0) {
            double[] densities = each(sums, q -> Math.pow(q, -alpha));
            Arrays.fill(sums, 0);
            for (int j = 0; j < n; j++) {
                scale(columns[j], j, densities, columns[j]);
                add(columns[j], j, sums);
            }
        }
        return new DiffusionMatrix(columns, each(sums, s -> 1 / Math.sqrt(s)));
    }

    private static double[] each(double[] sums, DoubleUnaryOperator function) {
        return Arrays.stream(sums).map(function).toArray();
    }

    /** Adds entries (j, j) ... (n - 1, j) to the sums of their rows, and by symmetry of row j. */
    private static void add(double[] column, int j, double[] sums) {
        double own = 0;
        for (int k = 1; k < column.length; k++) {
            own += column[k];
            sums[j + k] += column[k];
        }
        sums[j] += column[0] + own;
    }

    /** Multiplies entry (i, j) by the factors of both. */
    private static void scale(double[] column, int j, double[] factors, double[] scaled) {
        double factor = factors[j];
        for (int k = 0; k < column.length; k++) {
            scaled[k] = column[k] * (factor * factors[j + k]);
        }
    }

    @Override
    public void column(int j, double[] column) {
        scale(columns[j], j, factors, column);
    }
}
