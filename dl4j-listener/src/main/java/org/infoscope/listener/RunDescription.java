package org.infoscope.listener;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SeriesInfo;
import org.infoscope.network.NetworkBlueprint;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/** The settings of a run, for its {@link RunInfo}. */
final class RunDescription {

    private RunDescription() {}

    /** The name that the user gave, or one made from the model and the time. */
    static String name(ListenerSettings settings, String model, long started) {
        String given = settings.run();
        return given == null ? model + " " + Instant.ofEpochMilli(started).truncatedTo(ChronoUnit.SECONDS) : given;
    }

    /**
     * What listener and analysis have in common.
     *
     * @param probe null while it is not known
     */
    static Map<String, Object> settings(ListenerSettings settings, NetworkBlueprint blueprint, @Nullable Probe probe) {
        Map<String, Object> all = new TreeMap<>();
        all.put("probeSize", probe == null ? 0 : probe.size());
        Probe validation = settings.validation();
        all.put("validationSize", validation == null ? 0 : validation.size());
        all.put("parameterBytes", blueprint.parameterBytes());
        all.putAll(settings.insights().settings());
        all.put("dtype", blueprint.type().toString());
        all.put("java", String.valueOf(System.getProperty("java.version")));
        all.put("backend", Nd4j.getBackend().getClass().getSimpleName());
        return all;
    }

    /** When a listener samples, each series in words. */
    static Map<String, Object> schedules(ListenerSettings settings) {
        Map<String, Object> all = new TreeMap<>();
        all.put("schedule", settings.schedule().description());
        double budget = settings.overheadBudget();
        all.put("overheadBudget", Double.isFinite(budget) ? budget : "none");
        for (ScheduledMetric one : settings.metrics()) {
            SeriesInfo series = one.series();
            all.put("schedule." + series.key(), one.schedule().description());
        }
        return all;
    }
}
