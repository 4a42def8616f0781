package org.infoscope.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * k-means by Lloyd's iteration from k-means++ seeds (Arthur and Vassilvitskii, 2007): the best of ten starts. Of equal
 * results the first counts, of centres equally near the first.
 */
final class KMeans {

    private static final int STARTS = 10;
    private static final int MOST_ITERATIONS = 300;

    private final double[][] points;
    private final double[][] centres;
    private final int[] nearest;

    private KMeans(double[][] points, int clusters) {
        this.points = points;
        this.centres = new double[clusters][];
        this.nearest = new int[points.length];
    }

    /**
     * Clusters points.
     *
     * @param points [n][d], n &gt;= 1
     * @param clusters at least 1
     * @return the cluster of each point, 0 to clusters - 1; a cluster may be empty where points coincide
     */
    static int[] cluster(double[][] points, int clusters, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] best = new int[points.length];
        double least = Double.POSITIVE_INFINITY;
        for (int start = 0; start < STARTS; start++) {
            KMeans attempt = new KMeans(points, clusters);
            attempt.spread(random.split());
            double inertia = attempt.iterate();
            if (inertia < least) {
                least = inertia;
                best = attempt.nearest;
            }
        }
        return best;
    }

    /** Each further centre is a point, drawn in proportion to its squared distance from the centres so far. */
    private void spread(SplittableRandom random) {
        double[] gaps = new double[points.length];
        Arrays.fill(gaps, 1);
        for (int c = 0; c < centres.length; c++) {
            centres[c] = points[draw(gaps, random)].clone();
            for (int i = 0; i < points.length; i++) {
                double gap = squared(points[i], centres[c]);
                gaps[i] = c == 0 ? gap : Math.min(gaps[i], gap);
            }
        }
    }

    /** The last point of any weight when rounding leaves some; the first when none has any. */
    private static int draw(double[] weights, SplittableRandom random) {
        double rest = random.nextDouble() * Arrays.stream(weights).sum();
        int drawn = 0;
        for (int i = 0; i < weights.length && rest >= 0; i++) {
            if (weights[i] > 0) {
                drawn = i;
                rest -= weights[i];
            }
        }
        return drawn;
    }

    /** Until no point changes its centre; returns the sum of squared distances. */
    private double iterate() {
        double inertia = assign();
        for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
            int[] before = nearest.clone();
            move();
            inertia = assign();
            if (Arrays.equals(before, nearest)) {
                break;
            }
        }
        return inertia;
    }

    private double assign() {
        double inertia = 0;
        for (int i = 0; i < points.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < centres.length; c++) {
                double gap = squared(points[i], centres[c]);
                if (gap < least) {
                    least = gap;
                    nearest[i] = c;
                }
            }
            inertia += least;
        }
        return inertia;
    }

    /** A centre without points stays where it is. */
    private void move() {
        int[] counts = new int[centres.length];
        double[][] sums = new double[centres.length][points[0].length];
        for (int i = 0; i < points.length; i++) {
            counts[nearest[i]]++;
            for (int k = 0; k < points[i].length; k++) {
                sums[nearest[i]][k] += points[i][k];
            }
        }
        for (int c = 0; c < centres.length; c++) {
            for (int k = 0; k < sums[c].length && counts[c] > 0; k++) {
                centres[c][k] = sums[c][k] / counts[c];
            }
        }
    }

    private static double squared(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return sum;
    }
}
