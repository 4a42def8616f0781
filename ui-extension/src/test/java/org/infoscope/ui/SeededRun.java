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
 * @param worker DL4J's id
 * @param name of the run
 * @param shift added to every reading that is one number, and a tenth of it to the score
 * @param late how many iterations later than at multiples of ten it samples
 * @param examples of its probe
 * @param bandwidth of its only series of DSE, instead of the two of others; empty for these two
 * @param layers names in network order
 * @param sigma bandwidth that was chosen for the first reading, a thousandth more for each one after it; 0 for 10 in all of them
 */
record SeededRun(
        String session,
        String worker,
        String name,
        double shift,
        long late,
        int examples,
        String bandwidth,
        List<String> layers,
        double sigma) {
    static final String DSE = "diffusion-spectral-entropy";

    static SeededRun of(String session, String name, double shift, long late) {
        List<String> layers = SyntheticRun.named(session).layers();
        return new SeededRun(session, "worker-0", name, shift, late, 256, "", layers, 0);
    }

    SeededRun withWorker(String changed) {
        return new SeededRun(session, changed, name, shift, late, examples, bandwidth, layers, sigma);
    }

    SeededRun withSigma(double changed) {
        return new SeededRun(session, worker, name, shift, late, examples, bandwidth, layers, changed);
    }

    SeededRun withBandwidth(String changed) {
        return new SeededRun(session, worker, name, shift, late, examples, changed, layers, sigma);
    }

    SeededRun withExamples(int changed) {
        return new SeededRun(session, worker, name, shift, late, changed, bandwidth, layers, sigma);
    }

    SeededRun withLayers(List<String> changed) {
        return new SeededRun(session, worker, name, shift, late, examples, bandwidth, changed, sigma);
    }

    private SyntheticRun run() {
        return new SyntheticRun(session, worker, layers);
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
                worker,
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
                .map(reading -> shifted(reading, n))
                .toList();
        return new RepresentationReport(
                session,
                worker,
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

    private Reading shifted(Reading reading, int n) {
        List<MetricValue> values = reading.values().stream()
                .map(value -> value instanceof MetricValue.Scalar scalar
                        ? new MetricValue.Scalar(scalar.name(), scalar.unit(), scalar.value() + shift)
                        : value)
                .toList();
        String series = bandwidth.isEmpty() ? reading.series() : "dse-" + bandwidth;
        Map<String, Object> settings = new HashMap<>(reading.settings());
        if (sigma > 0) {
            settings.put("sigma", sigma * (1 + n / 1000.0));
        }
        return new Reading(reading.layer(), reading.metric(), series, values, settings, reading.flags(), 1);
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
