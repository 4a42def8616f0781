package org.infoscope.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricInfo;
import org.infoscope.metric.MetricValue;

/**
 * Seeded steps with all that makes curves awkward: sparse series, NaN and infinities, flags, readings without values,
 * distributions without a median, iterations twice and out of order, a network that has never trained (iteration -1).
 */
final class TrackedRun {

    private static final MetricInfo.Direction NEITHER = MetricInfo.Direction.NEITHER;

    private static final List<Flag.Kind> KINDS = List.of(Flag.Kind.UNDEFINED, Flag.Kind.CAUTION, Flag.Kind.FAILED);

    private final SplittableRandom random;

    TrackedRun(long seed) {
        random = new SplittableRandom(seed);
    }

    static RepresentationRun info(String worker) {
        List<SeriesInfo> series = List.of(series("a", "value"), series("b", "spread"), series("c", "missing"));
        return new RepresentationRun(
                "s", worker, 1, new RunInfo("run", 1, "Model", List.of(), series, "probe", Map.of()));
    }

    private static SeriesInfo series(String key, String headline) {
        MetricInfo info = new MetricInfo("metric-" + key, key, key, "bit", headline, "", NEITHER);
        return new SeriesInfo(key, key, info, Map.of());
    }

    List<RepresentationReport> reports(String worker, int count) {
        List<SampledStep> steps = new ArrayList<>();
        long iteration = -1;
        for (int i = 0; i < count; i++) {
            steps.add(step(iteration, i));
            iteration += random.nextInt(4);
        }
        Collections.swap(steps, 5, count / 2);
        List<RepresentationReport> reports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reports.add(new RepresentationReport("s", worker, 1000 + 10L * i, steps.get(i)));
        }
        return reports;
    }

    private SampledStep step(long iteration, int index) {
        List<Reading> readings = new ArrayList<>();
        for (String layer : List.of("conv \"1\"", "dense")) {
            for (String series : List.of("a", "b", "c")) {
                if (random.nextInt(3) > 0) {
                    readings.add(reading(layer, series));
                }
            }
        }
        Map<String, Double> accuracy = random.nextBoolean() ? Map.of("out", number()) : Map.of();
        List<Flag> problems = random.nextInt(50) == 0 ? List.of(flag()) : List.of();
        return new SampledStep(
                iteration,
                index / 100,
                index,
                number(),
                accuracy,
                Map.of(),
                readings,
                problems,
                new SampledStep.Cost(index, 1, 2, 3, 4),
                SampledStep.State.LIVE);
    }

    private Reading reading(String layer, String series) {
        List<MetricValue> values = switch (random.nextInt(5)) {
            case 0 -> List.of();
            case 1 -> List.of(distribution(List.of(0.25, 0.5)), scalar("value"));
            case 2 -> List.of(scalar("other"), distribution(List.of()), scalar("value"));
            default -> List.of(scalar("value"), new MetricValue.UnitScores("units", "bit", List.of(1.0, 2.0)));
        };
        List<Flag> flags = random.nextInt(8) == 0 ? List.of(flag(), flag()) : List.of();
        return new Reading(layer, "metric-" + series, series, values, Map.of("n", 7), flags, 99);
    }

    private Flag flag() {
        return new Flag(KINDS.get(random.nextInt(KINDS.size())), "only " + random.nextInt(5) + " of 1e-3 are \"left\"");
    }

    private MetricValue scalar(String name) {
        return new MetricValue.Scalar(name, "bit", number());
    }

    private MetricValue distribution(List<Double> levels) {
        List<Double> quantiles = levels.stream().map(level -> number()).toList();
        return new MetricValue.Distribution(
                "spread", "Hz", List.of(0.0, 1.0), List.of(3L), number(), number(), levels, quantiles, 9, 1, 1);
    }

    private double number() {
        return switch (random.nextInt(25)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            default -> random.nextInt(40) / 8.0;
        };
    }
}
