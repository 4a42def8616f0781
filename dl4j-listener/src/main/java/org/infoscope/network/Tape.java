package org.infoscope.network;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The way from the network's inputs to one layer and back to the first input. Only what the layer depends on is computed.
 *
 * @param stops in the order of the forward pass; the last one is the layer
 */
record Tape(List<Stop> stops) {

    /**
     * One node on the way.
     *
     * @param name of the node
     * @param step how it is computed
     * @param inputs positions of earlier stops, or {@code -1 - i} for input i of the network
     * @param varies whether it depends on the first input
     */
    record Stop(String name, Step step, List<Integer> inputs, boolean varies) {
        Stop {
            inputs = List.copyOf(inputs);
        }
    }

    Tape {
        stops = List.copyOf(stops);
    }

    /** Why the way back is closed; null when it is open. */
    @Nullable
    String unsupported() {
        if (!stops.get(stops.size() - 1).varies()) {
            return "It does not depend on the network's first input";
        }
        for (Stop stop : stops) {
            String reason = stop.varies() ? stop.step().unsupported() : null;
            if (reason != null) {
                return "It cannot be differentiated through '" + stop.name() + "': " + reason;
            }
        }
        return null;
    }

    /** Lets go of all that a pass has kept. */
    void clear() {
        stops.forEach(stop -> stop.step().clear());
    }

    /** One pass, whose intermediate results the steps keep until the tape is cleared. */
    Pass pass(INDArray[] features, @Nullable INDArray[] masks) {
        return new Pass(features, masks);
    }

    /** Forward, then at most once backward. */
    final class Pass {

        private final INDArray[] features;
        private final List<Mask> inputMasks = new ArrayList<>();
        private final boolean masked;
        private final int rows;
        private final List<INDArray> outputs = new ArrayList<>();
        private final List<Mask> masks = new ArrayList<>();

        private Pass(INDArray[] features, @Nullable INDArray[] masks) {
            this.features = features;
            this.rows = Math.toIntExact(features[0].size(0));
            boolean any = false;
            for (INDArray mask : masks) {
                inputMasks.add(Mask.ofInput(mask));
                any |= mask != null;
            }
            this.masked = any;
        }

        /** The layer's activations, as the network has them. */
        INDArray forward() {
            for (Stop stop : stops) {
                requireGoingOn();
                if (masked) {
                    List<Mask> incoming = stop.inputs().stream()
                            .map(from -> from < 0 ? inputMasks.get(-1 - from) : masks.get(from))
                            .toList();
                    masks.add(stop.step().mask(incoming, rows));
                }
                // A step may write into its input, which others use too: each gets its own copy.
                INDArray[] inputs = stop.inputs().stream()
                        .map(from -> from < 0 ? features[-1 - from] : outputs.get(from))
                        .map(array -> array.dup(array.ordering()))
                        .toArray(INDArray[]::new);
                outputs.add(stop.step().forward(inputs, rows));
                if (!stop.varies()) {
                    stop.step().clear();
                }
            }
            return outputs.get(outputs.size() - 1);
        }

        /** Bytes of all activations on the way. */
        long bytes() {
            return outputs.stream()
                    .mapToLong(array -> array.length() * array.dataType().width())
                    .sum();
        }

        /**
         * Back to the first input.
         *
         * @param cotangent of the form of the layer's activations; may be overwritten
         */
        INDArray backward(INDArray cotangent) {
            @Nullable INDArray[] pending = new INDArray[stops.size()];
            pending[stops.size() - 1] = cotangent;
            INDArray gradient = null;
            for (int position = stops.size() - 1; position >= 0; position--) {
                requireGoingOn();
                Stop stop = stops.get(position);
                INDArray epsilon = pending[position];
                pending[position] = null;
                if (epsilon == null || !stop.varies()) {
                    continue;
                }
                INDArray[] parts = stop.step().backward(epsilon, rows);
                for (int i = 0; i < parts.length; i++) {
                    int from = stop.inputs().get(i);
                    if (from == -1) {
                        gradient = sum(gradient, parts[i]);
                    } else if (from >= 0 && stops.get(from).varies()) {
                        pending[from] = sum(pending[from], parts[i]);
                    }
                }
            }
            if (gradient == null) {
                throw new IllegalStateException("No gradient arrives at the first input");
            }
            return gradient;
        }

        /** A pass may take seconds, and a metric makes thousands: whoever ends it interrupts the thread. */
        private static void requireGoingOn() {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("Interrupted while a layer was differentiated");
            }
        }

        /** Never in place: a vertex may give the same array to several inputs. */
        private static INDArray sum(@Nullable INDArray soFar, INDArray part) {
            return soFar == null ? part.dup(part.ordering()) : soFar.add(part);
        }
    }
}
