package org.infoscope.listener;

import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.model.stats.BaseStatsListener;
import org.jspecify.annotations.Nullable;

/** Finds the StatsListener that a network already has. */
final class StatsSession {

    private StatsSession() {}

    /** The first StatsListener on a network; null when it has none. */
    static @Nullable BaseStatsListener on(Model model) {
        Collection<TrainingListener> listeners;
        if (model instanceof MultiLayerNetwork network) {
            listeners = network.getListeners();
        } else if (model instanceof ComputationGraph graph) {
            listeners = graph.getListeners();
        } else {
            listeners = List.of();
        }
        for (TrainingListener listener : listeners) {
            if (listener instanceof BaseStatsListener stats && stats.getSessionID() != null) {
                return stats;
            }
        }
        return null;
    }
}
