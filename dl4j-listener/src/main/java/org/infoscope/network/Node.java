package org.infoscope.network;

import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;

/**
 * One layer or vertex of a network, inputs not counted.
 *
 * @param name unique in the network
 * @param layer null for a vertex without a layer
 * @param preProcessor before the layer
 * @param vertex null for a layer
 * @param inputs names of nodes or network inputs, in order
 * @param output whether the network gives it out
 */
record Node(
        String name,
        @Nullable Layer layer,
        @Nullable InputPreProcessor preProcessor,
        @Nullable GraphVertex vertex,
        List<String> inputs,
        boolean output) {

    Node {
        inputs = List.copyOf(inputs);
    }

    String type() {
        Object configuration = layer != null ? layer : vertex;
        return configuration == null ? "" : configuration.getClass().getSimpleName();
    }
}
