package org.infoscope.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.infoscope.history.RunInfo.LayerInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.MetricInfo;
import org.infoscope.metric.MetricValue;

/**
 * Makes the charts of a run.
 *
 * @param tracks of the run
 * @param x the iterations of the whole run
 */
record RunCharts(RunTracks tracks, Axis x) {

    private static final double[] INNER = {0.25, 0.75};

    /** The score; before the first update there is none. */
    Curve loss() {
        return curve("loss", Ink.of(0, 1), 0, tracks.steps(), step -> step.iteration() < 0, SampledStep::score);
    }

    /** Of each output, on training and validation data. */
    List<Curve> accuracies() {
        List<Curve> curves = new ArrayList<>();
        TreeSet<String> outputs = new TreeSet<>();
        for (SampledStep step : tracks.steps()) {
            outputs.addAll(step.trainingAccuracy().keySet());
            outputs.addAll(step.validationAccuracy().keySet());
        }
        int index = 0;
        for (String output : outputs) {
            String of = outputs.size() > 1 ? ", " + output : "";
            curves.add(accuracy("training" + of, index, 0, output, SampledStep::trainingAccuracy));
            curves.add(accuracy("validation" + of, index + 1, 1, output, SampledStep::validationAccuracy));
            index += 2;
        }
        return curves.stream().filter(curve -> !curve.points().isEmpty()).toList();
    }

    private Curve accuracy(
            String name, int index, int dash, String output, Function<SampledStep, Map<String, Double>> of) {
        return curve(
                name,
                Ink.of(index % 8, 8),
                dash,
                tracks.steps(),
                step -> !of.apply(step).containsKey(output),
                step -> Objects.requireNonNull(of.apply(step).get(output), "there"));
    }

    private static Curve curve(
            String name,
            Ink ink,
            int dash,
            List<SampledStep> steps,
            Function<SampledStep, Boolean> left,
            ToDoubleFunction<SampledStep> value) {
        return new Curve(
                        name,
                        ink,
                        dash,
                        steps.stream()
                                .filter(step -> !left.apply(step))
                                .map(step -> new Curve.Point(step.iteration(), value.applyAsDouble(step)))
                                .toList())
                .thinned();
    }

    /** The colour of each layer, in network order. */
    Ink ink(int layer) {
        return Ink.of(layer, tracks.layers().size());
    }

    /** A line per layer and series of one metric. */
    Chart metric(MetricInfo info, List<SeriesInfo> variants) {
        List<LayerInfo> layers = tracks.layers();
        List<Curve> curves = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            for (int dash = 0; dash < variants.size(); dash++) {
                SeriesInfo series = variants.get(dash);
                List<Curve.Point> points = points(tracks.of(layers.get(i), series), series);
                if (!points.isEmpty()) {
                    curves.add(new Curve(layers.get(i).name(), ink(i), dash, points).thinned());
                }
            }
        }
        return new Chart(info.displayName() + " over iterations, a line per layer", info.unit(), x, curves, List.of());
    }

    private static List<Curve.Point> points(List<RunTracks.Item> items, SeriesInfo series) {
        return items.stream()
                .map(item -> new Curve.Point(item.iteration(), RunTracks.value(item.reading(), series)))
                .toList();
    }

    /** Whether the headline of a series is a distribution. */
    boolean isDistribution(SeriesInfo series) {
        return tracks.layers().stream()
                .flatMap(layer -> tracks.of(layer, series).stream())
                .filter(item -> !item.reading().values().isEmpty())
                .findFirst()
                .flatMap(item -> RunTracks.distribution(item.reading(), series))
                .isPresent();
    }

    /** The spread of one layer's series: its outer and its middle quantiles as bands, its median as a line. */
    Optional<Chart> spread(int layer, SeriesInfo series) {
        LayerInfo info = tracks.layers().get(layer);
        List<RunTracks.Item> items = tracks.of(info, series);
        Optional<MetricValue.Distribution> first = items.stream()
                .flatMap(item -> RunTracks.distribution(item.reading(), series).stream())
                .filter(one -> !one.levels().isEmpty())
                .findFirst();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        List<Double> levels = first.get().levels();
        Ink ink = ink(layer);
        List<Chart.Band> bands = List.of(
                band(ink, items, series, levels.get(0), levels.get(levels.size() - 1)),
                band(ink, items, series, INNER[0], INNER[1]));
        return Optional.of(new Chart(
                series.info().displayName() + " of " + info.name() + " over iterations: quantiles and median",
                series.info().unit(),
                x,
                List.of(median(layer, series, ink)),
                bands));
    }

    /** The median of one layer's distributions. */
    Curve median(int layer, SeriesInfo series, Ink ink) {
        LayerInfo info = tracks.layers().get(layer);
        return new Curve(info.name(), ink, 0, points(tracks.of(info, series), series)).thinned();
    }

    /** Both edges are thinned together: at every n-th reading, so that they stay each other's. */
    private static Chart.Band band(Ink ink, List<RunTracks.Item> items, SeriesInfo series, double low, double high) {
        int share = Math.max(1, items.size() / (2 * Curve.BUCKETS));
        List<RunTracks.Item> shown = IntStream.range(0, items.size())
                .filter(i -> i % share == 0 || i == items.size() - 1)
                .mapToObj(items::get)
                .toList();
        return new Chart.Band(ink, edge(shown, series, low), edge(shown, series, high));
    }

    private static List<Curve.Point> edge(List<RunTracks.Item> items, SeriesInfo series, double level) {
        return items.stream()
                .map(item -> new Curve.Point(
                        item.iteration(),
                        RunTracks.distribution(item.reading(), series)
                                .map(one -> RunTracks.quantile(one, level).orElse(Double.NaN))
                                .orElse(Double.NaN)))
                .toList();
    }
}
