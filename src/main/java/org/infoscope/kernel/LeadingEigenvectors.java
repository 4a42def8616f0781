package org.infoscope.kernel;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyev;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevr;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Eigenvectors of the largest eigenvalues of a real symmetric matrix of norm 1, by LAPACK's {@code dsyevr}.
 *
 * <p>A solve passes when info = 0, every |A v - lambda v| is below 1e-9 and the vectors are orthonormal within 1e-9; one
 * that fails is done again by {@code dsyev}.
 */
final class LeadingEigenvectors {

    private static final double TOLERANCE = 1e-9;
    private static final byte VECTORS = 'V';
    private static final byte BY_INDEX = 'I';
    private static final byte LOWER = 'L';

    private LeadingEigenvectors() {}

    /** A LAPACK driver for the largest eigenvalues and their vectors. */
    @FunctionalInterface
    interface Driver {
        /**
         * Solves.
         *
         * @param n rows
         * @param matrix n x n
         * @param values receives the largest eigenvalues, ascending
         * @param vectors receives a vector of n for each
         * @return LAPACK's info: 0 for success
         */
        int solve(int n, SymmetricEigenvalues.LowerTriangle matrix, double[] values, double[][] vectors);
    }

    /** By the fast driver, behind it the slow one. */
    static double[][] of(int n, int count, SymmetricEigenvalues.LowerTriangle matrix) {
        return of(n, count, matrix, List.of(LeadingEigenvectors::byRange, LeadingEigenvectors::byIteration));
    }

    /**
     * Solves by the first driver that passes the check.
     *
     * @param n rows
     * @param count of eigenvectors, 1 to n
     * @param matrix n x n
     * @return [count][n], by ascending eigenvalue
     * @throws ArithmeticException if none does
     */
    static double[][] of(int n, int count, SymmetricEigenvalues.LowerTriangle matrix, List<Driver> drivers) {
        for (Driver driver : drivers) {
            double[] values = new double[count];
            double[][] vectors = new double[count][n];
            if (driver.solve(n, matrix, values, vectors) == 0 && fit(n, matrix, values, vectors)) {
                return vectors;
            }
        }
        throw new ArithmeticException("LAPACK gives no right eigenvectors of a symmetric " + n + " x " + n
                + " matrix. Use OpenBLAS 0.3.31 or newer.");
    }

    static int byRange(int n, SymmetricEigenvalues.LowerTriangle matrix, double[] values, double[][] vectors) {
        int count = values.length;
        try (DoublePointer a = dense(n, matrix);
                DoublePointer w = new DoublePointer(n);
                DoublePointer z = new DoublePointer((long) n * count);
                IntPointer found = new IntPointer(1);
                IntPointer support = new IntPointer(2L * count)) {
            int from = n - count + 1;
            int info = LAPACKE_dsyevr(
                    LAPACK_COL_MAJOR, VECTORS, BY_INDEX, LOWER, n, a, n, 0, 0, from, n, 0, found, w, z, n, support);
            w.get(values);
            copy(z, 0, vectors);
            return info;
        }
    }

    static int byIteration(int n, SymmetricEigenvalues.LowerTriangle matrix, double[] values, double[][] vectors) {
        int first = n - values.length;
        try (DoublePointer a = dense(n, matrix);
                DoublePointer w = new DoublePointer(n)) {
            int info = LAPACKE_dsyev(LAPACK_COL_MAJOR, VECTORS, LOWER, n, a, n, w);
            w.position(first).get(values);
            w.position(0);
            copy(a, first, vectors);
            return info;
        }
    }

    private static DoublePointer dense(int n, SymmetricEigenvalues.LowerTriangle matrix) {
        DoublePointer dense = new DoublePointer((long) n * n).zero();
        double[] column = new double[n];
        for (int j = 0; j < n; j++) {
            matrix.column(j, column);
            dense.position((long) j * n + j).put(column, 0, n - j);
        }
        return dense.position(0);
    }

    private static void copy(DoublePointer columns, int first, double[][] vectors) {
        for (int k = 0; k < vectors.length; k++) {
            columns.position((long) (first + k) * vectors[k].length).get(vectors[k]);
        }
        columns.position(0);
    }

    private static boolean fit(int n, SymmetricEigenvalues.LowerTriangle matrix, double[] values, double[][] vectors) {
        double[][] residuals = new double[values.length][n];
        double[] column = new double[n];
        for (int j = 0; j < n; j++) {
            matrix.column(j, column);
            for (int k = 0; k < values.length; k++) {
                residuals[k][j] += (column[0] - values[k]) * vectors[k][j];
                for (int i = j + 1; i < n; i++) {
                    residuals[k][i] += column[i - j] * vectors[k][j];
                    residuals[k][j] += column[i - j] * vectors[k][i];
                }
            }
        }
        for (int k = 0; k < values.length; k++) {
            boolean small = product(residuals[k], residuals[k]) <= TOLERANCE * TOLERANCE;
            for (int other = 0; other <= k; other++) {
                double excess = product(vectors[k], vectors[other]) - (other == k ? 1 : 0);
                small &= Math.abs(excess) <= TOLERANCE;
            }
            if (!small) {
                return false;
            }
        }
        return true;
    }

    private static double product(double[] a, double[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
        }
        return product;
    }
}
