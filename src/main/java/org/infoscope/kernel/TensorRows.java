package org.infoscope.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Rows of samples [n, d] in double precision, a block of columns after the other. Stateless. */
final class TensorRows {

    /** Arrays of a block's size that an action takes, the block itself counted. */
    private static final int ARRAYS = 3;

    private TensorRows() {}

    /** What is done with columns of all rows. */
    @FunctionalInterface
    interface BlockAction {
        /**
         * Does it.
         *
         * @param block [n, columns], to be changed at will
         * @param scratch closed when the action has ended
         */
        void accept(INDArray block, Scratch scratch);
    }

    /** Visits all columns, as many at a time as the scratch holds. */
    static void forEachBlock(INDArray samples, long scratchBytes, BlockAction action) {
        long columns = samples.columns();
        long most = Math.max(1, scratchBytes / (ARRAYS * (long) Double.BYTES * samples.rows()));
        for (long from = 0; from < columns; from += most) {
            long to = Math.min(columns, from + most);
            try (Scratch scratch = new Scratch()) {
                INDArray view = samples.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
                action.accept(scratch.copy(view.reshape(samples.rows(), to - from), DataType.DOUBLE), scratch);
            }
        }
    }

    /** As {@link #forEachBlock}, each row divided by its divisor. */
    static void forEachQuotient(INDArray samples, double[] divisors, long scratchBytes, BlockAction action) {
        forEachBlock(
                samples,
                scratchBytes,
                (block, scratch) -> action.accept(block.diviColumnVector(scratch.column(divisors)), scratch));
    }

    /**
     * The rows' norms: their largest magnitudes first, so that no square leaves the range of a double.
     *
     * @throws IllegalArgumentException if an element is NaN or infinite
     */
    static RowNorms norms(INDArray samples, long scratchBytes) {
        double[] units = new double[samples.rows()];
        forEachBlock(samples, scratchBytes, (block, scratch) -> raise(units, block, scratch));
        double largest = Arrays.stream(units).max().orElse(0);
        Arrays.setAll(units, i -> units[i] > 0 ? Math.scalb(1.0, Math.getExponent(units[i])) : 1);
        double[] norms = new double[units.length];
        forEachQuotient(samples, units, scratchBytes, (block, scratch) -> {
            double[] squares = scratch.squares(block).data().asDouble();
            Arrays.setAll(norms, i -> norms[i] + squares[i]);
        });
        Arrays.setAll(norms, i -> units[i] * Math.sqrt(norms[i]));
        return new RowNorms(norms, largest);
    }

    private static void raise(double[] largest, INDArray block, Scratch scratch) {
        double[] magnitudes = scratch.doubles(Transforms.abs(block, false).max(1));
        // x - x is 0 for every number, and NaN for what is none.
        block.subi(block);
        int[] wrong = scratch.counts(block.neq(0), 1);
        for (int i = 0; i < largest.length; i++) {
            RowNorms.requireFinite(wrong[i] > 0 ? Double.NaN : magnitudes[i], i);
            largest[i] = Math.max(largest[i], magnitudes[i]);
        }
    }
}
