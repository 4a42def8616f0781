package org.infoscope.listener;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.infoscope.history.Reading;
import org.infoscope.history.SeriesInfo;
import org.infoscope.kernel.Kernels;
import org.infoscope.metric.Flag;
import org.infoscope.metric.LayerGradients;
import org.infoscope.metric.Snapshot;
import org.infoscope.network.ForwardPass;
import org.infoscope.network.LayerActivations;
import org.infoscope.network.Replica;
import org.infoscope.network.ReplicaLayer;
import org.jspecify.annotations.Nullable;

/** Reads layers of a replica. Safe for use by several threads as long as nobody asks for gradients: the replica is one. */
final class LayerReadings {

    private final Replica replica;
    private final Probe probe;
    private final int @Nullable [] classIds;
    private final Kernels kernels;
    private final Readings readings;
    private final Complaints complaints;

    LayerReadings(
            Replica replica,
            Probe probe,
            int @Nullable [] classIds,
            Kernels kernels,
            Readings readings,
            Complaints complaints) {
        this.replica = replica;
        this.probe = probe;
        this.classIds = classIds;
        this.kernels = kernels;
        this.readings = readings;
        this.complaints = complaints;
    }

    /**
     * Asks metrics about a layer.
     *
     * @param pass that the layer took part in
     * @param gradients whether the metrics need them
     * @param taker gets every reading and its series
     */
    void read(
            ReplicaLayer layer,
            ForwardPass pass,
            List<ScheduledMetric> metrics,
            boolean gradients,
            BiConsumer<Reading, SeriesInfo> taker) {
        LayerActivations activations = pass.activations().get(layer.name());
        if (activations == null) {
            metrics.forEach(one -> taker.accept(readings.missing(layer.name(), pass, one.series()), one.series()));
            return;
        }
        try (Once snapshot = new Once(() -> snapshot(layer, activations, gradients))) {
            metrics.forEach(one -> taker.accept(readings.compute(one, layer.name(), snapshot), one.series()));
        }
    }

    /** Gives the reason why a layer is not asked. */
    void skip(ReplicaLayer layer, List<ScheduledMetric> metrics, Flag reason, BiConsumer<Reading, SeriesInfo> taker) {
        metrics.forEach(one -> taker.accept(readings.skipped(layer.name(), one.series(), reason), one.series()));
    }

    /** One snapshot for all metrics of a layer, so that they share what it remembers. */
    private static final class Once implements Supplier<Snapshot>, AutoCloseable {

        private final Supplier<Snapshot> source;
        private @Nullable Snapshot made;

        Once(Supplier<Snapshot> source) {
            this.source = source;
        }

        @Override
        public Snapshot get() {
            Snapshot known = made;
            if (known == null) {
                known = source.get();
                made = known;
            }
            return known;
        }

        @Override
        public void close() {
            if (made != null) {
                made.close();
            }
        }
    }

    private Snapshot snapshot(ReplicaLayer layer, LayerActivations activations, boolean gradients) {
        return new Snapshot(
                layer.name(),
                activations.array(),
                activations.lengths(),
                classIds,
                layer.stride(),
                kernels,
                probe.input(),
                gradients ? gradients(layer) : null);
    }

    private LayerGradients gradients(ReplicaLayer layer) {
        try {
            return replica.gradients(layer.name(), probe.features(), probe.featureMasks());
        } catch (CancellationException stop) {
            throw stop;
        } catch (Throwable failure) {
            complaints.about("Differentiating layer '" + layer.name() + "'", failure);
            return new Undifferentiated("It cannot be differentiated here: " + failure);
        }
    }
}
