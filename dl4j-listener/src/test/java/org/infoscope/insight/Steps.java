package org.infoscope.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.infoscope.history.Overhead;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;

/** Steps that nobody trained, and what a rule says of a row of them. */
final class Steps {

    static final String LAYER = "<b>dense</b>";

    private Steps() {}

    /** One step at an iteration of 10 per sample. */
    static SampledStep step(int n, double score, Map<String, Double> validation, Reading... readings) {
        return step(n, score, validation, Overhead.UNKNOWN, readings);
    }

    static SampledStep step(
            int n, double score, Map<String, Double> validation, Overhead overhead, Reading... readings) {
        return new SampledStep(
                10L * n,
                n / 20,
                1_750_000_000_000L + 1000L * n,
                score,
                Map.of(),
                validation,
                List.of(readings),
                List.of(),
                new SampledStep.Cost(1, 1, n + 1, 0, 0, overhead),
                SampledStep.State.LIVE);
    }

    static SampledStep scored(int n, double score) {
        return step(n, score, Map.of());
    }

    static SampledStep read(int n, Reading... readings) {
        return step(n, 1, Map.of(), readings);
    }

    static Reading reading(String metric, String series, List<MetricValue> values, Flag... flags) {
        return new Reading(LAYER, metric, series, values, Map.of(), List.of(flags), 1);
    }

    static MetricValue scalar(String name, double value) {
        return new MetricValue.Scalar(name, "1", value);
    }

    static Reading dse(double entropy, double sigma, double meanNorm, Flag... flags) {
        return reading(
                "diffusion-spectral-entropy",
                "dse",
                List.of(
                        scalar("entropy", entropy),
                        scalar("sigma", sigma),
                        scalar("log2n", 8),
                        scalar("meanNorm", meanNorm)),
                flags);
    }

    static Reading dsmi(String series, double information) {
        return reading("diffusion-spectral-mutual-information", series, List.of(scalar("information", information)));
    }

    /** Begins with each step. */
    interface Run {
        SampledStep at(int n);
    }

    /** The insights that a run of so many steps begins, and those that hold at its end. */
    record Outcome(List<Insight> begun, List<Insight> holding) {}

    static Outcome watch(Rule rule, int steps, Run run) {
        InsightWatch watch = new Insights(List.of(rule)).watch();
        List<Insight> begun = new ArrayList<>();
        IntStream.range(0, steps).forEach(n -> begun.addAll(watch.take(run.at(n))));
        return new Outcome(begun, watch.holding());
    }

    static List<Insight> begun(Rule rule, int steps, Run run) {
        return watch(rule, steps, run).begun();
    }
}
