package org.infoscope.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Squared distances between rows as one ND4J matrix [n, n], in double precision: from the product of the centred rows, in
 * units of a power of two, and from differences where that would lose digits, as {@link SquaredDistances}. Equal rows have
 * distance 0 exactly. For one thread at a time, and to be closed.
 */
final class TensorDistances implements AutoCloseable {

    /** Below this share of |z_i|^2 + |z_j|^2 a distance is summed from differences. */
    private static final double CANCELLATION = 1e-3;

    private final INDArray squared;
    private final double unit;

    private TensorDistances(INDArray squared, double unit) {
        this.squared = squared;
        this.unit = unit;
    }

    /**
     * Between the rows of finite samples, each divided by its divisor.
     *
     * @param divisors one per row, so chosen that no quotient exceeds 2
     * @param unit the length that 1 stands for after the division
     */
    static TensorDistances between(INDArray samples, double[] divisors, double unit, long scratchBytes) {
        int n = divisors.length;
        INDArray squared = Nd4j.zeros(DataType.DOUBLE, n, n);
        try {
            measure(samples, divisors, scratchBytes, squared);
        } catch (RuntimeException | Error failure) {
            squared.close();
            throw failure;
        }
        return new TensorDistances(squared, unit);
    }

    /** Fills in the squared distances. */
    private static void measure(INDArray samples, double[] divisors, long scratchBytes, INDArray squared) {
        int n = divisors.length;
        try (Scratch scratch = new Scratch()) {
            TensorRows.forEachQuotient(samples, divisors, scratchBytes, (block, of) -> {
                block.subiRowVector(of.keep(block.mean(0)));
                Nd4j.gemm(block, block, squared, false, true, 1, 1);
            });
            INDArray norms = scratch.keep(Nd4j.diag(squared)).reshape('c', n, 1);
            squared.muli(-2).addiColumnVector(norms).addiRowVector(norms.reshape('c', 1, n));
            INDArray limits = scratch.blank(DataType.DOUBLE, n, n).assign(0);
            norms.muli(CANCELLATION);
            limits.addiColumnVector(norms).addiRowVector(norms.reshape('c', 1, n));
            INDArray lost = scratch.numbers(squared.gt(limits), DataType.DOUBLE).rsubi(1);
            scratch.release(limits);
            sumDifferences(samples, divisors, scratchBytes, lost, squared);
        }
    }

    /**
     * Sums distances from the uncentred values: the difference of near numbers is exact.
     *
     * @param lost 1 where a distance is to be summed, the diagonal always, else 0
     */
    private static void sumDifferences(
            INDArray samples, double[] divisors, long scratchBytes, INDArray lost, INDArray squared) {
        double[] counts;
        try (Scratch scratch = new Scratch()) {
            counts = scratch.doubles(lost.sum(1));
            squared.muli(scratch.keep(lost.rsub(1)));
        }
        TensorRows.forEachQuotient(samples, divisors, scratchBytes, (block, of) -> {
            INDArray differences = of.blank(DataType.DOUBLE, block.shape());
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 1) {
                    differences.assign(block).subiRowVector(block.getRow(i));
                    try (Scratch sums = new Scratch()) {
                        squared.getRow(i).addi(sums.squares(differences).muli(lost.getRow(i)));
                    }
                }
            }
        });
    }

    /** sqrt(median of D_ij^2 / 2) over pairs i &lt; j; NaN without pairs or when the median is 0. */
    double medianBandwidth() {
        long n = squared.rows();
        long pairs = n * (n - 1) / 2;
        if (pairs == 0) {
            return Double.NaN;
        }
        try (Scratch scratch = new Scratch()) {
            INDArray sorted = scratch.copy(squared, DataType.DOUBLE).reshape(n * n);
            Nd4j.sort(sorted, true);
            // First the diagonal's n zeros, then every pair twice.
            double median = 0.5 * (sorted.getDouble(n + 2 * ((pairs - 1) / 2)) + sorted.getDouble(n + 2 * (pairs / 2)));
            return median > 0 ? unit * Math.sqrt(median / 2) : Double.NaN;
        }
    }

    /**
     * K = S^-1/2 G S^-1/2 of some rows, G the Gaussian kernel, divided by (q_i q_j)^alpha when alpha &gt; 0; S and q are row
     * sums within the subset.
     *
     * @param subset ascending
     * @return [k, k], C order, to be changed at will
     */
    INDArray diffusionMatrix(int[] subset, double sigma, double alpha, Scratch scratch) {
        INDArray matrix = subMatrix(subset, scratch);
        double inverse = unit / sigma;
        // Times minus infinity, distances of 0 would be lost.
        matrix.muli(Math.max(-0.5 * inverse * inverse, -Double.MAX_VALUE));
        Transforms.exp(matrix, false);
        if (alpha > 0) {
            scale(matrix, -alpha);
        }
        scale(matrix, -0.5);
        return matrix;
    }

    private INDArray subMatrix(int[] subset, Scratch scratch) {
        if (Arrays.equals(subset, IntStream.range(0, squared.rows()).toArray())) {
            return scratch.copy(squared, DataType.DOUBLE);
        }
        INDArray rows = scratch.keep(Nd4j.pullRows(squared, 1, subset, 'c'));
        INDArray turned = scratch.copy(rows.transpose(), DataType.DOUBLE);
        scratch.release(rows);
        INDArray matrix = scratch.keep(Nd4j.pullRows(turned, 1, subset, 'c'));
        scratch.release(turned);
        return matrix;
    }

    /** Multiplies entry (i, j) by the power of the sums of rows i and j. */
    private static void scale(INDArray matrix, double power) {
        long n = matrix.rows();
        try (Scratch scratch = new Scratch()) {
            INDArray factors = Transforms.pow(scratch.keep(matrix.sum(1)), power, false);
            matrix.muliColumnVector(factors.reshape('c', n, 1)).muliRowVector(factors.reshape('c', 1, n));
        }
    }

    @Override
    public void close() {
        squared.close();
    }
}
