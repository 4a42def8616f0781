package org.infoscope.kernel;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Euclidean norms of rows, scaled row by row so that no square leaves the range of a double. Immutable.
 */
final class RowNorms {

    /** Elements per block of columns. */
    private static final int BLOCK = 1 << 22;

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
        int width = (int) Math.max(1, Math.min(d, BLOCK / rows));
        for (long from = 0; from < d; from += width) {
            int columns = (int) Math.min(width, d - from);
            double[] block = Elements.columns(samples, from, from + columns);
            for (int i = 0; i < rows; i++) {
                double scale = Math.max(scales[i], largest(block, i * columns, columns));
                requireFinite(scale, i);
                if (scale > 0) {
                    double shrink = scales[i] / scale;
                    squares[i] = squares[i] * shrink * shrink + sumOfSquares(block, i * columns, columns, scale);
                    scales[i] = scale;
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

    private static double largest(double[] values, int from, int length) {
        double largest = 0;
        for (int k = from; k < from + length; k++) {
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

    private static double sumOfSquares(double[] values, int from, int length, double scale) {
        double sum = 0;
        for (int k = from; k < from + length; k++) {
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
