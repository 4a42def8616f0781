package org.infoscope.kernel;

/**
 * Finds the first one-dimensional class of one map after the other; see {@link Kernels#firstCycleBirths} for the
 * definition.
 *
 * <p>In a strict order the first birth is the first edge that joins two connected vertices without a common neighbour;
 * equal values are inserted together by {@link TieGroup}. O(m^2) to find the largest edges and O(b m / 64) for a birth
 * at b. For one thread; no allocation per map once it has seen the largest.
 */
final class FirstCycle {

    /** A side of more than this many pixels would need hundreds of megabytes. */
    static final int LONGEST_SIDE = 8192;

    private final DescendingEdges source = new DescendingEdges();
    private final GrowingGraph graph = new GrowingGraph();
    private final TieGroup ties = new TieGroup(graph);

    /**
     * The level of the first birth.
     *
     * @param maps holds the map in C order
     * @param offset of its first pixel
     * @return 1-based; {@link Kernels#NO_BIRTH} or {@link Kernels#INVALID_MAP} if there is none
     */
    int birth(double[] maps, int offset, int height, int width) {
        if (!source.load(maps, offset, height, width)) {
            return Kernels.INVALID_MAP;
        }
        graph.reset(source.vertices());
        int level = 0;
        for (EdgeSort band = source.next(); band != null && !graph.isCone(); band = source.next()) {
            int[] edges = band.edges();
            for (int from = 0, to; from < band.size(); from = to) {
                to = band.endOfTie(from);
                level++;
                boolean born = to == from + 1
                        ? !graph.insertFilled(edges[from] >>> 16, edges[from] & 0xffff)
                        : ties.opensCycle(edges, from, to);
                if (born) {
                    return level;
                }
            }
        }
        return Kernels.NO_BIRTH;
    }
}
