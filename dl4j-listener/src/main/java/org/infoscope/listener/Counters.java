package org.infoscope.listener;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** What a network counts itself; a saved one keeps it. */
final class Counters {

    private Counters() {}

    /** Parameter updates done. */
    static int updates(Model model) {
        return model instanceof MultiLayerNetwork network
                ? network.getIterationCount()
                : model instanceof ComputationGraph graph ? graph.getIterationCount() : 0;
    }

    /** Epochs done, which is the 0-based number of the one at hand. */
    static int epochs(Model model) {
        return model instanceof MultiLayerNetwork network
                ? network.getEpochCount()
                : model instanceof ComputationGraph graph ? graph.getEpochCount() : 0;
    }
}
