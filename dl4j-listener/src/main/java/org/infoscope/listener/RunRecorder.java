package org.infoscope.listener;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;

/**
 * Puts a run's records into the storage. A router that throws loses a record, which is counted, and nothing else.
 *
 * <p>Safe for use by several threads.
 */
final class RunRecorder {

    private final StatsStorageRouter router;
    private final String session;
    private final String worker;
    private final Tally tally;
    private final Complaints complaints;
    private final Timestamps timestamps;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long lastIteration = -1;
    private volatile int lastEpoch;

    /**
     * Records a run.
     *
     * @param after no record gets this time, or one before it
     */
    RunRecorder(
            StatsStorageRouter router, String session, String worker, long after, Tally tally, Complaints complaints) {
        this.timestamps = new Timestamps(after);
        this.router = router;
        this.session = session;
        this.worker = worker;
        this.tally = tally;
        this.complaints = complaints;
    }

    /** Puts what holds for the whole run; put again, the later holds. */
    void begin(RunInfo info) {
        if (ended.get()) {
            return;
        }
        try {
            router.putStaticInfo(new RepresentationRun(session, worker, timestamps.next(), info));
            begun.set(true);
        } catch (Throwable failure) {
            tally.failed();
            complaints.about("Storing the run's static info", failure);
        }
    }

    boolean begun() {
        return begun.get();
    }

    /**
     * Puts a step; after the end nothing more is put.
     *
     * @return whether the storage took it
     */
    boolean report(SampledStep step) {
        if (ended.get()) {
            return false;
        }
        if (step.iteration() >= lastIteration) {
            // What is measured slowly is recorded after samples of later iterations.
            lastIteration = step.iteration();
            lastEpoch = step.epoch();
        }
        boolean taken = put(step);
        if (!taken) {
            tally.dropped(1);
        }
        return taken;
    }

    private boolean put(SampledStep step) {
        try {
            router.putUpdate(new RepresentationReport(session, worker, timestamps.next(), step));
            return true;
        } catch (Throwable failure) {
            tally.failed();
            complaints.about("Storing a step", failure);
            return false;
        }
    }

    /** Puts the last record, once. A run that never began has none. */
    void end() {
        if (ended.compareAndSet(false, true) && begun.get()) {
            put(new SampledStep(
                    lastIteration,
                    lastEpoch,
                    System.currentTimeMillis(),
                    Double.NaN,
                    Map.of(),
                    Map.of(),
                    List.of(),
                    List.of(),
                    tally.cost(0, 0),
                    SampledStep.State.ENDED));
        }
    }
}
