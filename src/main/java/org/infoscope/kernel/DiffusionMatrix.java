package org.infoscope.kernel;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * K = S^-1/2 G S^-1/2 of a subset of samples, G the Gaussian kernel, divided by (q_i q_j)^alpha when alpha &gt; 0; S and q
 * are row sums within the subset. Scaled in O(n^2), entry by entry. Not safe for use by several threads.
 */
final class DiffusionMatrix implements SymmetricEigenvalues.LowerTriangle {

    /** Rows are kept, columns are asked for: so many are turned at a time that both stay in the cache. */
    private static final int TILE = 32;

    private final double[][] rows;
    private final double[][] turned;
    private int turnedFrom = -1;

    private DiffusionMatrix(double[][] rows) {
        this.rows = rows;
        this.turned = new double[Math.min(TILE, rows.length)][rows.length];
    }

    /**
     * The matrix of some rows.
     *
     * @param subset ascending
     */
    static DiffusionMatrix of(SquaredDistances distances, int[] subset, double sigma, double alpha) {
        double exponent = distances.exponent(sigma);
        double[][] rows = new double[subset.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[i + 1];
            distances.gaussians(subset[i], subset, exponent, rows[i]);
        }
        if (alpha > 0) {
            scale(rows, q -> Math.pow(q, -alpha));
        }
        scale(rows, s -> 1 / Math.sqrt(s));
        return new DiffusionMatrix(rows);
    }

    /** Multiplies entry (i, j) by a factor of row i and one of row j, each a function of the row's sum. */
    private static void scale(double[][] rows, DoubleUnaryOperator ofSum) {
        double[] factors = Arrays.stream(sums(rows)).map(ofSum).toArray();
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            for (int j = 0; j <= i; j++) {
                row[j] *= factors[i] * factors[j];
            }
        }
    }

    private static double[] sums(double[][] rows) {
        double[] sums = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            double own = row[i];
            for (int j = 0; j < i; j++) {
                own += row[j];
                sums[j] += row[j];
            }
            sums[i] += own;
        }
        return sums;
    }

    @Override
    public void column(int j, double[] column) {
        int from = j - j % TILE;
        if (from != turnedFrom) {
            turn(from);
            turnedFrom = from;
        }
        System.arraycopy(turned[j - from], j, column, 0, rows.length - j);
    }

    private void turn(int from) {
        for (int i = from; i < rows.length; i++) {
            double[] row = rows[i];
            int last = Math.min(from + TILE - 1, i);
            for (int j = from; j <= last; j++) {
                turned[j - from][i] = row[j];
            }
        }
    }
}
