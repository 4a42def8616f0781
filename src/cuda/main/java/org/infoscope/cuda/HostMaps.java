package org.infoscope.cuda;

import org.bytedeco.javacpp.Pointer;
import org.infoscope.kernel.HostArray;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Maps [m, h, w] in the host's memory. To be closed. */
final class HostMaps implements AutoCloseable {

    private final HostArray array;
    private final int height;
    private final int width;

    HostMaps(INDArray maps) {
        height = Math.toIntExact(maps.size(-2));
        width = Math.toIntExact(maps.size(-1));
        array = new HostArray(maps);
    }

    int count() {
        return Math.toIntExact(array.dense().length() / area());
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
        return array.isSingle();
    }

    /** Bytes of a pixel. */
    int pixelBytes() {
        return array.elementBytes();
    }

    /** Copies some maps into pinned memory and starts their transfer; their place on the device. */
    Pointer upload(Lane lane, int from, int to) {
        long mapBytes = (long) area() * pixelBytes();
        Pointer pinned = lane.onHost((to - from) * mapBytes);
        array.copy(from * mapBytes, (to - from) * mapBytes, pinned);
        return lane.upload(pinned, (to - from) * mapBytes);
    }

    /** Some of the maps, [k, h, w], as an array of their own, to be closed. */
    @SuppressWarnings("try")
    INDArray picked(int[] maps) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray rows =
                    Nd4j.createUninitialized(array.dense().dataType(), new long[] {maps.length, height, width}, 'c');
            INDArray all = array.dense().reshape('c', count(), height, width);
            for (int k = 0; k < maps.length; k++) {
                rows.slice(k).assign(all.slice(maps[k]));
            }
            return rows;
        }
    }

    @Override
    public void close() {
        array.close();
    }
}
