package org.infoscope.kernel;

import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Squared Euclidean distances between rows, in units of a power of two that keeps squares of any finite data in range.
 *
 * <p>First D_ij^2 = |z_i|^2 + |z_j|^2 - 2 z_i.z_j with the columns centred, so that a common offset cancels before it can
 * cost digits. Where the result is small beside |z_i|^2 + |z_j|^2 (close rows of distant clusters) digits are lost all
 * the same: those pairs are summed again from differences. So every squared distance is right to about 1e-12 relative.
 */
final class SquaredDistances {

    /** Below this share of |z_i|^2 + |z_j|^2 a distance is summed from differences. */
    private static final double CANCELLATION = 1e-3;

    /** Elements per block of columns (ours). */
    private static final int BLOCK = 1 << 15;

    /** The fewest columns that make a block worth a product, whatever its size (ours). */
    private static final int LEAST_COLUMNS = 128;

    /** LAPACK's 32-bit indices reach no further. */
    private static final int MOST_ROWS = 46_340;

    private final int rows;
    private final double unit;
    private final double[][] lower;

    private SquaredDistances(int rows, double unit, double[][] lower) {
        this.rows = rows;
        this.unit = unit;
        this.lower = lower;
    }

    /**
     * Refuses samples between which there are no distances.
     *
     * @return the norms of their rows
     * @throws IllegalArgumentException if they are not a matrix, are empty, too many, or hold a NaN or an infinity
     */
    static RowNorms checked(INDArray samples) {
        checkShape(samples);
        return RowNorms.of(samples);
    }

