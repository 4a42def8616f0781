package org.infoscope.ui;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.MetricValue;

/**
 * A {@link SyntheticRun} that differs from others: in its name, its values, when it samples, and how it is measured.
 *
 * @param session DL4J's id
 * @param name of the run
 * @param shift added to every reading that is one number, and a tenth of it to the score
 * @param late how many iterations later than at multiples of ten it samples
 * @param examples of its probe
 * @param bandwidth of its only series of DSE, instead of the two of others; empty for these two
 * @param layers names in network order
 */
record SeededRun(
        String session, String name, double shift, long late, int examples, String bandwidth, List<String> layers) {
    static final String DSE = "diffusion-spectral-entropy";

    static SeededRun of(String session, String name, double shift, long late) {
        return new SeededRun(
                session, name, shift, late, 256, "", SyntheticRun.named(session).layers());
    }

    SeededRun withBandwidth(String changed) {
        return new SeededRun(session, name, shift, late, examples, changed, layers);
    }

    SeededRun withExamples(int changed) {
        return new SeededRun(session, name, shift, late, changed, bandwidth, layers);
    }

    SeededRun withLayers(List<String> changed) {
        return new SeededRun(session, name, shift, late, examples, bandwidth, changed);
    }

    private SyntheticRun run() {
        return new SyntheticRun(session, "worker-0", layers);
    }

    private List<SeriesInfo> series() {
        if (bandwidth.isEmpty()) {
            return SyntheticRun.SERIES;
        }
        Map<String, Object> options = new HashMap<>(SyntheticRun.SERIES.get(0).options());
        options.put("bandwidth", bandwidth);
        return List.of(new SeriesInfo(
                "dse-" + bandwidth,
                "sigma = " + bandwidth,
                SyntheticRun.SERIES.get(0).info(),
                options));
    }

    RepresentationRun info(long startedMillis) {
        RunInfo plain = run().info(startedMillis).info();
        return new RepresentationRun(
                session,
                "worker-0",
                startedMillis,
                new RunInfo(
                        name,
                        startedMillis,
                        plain.model(),
                        plain.layers(),
                        series(),
                        examples + " training examples",
                        Map.of("probeSize", examples, "dtype", "FLOAT")));
    }

    /** The n-th sample, at iteration 10 n and a little later. */
    RepresentationReport report(int n, long timestamp) {
        SampledStep step = run().report(n, timestamp).step();
        List<Reading> readings = step.readings().stream()
                .filter(reading -> bandwidth.isEmpty() || reading.series().equals("dse-fixed"))
                .map(this::shifted)
                .toList();
        return new RepresentationReport(
                session,
                "worker-0",
                timestamp,
                new SampledStep(
                        step.iteration() + late,
                        step.epoch(),
                        timestamp,
                        step.score() + shift / 10,
                        step.trainingAccuracy(),
                        step.validationAccuracy(),
                        readings,
                        List.of(),
                        step.cost(),
                        SampledStep.State.LIVE));
    }

    private Reading shifted(Reading reading) {
        List<MetricValue> values = reading.values().stream()
                .map(value -> value instanceof MetricValue.Scalar scalar
                        ? new MetricValue.Scalar(scalar.name(), scalar.unit(), scalar.value() + shift)
                        : value)
                .toList();
        String series = bandwidth.isEmpty() ? reading.series() : "dse-" + bandwidth;
        return new Reading(reading.layer(), reading.metric(), series, values, reading.settings(), reading.flags(), 1);
    }

    /** DSE of a layer at the n-th sample, as {@link #report} has it. */
    double entropy(int n, String layer) {
        return report(n, 1).step().readings().stream()
                .filter(reading ->
                        reading.metric().equals(DSE) && reading.layer().equals(layer))
                .map(reading -> ((MetricValue.Scalar) reading.values().get(0)).value())
                .findFirst()
                .orElseThrow();
    }

    /** Puts its first samples, a second apart, and its end if it has one. */
    SeededRun record(StatsStorageRouter storage, long startedMillis, int steps, boolean ends) {
        storage.putStaticInfo(info(startedMillis));
        IntStream.range(0, steps).forEach(n -> storage.putUpdate(report(n, startedMillis + 1000L * (n + 1))));
        if (ends) {
            storage.putUpdate(run().end(steps, startedMillis + 1000L * (steps + 1)));
        }
        return this;
    }
}
