package org.infoscope.listener;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.infoscope.history.SeriesInfo;
import org.infoscope.insight.Insight;
import org.infoscope.insight.Insights;
import org.infoscope.kernel.Kernels;
import org.infoscope.metric.Need;
import org.infoscope.network.LayerSelection;
import org.infoscope.network.Replica;
import org.jspecify.annotations.Nullable;

/**
 * What a user chose, checked.
 *
 * @param schedule of the metrics that have none of their own, and of the accuracies
 * @param probe null for the first training examples
 * @param maxReplicaBytes 0 for the default
 * @param kernels null for the best there are
 * @param patienceMillis how long a blocking listener waits for one sample at most
 * @param overheadBudget share of fit's wall time; infinite for none
 * @param insights rules that watch the run
 * @param onInsight told when one begins
 * @param clock nanoseconds from an arbitrary origin
 */
record ListenerSettings(
        @Nullable Probe probe,
        @Nullable Probe validation,
        List<ScheduledMetric> metrics,
        LayerSelection layers,
        Schedule schedule,
        @Nullable String run,
        boolean blocking,
        long maxReplicaBytes,
        @Nullable Kernels kernels,
        boolean statsListener,
        long patienceMillis,
        double overheadBudget,
        Insights insights,
        Consumer<Insight> onInsight,
        LongSupplier clock) {

    /** Of fit's wall time, our own choice. */
    static final double DEFAULT_OVERHEAD = 0.05;

    /** How many distinct training examples make the default probe. */
    static final int DEFAULT_PROBE = 256;

    /** How long a blocking listener waits for a worker that shows no sign of life: a hanging storage must not stop training. */
    static final long DEFAULT_PATIENCE_MILLIS = 600_000;

    /** The series that the metrics make. */
    List<SeriesInfo> series() {
        return metrics.stream().map(ScheduledMetric::series).toList();
    }

    /** Whether some metric needs the replica to be differentiable. */
    boolean differentiates() {
        return metrics.stream().anyMatch(one -> one.needs(Need.GRADIENTS));
    }

    /** The most bytes for replica and buffer together. */
    long replicaLimit() {
        return maxReplicaBytes > 0 ? maxReplicaBytes : Replica.quarterOfFreeMemory();
    }
}
