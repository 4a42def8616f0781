package org.infoscope.cuda;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.infoscope.kernel.HostArray;

/** Euclidean norms of the rows of a matrix, so computed that no square leaves the range of a double. Immutable. */
final class RowScales {

    private final double[] norms;
    private final double largest;

    private RowScales(double[] norms, double largest) {
        this.norms = norms;
        this.largest = largest;
    }

    /** Reads a matrix of so many rows once. */
    static RowScales of(HostArray matrix, int rows, int columns) {
        double[] norms = new double[rows];
        double largest = 0;
        long rowBytes = (long) columns * matrix.elementBytes();
        float[] singles = new float[matrix.isSingle() ? columns : 0];
        double[] row = new double[columns];
        try (FloatPointer single = new FloatPointer(columns);
                DoublePointer twice = new DoublePointer(columns)) {
            for (int i = 0; i < rows; i++) {
                matrix.copy(i * rowBytes, rowBytes, matrix.isSingle() ? single : twice);
                if (matrix.isSingle()) {
                    single.get(singles);
                    Arrays.setAll(row, k -> singles[k]);
                } else {
                    twice.get(row);
                }
                double magnitude = magnitude(row);
                norms[i] = norm(row, magnitude);
                largest = Math.max(largest, magnitude);
            }
        }
        return new RowScales(norms, largest);
    }

    /** NaN or infinite if an element is. */
    private static double magnitude(double[] row) {
        double largest = 0;
        for (double x : row) {
            largest = Math.max(largest, Math.abs(x));
        }
        return largest;
    }

    private static double norm(double[] row, double magnitude) {
        if (magnitude == 0 || !Double.isFinite(magnitude)) {
            return magnitude;
        }
        double sum = 0;
        for (double x : row) {
            double share = x / magnitude;
            sum += share * share;
        }
        return magnitude * Math.sqrt(sum);
    }

    /** Whether all elements are. */
    boolean isFinite() {
        return Double.isFinite(largest);
    }

    /** A power of two; no element over it exceeds 2. */
    double unit() {
        return Math.scalb(1.0, Math.getExponent(largest));
    }

    /** The unit, once per row. */
    double[] units() {
        double[] units = new double[norms.length];
        Arrays.fill(units, unit());
        return units;
    }

    /** What gives rows the norm 1; a row of zeros stays as it is. */
    double[] directions() {
        return Arrays.stream(norms).map(norm -> norm > 0 ? norm : 1).toArray();
    }

    /** The mean norm. */
    double mean() {
        double mean = 0;
        for (double norm : norms) {
            mean += norm / norms.length;
        }
        return mean;
    }
}
