package org.infoscope.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.infoscope.history.BucketMeans;
import org.infoscope.history.RunCurves;
import org.infoscope.history.RunInfo.LayerInfo;
import org.infoscope.history.RunLines;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a run measured of one thing, for means over several runs.
 *
 * @param points in order of iteration; where some were left out, extremes and gaps stay
 * @param means of all there were over short stretches, each in the middle of its stretch; empty where none were left out
 */
record MeasuredLine(List<Curve.Point> points, List<Curve.Point> means) {

    /** What a mean is of: the kind of curve, its layer, and its series or output. */
    private record Track(RunLines.Kind kind, String layer, String series) {}

    /** Everything that a run measured, as far as it has a number. */
    static Map<Measure, MeasuredLine> of(ReportedRun run, RunTracks tracks) {
        Map<Track, BucketMeans> means = run.curves().means().stream()
                .collect(Collectors.toMap(
                        one -> new Track(one.kind(), one.layer(), one.series()),
                        RunCurves.TrackMeans::means,
                        (a, b) -> a));
        Map<Measure, MeasuredLine> lines = new LinkedHashMap<>();
        put(
                lines,
                Measure.LOSS,
                tracks.steps().stream()
                        .filter(step -> step.iteration() >= 0)
                        .map(step -> new Curve.Point(step.iteration(), step.score()))
                        .toList(),
                means.get(new Track(RunLines.Kind.SCORE, "", "")));
        accuracies(lines, tracks.steps(), false, means);
        accuracies(lines, tracks.steps(), true, means);
        for (SeriesInfo series : tracks.series()) {
            for (LayerInfo layer : tracks.layers()) {
                put(
                        lines,
                        new Measure(
                                series.info().displayName() + ", " + series.label(),
                                layer.name(),
                                series.key(),
                                series.info().unit()),
                        tracks.of(layer, series).stream()
                                .map(item -> new Curve.Point(item.iteration(), RunTracks.value(item.reading(), series)))
                                .toList(),
                        means.get(new Track(RunLines.Kind.READINGS, layer.name(), series.key())));
            }
        }
        return lines;
    }

    private static void accuracies(
            Map<Measure, MeasuredLine> lines,
            List<SampledStep> steps,
            boolean validation,
            Map<Track, BucketMeans> means) {
        RunLines.Kind kind = validation ? RunLines.Kind.VALIDATION_ACCURACY : RunLines.Kind.TRAINING_ACCURACY;
        Set<String> outputs = new TreeSet<>();
        steps.forEach(step -> outputs.addAll(of(step, validation).keySet()));
        for (String output : outputs) {
            List<Curve.Point> points = new ArrayList<>();
            steps.forEach(step -> {
                Double value = of(step, validation).get(output);
                if (value != null) {
                    points.add(new Curve.Point(step.iteration(), value));
                }
            });
            put(
                    lines,
                    Measure.accuracy(validation, output, outputs.size() == 1),
                    points,
                    means.get(new Track(kind, "", output)));
        }
    }

    private static Map<String, Double> of(SampledStep step, boolean validation) {
        return validation ? step.validationAccuracy() : step.trainingAccuracy();
    }

    private static void put(
            Map<Measure, MeasuredLine> lines, Measure measure, List<Curve.Point> points, @Nullable BucketMeans means) {
        if (points.stream().anyMatch(point -> Double.isFinite(point.y()))) {
            lines.put(measure, new MeasuredLine(points, means == null ? List.of() : middles(means)));
        }
    }

    private static List<Curve.Point> middles(BucketMeans means) {
        return IntStream.range(0, means.ends().size())
                .filter(i -> means.finite().get(i) > 0)
                .mapToObj(i -> {
                    long end = means.ends().get(i);
                    long begin = Math.floorDiv(end, means.width()) * means.width();
                    return new Curve.Point((begin + end) / 2.0, means.means().get(i));
                })
                .toList();
    }
}
