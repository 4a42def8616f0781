package org.infoscope.kernel;

import java.util.Arrays;

/**
 * Inserts edges of equal value into a graph all at once: what is born and filled within the group was never there.
 *
 * <p>First the closure: edges that join components, or whose ends share a neighbour, leave the homology alone and go in,
 * again and again until none is left or only edges R whose ends are connected and share no neighbour. Then, over GF(2),
 * beta_1 = |R| - rank of the triangles restricted to R ({@link TriangleRank}): the long exact sequence of the pair, as
 * the closure has beta_1 = 0 and R joins no components. Breaking ties by an arbitrary order instead gives false births.
 *
 * <p>Edges are packed as {@code u << 16 | v}. Reused without allocation once it has seen the largest group. For one
 * thread.
 */
final class TieGroup {

    private final GrowingGraph graph;
    private final TriangleRank rank;
    private long[] pending = new long[0];
    private int[] stack = new int[0];
    private int depth;
    private int[] left = new int[0];

    TieGroup(GrowingGraph graph) {
        this.graph = graph;
        this.rank = new TriangleRank(graph);
    }

    /**
     * Inserts the whole group.
     *
     * @param edges not in the graph yet, none twice
     * @param from first of the group
     * @param to behind the last
     * @return whether the first one-dimensional class is born
     */
    boolean opensCycle(int[] edges, int from, int to) {
        int needed = graph.vertices() * graph.words();
        if (pending.length < needed) {
            pending = new long[needed];
        }
        for (int k = from; k < to; k++) {
            flip(edges[k] >>> 16, edges[k] & 0xffff);
        }
        for (int k = from; k < to; k++) {
            close(edges[k]);
        }
        int count = takeLeftOver(edges, from, to);
        return count > 0 && rank.isBelow(left, count);
    }

    private void close(int edge) {
        push(edge);
        while (depth > 0) {
            int next = stack[--depth];
            int u = next >>> 16;
            int v = next & 0xffff;
            if (isPending(u, v) && graph.insertFilled(u, v)) {
                flip(u, v);
                pushNeighbours(u, v);
                pushNeighbours(v, u);
            }
        }
    }

    /** Pending edges from {@code u} to neighbours of {@code v}: they share the neighbour {@code v} now. */
    private void pushNeighbours(int u, int v) {
        int words = graph.words();
        for (int k = 0; k < words; k++) {
            long waiting = pending[u * words + k] & graph.row(v, k);
            while (waiting != 0) {
                push(u << 16 | k << 6 | Long.numberOfTrailingZeros(waiting));
                waiting &= waiting - 1;
            }
        }
    }

    private void push(int edge) {
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, Math.max(64, 2 * depth));
        }
        stack[depth++] = edge;
    }

    /** Moves what the closure left over from {@code pending} into the graph and into {@code left}. */
    private int takeLeftOver(int[] edges, int from, int to) {
        if (left.length < to - from) {
            left = new int[Math.max(64, to - from)];
        }
        int count = 0;
        for (int k = from; k < to; k++) {
            int u = edges[k] >>> 16;
            int v = edges[k] & 0xffff;
            if (isPending(u, v)) {
                flip(u, v);
                left[count++] = edges[k];
            }
        }
        for (int k = 0; k < count; k++) {
            graph.insert(left[k] >>> 16, left[k] & 0xffff);
        }
        return count;
    }

    private boolean isPending(int u, int v) {
        return (pending[u * graph.words() + (v >> 6)] >>> v & 1) != 0;
    }

    private void flip(int u, int v) {
        int words = graph.words();
        pending[u * words + (v >> 6)] ^= 1L << v;
        pending[v * words + (u >> 6)] ^= 1L << u;
    }
}
