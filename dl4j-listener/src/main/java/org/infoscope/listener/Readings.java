package org.infoscope.listener;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.infoscope.history.Reading;
import org.infoscope.history.SeriesInfo;
import org.infoscope.kernel.PausePoint;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.Need;
import org.infoscope.metric.Snapshot;
import org.infoscope.network.ForwardPass;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Asks metrics, and makes a reading of every answer: what a metric throws becomes a flag with its reason. */
final class Readings {

    private final Tally tally;
    private final Complaints complaints;
    private final Cutoff cutoff;
    private final LongSupplier clock;

    Readings(Tally tally, Complaints complaints, Cutoff cutoff, LongSupplier clock) {
        this.clock = clock;
        this.tally = tally;
        this.complaints = complaints;
        this.cutoff = cutoff;
    }

    /** The reading of a layer that gave no activations. */
    Reading missing(String layer, ForwardPass pass, SeriesInfo series) {
        String reason = pass.reasons().getOrDefault(layer, "It has no activations");
        boolean failed = reason.equals(pass.failure());
        if (failed) {
            tally.failed();
        }
        Flag flag = new Flag(failed ? Flag.Kind.FAILED : Flag.Kind.NOT_APPLICABLE, reason);
        return reading(layer, series, without(flag), 0);
    }

    /**
     * Whether such metrics are measured no more: a pass for them would be in vain.
     *
     * @param gradients whether the metrics need them
     */
    boolean ended(boolean gradients) {
        return cutoff.covers(gradients);
    }

    /** The reading of a layer that nobody asks any more. */
    Reading ended(String layer, SeriesInfo series) {
        return skipped(layer, series, Cutoff.ENDED);
    }

    /** The reading of a layer that nobody asks, for this reason. */
    Reading skipped(String layer, SeriesInfo series, Flag reason) {
        return reading(layer, series, without(reason), 0);
    }

    /**
     * What a metric says of a layer.
     *
     * @param snapshot of the layer; made while the metric may be cut off
     * @throws CancellationException if the calling thread is interrupted from elsewhere than the cutoff
     */
    Reading compute(ScheduledMetric one, String layer, Supplier<Snapshot> snapshot) {
        boolean gradients = one.needs(Need.GRADIENTS);
        PausePoint.here();
        if (!cutoff.enter(gradients)) {
            return ended(layer, one.series());
        }
        long started = clock.getAsLong();
        MetricResult result;
        try {
            result = result(one, snapshot);
        } finally {
            cutoff.leave();
        }
        return reading(layer, one.series(), result, clock.getAsLong() - started);
    }

    private MetricResult result(ScheduledMetric one, Supplier<Snapshot> snapshot) {
        Snapshot given = null;
        try {
            given = snapshot.get();
            return Objects.requireNonNull(one.metric().compute(given), "the metric gave null");
        } catch (Throwable failure) {
            if (cutoff.covers(one.needs(Need.GRADIENTS))) {
                return without(Cutoff.ENDED);
            }
            if (failure instanceof CancellationException stop
                    && Thread.currentThread().isInterrupted()) {
                throw stop;
            }
            return failed(one.series(), given, failure);
        }
    }

    private static MetricResult without(Flag flag) {
        return new MetricResult(List.of(), Map.of(), List.of(flag));
    }

    private static Reading reading(String layer, SeriesInfo series, MetricResult result, long nanos) {
        return new Reading(
                layer, series.info().id(), series.key(), result.values(), result.settings(), result.flags(), nanos);
    }

    /** A metric that refuses a NaN has not failed: the training has. One line of log tells it, whatever the metric. */
    private MetricResult failed(SeriesInfo series, @Nullable Snapshot snapshot, Throwable failure) {
        if (snapshot != null && failure instanceof IllegalArgumentException && !isFinite(snapshot.activations())) {
            complaints.about(
                    "not finite",
                    "Layer '" + snapshot.layer() + "' gives NaN or infinite activations: metrics that need numbers are"
                            + " undefined there. Further readings like this are only recorded");
            return without(new Flag(Flag.Kind.UNDEFINED, String.valueOf(failure.getMessage())));
        }
        tally.failed();
        complaints.about("The metric " + series.key(), failure);
        return without(new Flag(Flag.Kind.FAILED, String.valueOf(failure)));
    }

    private static boolean isFinite(INDArray activations) {
        return !activations.isNaN().any() && !activations.isInfinite().any();
    }
}
