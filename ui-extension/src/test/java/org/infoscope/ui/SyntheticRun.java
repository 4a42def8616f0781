package org.infoscope.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.DiffusionSpectralEntropy;
import org.infoscope.metric.DiffusionSpectralMutualInformation;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricInfo;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.SpectralRollOff;

/**
 * A run that was never trained, with curves like those of one that was: for tests of what the dashboard does with
 * records, whoever made them.
 *
 * @param session DL4J's id
 * @param worker DL4J's id
 * @param layers names in network order; the last one has no maps
 */
record SyntheticRun(String session, String worker, List<String> layers) {
    static final long START = 1_750_000_000_000L;

    private static final MetricInfo DSE =
            DiffusionSpectralEntropy.withDefaults().info();
    private static final MetricInfo DSMI =
            DiffusionSpectralMutualInformation.withDefaults().info();
    private static final MetricInfo SROP = SpectralRollOff.withDefaults().info();
    static final List<SeriesInfo> SERIES = List.of(
            new SeriesInfo("dse-fixed", "sigma = 10", DSE, Map.of("bandwidth", "10", "time", 1, "alpha", 0)),
            new SeriesInfo("dse-median", "sigma = median", DSE, Map.of("bandwidth", "MEDIAN", "time", 1, "alpha", 0)),
            new SeriesInfo("dsmi-median", "sigma = median", DSMI, Map.of("bandwidth", "MEDIAN", "seed", 0)),
            new SeriesInfo("srop", "p = 0.85", SROP, Map.of("rollOff", 0.85, "centring", "REMOVE")));

    static SyntheticRun named(String session) {
        return new SyntheticRun(session, "worker-0", List.of("conv1", "conv2", "conv3", "dense", "output"));
    }

    RepresentationRun info() {
        return info(START);
    }

    RepresentationRun info(long startedMillis) {
        List<RunInfo.LayerInfo> described = layers.stream()
                .map(name -> new RunInfo.LayerInfo(name, "ConvolutionLayer", "[n, 16, 14, 14]"))
                .toList();
        return new RepresentationRun(
                session,
                worker,
                startedMillis,
                new RunInfo(
                        session,
                        startedMillis,
                        "MultiLayerNetwork",
                        described,
                        SERIES,
                        "256 training examples",
                        Map.of("schedule", "every 10", "probeSize", 256)));
    }

    /** The n-th sample, at iteration 10 n. */
    RepresentationReport report(int n) {
        return report(n, START + 1000L * (n + 1));
    }

    RepresentationReport report(int n, long timestamp) {
        return new RepresentationReport(session, worker, timestamp, step(n, timestamp, readings(n), List.of()));
    }

    RepresentationReport report(int n, long timestamp, List<Reading> readings, List<Flag> problems) {
        return new RepresentationReport(session, worker, timestamp, step(n, timestamp, readings, problems));
    }

    /** The same record with another cost. */
    static RepresentationReport withCost(RepresentationReport report, SampledStep.Cost cost) {
        SampledStep step = report.step();
        SampledStep told = new SampledStep(
                step.iteration(),
                step.epoch(),
                step.timeMillis(),
                step.score(),
                step.trainingAccuracy(),
                step.validationAccuracy(),
                step.readings(),
                step.problems(),
                cost,
                step.state());
        return new RepresentationReport(report.getSessionID(), report.getWorkerID(), report.getTimeStamp(), told);
    }

    /** At iteration n the score alone, because no sample was taken. */
    RepresentationReport score(int n, double score, SampledStep.Cost cost) {
        long timestamp = START + 100L * n;
        return new RepresentationReport(
                session,
                worker,
                timestamp,
                new SampledStep(
                        n,
                        n / 200,
                        timestamp,
                        score,
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        cost,
                        SampledStep.State.LIVE));
    }

    RepresentationReport end(int n, long timestamp) {
        return new RepresentationReport(
                session,
                worker,
                timestamp,
                new SampledStep(
                        10L * n,
                        n / 20,
                        timestamp,
                        Double.NaN,
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        cost(n),
                        SampledStep.State.ENDED));
    }

