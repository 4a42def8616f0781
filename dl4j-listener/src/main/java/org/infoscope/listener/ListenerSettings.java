package org.infoscope.listener;

import java.util.List;
import org.infoscope.kernel.Kernels;
import org.infoscope.metric.Metric;
import org.infoscope.network.LayerSelection;
import org.jspecify.annotations.Nullable;

/**
 * What a user chose, checked.
 *
 * @param probe null for the first training examples
 * @param maxReplicaBytes 0 for the default
 * @param kernels null for the best there are
 */
record ListenerSettings(
        @Nullable Probe probe,
        @Nullable Probe validation,
        List<Metric> metrics,
        LayerSelection layers,
        Schedule schedule,
        @Nullable String run,
        boolean blocking,
        long maxReplicaBytes,
        @Nullable Kernels kernels,
        boolean statsListener) {}
