package org.infoscope.cuda;

import java.lang.ref.Reference;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An array densely packed in the host's memory, in single precision if that holds it, else in double. To be closed. */
final class HostArray implements AutoCloseable {

    private final INDArray dense;
    private final boolean own;
    private final Pointer memory;

    @SuppressWarnings("try")
    HostArray(INDArray array) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray real = array.dataType() == type(array) ? array : array.castTo(type(array));
            dense = isDense(real) ? real : real.dup('c');
            if (real != array && dense != real) {
                real.close();
            }
        }
        own = dense != array;
        Nd4j.getAffinityManager().ensureLocation(dense, AffinityManager.Location.HOST);
        memory = dense.data().addressPointer();
    }

    private static DataType type(INDArray array) {
        return isSingle(array) ? DataType.FLOAT : DataType.DOUBLE;
    }

    /** Whether single precision holds all values of such an array. */
    static boolean isSingle(INDArray array) {
        return switch (array.dataType()) {
            case FLOAT, HALF, BFLOAT16 -> true;
            default -> false;
        };
    }

    private static boolean isDense(INDArray array) {
        long expected = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) > 1 && array.stride(axis) != expected) {
                return false;
            }
            expected *= array.size(axis);
        }
        return true;
    }

    /** The array, in C order. */
    INDArray dense() {
        return dense;
    }

    boolean isSingle() {
        return isSingle(dense);
    }

    /** Bytes of an element. */
    int elementBytes() {
        return isSingle() ? Float.BYTES : Double.BYTES;
    }

    /** Copies some of its bytes. */
    void copy(long from, long bytes, Pointer target) {
        try {
            Pointer.memcpy(target, Arena.at(memory.address() + from), bytes);
        } finally {
            // The pointer does not keep the array's memory alive.
            Reference.reachabilityFence(dense);
        }
    }

    @Override
    public void close() {
        if (own) {
            dense.close();
        }
    }
}
