package org.infoscope.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Dense symmetric matrices whose eigenvalues are known, and a program that solves one by the drivers of LAPACK that may be wrong. */
final class KnownSpectrum {

    private KnownSpectrum() {}

    /** Random eigenvalues, ascending. */
    static double[] eigenvalues(int n) {
        return new Random(n).doubles(n, -3, 5).sorted().toArray();
    }

    /** H D H, H = I - 2 v v' a random reflection, D the eigenvalues. */
    static SymmetricEigenvalues.LowerTriangle matrix(double[] eigenvalues, long seed) {
        int n = eigenvalues.length;
        double[] v = new Random(seed).doubles(n, -1, 1).toArray();
        double norm = Math.sqrt(Arrays.stream(v).map(x -> x * x).sum());
        double quadratic = 0;
        for (int i = 0; i < n; i++) {
            v[i] /= norm;
            quadratic += v[i] * v[i] * eigenvalues[i];
        }
        double q = quadratic;
        return (j, column) -> {
            for (int i = j; i < n; i++) {
                column[i - j] = (i == j ? eigenvalues[i] : 0)
                        - 2 * v[i] * v[j] * (eigenvalues[i] + eigenvalues[j])
                        + 4 * v[i] * v[j] * q;
            }
        };
    }

    /** Whether the check refuses what LAPACK gives for the ten largest eigenvalues. */
    private static boolean caught(int n, SymmetricEigenvalues.LowerTriangle matrix) {
        try {
            LeadingEigenvectors.of(n, 10, matrix, List.of(LeadingEigenvectors::byRange));
            return false;
        } catch (ArithmeticException refused) {
            return true;
        }
    }

    /** Prints which drivers were caught; fails if the eigenvalues that came out are wrong. */
    public static void main(String[] arguments) {
        double[] expected = eigenvalues(300);
        SymmetricEigenvalues.Solution solution = new SymmetricEigenvalues(
                        List.of(SymmetricEigenvalues::twoStage, SymmetricEigenvalues::qrIteration))
                .solve(300, matrix(expected, 300));
        double[] found = solution.eigenvalues();
        for (int i = 0; i < expected.length; i++) {
            if (Math.abs(found[i] - expected[i]) > 1e-11) {
                throw new AssertionError("eigenvalue " + i + " is " + found[i] + ", not " + expected[i]);
            }
        }
        System.out.println("two-stage eigenvalues wrong: " + solution.fallback());
        System.out.println("eigenvectors wrong: " + caught(300, matrix(expected, 300)));
    }
}
