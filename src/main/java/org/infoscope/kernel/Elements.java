package org.infoscope.kernel;

import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Copies blocks of ND4J arrays to Java arrays, as double, in C order, whatever their type, order or strides. */
final class Elements {

    private Elements() {}

    /** Slices {@code from} to {@code to} (exclusive) along the first dimension. */
    static double[] slices(INDArray array, long from, long to) {
        return copy(array, NDArrayIndex.interval(from, to));
    }

    /** Columns {@code from} to {@code to} (exclusive) of a matrix. */
    static double[] columns(INDArray matrix, long from, long to) {
        return copy(matrix, NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }

    private static double[] copy(INDArray array, INDArrayIndex... block) {
        INDArray view = array.get(block);
        DataType type = view.dataType();
        boolean native4or8 = type == DataType.FLOAT || type == DataType.DOUBLE;
        DataBuffer data =
                (native4or8 ? view : view.castTo(DataType.DOUBLE)).dup('c').data();
        double[] target = new double[Math.toIntExact(view.length())];
        if (type == DataType.FLOAT) {
            float[] single = new float[target.length];
            data.asNioFloat().get(single);
            for (int i = 0; i < single.length; i++) {
                target[i] = single[i];
            }
        } else {
            data.asNioDouble().get(target);
        }
        return target;
    }
}
