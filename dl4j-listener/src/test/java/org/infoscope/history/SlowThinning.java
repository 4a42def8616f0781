package org.infoscope.history;

import static java.util.stream.Collectors.toList;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.infoscope.metric.MetricValue;

/** What thinned curves keep, by the words of {@link RunCurves}: an oracle that sorts everything and shares no code with it. */
final class SlowThinning {

    private static final Map<String, String> HEADLINES = Map.of("a", "value", "b", "spread", "c", "missing");

    private record Point(RepresentationReport report, String track, double value, boolean flagged) {
        long iteration() {
            return report.step().iteration();
        }
    }

    private static final Comparator<Point> IN_ORDER = Comparator.comparingLong(Point::iteration)
            .thenComparingLong(point -> point.report().getTimeStamp());

    private SlowThinning() {}

    /** By timestamp, the tracks of which something is kept. */
    static Map<Long, Set<String>> kept(List<RepresentationReport> reports, int most) {
        Map<String, List<Point>> tracks = new LinkedHashMap<>();
        reports.forEach(report -> points(report)
                .forEach(point -> tracks.computeIfAbsent(point.track(), key -> new ArrayList<>())
                        .add(point)));
        long width = width(reports, Math.max(10, Math.min(most, 10_000 / tracks.size())));
        Map<Long, Set<String>> kept = new TreeMap<>();
        for (List<Point> track : tracks.values()) {
            Map<Long, List<Point>> buckets = new TreeMap<>();
            for (Point point : track) {
                buckets.computeIfAbsent(Math.floorDiv(point.iteration(), width), key -> new ArrayList<>())
                        .add(point);
            }
            buckets.values()
                    .forEach(bucket -> chosen(bucket)
                            .forEach(
                                    point -> kept.computeIfAbsent(point.report().getTimeStamp(), key -> new TreeSet<>())
                                            .add(point.track())));
        }
        return kept;
    }

    private static long width(List<RepresentationReport> reports, int limit) {
        long first = reports.stream().mapToLong(r -> r.step().iteration()).min().orElseThrow();
        long last = reports.stream().mapToLong(r -> r.step().iteration()).max().orElseThrow();
        long width = 1;
        while (Math.floorDiv(last, width) - Math.floorDiv(first, width) + 1 > limit) {
            width *= 2;
        }
        return width;
    }

    /** By track, the means of quarters of buckets, summed exactly. */
    static Map<String, BucketMeans> means(List<RepresentationReport> reports, int most) {
        Map<String, List<Point>> tracks = new TreeMap<>();
        reports.forEach(report -> points(report)
                .forEach(point -> tracks.computeIfAbsent(point.track(), key -> new ArrayList<>())
                        .add(point)));
        long width = Math.max(1, width(reports, Math.max(10, Math.min(most, 10_000 / tracks.size()))) / 4);
        tracks.remove("problems");
        tracks.values().forEach(track -> track.removeIf(p -> p.track().equals("score") && p.iteration() < 0));
        Map<String, BucketMeans> means = new TreeMap<>();
        tracks.forEach((name, points) -> {
            Map<Long, List<Point>> stretches = points.stream()
                    .collect(Collectors.groupingBy(p -> Math.floorDiv(p.iteration(), width), TreeMap::new, toList()));
            means.put(name, told(width, stretches.values()));
        });
        return means;
    }

    private static BucketMeans told(long width, Collection<List<Point>> stretches) {
        List<Long> ends = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        List<Long> finite = new ArrayList<>();
        List<Long> others = new ArrayList<>();
        for (List<Point> stretch : stretches) {
            List<BigDecimal> numbers = stretch.stream()
                    .filter(point -> Double.isFinite(point.value()))
                    .map(point -> new BigDecimal(point.value()))
                    .toList();
            BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            ends.add(stretch.stream().mapToLong(Point::iteration).max().orElseThrow());
            means.add(
                    numbers.isEmpty()
                            ? Double.NaN
                            : sum.divide(BigDecimal.valueOf(numbers.size()), new MathContext(9))
                                    .doubleValue());
            finite.add((long) numbers.size());
            others.add((long) stretch.size() - numbers.size());
        }
        return new BucketMeans(width, ends, means, finite, others);
    }

    private static List<Point> chosen(List<Point> bucket) {
        List<Point> sorted = bucket.stream().sorted(IN_ORDER).toList();
        List<Point> chosen = new ArrayList<>();
        ends(sorted, point -> true, chosen);
        ends(sorted, point -> !Double.isFinite(point.value()), chosen);
        ends(sorted, Point::flagged, chosen);
        List<Point> finite =
                sorted.stream().filter(point -> Double.isFinite(point.value())).toList();
        // Minus zero is no lower than zero here.
        finite.stream().min(Comparator.comparingDouble(p -> p.value() + 0.0)).ifPresent(chosen::add);
        finite.stream().min(Comparator.comparingDouble(p -> -p.value() + 0.0)).ifPresent(chosen::add);
        return chosen;
    }

    private static void ends(List<Point> sorted, Predicate<Point> which, List<Point> chosen) {
        List<Point> some = sorted.stream().filter(which).toList();
        if (!some.isEmpty()) {
            chosen.add(some.get(0));
            chosen.add(some.get(some.size() - 1));
        }
    }

    private static List<Point> points(RepresentationReport report) {
        SampledStep step = report.step();
        List<Point> points = new ArrayList<>();
        points.add(new Point(report, "score", step.score(), false));
        step.trainingAccuracy().forEach((output, value) -> points.add(new Point(report, "t " + output, value, false)));
        if (!step.problems().isEmpty()) {
            points.add(new Point(report, "problems", Double.NaN, true));
        }
        for (Reading reading : step.readings()) {
            points.add(new Point(
                    report, name(reading), headline(reading), !reading.flags().isEmpty()));
        }
        return points;
    }

    /** The number of each track that a report has one of. */
    static Map<String, Double> numbers(RepresentationReport report) {
        Map<String, Double> numbers = new TreeMap<>();
        points(report).forEach(point -> numbers.put(point.track(), point.value()));
        return numbers;
    }

    static String name(Reading reading) {
        return reading.layer() + '|' + reading.series();
    }

    private static double headline(Reading reading) {
        List<MetricValue> drawn = reading.values().stream()
                .filter(value -> !(value instanceof MetricValue.UnitScores))
                .toList();
        MetricValue value = drawn.stream()
                .filter(each -> each.name().equals(HEADLINES.get(reading.series())))
                .findFirst()
                .orElse(drawn.isEmpty() ? null : drawn.get(0));
        if (value instanceof MetricValue.Distribution distribution) {
            int median = distribution.levels().indexOf(0.5);
            return median < 0 ? distribution.mean() : distribution.quantiles().get(median);
        }
        return value instanceof MetricValue.Scalar scalar ? scalar.value() : Double.NaN;
    }
}
