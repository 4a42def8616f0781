package org.infoscope.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunCurves;
import org.infoscope.history.RunInfo;
import org.infoscope.history.RunInfo.LayerInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricInfo;
import org.infoscope.metric.MetricValue;

/** The curves of a run, sorted by what they are of: score, accuracies, and each layer's series. */
final class RunTracks {

    private final Map<Place, List<Item>> items = new LinkedHashMap<>();
    private final Map<String, LayerInfo> layers = new LinkedHashMap<>();
    private final Map<String, SeriesInfo> series = new LinkedHashMap<>();
    private final List<SampledStep> steps;

    /** A layer's series. */
    private record Place(String layer, String series) {}

    /**
     * A reading at its step.
     *
     * @param iteration of the step
     * @param reading whole or thin
     */
    record Item(long iteration, Reading reading) {}

    RunTracks(RunInfo info, RunCurves curves) {
        info.layers().forEach(layer -> layers.put(layer.name(), layer));
        info.series().forEach(one -> series.put(one.key(), one));
        steps = curves.kept().stream()
                .map(RepresentationReport::step)
                .filter(step -> step.state() == SampledStep.State.LIVE)
                .toList();
        for (SampledStep step : steps) {
            for (Reading reading : step.readings()) {
                layers.computeIfAbsent(reading.layer(), name -> new LayerInfo(name, "", ""));
                series.computeIfAbsent(reading.series(), key -> unknown(reading));
                items.computeIfAbsent(new Place(reading.layer(), reading.series()), place -> new ArrayList<>())
                        .add(new Item(step.iteration(), reading));
            }
        }
    }

    /** A series that the run does not describe. */
    private static SeriesInfo unknown(Reading reading) {
        MetricInfo info = new MetricInfo(
                "unknown",
                reading.metric(),
                reading.metric(),
                reading.values().stream().map(RunTracks::unit).findFirst().orElse("1"),
                "",
                "",
                MetricInfo.Direction.NEITHER);
        return new SeriesInfo(reading.series(), reading.series(), info, Map.of());
    }

    private static String unit(MetricValue value) {
        return value instanceof MetricValue.Scalar scalar
                ? scalar.unit()
                : value instanceof MetricValue.Distribution distribution ? distribution.unit() : "1";
    }

    /** In network order. */
    List<LayerInfo> layers() {
        return List.copyOf(layers.values());
    }

    /** In the run's order. */
    List<SeriesInfo> series() {
        return List.copyOf(series.values());
    }

    /** All but the closing ones, in order of iteration. */
    List<SampledStep> steps() {
        return steps;
    }

    /** The readings of a layer's series that apply to it. */
    List<Item> of(LayerInfo layer, SeriesInfo one) {
        return items.getOrDefault(new Place(layer.name(), one.key()), List.of()).stream()
                .filter(item ->
                        item.reading().flags().stream().noneMatch(flag -> flag.kind() == Flag.Kind.NOT_APPLICABLE))
                .toList();
    }

    /** The last reading, applicable or not. */
    Optional<Item> last(LayerInfo layer, SeriesInfo one) {
        List<Item> all = items.getOrDefault(new Place(layer.name(), one.key()), List.of());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** The number that stands for a reading; NaN when it has none. */
    static double value(Reading reading, SeriesInfo one) {
        return headline(reading, one)
                .map(value -> value instanceof MetricValue.Scalar scalar
                        ? scalar.value()
                        : value instanceof MetricValue.Distribution distribution ? median(distribution) : Double.NaN)
                .orElse(Double.NaN);
    }

    /** The headline, if it is a distribution. */
    static Optional<MetricValue.Distribution> distribution(Reading reading, SeriesInfo one) {
        return headline(reading, one)
                .filter(MetricValue.Distribution.class::isInstance)
                .map(MetricValue.Distribution.class::cast);
    }

    private static Optional<MetricValue> headline(Reading reading, SeriesInfo one) {
        List<MetricValue> values = reading.values();
        return Stream.concat(
                        values.stream()
                                .filter(value -> value.name().equals(one.info().headline())),
                        values.stream())
                .findFirst();
    }

    private static double median(MetricValue.Distribution distribution) {
        return quantile(distribution, 0.5).orElse(distribution.mean());
    }

    /** The quantile at a level, if it was recorded. */
    static OptionalDouble quantile(MetricValue.Distribution distribution, double level) {
        int at = distribution.levels().indexOf(level);
        return at < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(distribution.quantiles().get(at));
    }
}
