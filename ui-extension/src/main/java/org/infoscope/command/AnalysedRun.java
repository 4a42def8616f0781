package org.infoscope.command;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.insight.Insight;
import org.infoscope.insight.Insights;

/**
 * What an analysis left in a history.
 *
 * @param session of the run
 * @param info what holds for the whole run
 * @param steps one per model, by iteration
 */
record AnalysedRun(String session, RunInfo info, List<SampledStep> steps) {

    /** The run of a session; empty when nothing of it was recorded. */
    static Optional<AnalysedRun> of(StatsStorage storage, String session) {
        return RecordedRun.all(storage).stream()
                .filter(run -> run.session().equals(session))
                .findFirst()
                .map(run -> new AnalysedRun(session, run.info(), steps(storage, run)));
    }

    private static List<SampledStep> steps(StatsStorage storage, RecordedRun run) {
        return storage.getAllUpdatesAfter(run.session(), RepresentationReport.TYPE_ID, run.worker(), 0).stream()
                .filter(RepresentationReport.class::isInstance)
                .map(update -> ((RepresentationReport) update).step())
                .filter(step -> step.state() == SampledStep.State.LIVE)
                .sorted(Comparator.comparingLong(SampledStep::iteration))
                .toList();
    }

    /** What the rules find in all models, in their order: what holds of the last one. */
    List<Insight> insights() {
        return Insights.of(info).judge(steps.stream());
    }

    /** What the model of a step was called. */
    String model(SampledStep step) {
        return info.checkpoints().stream()
                .filter(checkpoint -> checkpoint.iteration() == step.iteration())
                .map(RunInfo.Checkpoint::description)
                .findFirst()
                .orElse("?");
    }
}
