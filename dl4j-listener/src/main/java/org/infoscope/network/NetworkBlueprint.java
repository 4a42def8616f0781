package org.infoscope.network;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a {@link Replica} is built from: a network's configuration and the form of its parameter vector, not the network.
 *
 * @param configuration of a MultiLayerNetwork or ComputationGraph; shared with it, so it is only read
 * @param type of the parameters
 * @param shape of the parameter vector
 */
public record NetworkBlueprint(Serializable configuration, DataType type, List<Long> shape) {

    /**
     * Copies the shape.
     *
     * @param configuration only read
     * @param type of the parameters
     * @param shape of the parameter vector
     */
    public NetworkBlueprint {
        shape = List.copyOf(shape);
    }

    /**
     * Reads a network that has been initialised. Cheap: nothing is copied.
     *
     * @param model a MultiLayerNetwork or ComputationGraph
     * @return its blueprint
     * @throws IllegalArgumentException if it is another kind of model, or has no parameters
     */
    public static NetworkBlueprint of(Model model) {
        Serializable configuration;
        if (model instanceof MultiLayerNetwork network) {
            configuration = network.getLayerWiseConfigurations();
        } else if (model instanceof ComputationGraph graph) {
            configuration = graph.getConfiguration();
        } else {
            throw new IllegalArgumentException("A " + model.getClass().getSimpleName()
                    + " cannot be copied: only a MultiLayerNetwork or a ComputationGraph can");
        }
        INDArray params = model.params();
        if (params == null || params.isEmpty()) {
            throw new IllegalArgumentException("The network has no parameters, so nothing changes while it trains");
        }
        return new NetworkBlueprint(
                configuration,
                params.dataType(),
                Arrays.stream(params.shape()).boxed().toList());
    }

    /**
     * Size of one parameter vector.
     *
     * @return bytes
     */
    public long parameterBytes() {
        return shape.stream().reduce(type.width() + 0L, Math::multiplyExact);
    }

    /**
     * A vector for the parameters, its values not set.
     *
     * @return detached
     */
    public INDArray emptyParameters() {
        long[] lengths = shape.stream().mapToLong(Long::longValue).toArray();
        return Detached.make(() -> Nd4j.createUninitialized(type, lengths));
    }

    /**
     * A copy of the configuration that shares nothing with the network's own. Deeplearning4j's clone() is shallow in
     * wrapped layers, where changing a copy would change the training network.
     */
    Serializable deepCopy() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(configuration);
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (ObjectInputStream in =
                new ContextObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()), loader)) {
            return (Serializable) in.readObject();
        }
    }

    /** Finds a user's own layer classes, which may be unknown to the loader of this class. */
    private static final class ContextObjectInputStream extends ObjectInputStream {

        private final ClassLoader loader;

        ContextObjectInputStream(InputStream in, ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException notThere) {
                return super.resolveClass(description);
            }
        }
    }
}
