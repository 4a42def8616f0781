package org.infoscope.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Values over iterations.
 *
 * @param name for the legend
 * @param ink of the line
 * @param dash of the line, see {@link Dashes}: 0 is solid
 * @param points in order of iteration
 */
record Curve(String name, Ink ink, int dash, List<Point> points) {

    /** Buckets of a thinned curve. */
    static final int BUCKETS = 200;

    /** Points that may be kept of a bucket: first, last, lowest, highest, and the first and last without a value. */
    static final int PER_BUCKET = 6;

    /**
     * A value.
     *
     * @param x iteration
     * @param y may be NaN or infinite: a gap
     */
    record Point(double x, double y) {}

    Curve {
        points = List.copyOf(points);
    }

    /**
     * The same with at most {@value #PER_BUCKET} points of each of {@value #BUCKETS} equal stretches of iterations, from which a line as wide as
     * that is drawn without error (M4: Jugel et al., VLDB 2014); gaps stay, too.
     */
    Curve thinned() {
        if (points.size() <= BUCKETS * PER_BUCKET) {
            return this;
        }
        double first = points.get(0).x();
        double width = (points.get(points.size() - 1).x() - first) / BUCKETS;
        List<Point> kept = new ArrayList<>();
        for (int start = 0; start < points.size(); ) {
            int bucket = bucket(start, first, width);
            int end = start + 1;
            while (end < points.size() && bucket(end, first, width) == bucket) {
                end++;
            }
            for (int i : survivors(start, end)) {
                kept.add(points.get(i));
            }
            start = end;
        }
        return new Curve(name, ink, dash, kept);
    }

    private int bucket(int index, double first, double width) {
        return Math.min((int) ((points.get(index).x() - first) / width), BUCKETS - 1);
    }

    private TreeSet<Integer> survivors(int start, int end) {
        TreeSet<Integer> kept = new TreeSet<>(List.of(start, end - 1));
        int lowest = -1;
        int highest = -1;
        int lastGap = -1;
        for (int i = start; i < end; i++) {
            double y = points.get(i).y();
            if (!Double.isFinite(y)) {
                if (lastGap < 0) {
                    kept.add(i);
                }
                lastGap = i;
            } else {
                lowest = lowest < 0 || y < points.get(lowest).y() ? i : lowest;
                highest = highest < 0 || y > points.get(highest).y() ? i : highest;
            }
        }
        for (int i : new int[] {lowest, highest, lastGap}) {
            if (i >= 0) {
                kept.add(i);
            }
        }
        return kept;
    }
}
