package org.infoscope.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.infoscope.history.RunInfo.LayerInfo;
import org.infoscope.history.SeriesInfo;

/**
 * An information plane: what a layer tells of the input across, what it tells of the labels up, a trajectory per layer whose points
 * take the colour of their time.
 *
 * @param across the series of the metric with the input
 * @param up its counterpart with the labels
 * @param trajectories of the layers that have both
 * @param drawn points of the trajectory that has most of them
 * @param measured points of which those are
 */
record PlaneChart(SeriesInfo across, SeriesInfo up, List<Trajectory> trajectories, int drawn, int measured) {

    /** The id of a metric that compares with the input is that of its counterpart and this. */
    private static final String INPUT = "-input";

    /** More points of one layer would cover each other. */
    private static final int MOST_POINTS = 120;

    /**
     * One layer's way.
     *
     * @param name of the layer
     * @param ink of the line
     * @param points in order of time
     */
    record Trajectory(String name, Ink ink, List<Point> points) {}

    /**
     * A sample at which both values are finite.
     *
     * @param x with the input
     * @param y with the labels
     * @param share of the run that has gone, in [0, 1]
     */
    record Point(double x, double y, double share) {}

    /** The planes of a run: one for every two series that differ in nothing but what they compare with. */
    static List<PlaneChart> of(RunTracks tracks, RunCharts charts) {
        List<PlaneChart> planes = new ArrayList<>();
        for (SeriesInfo up : tracks.series()) {
            for (SeriesInfo across : tracks.series()) {
                if (across.info().id().equals(up.info().id() + INPUT)
                        && across.options().entrySet().containsAll(up.options().entrySet())) {
                    planes.add(of(tracks, charts, across, up));
                }
            }
        }
        return planes.stream().filter(plane -> !plane.trajectories.isEmpty()).toList();
    }

    private static PlaneChart of(RunTracks tracks, RunCharts charts, SeriesInfo across, SeriesInfo up) {
        List<Trajectory> trajectories = new ArrayList<>();
        int drawn = 0;
        int measured = 0;
        for (int i = 0; i < tracks.layers().size(); i++) {
            LayerInfo layer = tracks.layers().get(i);
            List<Point> all = points(tracks.of(layer, across), tracks.of(layer, up), across, up, charts.x());
            List<Point> some = thinned(all);
            measured = Math.max(measured, all.size());
            drawn = Math.max(drawn, some.size());
            if (!some.isEmpty()) {
                trajectories.add(new Trajectory(layer.name(), charts.ink(i), some));
            }
        }
        return new PlaneChart(across, up, trajectories, drawn, measured);
    }

    private static List<Point> points(
            List<RunTracks.Item> inputs, List<RunTracks.Item> labels, SeriesInfo across, SeriesInfo up, Axis time) {
        Map<Long, Double> known = new HashMap<>();
        inputs.forEach(item -> known.put(item.iteration(), RunTracks.value(item.reading(), across)));
        return labels.stream()
                .map(item -> new Point(
                        known.getOrDefault(item.iteration(), Double.NaN),
                        RunTracks.value(item.reading(), up),
                        time.place((double) item.iteration())))
                .filter(point -> Double.isFinite(point.x) && Double.isFinite(point.y))
                .toList();
    }

    /** Evenly, and with the last one. */
    private static List<Point> thinned(List<Point> points) {
        int share = Math.max(1, (points.size() + MOST_POINTS - 1) / MOST_POINTS);
        return IntStream.range(0, points.size())
                .filter(i -> (points.size() - 1 - i) % share == 0)
                .mapToObj(points::get)
                .toList();
    }

    /** All planes under a heading; nothing where there is none. */
    static String section(List<PlaneChart> planes) {
        if (planes.isEmpty()) {
            return "";
        }
        return planes.stream()
                .map(plane -> "<figure><figcaption><h4>%s</h4><div class=\"note\">%s</div></figcaption>%s</figure>"
                        .formatted(Html.name(plane.across.label()), Html.text(plane.note()), plane.svg()))
                .collect(Collectors.joining("", "<h3>Information plane</h3><div class=\"charts\">", "</div>"));
    }

    /** What it shows, in words. */
    String note() {
        return "%s across, %s up: a trajectory per layer; its points are drawn lighter or darker the later they are, the last one with a ring.%s"
                .formatted(
                        across.info().symbol(),
                        up.info().symbol(),
                        drawn < measured
                                ? " Of %s points of a layer at most %s are drawn, evenly spread."
                                        .formatted(Numbers.count(measured), Numbers.count(drawn))
                                : "");
    }

    String svg() {
        Frame frame = new Frame(
                Axis.round(least(true), most(true)),
                Axis.round(least(false), most(false)),
                across.info().symbol() + " (" + across.info().unit() + ')',
                up.info().symbol() + " (" + up.info().unit() + ')');
        StringBuilder svg = new StringBuilder(1 << 13);
        frame.open(svg, "Information plane: " + note());
        for (Trajectory each : trajectories) {
            StringBuilder path = new StringBuilder();
            StringBuilder dots = new StringBuilder();
            each.points.forEach(point -> {
                path.append(path.isEmpty() ? 'M' : 'L').append(frame.place(point.x, point.y));
                dots.append("<circle cx=\"%s\" cy=\"%s\" r=\"3\" fill=\"%s\"/>"
                        .formatted(
                                frame.x(point.x),
                                frame.y(point.y),
                                Ink.time(point.share).css()));
            });
            Point last = each.points.get(each.points.size() - 1);
            svg.append("<path class=\"line way\" stroke=\"%s\" d=\"%s\"/>".formatted(each.ink.css(), path))
                    .append(dots)
                    .append(
                            "<circle class=\"last\" cx=\"%s\" cy=\"%s\" r=\"5\" stroke=\"%s\"><title>%s</title></circle>"
                                    .formatted(frame.x(last.x), frame.y(last.y), each.ink.css(), Html.name(each.name)));
        }
        return svg.append("</svg>").toString();
    }

    private double least(boolean x) {
        return values(x).min().orElse(0);
    }

    private double most(boolean x) {
        return values(x).max().orElse(1);
    }

    private DoubleStream values(boolean x) {
        return trajectories.stream().flatMap(each -> each.points.stream()).mapToDouble(point -> x ? point.x : point.y);
    }
}
