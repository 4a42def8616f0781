package org.infoscope.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.infoscope.history.Reading;
import org.infoscope.history.SeriesInfo;
import org.infoscope.kernel.Kernels;
import org.infoscope.network.ForwardPass;
import org.infoscope.network.LayerActivations;
import org.infoscope.network.ReplicaLayer;

/**
 * Reads the layers of a forward pass, side by side where the engine has threads for it: a layer whose work is one eigenproblem
 * leaves them to others. Not safe for use by several threads.
 */
final class PassReadings {

    /** What the distances of all layers under way may take of the heap together. */
    private static final long DISTANCES = 32L << 20;

    /** Of a pair of examples: half a double for plain and for unit rows each, half a mark while they are made. */
    private static final long BYTES_PER_PAIR = 9;

    private final LayerReadings layers;
    private final Kernels kernels;
    private final int together;
    private final LongSupplier clock;

    /**
     * Reads passes of one probe.
     *
     * @param examples of the probe
     */
    PassReadings(LayerReadings layers, Kernels kernels, int examples, LongSupplier clock) {
        this.layers = layers;
        this.kernels = kernels;
        this.together = Math.toIntExact(Math.max(1, DISTANCES / (BYTES_PER_PAIR * examples * examples)));
        this.clock = clock;
    }

    /**
     * Reads layers for the last time: the activations of each are freed when it is done. Under an allowance one layer follows the
     * other, since whether it is begun depends on what those before it took.
     *
     * @param told every reading and its series, one at a time, in no order
     * @return in the order of the layers, then of the metrics
     */
    List<Reading> read(
            List<ReplicaLayer> wanted,
            ForwardPass pass,
            List<ScheduledMetric> metrics,
            Allowance allowance,
            BiConsumer<Reading, SeriesInfo> told) {
        List<List<Reading>> taken = Stream.generate(() -> (List<Reading>) new ArrayList<Reading>())
                .limit(wanted.size())
                .toList();
        long started = clock.getAsLong();
        kernels.sideBySide(wanted.size(), allowance.isLimited() ? 1 : together, one -> {
            BiConsumer<Reading, SeriesInfo> taker = (reading, series) -> {
                taken.get(one).add(reading);
                synchronized (taken) {
                    told.accept(reading, series);
                }
            };
            read(wanted.get(one), pass, metrics, allowance, taker);
        });
        return shared(taken.stream().flatMap(List::stream).toList(), clock.getAsLong() - started);
    }

    private void read(
            ReplicaLayer layer,
            ForwardPass pass,
            List<ScheduledMetric> metrics,
            Allowance allowance,
            BiConsumer<Reading, SeriesInfo> taker) {
        if (allowance.isExhausted()) {
            layers.skip(layer, metrics, Allowance.EXHAUSTED, taker);
        } else {
            allowance.spend(() -> layers.read(layer, pass, metrics, false, taker));
        }
        LayerActivations activations = pass.activations().get(layer.name());
        if (activations != null) {
            activations.close();
        }
    }

    /** Layers side by side take less time than the sum of theirs: each reading has its part of it, so that costs add up. */
    private static List<Reading> shared(List<Reading> readings, long nanos) {
        long sum = readings.stream().mapToLong(Reading::costNanos).sum();
        return sum <= nanos
                ? readings
                : readings.stream()
                        .map(reading -> reading.costing(Math.round((double) reading.costNanos() * nanos / sum)))
                        .toList();
    }
}
