package org.infoscope.listener;

import java.util.Comparator;
import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunInfo;
import org.infoscope.history.RunRecord;
import org.infoscope.history.SampledStep;

/** Reads a run back from any storage. */
final class Runs {

    private Runs() {}

    static List<SampledStep> steps(StatsStorage storage) {
        return storage.listSessionIDs().stream()
                .flatMap(session -> storage.getAllUpdatesAfter(session, RunRecord.TYPE_ID, 0).stream())
                .sorted(Comparator.comparingLong(Persistable::getTimeStamp))
                .map(update -> ((RepresentationReport) update).step())
                .toList();
    }

    static List<SampledStep> live(StatsStorage storage) {
        return steps(storage).stream()
                .filter(step -> step.state() == SampledStep.State.LIVE)
                .toList();
    }

    /** Without the steps that have the score alone. */
    static List<SampledStep> samples(StatsStorage storage) {
        return live(storage).stream().filter(step -> !step.isScoreOnly()).toList();
    }

    static RunInfo info(StatsStorage storage) {
        return storage.listSessionIDs().stream()
                .flatMap(session -> storage.getAllStaticInfos(session, RunRecord.TYPE_ID).stream())
                .map(record -> ((RepresentationRun) record).info())
                .findFirst()
                .orElseThrow();
    }
}
