package org.infoscope.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.infoscope.metric.DiffusionSpectralEntropy;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricInfo;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.SpectralRollOff;

/**
 * A seeded run of any length, like those that the listener makes: of each layer two series of a scalar with its bandwidth, one
 * distribution of 50 bins, and one reading in a hundred undefined. The same numbers give the same run.
 *
 * @param session DL4J's id
 * @param steps of one worker
 * @param readings of each step, three a layer
 * @param distributions whether there are any, or scalars only
 */
record LongRun(String session, int steps, int readings, boolean distributions) {

    static final String WORKER = "worker-0";

    private static final long START = 1_750_000_000_000L;
    private static final int BINS = 50;
    private static final int SERIES = 3;
    private static final int EVERY = 10;
    private static final int UNDEFINED_IN = 100;
    private static final List<Double> LEVELS = List.of(0.05, 0.25, 0.5, 0.75, 0.95);
    private static final List<Double> EDGES =
            IntStream.rangeClosed(0, BINS).mapToObj(edge -> edge / 100.0).toList();
    private static final MetricInfo ENTROPY =
            DiffusionSpectralEntropy.withDefaults().info();
    private static final MetricInfo ROLL_OFF = SpectralRollOff.withDefaults().info();

    RepresentationRun info() {
        List<SeriesInfo> series = List.of(
                new SeriesInfo("dse-10", "sigma = 10", ENTROPY, Map.of("bandwidth", "10")),
                new SeriesInfo("dse-median", "sigma = median", ENTROPY, Map.of("bandwidth", "MEDIAN")),
                new SeriesInfo("srop", "p = 0.85", ROLL_OFF, Map.of("rollOff", 0.85)));
        List<RunInfo.LayerInfo> layers = IntStream.range(0, (readings + SERIES - 1) / SERIES)
                .mapToObj(layer -> new RunInfo.LayerInfo("layer" + layer, "ConvolutionLayer", "[n, 16, 14, 14]"))
                .toList();
        return new RepresentationRun(
                session,
                WORKER,
                START,
                new RunInfo(session, START, "MultiLayerNetwork", layers, series, "256 examples", Map.of("probe", 256)));
    }

    RepresentationReport report(int n) {
        SplittableRandom random = new SplittableRandom(n);
        double learnt = 1 - Math.exp(-n / (0.2 * steps));
        List<Reading> all = new ArrayList<>(readings);
        for (int i = 0; i < readings; i++) {
            all.add(reading("layer" + i / SERIES, i % SERIES, learnt, random));
        }
        SampledStep step = new SampledStep(
                (long) EVERY * n,
                n / 1000,
                START + 100L * n,
                2.3 - 2 * learnt + 0.1 * random.nextDouble(),
                Map.of("output", learnt),
                Map.of("output", 0.9 * learnt),
                all,
                List.of(),
                new SampledStep.Cost(80_000 + random.nextInt(1000), 41_000_000, n + 1L, n / 50, 0),
                SampledStep.State.LIVE);
        return new RepresentationReport(session, WORKER, START + 100L * n, step);
    }

    private Reading reading(String layer, int series, double learnt, SplittableRandom random) {
        Map<String, Object> settings = Map.of("n", 256, "d", 3136, "sigma", 10.0, "dtype", "FLOAT");
        boolean undefined = random.nextInt(UNDEFINED_IN) == 0;
        List<Flag> flags = undefined
                ? List.of(new Flag(Flag.Kind.UNDEFINED, "All " + random.nextInt(256) + " samples are equal"))
                : List.of();
        if (series == 2 && distributions) {
            return new Reading(
                    layer, ROLL_OFF.id(), "srop", List.of(rollOff(learnt, random)), settings, flags, 9_000_000);
        }
        List<MetricValue> values = List.of(
                new MetricValue.Scalar(
                        ENTROPY.headline(), "bit", undefined ? Double.NaN : 5 - 3 * learnt + random.nextDouble()),
                new MetricValue.Scalar("sigma", "1", 10));
        String key = series == 0 ? "dse-10" : series == 1 ? "dse-median" : "dse-third";
        return new Reading(layer, ENTROPY.id(), key, values, settings, flags, 12_000_000);
    }

    private static MetricValue rollOff(double learnt, SplittableRandom random) {
        return new MetricValue.Distribution(
                ROLL_OFF.headline(),
                "cycles/pixel",
                EDGES,
                random.longs(BINS, 0, 1000).boxed().toList(),
                0.5 - 0.3 * learnt,
                random.nextDouble(),
                LEVELS,
                DoubleStream.generate(random::nextDouble)
                        .limit(5)
                        .sorted()
                        .boxed()
                        .toList(),
                256,
                random.nextInt(3),
                0);
    }
}
