package org.infoscope.kernel;

import java.lang.ref.Reference;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An ND4J array densely packed in the host's memory, in C order, in single precision if that holds its values, else in double. An
 * array that already is so is read where it lies, and must not change before this is closed. For those who write an engine.
 * Safe for use by several threads.
 */
public final class HostArray implements AutoCloseable {

    /** Bytes that are worth a thread (ours). */
    private static final long PART = 1 << 20;

    /** Some more threads than a machine's memory needs to be busy (ours). */
    private static final int MOST_PARTS = 8;

    private final INDArray dense;
    private final boolean own;
    private final Pointer memory;

    /**
     * Packs an array.
     *
     * @param array of any type, order or strides; not empty
     */
    @SuppressWarnings("try")
    public HostArray(INDArray array) {
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

    /**
     * Whether single precision holds all values of such an array.
     *
     * @param array any
     * @return true for single and half precision
     */
    public static boolean isSingle(INDArray array) {
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

    /**
     * The array.
     *
     * @return dense, in C order; FLOAT or DOUBLE
     */
    public INDArray dense() {
        return dense;
    }

    /** Where its first element lies; does not keep the memory alive. */
    Pointer memory() {
        return memory;
    }

    /**
     * In which precision it is packed.
     *
     * @return whether in single precision
     */
    public boolean isSingle() {
        return isSingle(dense);
    }

    /**
     * Bytes of an element.
     *
     * @return 4 or 8
     */
    public int elementBytes() {
        return isSingle() ? Float.BYTES : Double.BYTES;
    }

    /**
     * Copies some of its bytes, with some threads of the common pool if they are many: one thread copies at about a fifth of
     * the rate at which a device can be given them.
     *
     * @param from index of the first byte
     * @param bytes how many
     * @param target receives them
     */
    public void copy(long from, long bytes, Pointer target) {
        int parts = (int) Math.max(1, Math.min(MOST_PARTS, bytes / PART));
        try {
            if (parts == 1) {
                copyPart(from, 0, bytes, target);
            } else {
                IntStream.range(0, parts)
                        .parallel()
                        .forEach(part -> copyPart(from, bytes * part / parts, bytes * (part + 1) / parts, target));
            }
        } finally {
            // The pointer does not keep the array's memory alive.
            Reference.reachabilityFence(dense);
        }
    }

    private void copyPart(long from, long begin, long end, Pointer target) {
        Pointer.memcpy(new Place(target, begin), new Place(memory, from + begin), end - begin);
    }

    /** So many bytes behind the start of memory that somebody else owns. */
    private static final class Place extends Pointer {
        Place(Pointer start, long bytes) {
            address = start.address() + bytes;
        }
    }

    /** Releases the copy, if one was made. */
    @Override
    public void close() {
        if (own) {
            dense.close();
        }
    }
}
