package org.infoscope.kernel;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyev;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd_2stage;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsytrd_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.List;
import org.bytedeco.javacpp.DoublePointer;

/**
 * Eigenvalues of real symmetric matrices by LAPACK and {@link TridiagonalEigenvalues}, every solve checked.
 *
 * <p>A solve passes when info = 0, sum lambda = trace and sum lambda^2 = squared Frobenius norm, both within a relative
 * 1e-10. OpenBLAS 0.3.19, the one Deeplearning4j 1.0.0-M2.1 brings, returns wrong eigenvalues with info = 0 from its
 * two-stage reductions on processors with AVX-512; this is how that is caught.
 *
 * <p>Safe for use by several threads.
 */
final class SymmetricEigenvalues {

    private static final double TOLERANCE = 1e-10;
    private static final int TWO_STAGE_ROWS = 2100;

    /** Columns that {@code dsytrd} reduces at a time. */
    private static final int BLOCK = 32;

    private static final byte VALUES_ONLY = 'N';
    private static final byte LOWER = 'L';

    private final List<Driver> drivers;
    private volatile int trusted;

    /** A LAPACK driver for eigenvalues without vectors. */
    @FunctionalInterface
    interface Driver {
        /**
         * Solves.
         *
         * @param matrix n x n, column-major, lower triangle; overwritten
         * @param n rows
         * @param eigenvalues n; receives the eigenvalues, ascending
         * @return LAPACK's info: 0 for success
         */
        int solve(DoublePointer matrix, int n, DoublePointer eigenvalues);
    }

    /** A symmetric matrix by columns of its lower triangle. */
    @FunctionalInterface
    interface LowerTriangle {
        /**
         * Writes the entries (j, j) ... (n - 1, j) to the front of {@code column}.
         *
         * @param j column
         * @param column n
         */
        void column(int j, double[] column);
    }

    /** Eigenvalues that passed the check, ascending, and whether the first driver was not the one that gave them. */
    static final class Solution {
        private final double[] eigenvalues;
        private final boolean fallback;

        Solution(double[] eigenvalues, boolean fallback) {
            this.eigenvalues = eigenvalues;
            this.fallback = fallback;
        }

        double[] eigenvalues() {
            return eigenvalues.clone();
        }

        boolean fallback() {
            return fallback;
        }
    }

    /**
     * Tries the drivers in their order. One that gave a wrong answer is not asked again.
     *
     * @param drivers the fastest first
     */
    SymmetricEigenvalues(List<Driver> drivers) {
        this.drivers = List.copyOf(drivers);
    }

    /**
     * The fastest driver by measurement (OpenBLAS 0.3.31, one thread): {@code dsytrd} with {@link TridiagonalEigenvalues}, from
     * 2,100 rows on, which outgrow the cache, {@code dsyevd_2stage}. Behind it {@code dsyev}, right in every build.
     */
    static SymmetricEigenvalues lapack() {
        return new SymmetricEigenvalues(List.of(
                (a, n, w) -> n < TWO_STAGE_ROWS ? tridiagonal(a, n, w) : twoStage(a, n, w),
                SymmetricEigenvalues::qrIteration));
    }

    /** Without LAPACKE's search for NaN, which the check makes good for. */
    static int tridiagonal(DoublePointer a, int n, DoublePointer w) {
        try (DoublePointer beside = new DoublePointer(n);
                DoublePointer reflectors = new DoublePointer(n);
                DoublePointer work = new DoublePointer((long) BLOCK * n)) {
            int info = LAPACKE_dsytrd_work(LAPACK_COL_MAJOR, LOWER, n, a, n, w, beside, reflectors, work, BLOCK * n);
            double[] diagonal = new double[n];
            double[] offDiagonal = new double[n];
            w.get(diagonal);
            beside.get(offDiagonal, 0, n - 1);
            boolean converged = TridiagonalEigenvalues.solve(diagonal, offDiagonal);
            w.put(diagonal, 0, n);
            return info == 0 && !converged ? 1 : info;
        }
    }

    static int twoStage(DoublePointer a, int n, DoublePointer w) {
        return LAPACKE_dsyevd_2stage(LAPACK_COL_MAJOR, VALUES_ONLY, LOWER, n, a, n, w);
    }

    static int qrIteration(DoublePointer a, int n, DoublePointer w) {
        return LAPACKE_dsyev(LAPACK_COL_MAJOR, VALUES_ONLY, LOWER, n, a, n, w);
    }

    /**
     * Eigenvalues of an n x n matrix.
     *
     * @throws ArithmeticException if no driver passes the check
     */
    Solution solve(int n, LowerTriangle matrix) {
        try (DoublePointer a = new DoublePointer((long) n * n);
                DoublePointer w = new DoublePointer(n)) {
            double[] eigenvalues = new double[n];
            for (int driver = trusted; driver < drivers.size(); driver++) {
                Moments expected = fill(a, n, matrix);
                int info = drivers.get(driver).solve(a, n, w);
                w.get(eigenvalues);
                if (info == 0 && expected.fit(eigenvalues)) {
                    return new Solution(eigenvalues, driver > 0);
                }
                trusted = Math.min(driver + 1, drivers.size() - 1);
            }
        }
        throw new ArithmeticException("LAPACK gives no right eigenvalues of a symmetric " + n + " x " + n
                + " matrix: their sums differ from its trace and Frobenius norm. Use OpenBLAS 0.3.31 or newer.");
    }

    private static Moments fill(DoublePointer a, int n, LowerTriangle matrix) {
        double trace = 0;
        double offDiagonal = 0;
        double diagonal = 0;
        double[] column = new double[n];
        for (int j = 0; j < n; j++) {
            matrix.column(j, column);
            a.position((long) j * n + j).put(column, 0, n - j);
            trace += column[0];
            diagonal += column[0] * column[0];
            offDiagonal += squares(column, 1, n - j);
        }
        a.position(0);
        return new Moments(trace, diagonal + 2 * offDiagonal);
    }

    /** Two partial sums: they let the processor overlap the additions. */
    private static double squares(double[] values, int from, int to) {
        double even = 0;
        double odd = 0;
        int i = from;
        for (; i + 1 < to; i += 2) {
            even += values[i] * values[i];
            odd += values[i + 1] * values[i + 1];
        }
        return even + odd + (i < to ? values[i] * values[i] : 0);
    }

    /** The first two power sums that the eigenvalues of a matrix must have. */
    private record Moments(double trace, double squaredFrobenius) {

        boolean fit(double[] eigenvalues) {
            double sum = 0;
            double squares = 0;
            for (double lambda : eigenvalues) {
                sum += lambda;
                squares += lambda * lambda;
            }
            return Math.abs(sum - trace) <= TOLERANCE * Math.abs(trace)
                    && Math.abs(squares - squaredFrobenius) <= TOLERANCE * squaredFrobenius;
        }
    }
}
