package org.infoscope.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.infoscope.kernel.PausePoint;
import org.infoscope.metric.LayerGradients;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A private copy of a MultiLayerNetwork or ComputationGraph for inference, layer by layer, and for the gradients of its
 * layers with respect to the input ({@link #gradients}).
 *
 * <p>It shares nothing with the network that it copies: a deep copy of the configuration without dropout and weight noise,
 * workspaces and parameters of its own. Neither building nor running it draws from ND4J's random generator. Batch
 * normalisation statistics are parameters in Deeplearning4j, so {@link #assign} brings them along.
 *
 * <p>Every activation is copied before the next layer runs, and every layer works on its own copy of its input, because
 * some (ActivationLayer in inference) write into it. The values are those of the training network's own layers in inference;
 * recurrent layers start from a zero state.
 *
 * <p>Not safe for use by several threads.
 */
public final class Replica {

    /** Parameters at a time: a few megabytes. */
    static final long EXCHANGED = 1L << 19;

    private final Network network;
    private final List<ReplicaLayer> layers;
    private @Nullable Tapes tapes;
    private @Nullable INDArray buffer;

    private Replica(Network network) {
        this.network = network;
        this.layers = LayerTable.of(network.nodes());
    }

    /**
     * Builds a replica; its parameters are not set yet.
     *
     * @param blueprint of the network
     * @param maxBytes the most that the replica and the buffer that feeds it may take: two parameter vectors
     * @return the replica
     * @throws ReplicaRefusedException if it would be larger, or the configuration cannot be copied
     */
    public static Replica of(NetworkBlueprint blueprint, long maxBytes) throws ReplicaRefusedException {
        requireRoom(blueprint, maxBytes, false);
        try {
            Object configuration = blueprint.deepCopy();
            INDArray params = blueprint.emptyParameters();
            return new Replica(
                    configuration instanceof MultiLayerConfiguration sequence
                            ? new SequentialNetwork(sequence, params)
                            : new GraphNetwork((ComputationGraphConfiguration) configuration, params));
        } catch (IOException | ClassNotFoundException | RuntimeException failure) {
            throw new ReplicaRefusedException("The network's configuration cannot be copied: " + failure, failure);
        }
    }

    /**
     * Checks, before anything is allocated, that a replica may be made.
     *
     * @param blueprint of the network
     * @param maxBytes the most that the replica and the buffer that feeds it may take: two parameter vectors, and for a
     *     differentiable one a third, since gradients of the weights are as large as the largest layer
     * @param differentiable whether {@link #gradients} will be asked for
     * @throws ReplicaRefusedException if it would be larger
     */
    public static void requireRoom(NetworkBlueprint blueprint, long maxBytes, boolean differentiable)
            throws ReplicaRefusedException {
        long needed = (differentiable ? 3 : 2) * blueprint.parameterBytes();
        if (needed > maxBytes) {
            throw new ReplicaRefusedException("A private copy of the network needs " + needed
                    + " bytes for parameters" + (differentiable ? ", gradients" : "")
                    + " and their buffer, more than the " + maxBytes
                    + " allowed: raise maxReplicaBytes");
        }
    }

    /**
     * The default limit, our own choice: a quarter of the memory that is free.
     *
     * @return bytes
     */
    public static long quarterOfFreeMemory() {
        long free = Pointer.availablePhysicalBytes();
        long limit = Pointer.maxBytes();
        return (limit > 0 ? Math.min(free, Math.max(0, limit - Pointer.totalBytes())) : free) / 4;
    }

    /**
     * Every layer and vertex.
     *
     * @return in the order of the forward pass
     */
    public List<ReplicaLayer> layers() {
        return layers;
    }

    /**
     * Brings an array for a layer, such as labels for an output, into the channels-first form of its activations.
     *
     * @param layer whose format the array has
     * @param array NHWC, NWC, NCHW, NCW or of rank 2; unchanged
     * @return [n, d], [n, c, h, w] or [n, c, t]; may be a view
     */
    public static INDArray channelsFirst(ReplicaLayer layer, INDArray array) {
        return Capture.channelsFirst(array, Math.toIntExact(array.size(0)), layer.channelsLast());
    }

    /**
     * Names of the outputs.
     *
     * @return in the network's order
     */
    public List<String> outputs() {
        return network.outputs();
    }

    /**
     * The layers that a selection takes.
     *
     * @param selection of layers
     * @return in the order of the forward pass
     */
    public List<ReplicaLayer> select(LayerSelection selection) {
        Predicate<ReplicaLayer> taken;
        if (selection instanceof LayerSelection.Named named) {
            taken = layer -> named.names().contains(layer.name());
        } else if (selection instanceof LayerSelection.Matching matching) {
            taken = layer -> matching.names().test(layer.name());
        } else {
            taken = ReplicaLayer::byDefault;
        }
        return layers.stream().filter(taken).toList();
    }

    /**
     * Names of a selection that the network does not have.
     *
     * @param selection of layers
     * @return empty when all are there
     */
    public List<String> unknown(LayerSelection selection) {
        if (!(selection instanceof LayerSelection.Named named)) {
            return List.of();
        }
        Set<String> unknown = new LinkedHashSet<>(named.names());
        layers.forEach(layer -> unknown.remove(layer.name()));
        return List.copyOf(unknown);
    }

    /**
     * Takes the training network's parameters.
     *
     * @param params as the network has them; copied
     */
    public void assign(INDArray params) {
        network.params().assign(params);
    }

    /**
     * Takes other parameters and gives its own for them, without room for a third set. The first exchange takes a few megabytes, before it
     * changes anything; so whoever has exchanged once can take back.
     *
     * @param params as the network has them; afterwards what the replica had
     */
    public void exchange(INDArray params) {
        INDArray own = flat(network.params());
        INDArray other = flat(params);
        if (buffer == null) {
            buffer = Detached.make(() -> Nd4j.createUninitialized(own.dataType(), Math.min(EXCHANGED, own.length())));
        }
        for (long from = 0; from < own.length(); from += EXCHANGED) {
            long size = Math.min(EXCHANGED, own.length() - from);
            INDArrayIndex part = NDArrayIndex.interval(from, from + size);
            INDArray before = buffer.get(NDArrayIndex.interval(0, size));
            before.assign(own.get(part));
            own.get(part).assign(other.get(part));
            other.get(part).assign(before);
        }
    }

    private static INDArray flat(INDArray params) {
        return params.reshape(params.length());
    }

    /**
     * Runs examples through the network in chunks, with a {@link PausePoint} before each.
     *
     * @param features one array per input, the same number of examples in each
     * @param masks one per input, each may be null
     * @param names of the layers whose activations are wanted
     * @param chunk examples at a time, at least 1
     * @return what the layers gave
     * @throws IllegalArgumentException if there are not as many arrays as the network has inputs
     */
    public ForwardPass forward(INDArray[] features, @Nullable INDArray[] masks, Collection<String> names, int chunk) {
        requireInputs(features);
        int examples = Math.toIntExact(features[0].size(0));
        Map<String, Capture> captures = new LinkedHashMap<>();
        for (ReplicaLayer layer : layers) {
            if (names.contains(layer.name())) {
                captures.put(layer.name(), new Capture(examples, layer.channelsLast()));
            }
        }
        String failure = null;
        for (int from = 0; from < examples && failure == null; from += chunk) {
            PausePoint.here();
            int to = Math.min(examples, from + chunk);
            int size = to - from;
            try {
                INDArray[] part = rows(features, from, to);
                network.forward(part, maskRows(masks, from, to), (node, activations, mask) -> {
                    Capture capture = captures.get(node.name());
                    if (capture != null) {
                        capture.add(activations, mask, size);
                    }
                });
                Arrays.stream(part).forEach(Detached::free);
            } catch (Network.NodeFailure stopped) {
                failure = stopped.getMessage();
            }
        }
        return result(captures, failure);
    }

    /** Gives back the memory that passes worked in on the calling thread; the next pass takes new one. */
    public static void freeScratch() {
        Scratch.free();
    }

    private void requireInputs(INDArray[] features) {
        int inputs = network.inputs().size();
        if (features.length != inputs) {
            throw new IllegalArgumentException("The network has " + inputs + " inputs " + network.inputs()
                    + ", but the examples have " + features.length + " feature arrays");
        }
    }

    /**
     * A layer as a differentiable function of the network's first input, with a {@link PausePoint} before each pass through the
     * network: meanwhile the replica may run, also at other parameters, if it has these again afterwards. The first call makes what the backward pass needs;
     * a replica that is never asked costs nothing more. The trial on one example that this makes tells whether it works.
     *
     * <p>Supported are the layers, vertices, preprocessors and activation functions whose vector-Jacobian product is tested
     * against central differences; batch normalisation has the statistics of inference, dropout is the identity, and frozen
     * layers are differentiated like others. Rows are given in chunks such that the activations that a pass keeps stay
     * within 32 MiB, unless one row alone needs more.
     *
     * @param layer name of a layer or vertex
     * @param features the probe's, one array per input, from which further inputs and masks are gathered by row
     * @param masks one per input, each may be null
     * @return valid as long as the replica is, at whatever parameters it then has; with a reason when the layer cannot be
     *     differentiated
     * @throws IllegalArgumentException if there are not as many arrays as the network has inputs, or no such layer
     */
    public LayerGradients gradients(String layer, INDArray[] features, @Nullable INDArray[] masks) {
        requireInputs(features);
        ReplicaLayer facts = layers.stream()
                .filter(row -> row.name().equals(layer))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The network has no layer '" + layer + "'"));
        if (tapes == null) {
            tapes = new Tapes(network);
        }
        return new DifferentiatedLayer(network, tapes.to(layer), facts.channelsLast(), features, masks);
    }

    private static ForwardPass result(Map<String, Capture> captures, @Nullable String failure) {
        Map<String, LayerActivations> activations = new LinkedHashMap<>();
        Map<String, String> reasons = new LinkedHashMap<>();
        captures.forEach((name, capture) -> {
            LayerActivations whole = capture.result();
            if (whole != null) {
                activations.put(name, whole);
            } else if (capture.reason() != null) {
                reasons.put(name, capture.reason());
            } else {
                reasons.put(name, failure == null ? "The forward pass does not reach it" : failure);
            }
        });
        return new ForwardPass(activations, reasons, failure);
    }

    private static INDArray[] rows(INDArray[] arrays, int from, int to) {
        return Arrays.stream(arrays).map(array -> rows(array, from, to)).toArray(INDArray[]::new);
    }

    private static @Nullable INDArray[] maskRows(@Nullable INDArray[] arrays, int from, int to) {
        List<@Nullable INDArray> parts = new ArrayList<>();
        for (INDArray array : arrays) {
            parts.add(array == null ? null : rows(array, from, to));
        }
        return parts.toArray(new INDArray[0]);
    }

    private static INDArray rows(INDArray array, int from, int to) {
        INDArrayIndex[] where = new INDArrayIndex[array.rank()];
        Arrays.fill(where, NDArrayIndex.all());
        where[0] = NDArrayIndex.interval(from, to);
        long[] shape = array.shape().clone();
        shape[0] = (long) to - from;
        return Detached.copy(array.get(where)).reshape(shape);
    }
}
