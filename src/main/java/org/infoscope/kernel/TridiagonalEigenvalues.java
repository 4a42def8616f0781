package org.infoscope.kernel;

import java.util.Arrays;

/**
 * Eigenvalues of a real symmetric tridiagonal matrix by the QL iteration without square roots (Pal, Walker and Kahan; Parlett, The
 * Symmetric Eigenvalue Problem, 8.15; LAPACK's {@code dsterf}), two sweeps at a time.
 *
 * <p>A sweep is one chain of divisions, each waiting for the last, so that a processor stands idle for most of it. Ours are two
 * changes of order that leave the method as it is: the fractions are joined, so that one division is waited for in each row, not two;
 * and a second sweep, with the other eigenvalue of the leading 2 x 2 block as its shift, follows two rows behind the first,
 * in the time that one takes. Errors are of the order of rounding times the largest entry.
 */
final class TridiagonalEigenvalues {

    /** Off-diagonal entries below this share of the largest entry are 0, squared. */
    private static final double NEGLIGIBLE = 0x1p-106;

    /** Added to squares so that no division is by 0: far below what is negligible. */
    private static final double FLOOR = 1e-60;

    /** Below this, the sum in a numerator is its second part. */
    private static final double VANISHED = 1e-200;

    /** On random matrices 1.3 pairs of sweeps find an eigenvalue. */
    private static final int MOST_SWEEPS = 30;

    /** Blocks of fewer rows have no room for a sweep that follows. */
    private static final int SHORTEST_PAIR = 5;

    private final double[] d;
    private final double[] e;

    /** Diagonal, and squares of the entries beside it: the one of rows i and i + 1 at i, and 0 at the end. */
    private TridiagonalEigenvalues(double[] d, double[] e) {
        this.d = d;
        this.e = e;
    }

    /**
     * Replaces the diagonal of a matrix by its eigenvalues, ascending.
     *
     * @param diagonal n; overwritten
     * @param beside n; the first n - 1 are the entries next to the diagonal; overwritten
     * @return whether the iteration has come to an end; NaN and infinities come out as NaN
     */
    static boolean solve(double[] diagonal, double[] beside) {
        int n = diagonal.length;
        beside[n - 1] = 0;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, Math.max(Math.abs(diagonal[i]), Math.abs(beside[i])));
        }
        if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) {
            Arrays.fill(diagonal, largest == 0 ? 0 : Double.NaN);
            return true;
        }
        int exponent = Math.getExponent(largest);
        for (int i = 0; i < n; i++) {
            diagonal[i] = Math.scalb(diagonal[i], -exponent);
            double scaled = Math.scalb(beside[i], -exponent);
            beside[i] = scaled * scaled;
        }
        boolean converged = new TridiagonalEigenvalues(diagonal, beside).iterate();
        for (int i = 0; i < n; i++) {
            diagonal[i] = Math.scalb(diagonal[i], exponent);
        }
        Arrays.sort(diagonal);
        return converged;
    }

    private boolean iterate() {
        int left = MOST_SWEEPS * d.length;
        int first = 0;
        while (first < d.length) {
            int last = first;
            while (e[last] > NEGLIGIBLE) {
                last++;
            }
            if (last == first) {
                first++;
            } else if (left == 0) {
                return false;
            } else {
                left--;
                sweeps(first, last);
            }
        }
        return true;
    }

    /** With the eigenvalues of the leading 2 x 2 block as shifts, the one that is nearer to the first entry first. */
    private void sweeps(int first, int last) {
        double root = Math.sqrt(e[first]);
        double half = (d[first + 1] - d[first]) / (2 * root);
        double tangent = half + Math.copySign(Math.sqrt(half * half + 1), half);
        Sweep nearer = new Sweep(last, d[first] - root / tangent);
        double farther = d[first + 1] + root / tangent;
        if (last - first < SHORTEST_PAIR) {
            nearer.rows(last - 1, first);
            nearer.end(first);
        } else {
            pair(nearer, farther, first, last);
        }
    }

    private void pair(Sweep nearer, double farther, int first, int last) {
        nearer.rows(last - 1, last - 2);
        Sweep follower = new Sweep(last, farther);
        for (int i = last - 3; i >= first; i--) {
            nearer.row(i);
            follower.row(i + 2);
        }
        nearer.end(first);
        follower.rows(first + 1, first);
        follower.end(first);
    }

    /** One sweep on its way up: the cosine and sine squared of the last rotation, and what it leaves in the next row. */
    private final class Sweep {
        private final double shift;
        private double cosine = 1;
        private double sine;
        private double gamma;
        private double p;

        Sweep(int last, double shift) {
            this.shift = shift;
            gamma = d[last] - shift;
            p = gamma * gamma;
        }

        void rows(int from, int to) {
            for (int i = from; i >= to; i--) {
                row(i);
            }
        }

        /** gamma becomes c (d_i - shift) - s gamma and p its square over c, where c = p / (p + e_i), s = e_i / (p + e_i). */
        void row(int i) {
            double square = e[i] + FLOOR;
            double r = p + square;
            e[i + 1] = sine * r;
            double inverse = 1 / r;
            double entry = d[i];
            double numerator = p * (entry - shift) - square * gamma;
            double next = numerator * inverse;
            d[i + 1] = gamma + (entry - next);
            gamma = next;
            double before = cosine;
            cosine = p * inverse;
            sine = square * inverse;
            p = p > VANISHED ? numerator * numerator / (r * p) : before * square;
        }

        void end(int first) {
            e[first] = sine * p;
            d[first] = shift + gamma;
        }
    }
}
