package org.infoscope.kernel;

import java.util.Arrays;

/**
 * A graph that grows edge by edge and whose clique complex has no one-dimensional homology so far. Neighbours are bit
 * rows, components a union-find forest.
 *
 * <p>Reused for graph after graph without allocation as long as they do not get larger. For one thread.
 */
final class GrowingGraph {

    private int vertices;
    private int words;
    private long[] rows = new long[0];
    private int[] parent = new int[0];
    private int[] degree = new int[0];
    private boolean cone;

    /** Begins again, without edges. */
    void reset(int newVertices) {
        vertices = newVertices;
        words = (newVertices + Long.SIZE - 1) / Long.SIZE;
        if (parent.length < vertices) {
            parent = new int[vertices];
            degree = new int[vertices];
            rows = new long[vertices * words];
        }
        Arrays.fill(rows, 0, vertices * words, 0);
        Arrays.fill(degree, 0, vertices, 0);
        for (int i = 0; i < vertices; i++) {
            parent[i] = i;
        }
        cone = vertices < 2;
    }

    int vertices() {
        return vertices;
    }

    /** Words per row of {@link #row}. */
    int words() {
        return words;
    }

    /** Word {@code word} of the neighbours of {@code vertex}. */
    long row(int vertex, int word) {
        return rows[vertex * words + word];
    }

    boolean adjacent(int u, int v) {
        return (rows[u * words + (v >> 6)] >>> v & 1) != 0;
    }

    /** Whether some vertex neighbours all others: then every later edge lies in a triangle, and no cycle can be born. */
    boolean isCone() {
        return cone;
    }

    /**
     * Inserts an edge unless it makes a cycle that no triangle fills: its ends are connected already and share no
     * neighbour (Mayer-Vietoris on the suspension of the common link).
     *
     * @return false if the edge makes such a cycle; it is then left out
     */
    boolean insertFilled(int u, int v) {
        if (!shareNeighbour(u, v)) {
            int rootOfU = root(u);
            int rootOfV = root(v);
            if (rootOfU == rootOfV) {
                return false;
            }
            parent[rootOfU] = rootOfV;
        }
        insert(u, v);
        return true;
    }

    /** Inserts an edge between connected vertices. */
    void insert(int u, int v) {
        rows[u * words + (v >> 6)] |= 1L << v;
        rows[v * words + (u >> 6)] |= 1L << u;
        int full = vertices - 1;
        degree[u]++;
        degree[v]++;
        cone |= degree[u] == full || degree[v] == full;
    }

    private boolean shareNeighbour(int u, int v) {
        int a = u * words;
        int b = v * words;
        for (int k = 0; k < words; k++) {
            if ((rows[a + k] & rows[b + k]) != 0) {
                return true;
            }
        }
        return false;
    }

    private int root(int vertex) {
        int at = vertex;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }
}
