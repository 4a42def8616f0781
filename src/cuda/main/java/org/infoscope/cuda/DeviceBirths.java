package org.infoscope.cuda;

import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * First births on the device ({@code births.cu}): a warp per map with sides of up to 32, a block of eight warps for longer
 * ones. Only comparisons, in the maps' own precision, so births are exact; maps with equal values at or above the birth go to the
 * processor.
 */
final class DeviceBirths {

    /** Nothing is born below. */
    static final int SMALLEST_SIDE = 4;

    /** Above it a block's shared memory does not hold a vertex each. */
    static final int LONGEST_SIDE = 1024;

    /** As {@code births.cu} has it. */
    private static final int HANDED = -2;

    private static final int SMALL_SIDE = 32;
    private static final int SLICES = 3;

    private final Gpu gpu;
    private final HostMaps maps;
    private final int side;
    private final int[] births;

    DeviceBirths(Gpu gpu, HostMaps maps) {
        this.gpu = gpu;
        this.maps = maps;
        this.side = Math.max(maps.height(), maps.width());
        this.births = new int[maps.count()];
    }

    /** Bytes of a map's edges where they do not fit into shared memory. */
    private static long edgeBytes(int side, int pixelBytes) {
        return side <= SMALL_SIDE ? 0 : (long) pixelBytes * side * side;
    }

    /** How many maps of a size fit into a chunk; 0 if not one. */
    static int most(long deviceBytes, long pinnedBytes, int height, int width, int pixelBytes) {
        long transferred = (long) pixelBytes * height * width + Integer.BYTES;
        long each = transferred + edgeBytes(Math.max(height, width), pixelBytes);
        return Math.min(
                Arena.fitting(deviceBytes, SLICES, 0, each), Arena.fitting(pinnedBytes, SLICES, 0, transferred));
    }

    /**
     * All answers.
     *
     * @param processor answers the maps that are handed over
     */
    int[] run(Function<INDArray, int[]> processor) {
        int most = most(gpu.laneBytes(), gpu.pinnedBytes(), maps.height(), maps.width(), maps.pixelBytes());
        gpu.run(births.length, most, this::start);
        int[] open = IntStream.range(0, births.length)
                .filter(m -> births[m] == HANDED)
                .toArray();
        if (open.length > 0) {
            INDArray picked = maps.picked(open);
            int[] found = processor.apply(picked);
            IntStream.range(0, open.length).forEach(k -> births[open[k]] = found[k]);
            picked.close();
        }
        return births;
    }

    private Runnable start(Lane lane, int from, int to) {
        int count = to - from;
        Pointer pixels = maps.upload(lane, from, to);
        Pointer edges = lane.onDevice(count * edgeBytes(side, maps.pixelBytes()));
        Pointer answers = lane.onDevice((long) Integer.BYTES * count);
        boolean small = side <= SMALL_SIDE;
        String kernel = "birthsOf" + (small ? "Small" : "Large") + (maps.isSingle() ? "Floats" : "Doubles");
        gpu.births()
                .launch(
                        kernel,
                        count,
                        small ? 32 : 256,
                        lane.stream(),
                        pixels,
                        maps.height(),
                        maps.width(),
                        edges,
                        answers);
        Pointer found = lane.download(answers, (long) Integer.BYTES * count);
        return () -> new IntPointer(found).get(births, from, count);
    }
}
