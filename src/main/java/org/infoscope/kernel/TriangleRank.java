package org.infoscope.kernel;

import java.util.Arrays;

/**
 * Decides over GF(2) whether triangles fill every cycle that left-over edges R of a {@link TieGroup} make: whether the
 * boundaries of all triangles, restricted to R, span R.
 *
 * <p>A triangle has two edges of R or three, never one. Two make them equal: a union-find forest. Three give a row over
 * the classes of equal edges, and the rows are eliminated as bit sets. Reused for group after group; for one thread.
 */
final class TriangleRank {

    private static final int NONE = -1;

    private final GrowingGraph graph;
    private int[] indexOf = new int[0];
    private int[] parent = new int[0];
    private int[] triples = new int[0];
    private int tripleCount;
    private int[] column = new int[0];
    private int[] pivotRow = new int[0];
    private long[] matrix = new long[0];

    TriangleRank(GrowingGraph graph) {
        this.graph = graph;
    }

    /**
     * Whether the rank is smaller than the number of edges.
     *
     * @param edges R, packed as {@code u << 16 | v}, in the graph already
     * @param count how many there are
     */
    boolean isBelow(int[] edges, int count) {
        prepare(edges, count);
        for (int e = 0; e < count; e++) {
            visitTriangles(e, edges[e] >>> 16, edges[e] & 0xffff);
        }
        for (int e = 0; e < count; e++) {
            set(edges[e], NONE);
        }
        int classes = numberClasses(count);
        return classes > 0 && (tripleCount < classes || eliminate(classes) < classes);
    }

    private void prepare(int[] edges, int count) {
        int m = graph.vertices();
        if (indexOf.length < m * m) {
            indexOf = new int[m * m];
            Arrays.fill(indexOf, NONE);
        }
        if (parent.length < count) {
            parent = new int[Math.max(64, count)];
            column = new int[parent.length];
            pivotRow = new int[parent.length];
        }
        tripleCount = 0;
        for (int e = 0; e < count; e++) {
            parent[e] = e;
            set(edges[e], e);
        }
    }

    private void set(int edge, int index) {
        int m = graph.vertices();
        int u = edge >>> 16;
        int v = edge & 0xffff;
        indexOf[u * m + v] = index;
        indexOf[v * m + u] = index;
    }

    private void visitTriangles(int edge, int u, int v) {
        int m = graph.vertices();
        for (int k = 0; k < graph.words(); k++) {
            long common = graph.row(u, k) & graph.row(v, k);
            while (common != 0) {
                int w = k << 6 | Long.numberOfTrailingZeros(common);
                common &= common - 1;
                visitTriangle(edge, indexOf[u * m + w], indexOf[v * m + w]);
            }
        }
    }

    /** Each triangle comes by once per edge of R; three edges are taken once, at the first of them. */
    private void visitTriangle(int edge, int second, int third) {
        if (third == NONE) {
            parent[root(edge)] = root(second);
        } else if (second == NONE) {
            parent[root(edge)] = root(third);
        } else if (edge < second && edge < third) {
            if (triples.length < 3 * tripleCount + 3) {
                triples = Arrays.copyOf(triples, Math.max(192, 2 * triples.length));
            }
            triples[3 * tripleCount] = edge;
            triples[3 * tripleCount + 1] = second;
            triples[3 * tripleCount + 2] = third;
            tripleCount++;
        }
    }

    private int numberClasses(int count) {
        int classes = 0;
        for (int e = 0; e < count; e++) {
            if (parent[e] == e) {
                column[e] = classes++;
            }
        }
        return classes;
    }

    private int eliminate(int classes) {
        int words = (classes + Long.SIZE - 1) / Long.SIZE;
        Arrays.fill(pivotRow, 0, classes, NONE);
        int rank = 0;
        for (int t = 0; t < tripleCount && rank < classes; t++) {
            int row = rank * words;
            if (matrix.length < row + words) {
                matrix = Arrays.copyOf(matrix, Math.max(row + words, 2 * matrix.length));
            }
            Arrays.fill(matrix, row, row + words, 0);
            for (int k = 0; k < 3; k++) {
                int c = column[root(triples[3 * t + k])];
                matrix[row + (c >> 6)] ^= 1L << c;
            }
            rank += reduce(row, words);
        }
        return rank;
    }

    /** Reduces the row against the earlier ones; 1 if something is left, which then is a new pivot. */
    private int reduce(int row, int words) {
        for (int k = 0; k < words; k++) {
            while (matrix[row + k] != 0) {
                int c = k << 6 | Long.numberOfTrailingZeros(matrix[row + k]);
                if (pivotRow[c] == NONE) {
                    pivotRow[c] = row;
                    return 1;
                }
                for (int j = k; j < words; j++) {
                    matrix[row + j] ^= matrix[pivotRow[c] + j];
                }
            }
        }
        return 0;
    }

    private int root(int edge) {
        int at = edge;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }
}
