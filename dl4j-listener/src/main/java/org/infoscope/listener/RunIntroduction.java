package org.infoscope.listener;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.infoscope.history.ProbeImage;
import org.infoscope.history.RunInfo;
import org.infoscope.network.NetworkBlueprint;
import org.jspecify.annotations.Nullable;

/**
 * Puts a run's static info: before the first step, again when the layers are known or why they cannot be measured, and again with new images; what the storage
 * did not take is put with the next step.
 *
 * <p>Safe for use by several threads.
 */
final class RunIntroduction {

    private final ListenerSettings settings;
    private final NetworkBlueprint blueprint;
    private final String modelName;
    private final RunRecorder recorder;
    private final long started = System.currentTimeMillis();
    private boolean described;
    private @Nullable String told;
    private int images;

    RunIntroduction(ListenerSettings settings, NetworkBlueprint blueprint, String modelName, RunRecorder recorder) {
        this.settings = settings;
        this.blueprint = blueprint;
        this.modelName = modelName;
        this.recorder = recorder;
    }

    /**
     * Puts it unless it is known.
     *
     * @param ready null while nothing can be measured
     * @param probe null while it is not known
     * @param refusal why nothing can be measured; null when it can
     */
    synchronized void describe(@Nullable Measurement ready, @Nullable Probe probe, @Nullable String refusal) {
        List<ProbeImage> shown = ready == null ? List.of() : ready.images();
        boolean old = ready == null
                ? described || (recorder.begun() && Objects.equals(refusal, told))
                : described && shown.size() == images;
        if (old) {
            return;
        }
        RunInfo info = new RunInfo(
                RunDescription.name(settings, modelName, started),
                started,
                modelName,
                ready == null ? List.of() : ready.layers(),
                settings.series(),
                probe == null ? "training examples" : probe.description(),
                all(probe, refusal),
                shown,
                List.of());
        if (recorder.begin(info)) {
            described |= ready != null;
            images = shown.size();
            told = refusal;
        }
    }

    private Map<String, Object> all(@Nullable Probe probe, @Nullable String refusal) {
        Map<String, Object> all = RunDescription.settings(settings, blueprint, probe);
        all.putAll(RunDescription.schedules(settings));
        all.put("blocking", settings.blocking());
        if (refusal != null) {
            all.put("refusal", refusal);
        }
        return all;
    }
}