    private static SampledStep step(int n, long timestamp, List<Reading> readings, List<Flag> problems) {
        Random noise = new Random(n);
        double learnt = 1 - Math.exp(-n / 40.0);
        return new SampledStep(
                10L * n,
                n / 20,
                timestamp,
                2.3 - 2.15 * learnt + 0.12 * (1.1 - learnt) * noise.nextGaussian(),
                Map.of("output", Math.min(1, 0.1 + 0.895 * learnt + 0.006 * noise.nextGaussian())),
                Map.of("output", Math.min(1, 0.1 + 0.868 * learnt + 0.009 * noise.nextGaussian())),
                readings,
                problems,
                cost(n),
                SampledStep.State.LIVE);
    }

    private static SampledStep.Cost cost(int n) {
        return new SampledStep.Cost(80_000 + 500L * (n % 7), 41_000_000, n + 1, n / 50, 0);
    }

    List<Reading> readings(int n) {
        List<Reading> readings = new ArrayList<>();
        for (int depth = 0; depth < layers.size(); depth++) {
            for (SeriesInfo series : SERIES) {
                readings.add(reading(n, depth, series));
            }
        }
        return readings;
    }

    private Reading reading(int n, int depth, SeriesInfo series) {
        Random noise = new Random(1000L * n + 17L * depth + series.key().hashCode());
        double learnt = 1 - Math.exp(-n / (30.0 + 10 * depth));
        String layer = layers.get(depth);
        Map<String, Object> settings = Map.of("n", 256, "d", 3136 >> depth, "sigma", 10.0, "dtype", "float");
        if (series.info().equals(SROP) && depth >= layers.size() - 2) {
            Flag flat = new Flag(Flag.Kind.NOT_APPLICABLE, "A dense layer has no feature maps");
            return new Reading(layer, SROP.id(), series.key(), List.of(), Map.of(), List.of(flat), 0);
        }
        if (series.info().equals(SROP)) {
            List<MetricValue> values = List.of(rollOff(0.48 - 0.2 * learnt + 0.03 * depth, noise));
            return new Reading(layer, SROP.id(), series.key(), values, settings, List.of(), 9_000_000);
        }
        boolean information = series.info().equals(DSMI);
        double value = information
                ? 0.2 + (0.4 + 0.45 * depth) * learnt + 0.02 * noise.nextGaussian()
                : (series.key().equals("dse-fixed")
                                ? 1.2 + (1.1 + 0.7 * depth) * learnt
                                : 5.6 - (0.3 + 0.5 * depth) * learnt)
                        + 0.03 * noise.nextGaussian();
        List<MetricValue> values = List.of(
                new MetricValue.Scalar(series.info().headline(), "bit", value),
                new MetricValue.Scalar("sigma", "1", 10));
        return new Reading(layer, series.info().id(), series.key(), values, settings, List.of(), 12_000_000);
    }

    private static MetricValue rollOff(double centre, Random noise) {
        int bins = 48;
        double top = Math.sqrt(0.5);
        long[] counts = new long[bins];
        // Few draws, each for eight maps: a test makes many thousands of these.
        double[] draws = IntStream.range(0, 128)
                .mapToDouble(i -> Math.min(top, Math.max(0, centre + 0.07 * noise.nextGaussian())))
                .sorted()
                .toArray();
        for (double draw : draws) {
            counts[Math.min(bins - 1, (int) (draw / top * bins))] += 8;
        }
        List<Double> levels = List.of(0.05, 0.25, 0.5, 0.75, 0.95);
        return new MetricValue.Distribution(
                "rollOff",
                "cycles/pixel",
                IntStream.rangeClosed(0, bins).mapToObj(i -> i * top / bins).toList(),
                IntStream.range(0, bins).mapToObj(i -> counts[i]).toList(),
                centre,
                0.07,
                levels,
                levels.stream().map(level -> draws[(int) (level * 127)]).toList(),
                1030,
                6,
                0);
    }
}
