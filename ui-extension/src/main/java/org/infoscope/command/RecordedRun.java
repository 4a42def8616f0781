package org.infoscope.command;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;
import org.jspecify.annotations.Nullable;

/**
 * A run in a storage.
 *
 * @param session its id
 * @param worker that measured
 * @param info what holds for the whole run
 * @param samples that were measured, or checkpoints of an analysis; some have two records
 * @param records of it, those of the score alone among them, without the one that ends it
 * @param last the last record; empty when there is none yet
 * @param newest the step of the highest iteration, be it the score alone, which may have been recorded before one that took longer; empty when there is none yet
 */
record RecordedRun(
        String session,
        String worker,
        RunInfo info,
        long samples,
        int records,
        Optional<SampledStep> last,
        Optional<SampledStep> newest) {

    /** After the newest sample come one that took longer, and the record that ends a run, at most. */
    private static final int LATEST = 3;

    /** All runs of a storage, oldest first. */
    static List<RecordedRun> all(StatsStorage storage) {
        return storage.listSessionIDs().stream()
                .flatMap(session -> storage.getAllStaticInfos(session, RepresentationReport.TYPE_ID).stream())
                .filter(RepresentationRun.class::isInstance)
                .map(RepresentationRun.class::cast)
                .map(run -> of(storage, run))
                .sorted(Comparator.comparingLong(run -> run.info().startedMillis()))
                .toList();
    }

    private static RecordedRun of(StatsStorage storage, RepresentationRun run) {
        String session = run.getSessionID();
        String worker = run.getWorkerID();
        Persistable last = storage.getLatestUpdate(session, RepresentationReport.TYPE_ID, worker);
        return new RecordedRun(
                session,
                worker,
                run.info(),
                samples(run, last),
                records(storage, run, last),
                last instanceof RepresentationReport report ? Optional.of(report.step()) : Optional.empty(),
                newest(storage, session, worker));
    }

    private static Optional<SampledStep> newest(StatsStorage storage, String session, String worker) {
        long[] times = storage.getAllUpdateTimes(session, RepresentationReport.TYPE_ID, worker);
        return Arrays.stream(times, Math.max(0, times.length - LATEST), times.length)
                .mapToObj(time -> storage.getUpdate(session, RepresentationReport.TYPE_ID, worker, time))
                .filter(RepresentationReport.class::isInstance)
                .map(record -> ((RepresentationReport) record).step())
                .filter(step -> step.state() != SampledStep.State.ENDED)
                .max(Comparator.comparingLong(SampledStep::iteration));
    }

    private static long samples(RepresentationRun run, @Nullable Persistable last) {
        List<?> checkpoints = run.info().checkpoints();
        return !checkpoints.isEmpty()
                ? checkpoints.size()
                : last instanceof RepresentationReport report
                        ? report.step().cost().taken()
                        : 0;
    }

    private static int records(StatsStorage storage, RepresentationRun run, @Nullable Persistable last) {
        int records =
                storage.getNumUpdateRecordsFor(run.getSessionID(), RepresentationReport.TYPE_ID, run.getWorkerID());
        boolean ended =
                last instanceof RepresentationReport report && report.step().state() == SampledStep.State.ENDED;
        return ended ? records - 1 : records;
    }

    /** Whether a person means this run. */
    boolean isCalled(String nameOrSession) {
        return info.name().equals(nameOrSession) || session.equals(nameOrSession);
    }

    /**
     * In words.
     *
     * @param written whether somebody wrote to the history before this was read: a run that was killed has no last record that says so
     */
    String state(boolean written) {
        if (last.isPresent() && last.get().state() == SampledStep.State.ENDED) {
            return "ended";
        }
        return written ? "not ended" : "stopped without an end";
    }

    /** For messages that let a person choose. */
    String description() {
        return info.name() + " (session " + session + ")";
    }
}
