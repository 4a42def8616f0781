package org.infoscope.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The edges of a map from the largest value down, in bands: a first birth needs few of them, so few are sorted.
 *
 * <p>Vertices are the indices 0 .. m - 1, m the longer side; edge ij has the value max(U_ij, U_ji). A pixel that does
 * not exist, and negative infinity, is no edge; -0 equals +0. 256 linear buckets over the finite values tell how deep a
 * band reaches; where they cannot part the values (a range that overflows, for example) the band is large, which costs
 * time only. Values are compared in double, so neither float nor double input gets ties that it did not have.
 *
 * <p>A last level that completes the graph is left out: nothing is born there. Reused without allocation as long as maps
 * do not get larger; for one thread.
 */
final class DescendingEdges {

    private static final int BUCKETS = 256;

    private final int[] counts = new int[BUCKETS];
    private final EdgeSort band = new EdgeSort();
    private double[] values = new double[0];
    private double[] square = new double[0];
    private int vertices;
    private int edges;
    private double lowest;
    private double highest;
    private boolean complete;
    private boolean bucketed;
    private double scale;
    private int bucket;
    private int wanted;

    /** The longer side of the map. */
    int vertices() {
        return vertices;
    }

    /** Whether every pair of vertices is an edge: then there is one more level than the bands show. */
    boolean isComplete() {
        return complete;
    }

    /**
     * Reads a map and stands before its first band.
     *
     * @param maps holds the map in C order
     * @param offset of its first pixel
     * @return false if it holds a NaN
     */
    boolean load(double[] maps, int offset, int height, int width) {
        begin(Math.max(height, width));
        boolean valid = height == width ? loadSquare(maps, offset) : loadSquare(padded(maps, offset, height, width), 0);
        scale = (BUCKETS - 1) / (highest - lowest);
        bucketed = edges > 2 * wanted && scale > 0 && scale < Double.POSITIVE_INFINITY;
        if (bucketed) {
            count();
        }
        return valid;
    }

    private boolean loadSquare(double[] maps, int offset) {
        boolean nan = false;
        int e = 0;
        for (int i = 0; i < vertices; i++) {
            int row = offset + i * vertices;
            nan |= Double.isNaN(maps[row + i]);
            int mirrored = row + vertices + i;
            for (int j = i + 1; j < vertices; j++) {
                double value = Math.max(maps[row + j], maps[mirrored]);
                mirrored += vertices;
                values[e++] = value;
                nan |= Double.isNaN(value);
                if (value > highest && value < Double.POSITIVE_INFINITY) {
                    highest = value;
                }
                if (value < lowest) {
                    lowest = note(value);
                }
            }
        }
        return !nan;
    }

    private double[] padded(double[] maps, int offset, int height, int width) {
        int size = vertices * vertices;
        if (square.length < size) {
            square = new double[size];
        }
        Arrays.fill(square, 0, size, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < height; i++) {
            System.arraycopy(maps, offset + i * width, square, i * vertices, width);
        }
        return square;
    }

    private void begin(int newVertices) {
        vertices = newVertices;
        edges = vertices * (vertices - 1) / 2;
        if (values.length < edges) {
            values = new double[edges];
        }
        lowest = Double.POSITIVE_INFINITY;
        highest = Double.NEGATIVE_INFINITY;
        complete = true;
        bucket = BUCKETS;
        wanted = vertices + 16;
    }

    private double note(double value) {
        if (value == Double.NEGATIVE_INFINITY) {
            complete = false;
            return lowest;
        }
        return value;
    }

    private void count() {
        Arrays.fill(counts, 0);
        for (int e = 0; e < edges; e++) {
            double position = (values[e] - lowest) * scale;
            if (position >= 0) {
                counts[Math.min((int) position, BUCKETS - 1)]++;
            }
        }
    }

    /**
     * Collects the next band.
     *
     * @return sorted from the largest value down and never empty, equal values never in two bands; null after the last
     */
    @Nullable
    EdgeSort next() {
        band.clear();
        while (bucket > 0 && band.size() == 0) {
            int upper = bucket;
            int size = 0;
            while (bucket > 0 && (size < wanted || !bucketed)) {
                size += counts[--bucket];
            }
            wanted *= 4;
            collect(bucket, upper);
        }
        band.sort();
        return band.size() == 0 ? null : band;
    }

    private void collect(int lowerBucket, int upperBucket) {
        double floor = complete ? lowest : Double.NEGATIVE_INFINITY;
        double from = lowerBucket;
        double to = upperBucket == BUCKETS ? Double.POSITIVE_INFINITY : upperBucket;
        int e = 0;
        for (int i = 0; i < vertices; i++) {
            for (int j = i + 1; j < vertices; j++) {
                double value = values[e++];
                if (value > floor && (!bucketed || isWithin((value - lowest) * scale, from, to))) {
                    band.add(value, i << 16 | j);
                }
            }
        }
    }

    private static boolean isWithin(double position, double from, double to) {
        return position >= from && (position < to || to == Double.POSITIVE_INFINITY);
    }
}
