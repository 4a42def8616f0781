package org.infoscope.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Feeds ND4J maps to {@link FirstCycle}, each on one thread. */
final class MapBirths {

    /** Pixels of so many maps take longer than it takes to wake a thread. */
    private static final int WORTH_A_THREAD = 1 << 16;

    private MapBirths() {}

    static int[] of(INDArray maps, FreeCores cores) {
        int rank = maps.rank();
        if (rank < 3) {
            throw new IllegalArgumentException(
                    "First births need maps [..., h, w] of rank 3 or more, not rank " + rank);
        }
        int height = side(maps.size(rank - 2));
        int width = side(maps.size(rank - 1));
        int pixels = height * width;
        int[] births = new int[Math.toIntExact(maps.length() / pixels)];
        try (ElementReader elements = new ElementReader(maps, pixels)) {
            cores.share(births.length, Math.max(1, WORTH_A_THREAD / pixels), (from, to) -> {
                double[] map = new double[pixels];
                FirstCycle cycle = new FirstCycle();
                ElementReader own = elements.another();
                for (int i = from; i < to; i++) {
                    PausePoint.here();
                    own.read((long) i * pixels, pixels, map);
                    births[i] = cycle.birth(map, 0, height, width);
                }
            });
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
