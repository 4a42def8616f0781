package org.infoscope.kernel;

import java.util.SplittableRandom;

/**
 * First births of maps without any structure: independent pixels of one continuous distribution. Which distribution does
 * not matter, as only the order of the pixels counts; so pixels are drawn in random order, one by one, and a map ends at
 * its birth, after about as many draws as it has vertices.
 *
 * <p>Stateless; safe for use by several threads.
 */
public final class RandomMapBirths {

    private RandomMapBirths() {}

    /**
     * Draws maps.
     *
     * @param height of the maps, 1 to 8192
     * @param width of the maps, 1 to 8192; if they are not square, the same padding applies as in
     *     {@link Kernels#firstCycleBirths}
     * @param count how many
     * @param seed equal seeds give equal births
     * @return a birth, or {@link Kernels#NO_BIRTH}, per map
     * @throws IllegalArgumentException if a side is out of range or count is negative
     */
    public static int[] draw(int height, int width, int count, long seed) {
        MapBirths.side(height);
        MapBirths.side(width);
        if (count < 0) {
            throw new IllegalArgumentException("The number of random maps must not be negative: " + count);
        }
        SplittableRandom random = new SplittableRandom(seed);
        GrowingGraph graph = new GrowingGraph();
        int[] births = new int[count];
        for (int k = 0; k < count; k++) {
            births[k] = birth(graph, random, height, width);
        }
        return births;
    }

    /** A pixel whose edge is there already is a draw of no consequence, so drawing with replacement is exact. */
    private static int birth(GrowingGraph graph, SplittableRandom random, int height, int width) {
        int longSide = Math.max(height, width);
        int shortSide = Math.min(height, width);
        int edges = shortSide * (longSide - 1) - shortSide * (shortSide - 1) / 2;
        graph.reset(longSide);
        int level = 0;
        while (level < edges && !graph.isCone()) {
            int u = random.nextInt(height);
            int v = random.nextInt(width);
            if (u != v && !graph.adjacent(u, v)) {
                level++;
                if (!graph.insertFilled(u, v)) {
                    return level;
                }
            }
        }
        return Kernels.NO_BIRTH;
    }
}
