package org.infoscope.listener;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.infoscope.metric.Metric;
import org.infoscope.metric.MetricInfo;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.Need;
import org.infoscope.metric.Snapshot;

/** A metric that does what a test wants. */
record TestMetric(String id, Function<Snapshot, MetricResult> body, Set<Need> needs) implements Metric {

    TestMetric(String id, Function<Snapshot, MetricResult> body) {
        this(id, body, Set.of(Need.ACTIVATIONS));
    }

    /** The mean activation: cheap, and defined wherever activations are. */
    static TestMetric mean() {
        return new TestMetric(
                "test-mean",
                snapshot -> result(snapshot.activations().meanNumber().doubleValue()));
    }

    static MetricResult result(double value) {
        return new MetricResult(List.of(new MetricValue.Scalar("mean", "1", value)), Map.of(), List.of());
    }

    @Override
    public MetricInfo info() {
        return new MetricInfo(id, "Test", "T", "1", "mean", "For tests.", MetricInfo.Direction.NEITHER);
    }

    @Override
    public Map<String, Object> options() {
        return Map.of();
    }

    @Override
    public String label() {
        return "test";
    }

    @Override
    public MetricResult compute(Snapshot snapshot) {
        return body.apply(snapshot);
    }
}
