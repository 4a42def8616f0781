package org.infoscope.reconstruction;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.infoscope.metric.Metric;
import org.infoscope.metric.MetricInfo;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.Need;
import org.infoscope.metric.Snapshot;

/**
 * {@link ReconstructionUncertainty} that tells how far it is and does not measure a layer twice: what it has finished it keeps,
 * and finds again after the program was killed. The same series, values, settings and flags as the metric itself.
 *
 * <p>Not safe for use by several threads.
 */
public final class ResumableReconstruction implements Metric {

    private final ReconstructionUncertainty metric;
    private final FinishedLayers finished;
    private final DecoderProgress progress;

    /**
     * Wraps.
     *
     * @param metric that measures
     * @param finished keeps its results
     * @param progress hears of layers that are measured, not of those that are found; what it throws ends the measuring
     */
    public ResumableReconstruction(
            ReconstructionUncertainty metric, FinishedLayers finished, DecoderProgress progress) {
        this.metric = Objects.requireNonNull(metric, "metric");
        this.finished = Objects.requireNonNull(finished, "finished");
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    @Override
    public MetricInfo info() {
        return metric.info();
    }

    @Override
    public Set<Need> needs() {
        return metric.needs();
    }

    @Override
    public Map<String, Object> options() {
        return metric.options();
    }

    @Override
    public String label() {
        return metric.label();
    }

    @Override
    public MetricResult compute(Snapshot snapshot) {
        Optional<MetricResult> known = finished.find(metric, snapshot);
        if (known.isPresent()) {
            return known.get();
        }
        MetricResult result = metric.measure(snapshot, progress);
        finished.keep(metric, snapshot, result);
        return result;
    }
}
