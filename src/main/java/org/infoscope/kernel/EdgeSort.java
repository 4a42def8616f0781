package org.infoscope.kernel;

import java.util.Arrays;

/**
 * A list of edges with values, and a bottom-up merge sort from the largest value down. Edges are packed as
 * {@code u << 16 | v}. Reused without allocation once it has seen the longest list; for one thread.
 */
final class EdgeSort {

    private static final int RUN = 24;

    private double[] values = new double[64];
    private int[] edges = new int[64];
    private double[] otherValues = new double[64];
    private int[] otherEdges = new int[64];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void add(double value, int edge) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            edges = Arrays.copyOf(edges, 2 * size);
        }
        values[size] = value;
        edges[size++] = edge;
    }

    /** The packed edges; valid up to {@link #size()} and until the list changes. */
    int[] edges() {
        return edges;
    }

    /** Behind the last edge whose value equals that at {@code from}. */
    int endOfTie(int from) {
        double value = values[from];
        int end = from + 1;
        while (end < size && values[end] == value) {
            end++;
        }
        return end;
    }

    void sort() {
        for (int from = 0; from < size; from += RUN) {
            insertionSort(from, Math.min(from + RUN, size));
        }
        if (size > RUN && otherValues.length < size) {
            otherValues = new double[values.length];
            otherEdges = new int[values.length];
        }
        for (int width = RUN; width < size; width *= 2) {
            for (int from = 0; from < size; from += 2 * width) {
                merge(from, Math.min(from + width, size), Math.min(from + 2 * width, size));
            }
            swap();
        }
    }

    private void insertionSort(int from, int to) {
        for (int k = from + 1; k < to; k++) {
            double value = values[k];
            int edge = edges[k];
            int at = k;
            while (at > from && values[at - 1] < value) {
                values[at] = values[at - 1];
                edges[at] = edges[at - 1];
                at--;
            }
            values[at] = value;
            edges[at] = edge;
        }
    }

    private void merge(int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int k = from; k < to; k++) {
            boolean takeLeft = right == to || (left < middle && values[left] >= values[right]);
            int taken = takeLeft ? left++ : right++;
            otherValues[k] = values[taken];
            otherEdges[k] = edges[taken];
        }
    }

    private void swap() {
        double[] sortedValues = otherValues;
        int[] sortedEdges = otherEdges;
        otherValues = values;
        otherEdges = edges;
        values = sortedValues;
        edges = sortedEdges;
    }
}
