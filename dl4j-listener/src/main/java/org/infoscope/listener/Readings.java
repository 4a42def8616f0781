package org.infoscope.listener;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.infoscope.history.Reading;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.Snapshot;
import org.infoscope.network.ForwardPass;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Asks metrics, and makes a reading of every answer: what a metric throws becomes a flag with its reason. */
final class Readings {

    private final Tally tally;
    private final Complaints complaints;

    Readings(Tally tally, Complaints complaints) {
        this.tally = tally;
        this.complaints = complaints;
    }

    /** The reading of a layer that gave no activations. */
    Reading missing(String layer, ForwardPass pass, SeriesInfo series) {
        String reason = pass.reasons().getOrDefault(layer, "It has no activations");
        boolean failed = reason.equals(pass.failure());
        if (failed) {
            tally.failed();
        }
        Flag flag = new Flag(failed ? Flag.Kind.FAILED : Flag.Kind.NOT_APPLICABLE, reason);
        return new Reading(layer, series.info().id(), series.key(), List.of(), Map.of(), List.of(flag), 0);
    }

    /** What a metric says of a layer. */
    Reading compute(ScheduledMetric one, Snapshot snapshot) {
        long started = System.nanoTime();
        MetricResult result;
        try {
            result = Objects.requireNonNull(one.metric().compute(snapshot), "the metric gave null");
        } catch (Throwable failure) {
            result = failed(one.series(), snapshot, failure);
        }
        return new Reading(
                snapshot.layer(),
                one.series().info().id(),
                one.series().key(),
                result.values(),
                result.settings(),
                result.flags(),
                System.nanoTime() - started);
    }

    /** A metric that refuses a NaN has not failed: the training has. One line of log tells it, whatever the metric. */
    private MetricResult failed(SeriesInfo series, Snapshot snapshot, Throwable failure) {
        Flag flag;
        if (failure instanceof IllegalArgumentException && !isFinite(snapshot.activations())) {
            flag = new Flag(Flag.Kind.UNDEFINED, String.valueOf(failure.getMessage()));
            complaints.about(
                    "not finite",
                    "Layer '" + snapshot.layer() + "' gives NaN or infinite activations: metrics that need numbers are"
                            + " undefined there. Further readings like this are only recorded");
        } else {
            tally.failed();
            complaints.about("The metric " + series.key(), failure);
            flag = new Flag(Flag.Kind.FAILED, String.valueOf(failure));
        }
        return new MetricResult(List.of(), Map.of(), List.of(flag));
    }

    private static boolean isFinite(INDArray activations) {
        return !activations.isNaN().any() && !activations.isInfinite().any();
    }
}
