package org.infoscope.listener;

import java.util.Collection;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.model.stats.BaseStatsListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsInitializationConfiguration;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.jspecify.annotations.Nullable;

/** Finds the StatsListener that a network already has, or makes a light one. */
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

    /** A StatsListener that reads score and speed only: no histograms, no norms, nothing that costs. */
    static StatsListener light(StatsStorageRouter router, String session, String worker) {
        DefaultStatsUpdateConfiguration light = new DefaultStatsUpdateConfiguration.Builder()
                .reportingFrequency(1)
                .collectPerformanceStats(true)
                .collectMemoryStats(false)
                .collectGarbageCollectionStats(false)
                .collectLearningRates(false)
                .collectHistogramsParameters(false)
                .collectHistogramsGradients(false)
                .collectHistogramsUpdates(false)
                .collectHistogramsActivations(false)
                .collectMeanParameters(false)
                .collectMeanGradients(false)
                .collectMeanUpdates(false)
                .collectMeanActivations(false)
                .collectStdevParameters(false)
                .collectStdevGradients(false)
                .collectStdevUpdates(false)
                .collectStdevActivations(false)
                .collectMeanMagnitudesParameters(false)
                .collectMeanMagnitudesGradients(false)
                .collectMeanMagnitudesUpdates(false)
                .collectMeanMagnitudesActivations(false)
                .build();
        return new StatsListener(
                router, new DefaultStatsInitializationConfiguration(true, true, true), light, session, worker);
    }
}
