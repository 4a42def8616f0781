package org.infoscope.command;

import java.nio.file.Path;
import java.util.List;
import org.infoscope.metric.Metric;
import org.infoscope.reconstruction.DecoderProgress;
import org.infoscope.reconstruction.FinishedLayers;
import org.infoscope.reconstruction.ReconstructionUncertainty;
import org.infoscope.reconstruction.ResumableReconstruction;
import org.jspecify.annotations.Nullable;

/**
 * Metrics that train decoders tell how far they are, and keep each layer that is done in a folder beside the run history
 * until its network is recorded: a command that was killed goes on with the next layer.
 */
final class ResumableMetrics {

    private static final String FOLDER = ".unfinished";

    private final FinishedLayers finished;
    private @Nullable DecoderProgress progress;

    /**
     * Beside a run history.
     *
     * @param history its file
     */
    ResumableMetrics(Path history) {
        finished = new FinishedLayers(history.resolveSibling(history.getFileName() + FOLDER));
    }

    /** The same series; those that train decoders are resumable. */
    List<Metric> of(List<Metric> metrics) {
        return metrics.stream()
                .map(metric -> metric instanceof ReconstructionUncertainty reconstruction
                        ? new ResumableReconstruction(reconstruction, finished, this::tell)
                        : metric)
                .toList();
    }

    private void tell(String layer, DecoderProgress.Phase phase, int done, int total) {
        if (progress != null) {
            progress.at(layer, phase, done, total);
        }
    }

    /** From now on this one is told. */
    void tellTo(DecoderProgress listener) {
        progress = listener;
    }

    /** A network is recorded: its layers need not be kept any longer. */
    void recorded() {
        finished.forget();
    }
}
