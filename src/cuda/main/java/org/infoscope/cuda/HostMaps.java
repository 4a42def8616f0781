package org.infoscope.cuda;

import java.lang.ref.Reference;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Maps [m, h, w] densely packed in the host's memory, in single precision if that holds them, else in double. To be closed. */
final class HostMaps implements AutoCloseable {

    private final INDArray dense;
    private final boolean own;
    private final Pointer memory;
    private final int height;
    private final int width;

    @SuppressWarnings("try")
    HostMaps(INDArray maps) {
        height = Math.toIntExact(maps.size(-2));
        width = Math.toIntExact(maps.size(-1));
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray real = maps.dataType() == type(maps) ? maps : maps.castTo(type(maps));
            dense = isDense(real) ? real : real.dup('c');
            if (real != maps && dense != real) {
                real.close();
            }
        }
        own = dense != maps;
        Nd4j.getAffinityManager().ensureLocation(dense, AffinityManager.Location.HOST);
        memory = dense.data().addressPointer();
    }

    private static DataType type(INDArray maps) {
        return isSingle(maps) ? DataType.FLOAT : DataType.DOUBLE;
    }

    /** Whether single precision holds all values of such an array. */
    static boolean isSingle(INDArray maps) {
        return switch (maps.dataType()) {
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

    int count() {
        return Math.toIntExact(dense.length() / area());
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    int area() {
        return height * width;
    }

    boolean isSingle() {
        return isSingle(dense);
    }

    /** Bytes of a pixel. */
    int pixelBytes() {
        return isSingle() ? Float.BYTES : Double.BYTES;
    }

    /** Copies some maps into pinned memory and starts their transfer; their place on the device. */
    Pointer upload(Lane lane, int from, int to) {
        long mapBytes = (long) area() * pixelBytes();
        Pointer pinned = lane.onHost((to - from) * mapBytes);
        try {
            Pointer.memcpy(pinned, Arena.at(memory.address() + from * mapBytes), (to - from) * mapBytes);
        } finally {
            // The pointer does not keep the array's memory alive.
            Reference.reachabilityFence(dense);
        }
        return lane.upload(pinned, (to - from) * mapBytes);
    }

    /** Some of the maps, [k, h, w], as an array of their own, to be closed. */
    @SuppressWarnings("try")
    INDArray picked(int[] maps) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray rows = Nd4j.createUninitialized(dense.dataType(), new long[] {maps.length, height, width}, 'c');
            INDArray all = dense.reshape('c', count(), height, width);
            for (int k = 0; k < maps.length; k++) {
                rows.slice(k).assign(all.slice(maps[k]));
            }
            return rows;
        }
    }

    @Override
    public void close() {
        if (own) {
            dense.close();
        }
    }
}
