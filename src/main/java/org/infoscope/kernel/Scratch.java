package org.infoscope.kernel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of one computation, outside of any workspace of the calling thread, released together: native and device
 * memory would otherwise wait for the garbage collector, which does not see it. For one thread, and to be closed by it.
 */
final class Scratch implements AutoCloseable {

    private final MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
    private final Deque<INDArray> arrays = new ArrayDeque<>();

    /** An array to write to, in C order. */
    INDArray blank(DataType type, long... shape) {
        return keep(Nd4j.createUninitialized(type, shape, 'c'));
    }

    /** The values of an array, or of a view of one, as a new array in C order, of another type if so asked. */
    INDArray copy(INDArray values, DataType type) {
        return blank(type, values.shape()).assign(values);
    }

    /**
     * Slices {@code from} to {@code to} (exclusive) along the first dimension, as a view. ND4J's own {@code get} takes some of
     * a view's slices for empty: it compares their offset in memory with the number of the view's elements.
     */
    static INDArray slices(INDArray array, long from, long to) {
        long[] shape = array.shape().clone();
        shape[0] = to - from;
        return view(array, shape, array.stride().clone(), from);
    }

    /** One slice along the first dimension, without that dimension, as a view. */
    static INDArray slice(INDArray array, long index) {
        int rank = array.rank();
        return view(
                array, Arrays.copyOfRange(array.shape(), 1, rank), Arrays.copyOfRange(array.stride(), 1, rank), index);
    }

    private static INDArray view(INDArray array, long[] shape, long[] stride, long first) {
        long offset = array.offset() + first * array.stride(0);
        return Nd4j.create(array.data(), shape, stride, offset, Shape.getOrder(shape, stride, -1));
    }

    /** 1 where a condition holds, 0 elsewhere; takes the condition over. */
    INDArray numbers(INDArray condition, DataType type) {
        keep(condition);
        INDArray numbers = copy(condition, type);
        release(condition);
        return numbers;
    }

    /** Puts 0 where a condition does not hold; takes the condition over. */
    void restrict(INDArray values, INDArray condition) {
        INDArray held = numbers(condition, values.dataType());
        values.muli(held);
        release(held);
    }

    /** Values as a column [n, 1]. */
    INDArray column(double[] values) {
        return keep(Nd4j.create(values, new long[] {values.length, 1}, 'c'));
    }

    /** The values of a fresh array, which is taken over. */
    double[] doubles(INDArray fresh) {
        return keep(fresh).data().asDouble();
    }

    /**
     * How often a condition holds along a dimension of a matrix; takes the condition over. By a sum: ND4J's own counts and norms
     * are no-ops along dimensions of length 1.
     */
    int[] counts(INDArray condition, int dimension) {
        INDArray numbers = numbers(condition, DataType.INT32);
        int[] counts = keep(numbers.sum(dimension)).data().asInt();
        release(numbers);
        return counts;
    }

    /** The sum of squares of each row; squares the matrix in place. */
    INDArray squares(INDArray matrix) {
        return keep(matrix.muli(matrix).sum(1));
    }

    /** Takes over an array that nobody else refers to, and which is not the reshaped form of one: closing that does nothing. */
    INDArray keep(INDArray fresh) {
        arrays.push(fresh);
        return fresh;
    }

    /** Releases an array before the rest. */
    void release(INDArray array) {
        arrays.removeIf(held -> held == array);
        array.close();
    }

    @Override
    public void close() {
        arrays.forEach(INDArray::close);
        outside.close();
    }
}
