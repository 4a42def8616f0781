package org.infoscope.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The whole barcode of one-dimensional homology of a map's clique filtration, over GF(2): all cycles, not only the first
 * one of {@link Kernels#firstCycleBirths}, whose page defines the filtration and its edge cases.
 *
 * <p>Edges are inserted one by one. One that joins two connected vertices without a common neighbour creates a class. One
 * whose ends share neighbours is homologous to the path through the first of them; each further connected component of
 * the shared neighbours makes one cycle a boundary (Mayer-Vietoris), which ends the youngest class in it. Bars that begin
 * and end at the same level are artefacts of the order among ties and are left out. Every edge carries its class as bits
 * over the creators, so that no triangle is stored.
 *
 * <p>For single maps: memory and time grow with edges times classes. Safe for use by several threads.
 */
public final class CycleBarcode {

    private static final long[] ZERO = {};

    private final GrowingGraph graph = new GrowingGraph();
    private final int vertices;
    private final long[][] classOf;
    private final List<Integer> births = new ArrayList<>();
    private final List<long[]> relations = new ArrayList<>();
    private final List<Bar> bars = new ArrayList<>();
    private final int[] shared;

    /**
     * The life of one class.
     *
     * @param birth first level at which it is there, 1-based
     * @param death first level at which it is filled; {@link #NEVER} if that does not happen
     */
    public record Bar(int birth, int death) {
        /** The death of a class that is never filled: only where edges are missing. */
        public static final int NEVER = Integer.MAX_VALUE;
    }

    private CycleBarcode(int vertices) {
        this.vertices = vertices;
        this.classOf = new long[vertices * vertices][];
        this.shared = new int[vertices];
        graph.reset(vertices);
    }

    /**
     * The bars of one map.
     *
     * @param map [h, w]; its sides at most 8192
     * @return by birth, then by death; the first one's birth is the first birth
     * @throws IllegalArgumentException if the array is no matrix, a side is too long or it holds a NaN
     */
    public static List<Bar> of(INDArray map) {
        if (map.rank() != 2) {
            throw new IllegalArgumentException("A barcode needs one map [h, w], not an array of rank " + map.rank());
        }
        int height = MapBirths.side(map.size(0));
        int width = MapBirths.side(map.size(1));
        DescendingEdges edges = new DescendingEdges();
        double[] values = new double[height * width];
        double[] row = new double[width];
        try (ElementReader reader = new ElementReader(map, width)) {
            for (int y = 0; y < height; y++) {
                reader.read((long) y * width, width, row);
                System.arraycopy(row, 0, values, y * width, width);
            }
        }
        if (!edges.load(values, 0, height, width)) {
            throw new IllegalArgumentException("The map holds a NaN");
        }
        return new CycleBarcode(edges.vertices()).barsOf(edges);
    }

    private List<Bar> barsOf(DescendingEdges source) {
        int level = 0;
        for (EdgeSort band = source.next(); band != null; band = source.next()) {
            int[] edges = band.edges();
            for (int from = 0, to; from < band.size(); from = to) {
                to = band.endOfTie(from);
                level++;
                for (int k = from; k < to; k++) {
                    insert(edges[k] >>> 16, edges[k] & 0xffff, level);
                }
            }
        }
        int end = source.isComplete() ? level + 1 : Bar.NEVER;
        for (int creator = 0; creator < births.size(); creator++) {
            if (relations.get(creator) == ZERO) {
                bars.add(new Bar(births.get(creator), end));
            }
        }
        bars.sort(Comparator.comparingInt(Bar::birth).thenComparingInt(Bar::death));
        return List.copyOf(bars);
    }

    private void insert(int u, int v, int level) {
        int components = shareNeighbours(u, v);
        if (components > 0) {
            graph.insert(u, v);
            long[] path = path(u, shared[0], v);
            setClass(u, v, path);
            for (int k = 1; k < components; k++) {
                fill(sum(path, path(u, shared[k], v)), level);
            }
        } else if (graph.insertFilled(u, v)) {
            setClass(u, v, ZERO);
        } else {
            graph.insert(u, v);
            setClass(u, v, unit(births.size()));
            births.add(level);
            relations.add(ZERO);
        }
    }

    /** Ends the youngest living class of a cycle that has become a boundary, if there is one. */
    private void fill(long[] cycle, int level) {
        long[] rest = cycle;
        for (int youngest = highest(rest); youngest >= 0; youngest = highest(rest)) {
            long[] relation = relations.get(youngest);
            if (relation == ZERO) {
                relations.set(youngest, rest);
                if (births.get(youngest) < level) {
                    bars.add(new Bar(births.get(youngest), level));
                }
                return;
            }
            rest = sum(rest, relation);
        }
    }

    /** One vertex per connected component of the common neighbours, into {@code shared}. */
    private int shareNeighbours(int u, int v) {
        long[] unseen = new long[graph.words()];
        for (int k = 0; k < unseen.length; k++) {
            unseen[k] = graph.row(u, k) & graph.row(v, k);
        }
        int components = 0;
        long[] front = new long[unseen.length];
        for (int w = highest(unseen); w >= 0; w = highest(unseen)) {
            shared[components++] = w;
            front[w >> 6] |= 1L << w;
            unseen[w >> 6] &= ~(1L << w);
            for (int x = w; x >= 0; x = highest(front)) {
                front[x >> 6] &= ~(1L << x);
                for (int k = 0; k < unseen.length; k++) {
                    long reached = unseen[k] & graph.row(x, k);
                    front[k] |= reached;
                    unseen[k] &= ~reached;
                }
            }
        }
        return components;
    }

    private long[] path(int u, int w, int v) {
        return sum(classOf[u * vertices + w], classOf[w * vertices + v]);
    }

    private void setClass(int u, int v, long[] value) {
        classOf[u * vertices + v] = value;
        classOf[v * vertices + u] = value;
    }

    private static long[] unit(int bit) {
        long[] unit = new long[(bit >> 6) + 1];
        unit[bit >> 6] = 1L << bit;
        return unit;
    }

    private static long[] sum(long[] a, long[] b) {
        long[] longer = a.length >= b.length ? a : b;
        long[] shorter = a.length >= b.length ? b : a;
        long[] sum = longer.clone();
        for (int k = 0; k < shorter.length; k++) {
            sum[k] ^= shorter[k];
        }
        int used = sum.length;
        while (used > 0 && sum[used - 1] == 0) {
            used--;
        }
        return used == 0 ? ZERO : Arrays.copyOf(sum, used);
    }

    private static int highest(long[] bits) {
        for (int k = bits.length - 1; k >= 0; k--) {
            if (bits[k] != 0) {
                return (k << 6) + 63 - Long.numberOfLeadingZeros(bits[k]);
            }
        }
        return -1;
    }
}