    /**
     * Refuses what is no matrix of samples.
     *
     * @throws IllegalArgumentException if they are not a matrix, are empty or too many
     */
    static void checkShape(INDArray samples) {
        if (samples.isEmpty() || samples.rank() != 2) {
            throw new IllegalArgumentException("Samples must be a matrix [n, d] with n >= 1 and d >= 1, not "
                    + (samples.isEmpty() ? "empty" : Arrays.toString(samples.shape())));
        }
        if (samples.size(0) > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "At most " + MOST_ROWS + " samples, not " + samples.size(0) + ": measure a smaller probe");
        }
    }

    /** Distances between the rows as they are, of checked samples. */
    static SquaredDistances between(INDArray samples, RowNorms norms) {
        double unit = Math.scalb(1.0, Math.getExponent(norms.largest()));
        double[] divisors = new double[norms.rows()];
        Arrays.fill(divisors, unit);
        return between(samples, divisors, unit);
    }

    /**
     * Distances between the rows of {@code samples}, each row divided by its divisor first.
     *
     * @param samples [n, d], finite
     * @param divisors one per row, so chosen that no quotient exceeds 2
     * @param unit the length that 1 stands for after the division
     */
    static SquaredDistances between(INDArray samples, double[] divisors, double unit) {
        int rows = divisors.length;
        int width = Math.min(samples.columns(), Math.max(LEAST_COLUMNS, BLOCK / rows));
        double[][] lower = new double[rows][];
        boolean[][] cancelled = new boolean[rows][];
        boolean any = false;
        double[] norms = new double[rows];
        double[] products = new double[rows];
        try (DoublePointer gram = new DoublePointer((long) rows * rows)) {
            gram(samples, divisors, width, gram);
            for (int i = 0; i < rows; i++) {
                gram.position((long) i * rows).get(products, 0, i + 1);
                norms[i] = products[i];
                lower[i] = new double[i];
                cancelled[i] = new boolean[i];
                for (int j = 0; j < i; j++) {
                    double sum = norms[i] + norms[j];
                    double squared = sum - 2 * products[j];
                    boolean lost = !(squared > CANCELLATION * sum);
                    cancelled[i][j] = lost;
                    any |= lost;
                    lower[i][j] = lost ? 0 : squared;
                }
            }
        }
        if (any) {
            forEachBlock(
                    samples, divisors, width, (block, columns) -> addDifferences(block, columns, cancelled, lower));
        }
        return new SquaredDistances(rows, unit, lower);
    }

    /** Lower triangle of Z Z', the columns of Z centred, row after row. */
    private static void gram(INDArray samples, double[] divisors, int width, DoublePointer gram) {
        int rows = divisors.length;
        double[] before = {0};
        double[] means = new double[width];
        try (DoublePointer z = new DoublePointer((long) rows * width)) {
            forEachBlock(samples, divisors, width, (block, columns) -> {
                centre(block, means, columns);
                for (int i = 0; i < rows; i++) {
                    z.position((long) i * columns).put(block[i], 0, columns);
                }
                z.position(0);
                cblas_dsyrk(
                        CblasRowMajor, CblasLower, CblasNoTrans, rows, columns, 1, z, columns, before[0], gram, rows);
                before[0] = 1;
            });
        }
    }

    private static void centre(double[][] block, double[] means, int columns) {
        Arrays.fill(means, 0);
        for (double[] row : block) {
            for (int k = 0; k < columns; k++) {
                means[k] += row[k] / block.length;
            }
        }
        for (double[] row : block) {
            for (int k = 0; k < columns; k++) {
                row[k] -= means[k];
            }
        }
    }

    /** From the uncentred values: the difference of near numbers is exact. */
    private static void addDifferences(double[][] block, int columns, boolean[][] wanted, double[][] lower) {
        for (int i = 0; i < wanted.length; i++) {
            for (int j = 0; j < i; j++) {
                if (wanted[i][j]) {
                    lower[i][j] += squaredDifference(block[i], block[j], columns);
                }
            }
        }
    }

    /** Four partial sums: they let the processor overlap the additions. */
    private static double squaredDifference(double[] a, double[] b, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 3 < length; k += 4) {
            double d0 = a[k] - b[k];
            double d1 = a[k + 1] - b[k + 1];
            double d2 = a[k + 2] - b[k + 2];
            double d3 = a[k + 3] - b[k + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (; k < length; k++) {
            double d = a[k] - b[k];
            s0 += d * d;
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** What is done with columns of all rows: the first so many of each, to be changed at will. */
    @FunctionalInterface
    private interface BlockAction {
        void accept(double[][] block, int columns);
    }

    /** An array for each row: G1 puts arrays of half a region or more apart, and may begin a collection for one, in which training stands still. */
    private static void forEachBlock(INDArray samples, double[] divisors, int width, BlockAction action) {
        long d = samples.columns();
        double[][] block = new double[divisors.length][width];
        try (ElementReader reader = ElementReader.ofPieces(samples, width)) {
            for (long from = 0; from < d; from += width) {
                int columns = (int) Math.min(width, d - from);
                for (int i = 0; i < divisors.length; i++) {
                    reader.read(i * d + from, columns, block[i]);
                    for (int k = 0; k < columns; k++) {
                        block[i][k] /= divisors[i];
                    }
                }
                action.accept(block, columns);
            }
        }
    }

    /** Samples. */
    int rows() {
        return rows;
    }

    /** D_ij^2 in units of its own: for comparisons. 0 for equal rows. */
    double relative(int i, int j) {
        return i > j ? lower[i][j] : i < j ? lower[j][i] : 0;
    }

    /** -1 / (2 sigma^2) in units of {@link #relative}. */
    double exponent(double sigma) {
        double inverse = unit / sigma;
        return -0.5 * inverse * inverse;
    }

    /**
     * exp(D_ij^2 x exponent) of one row of a subset with itself and those before it, backwards: 1 for equal rows, whatever
     * sigma.
     *
     * @param subset rows, ascending
     * @param place of the row in the subset
     * @param gaussians place + 1, overwritten; the first is the row's own
     */
    void gaussians(int[] subset, int place, double exponent, double[] gaussians) {
        int row = subset[place];
        double[] squared = lower[row];
        for (int k = 0; k <= place; k++) {
            int other = subset[place - k];
            double distance = other < row ? squared[other] : 0;
            gaussians[k] = distance == 0 ? 1 : Math.exp(distance * exponent);
        }
    }

    /** sqrt(median of D_ij^2 / 2) over pairs i &lt; j; NaN without pairs or when the median is 0. */
    double medianBandwidth() {
        double[] pairs = new double[rows * (rows - 1) / 2];
        int k = 0;
        for (double[] row : lower) {
            System.arraycopy(row, 0, pairs, k, row.length);
            k += row.length;
        }
        if (k == 0) {
            return Double.NaN;
        }
        Arrays.sort(pairs);
        double median = 0.5 * (pairs[(k - 1) / 2] + pairs[k / 2]);
        return median > 0 ? unit * Math.sqrt(median / 2) : Double.NaN;
    }
}
