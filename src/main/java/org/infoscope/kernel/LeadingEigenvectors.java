package org.infoscope.kernel;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevr;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.eig.SymmetricQRAlgorithmDecomposition_DDRM;
import org.ejml.dense.row.decomposition.hessenberg.TridiagonalDecompositionHouseholder_DDRM;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Eigenvectors of the largest eigenvalues of a real symmetric matrix of norm 1, by LAPACK's {@code dsyevr}.
 *
 * <p>A solve passes when info = 0, every |A v - lambda v| is below 1e-9 and the vectors are orthonormal within 1e-9; one
 * that fails is done again in Java, by EJML: OpenBLAS 0.3.19, the one Deeplearning4j 1.0.0-M2.1 brings, returns wrong vectors
 * with info = 0 from {@code dsyevr} and {@code dsyev} alike on processors with AVX-512.
 */
final class LeadingEigenvectors {

    private static final Logger LOG = LoggerFactory.getLogger(LeadingEigenvectors.class);

    private static final double TOLERANCE = 1e-9;
    private static final byte VECTORS = 'V';
    private static final byte BY_INDEX = 'I';
    private static final byte LOWER = 'L';

    private LeadingEigenvectors() {}

    /** A solver for the largest eigenvalues and their vectors. */
    @FunctionalInterface
    interface Driver {
        /**
         * Solves.
         *
         * @param n rows
         * @param matrix n x n
         * @param values receives the largest eigenvalues, ascending
         * @param vectors receives a vector of n for each
         * @return 0 for success
         */
        int solve(int n, SymmetricEigenvalues.LowerTriangle matrix, double[] values, double[][] vectors);
    }

    /** By LAPACK, behind it in Java. */
    static double[][] of(int n, int count, SymmetricEigenvalues.LowerTriangle matrix) {
        return of(n, count, matrix, List.of(LeadingEigenvectors::byRange, LeadingEigenvectors::inJava));
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
            LOG.warn(
                    "Infoscope: wrong eigenvectors (of {} rows); OpenBLAS 0.3.31 (infoscope-bom) has right ones, and fast",
                    n);
        }
        throw new ArithmeticException(
                "No solver gives right eigenvectors of a symmetric " + n + " x " + n + " matrix.");
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
            for (int k = 0; k < count; k++) {
                z.position((long) k * n).get(vectors[k]);
            }
            z.position(0);
            return info;
        }
    }

    /** All of them, on one thread: 0.1 s for 256 rows, 3 s for 1,000, 30 s for 2,000. */
    static int inJava(int n, SymmetricEigenvalues.LowerTriangle matrix, double[] values, double[][] vectors) {
        DMatrixRMaj a = new DMatrixRMaj(n, n);
        double[] column = new double[n];
        for (int j = 0; j < n; j++) {
            matrix.column(j, column);
            for (int i = j; i < n; i++) {
                a.set(i, j, column[i - j]);
                a.set(j, i, column[i - j]);
            }
        }
        SymmetricQRAlgorithmDecomposition_DDRM solver =
                new SymmetricQRAlgorithmDecomposition_DDRM(new TridiagonalDecompositionHouseholder_DDRM(), true);
        if (!solver.decompose(a)) {
            return 1;
        }
        Integer[] ascending = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> solver.getEigenvalue(i).getReal()))
                .toArray(Integer[]::new);
        for (int k = 0; k < values.length; k++) {
            int index = ascending[n - values.length + k];
            values[k] = solver.getEigenvalue(index).getReal();
            vectors[k] = solver.getEigenVector(index).getData();
        }
        return 0;
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
