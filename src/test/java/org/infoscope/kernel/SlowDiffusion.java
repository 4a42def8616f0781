package org.infoscope.kernel;

import java.util.Arrays;

/** Diffusion spectra by the definition: direct distances, dense matrices and Jacobi rotations. */
final class SlowDiffusion {

    private SlowDiffusion() {}

    static double[] eigenvalues(double[][] samples, double sigma, double alpha) {
        int n = samples.length;
        double[][] g = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double squared = 0;
                for (int k = 0; k < samples[i].length; k++) {
                    squared += Math.pow(samples[i][k] - samples[j][k], 2);
                }
                g[i][j] = Math.exp(-squared / (2 * sigma * sigma));
            }
        }
        return jacobi(divided(divided(g, alpha), 0.5));
    }

    /** Entries over (s_i s_j)^power, s the row sums. */
    private static double[][] divided(double[][] g, double power) {
        double[] sums =
                Arrays.stream(g).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
        double[][] divided = new double[g.length][g.length];
        for (int i = 0; i < g.length; i++) {
            for (int j = 0; j < g.length; j++) {
                divided[i][j] = g[i][j] / Math.pow(sums[i] * sums[j], power);
            }
        }
        return divided;
    }

    /** Cyclic Jacobi iteration; ascending. */
    private static double[] jacobi(double[][] a) {
        int n = a.length;
        for (int sweep = 0; sweep < 30; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, p, q);
                }
            }
        }
        double[] values = new double[n];
        Arrays.setAll(values, i -> a[i][i]);
        Arrays.sort(values);
        return values;
    }

    private static void rotate(double[][] a, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double angle = 0.5 * Math.atan2(2 * a[p][q], a[q][q] - a[p][p]);
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        for (int k = 0; k < a.length; k++) {
            double kp = a[k][p];
            double kq = a[k][q];
            a[k][p] = c * kp - s * kq;
            a[k][q] = s * kp + c * kq;
        }
        for (int k = 0; k < a.length; k++) {
            double pk = a[p][k];
            double qk = a[q][k];
            a[p][k] = c * pk - s * qk;
            a[q][k] = s * pk + c * qk;
        }
    }
}
