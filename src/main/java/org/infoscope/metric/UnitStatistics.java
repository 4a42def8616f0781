package org.infoscope.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.infoscope.kernel.Kernels;

/** From the scores of units on classes to the result of {@link FeatureEntropy}. For one thread. */
final class UnitStatistics {

    private static final int SMALLEST_SIDE = 4;
    private static final String NAT = "nat";

    private final FeatureEntropy metric;
    private final Snapshot snapshot;
    private final Map<Integer, int[]> classes;
    private final String engine;
    private final long invalid;
    private final int maps;
    private final int units;
    private final long height;
    private final long width;

    /**
     * Over one layer.
     *
     * @param classes rows of each class, the small ones too
     * @param births of all maps
     * @param engine that found them
     */
    UnitStatistics(FeatureEntropy metric, Snapshot snapshot, Map<Integer, int[]> classes, int[] births, String engine) {
        this.metric = metric;
        this.snapshot = snapshot;
        this.classes = classes;
        this.engine = engine;
        this.maps = births.length;
        this.invalid = Arrays.stream(births)
                .filter(birth -> birth == Kernels.INVALID_MAP)
                .count();
        this.units = (int) snapshot.activations().size(1);
        this.height = snapshot.activations().size(2);
        this.width = snapshot.activations().size(3);
    }

    MetricResult result(List<UnitScore> scores) {
        Map<Integer, List<UnitScore>> byUnit = scores.stream()
                .filter(UnitScore::measured)
                .collect(Collectors.groupingBy(UnitScore::unit, TreeMap::new, Collectors.toList()));
        double[] entropy = perUnit(byUnit, UnitScore::entropy);
        double[] existing = perUnit(byUnit, score -> score.births() == 0 ? Double.NaN : score.existing());
        double[] eps = perUnit(byUnit, UnitScore::eps);
        double[] reference = perUnit(byUnit, UnitScore::reference);
        double[] live = IntStream.range(0, units)
                .mapToDouble(unit -> eps[unit] > 0 ? entropy[unit] : Double.NaN)
                .toArray();
        double[] ineffectiveness = IntStream.range(0, units)
                .mapToDouble(unit -> existing[unit] / eps[unit])
                .toArray();
        return new MetricResult(
                List.of(
                        nat("entropy", mean(entropy)),
                        nat("liveEntropy", mean(live)),
                        nat("existing", mean(existing)),
                        new MetricValue.Scalar("eps", "1", mean(eps)),
                        new MetricValue.Scalar("deadShare", "1", share(eps, value -> value == 0)),
                        new MetricValue.Scalar("lowShare", "1", share(eps, value -> value < UnitScore.LOW_RATE)),
                        nat("null", mean(reference)),
                        nat("excess", mean(entropy) - mean(reference)),
                        new EvenBins("entropyOverUnits", NAT, largestEntropy()).of(live, 0),
                        perUnit("unitEntropy", NAT, entropy),
                        perUnit("unitExisting", NAT, existing),
                        perUnit("unitEps", "1", eps),
                        perUnit("unitIneffectiveness", NAT, ineffectiveness),
                        perUnit("unitBirths", "1", births(byUnit)),
                        perUnit("unitRank", "1", ranks(live))),
                settings(),
                flags(!byUnit.isEmpty()));
    }

    /** Means over the classes on which the unit has a value. */
    private double[] perUnit(Map<Integer, List<UnitScore>> byUnit, ToDoubleFunction<UnitScore> value) {
        return IntStream.range(0, units)
                .mapToDouble(unit -> mean(byUnit.getOrDefault(unit, List.of()).stream()
                        .mapToDouble(value)
                        .toArray()))
                .toArray();
    }

    private double[] births(Map<Integer, List<UnitScore>> byUnit) {
        return IntStream.range(0, units)
                .mapToDouble(unit -> byUnit.containsKey(unit)
                        ? byUnit.getOrDefault(unit, List.of()).stream()
                                .mapToInt(UnitScore::births)
                                .sum()
                        : Double.NaN)
                .toArray();
    }

    /** 1 for the lowest; NaN stays NaN. */
    private double[] ranks(double[] values) {
        double[] ranks = new double[units];
        Arrays.fill(ranks, Double.NaN);
        List<Integer> order = perUnit("unitRank", "1", values).ascending();
        for (int k = 0; k < order.size(); k++) {
            ranks[order.get(k)] = k + 1;
        }
        return ranks;
    }

    /** Of the numbers among the values; NaN if there are none. */
    private static double mean(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    private static double share(double[] values, DoublePredicate which) {
        return mean(Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .map(value -> which.test(value) ? 1 : 0)
                .toArray());
    }

    private static MetricValue nat(String name, double value) {
        return new MetricValue.Scalar(name, NAT, value);
    }

    private static MetricValue.UnitScores perUnit(String name, String unit, double[] scores) {
        return new MetricValue.UnitScores(
                name, unit, Arrays.stream(scores).boxed().toList());
    }

    private IntStream sizes() {
        return classes.values().stream().mapToInt(rows -> rows.length);
    }

    /** The bins reach up to ln N of the largest class, so that they stay the same during a run. */
    private double largestEntropy() {
        return Math.log(Math.max(2, sizes().max().orElse(0)));
    }

    private long skipped() {
        return sizes().filter(size -> size < metric.minimumImages()).count();
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new TreeMap<>(metric.options());
        settings.put("n", snapshot.activations().size(0));
        settings.put("height", height);
        settings.put("width", width);
        settings.put("units", units);
        settings.put("classes", classes.size());
        settings.put("skippedClasses", skipped());
        settings.put(
                "imagesPerClass",
                classes.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue().length)
                        .collect(Collectors.joining(" ")));
        settings.put("invalidMaps", invalid);
        settings.put("dtype", snapshot.activations().dataType().name());
        settings.put("engine", engine);
        return settings;
    }

    private List<Flag> flags(boolean measured) {
        List<Flag> flags = new ArrayList<>();
        String needed = metric.minimumImages() + " images";
        if (!measured) {
            flags.add(new Flag(
                    Flag.Kind.UNDEFINED,
                    invalid > 0
                            ? "no unit has " + needed + " of one class whose maps are free of NaN"
                            : "no class has " + needed + "; Probe.perClass(data, 100) makes the paper's probe"));
        } else if (skipped() > 0) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION,
                    skipped() + " of " + classes.size() + " classes are left out: they have fewer than " + needed));
        }
        if (invalid > 0) {
            flags.add(new Flag(Flag.Kind.CAUTION, invalid + " of " + maps + " maps hold a NaN and are left out"));
        }
        if (Math.max(height, width) < SMALLEST_SIDE) {
            flags.add(new Flag(Flag.Kind.SATURATED, "maps below 4 x 4 have no cycles: every unit looks dead"));
        } else if (height != width) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION,
                    "the maps are not square: they are padded by missing edges, which the paper does not define"));
        }
        return flags;
    }
}
