package org.infoscope.kernel;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Euclidean norms of rows, scaled row by row so that no square leaves the range of a double. Immutable.
 */
final class RowNorms {

    /** Elements read at a time (ours): they stay in the cache. */
    private static final int PIECE = 1 << 12;

    private final double[] norms;
    private final double largest;

    /**
     * Norms as computed elsewhere.
     *
     * @param norms one per row
     * @param largest magnitude of all elements
     */
    RowNorms(double[] norms, double largest) {
        this.norms = norms;
        this.largest = largest;
    }

    /**
     * Reads the samples once.
     *
     * @param samples [n, d]
     * @throws IllegalArgumentException if an element is NaN or infinite
     */
    static RowNorms of(INDArray samples) {
        int rows = samples.rows();
        long d = samples.columns();
        double[] scales = new double[rows];
        double[] squares = new double[rows];
        double[] piece = new double[(int) Math.min(d, PIECE)];
        try (ElementReader reader = new ElementReader(samples, piece.length)) {
            for (int i = 0; i < rows; i++) {
                for (long from = 0; from < d; from += piece.length) {
                    int length = (int) Math.min(piece.length, d - from);
                    reader.read(i * d + from, length, piece);
                    double scale = Math.max(scales[i], largest(piece, length));
                    requireFinite(scale, i);
                    if (scale > 0) {
                        double shrink = scales[i] / scale;
                        squares[i] = squares[i] * shrink * shrink + sumOfSquares(piece, length, scale);
                        scales[i] = scale;
                    }
                }
            }
        }
        double largest = 0;
        for (int i = 0; i < rows; i++) {
            largest = Math.max(largest, scales[i]);
            squares[i] = scales[i] * Math.sqrt(squares[i]);
        }
        return new RowNorms(squares, largest);
    }

    private static double largest(double[] values, int length) {
        double largest = 0;
        for (int k = 0; k < length; k++) {
            largest = Math.max(largest, Math.abs(values[k]));
        }
        return largest;
    }

    /** Refuses a row by its largest magnitude. */
    static void requireFinite(double largest, int row) {
        if (!Double.isFinite(largest)) {
            throw new IllegalArgumentException("The samples hold a NaN or an infinity (in row " + row
                    + ", counted from 0): distances between them are not defined");
        }
    }

    private static double sumOfSquares(double[] values, int length, double scale) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            double x = values[k] / scale;
            sum += x * x;
        }
        return sum;
    }

    /** How many. */
    int rows() {
        return norms.length;
    }

    /** One by one. */
    DoubleStream stream() {
        return Arrays.stream(norms);
    }

    /** Largest magnitude of all elements. */
    double largest() {
        return largest;
    }

    /** Their mean. */
    double mean() {
        double mean = 0;
        for (double norm : norms) {
            mean += norm / norms.length;
        }
        return mean;
    }
}
