package org.infoscope.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Feeds ND4J maps to {@link FirstCycle}, block by block, on the caller's thread. */
final class MapBirths {

    private static final long BLOCK_PIXELS = 1 << 15;

    private MapBirths() {}

    static int[] of(INDArray maps) {
        int rank = maps.rank();
        if (rank < 3) {
            throw new IllegalArgumentException(
                    "First births need maps [..., h, w] of rank 3 or more, not rank " + rank);
        }
        int height = side(maps.size(rank - 2));
        int width = side(maps.size(rank - 1));
        int pixels = height * width;
        int[] births = new int[Math.toIntExact(maps.length() / pixels)];
        long slices = maps.size(0);
        long perBlock = Math.max(1, BLOCK_PIXELS / (maps.length() / slices));
        FirstCycle cycle = new FirstCycle();
        int next = 0;
        for (long from = 0; from < slices; from += perBlock) {
            double[] block = Elements.slices(maps, from, Math.min(from + perBlock, slices));
            for (int offset = 0; offset < block.length; offset += pixels) {
                births[next++] = cycle.birth(block, offset, height, width);
            }
        }
        return births;
    }

    static int side(long size) {
        if (size < 1 || size > FirstCycle.LONGEST_SIDE) {
            throw new IllegalArgumentException(
                    "A side of a map must be 1 to " + FirstCycle.LONGEST_SIDE + " pixels, not " + size);
        }
        return (int) size;
    }
}
