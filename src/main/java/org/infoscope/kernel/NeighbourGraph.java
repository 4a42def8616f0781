package org.infoscope.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The graph of nearest neighbours (A + A') / 2: A_ij = 1 where j is among the nearest rows of i. Of rows equally near the
 * first are taken.
 */
final class NeighbourGraph {

    private final SquaredDistances distances;
    private final int[] rows;
    private final List<Map<Integer, Double>> weights = new ArrayList<>();
    private final double[] degrees;

    /**
     * Joins each row with its nearest.
     *
     * @param rows of the distances, at least 2: the vertices
     * @param neighbours of each row, itself not counted
     */
    NeighbourGraph(SquaredDistances distances, int[] rows, int neighbours) {
        this.distances = distances;
        this.rows = rows.clone();
        for (int i = 0; i < rows.length; i++) {
            weights.add(new TreeMap<>());
        }
        for (int i = 0; i < rows.length; i++) {
            for (int j : nearest(i, Math.min(neighbours, rows.length - 1))) {
                weights.get(i).merge(j, 0.5, Double::sum);
                weights.get(j).merge(i, 0.5, Double::sum);
            }
        }
        degrees = weights.stream()
                .mapToDouble(edges ->
                        edges.values().stream().mapToDouble(Double::doubleValue).sum())
                .toArray();
    }

    private double distance(int i, int j) {
        return distances.relative(rows[i], rows[j]);
    }

    private int[] nearest(int i, int count) {
        int[] nearest = new int[count];
        int found = 0;
        for (int j = 0; j < rows.length; j++) {
            if (j == i || (found == count && distance(i, j) >= distance(i, nearest[count - 1]))) {
                continue;
            }
            int at = found < count ? found++ : count - 1;
            while (at > 0 && distance(i, j) < distance(i, nearest[at - 1])) {
                nearest[at] = nearest[at - 1];
                at--;
            }
            nearest[at] = j;
        }
        return nearest;
    }

    /** Vertices. */
    int size() {
        return rows.length;
    }

    /** D^-1/2 A D^-1/2 by columns, D the degrees: 1 - the normalised Laplacian. */
    SymmetricEigenvalues.LowerTriangle normalised() {
        return (j, column) -> {
            Arrays.fill(column, 0);
            weights.get(j).forEach((i, weight) -> {
                if (i > j) {
                    column[i - j] = weight / Math.sqrt(degrees[i] * degrees[j]);
                }
            });
        };
    }

    /** The connected component of each vertex, numbered in the order of their first vertices. */
    int[] components() {
        int[] components = new int[rows.length];
        Arrays.fill(components, -1);
        int count = 0;
        for (int start = 0; start < rows.length; start++) {
            if (components[start] < 0) {
                spread(start, count++, components);
            }
        }
        return components;
    }

    private void spread(int start, int component, int[] components) {
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        components[start] = component;
        while (!open.isEmpty()) {
            for (int next : weights.get(open.remove()).keySet()) {
                if (components[next] < 0) {
                    components[next] = component;
                    open.add(next);
                }
            }
        }
    }

    /**
     * Joins the two components between which the shortest edge runs, until few enough are left.
     *
     * @param components of each vertex; changed
     * @param count how many may be left, at least 1
     */
    void joinNearest(int[] components, int count) {
        int left = Arrays.stream(components).max().orElseThrow() + 1;
        double[][] gaps = gaps(components, left);
        for (int many = left; many > count; many--) {
            int from = 1;
            int to = 0;
            for (int a = 1; a < left; a++) {
                for (int b = 0; b < a; b++) {
                    if (gaps[a][b] < gaps[from][to]) {
                        from = a;
                        to = b;
                    }
                }
            }
            join(components, gaps, from, to);
        }
    }

    private static void join(int[] components, double[][] gaps, int from, int to) {
        for (int i = 0; i < components.length; i++) {
            components[i] = components[i] == from ? to : components[i];
        }
        for (int other = 0; other < gaps.length; other++) {
            if (other != from && other != to) {
                gaps[to][other] = gaps[other][to] = Math.min(gaps[to][other], gaps[from][other]);
            }
            gaps[from][other] = gaps[other][from] = Double.POSITIVE_INFINITY;
        }
    }

    /** The shortest distance between any two components. */
    private double[][] gaps(int[] components, int count) {
        double[][] gaps = new double[count][count];
        for (double[] row : gaps) {
            Arrays.fill(row, Double.POSITIVE_INFINITY);
        }
        for (int i = 0; i < components.length; i++) {
            for (int j = 0; j < i; j++) {
                int a = components[i];
                int b = components[j];
                if (a != b) {
                    gaps[a][b] = gaps[b][a] = Math.min(gaps[a][b], distance(i, j));
                }
            }
        }
        return gaps;
    }
}
