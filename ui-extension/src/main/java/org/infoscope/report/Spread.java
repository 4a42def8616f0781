package org.infoscope.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;

/**
 * The mean, lowest and highest of several lines at one iteration, as the dashboard's page for comparing runs has them: at every iteration at which
 * one of them has a reading, of those between the latest beginning and the earliest end of all of them, so that every point is of all. Where one has
 * no reading, it is on the straight line between its neighbours; where one of these is undefined, so is the point. Of a line of which readings were
 * left out, the mean takes the means of all its readings, and lowest and highest reach over what was kept and these together.
 *
 * @param x iteration
 * @param mean NaN where it is undefined
 * @param low NaN where it is undefined
 * @param high NaN where it is undefined
 */
record Spread(double x, double mean, double low, double high) {

    /** Points of a chart's band: more are joined, so that the lowest and highest stay. */
    static final int MOST = 800;

    /** Of these lines; empty where they have no iteration in common. */
    static List<Spread> of(List<MeasuredLine> lines) {
        if (lines.isEmpty() || lines.stream().anyMatch(line -> line.points().isEmpty())) {
            return List.of();
        }
        double from = lines.stream()
                .mapToDouble(line -> line.points().get(0).x())
                .max()
                .orElseThrow();
        double to = lines.stream()
                .mapToDouble(line -> line.points().get(line.points().size() - 1).x())
                .min()
                .orElseThrow();
        TreeSet<Double> places = new TreeSet<>();
        lines.forEach(line -> line.points().stream()
                .map(Curve.Point::x)
                .filter(x -> x >= from && x <= to)
                .forEach(places::add));
        List<DoubleUnaryOperator> values =
                lines.stream().map(line -> reader(line.points())).toList();
        List<DoubleUnaryOperator> means = lines.stream()
                .map(line -> line.means().isEmpty() ? reader(line.points()) : reader(between(line)))
                .toList();
        List<Spread> spreads = new ArrayList<>();
        for (double x : places) {
            spreads.add(at(x, values, means));
        }
        return spreads;
    }

    private static Spread at(double x, List<DoubleUnaryOperator> values, List<DoubleUnaryOperator> means) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i).applyAsDouble(x);
            double mean = means.get(i).applyAsDouble(x);
            low = Math.min(low, Math.min(value, mean));
            high = Math.max(high, Math.max(value, mean));
            sum += mean;
        }
        boolean defined = Double.isFinite(low) && Double.isFinite(high) && Double.isFinite(sum);
        return defined
                ? new Spread(x, sum / values.size(), low, high)
                : new Spread(x, Double.NaN, Double.NaN, Double.NaN);
    }

    /** The means of a line from its first to its last reading. */
    private static List<Curve.Point> between(MeasuredLine line) {
        List<Curve.Point> means = line.means();
        double first = line.points().get(0).x();
        double last = line.points().get(line.points().size() - 1).x();
        List<Curve.Point> all = new ArrayList<>();
        all.add(new Curve.Point(first, means.get(0).y()));
        means.stream().filter(mean -> mean.x() > first && mean.x() < last).forEach(all::add);
        all.add(new Curve.Point(last, means.get(means.size() - 1).y()));
        return all;
    }

    /** Reads points: between two of them on the straight line; of points in one place, the last one stands. */
    private static DoubleUnaryOperator reader(List<Curve.Point> points) {
        double[] xs = points.stream().mapToDouble(Curve.Point::x).toArray();
        return x -> {
            int at = Arrays.binarySearch(xs, x);
            if (at >= 0) {
                while (at + 1 < xs.length && xs[at + 1] == x) {
                    at++;
                }
                return points.get(at).y();
            }
            Curve.Point before = points.get(-at - 2);
            Curve.Point after = points.get(-at - 1);
            return before.y() + (x - before.x()) / (after.x() - before.x()) * (after.y() - before.y());
        };
    }

    /** The band from the lowest to the highest: of at most {@link #MOST} stretches the lowest and the highest of each; a gap stays one. */
    static Chart.Band band(Ink ink, List<Spread> spreads) {
        int share = (spreads.size() + MOST - 1) / MOST;
        List<Curve.Point> lows = new ArrayList<>();
        List<Curve.Point> highs = new ArrayList<>();
        for (int from = 0; from < spreads.size(); from += share) {
            List<Spread> some = spreads.subList(from, Math.min(from + share, spreads.size()));
            boolean defined = some.stream().allMatch(each -> Double.isFinite(each.mean));
            double low = some.stream().mapToDouble(Spread::low).min().orElse(Double.NaN);
            double high = some.stream().mapToDouble(Spread::high).max().orElse(Double.NaN);
            double x = from == 0 ? some.get(0).x : some.get(some.size() - 1).x;
            lows.add(new Curve.Point(x, defined ? low : Double.NaN));
            highs.add(new Curve.Point(x, defined ? high : Double.NaN));
        }
        return new Chart.Band(ink, lows, highs);
    }
}
