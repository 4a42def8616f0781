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
            for (int k = 0; k < maps.length; k++) {
                map(rows, k).assign(map(array.dense(), maps[k]));
            }
            return rows;
        }
    }

    /** A view. ND4J's own slices of an array that is a view itself may come out empty. */
    private INDArray map(INDArray dense, long index) {
        long[] shape = {height, width};
        return Nd4j.create(dense.data(), shape, new long[] {width, 1}, dense.offset() + index * area(), 'c');
    }

    @Override
    public void close() {
        array.close();
    }
}
