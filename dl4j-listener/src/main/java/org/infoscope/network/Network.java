package org.infoscope.network;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The two kinds of Deeplearning4j network, seen alike: nodes in an order in which they can be computed. */
sealed interface Network permits SequentialNetwork, GraphNetwork {

    /** Layers and vertices, in the order of the forward pass. */
    List<Node> nodes();

    /** Names of the network's inputs, in order. */
    List<String> inputs();

    /** Names of the outputs, in order. */
    List<String> outputs();

    /** The parameter vector; writing to it changes the network. */
    INDArray params();

    /**
     * Inference, node by node.
     *
     * @param features one per input, detached; unchanged
     * @param masks one per input, each may be null
     * @param visitor sees every node's output before the next node can overwrite it
     * @throws NodeFailure if a node cannot be computed; the visitor has seen those before it
     */
    void forward(INDArray[] features, @Nullable INDArray[] masks, Visitor visitor);

    /** A node as a function of its own, to be called between {@link #begin} and {@link #end}. */
    Step step(Node node);

    /**
     * Makes the examples known to nodes that ask the network for them.
     *
     * @param features one per input, detached
     * @param masks one per input, each may be null
     */
    void begin(INDArray[] features, @Nullable INDArray[] masks);

    /** Forgets the examples. */
    void end();

    /** Sees the forward pass. */
    interface Visitor {
        /**
         * A node has been computed.
         *
         * @param node which
         * @param activations as the network has them; copy what you keep
         * @param mask that goes on to the next node
         */
        void visit(Node node, INDArray activations, @Nullable INDArray mask);
    }

    /** A node that cannot be computed. */
    final class NodeFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NodeFailure(String node, Throwable cause) {
            super("The forward pass fails at '" + node + "': " + cause, cause);
        }
    }
}
