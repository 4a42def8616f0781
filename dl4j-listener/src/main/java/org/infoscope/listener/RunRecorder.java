package org.infoscope.listener;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
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

    /** The last record does not wait longer for one that a storage is busy with. */
    private static final long END_PATIENCE_MILLIS = 300;

    private final StatsStorageRouter router;
    private final String session;
    private final String worker;
    private final Tally tally;
    private final Complaints complaints;
    private final Timestamps timestamps;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Steps are put in the order of their times: a reader goes on after the last one that it has seen. */
    private final ReentrantLock putting = new ReentrantLock();

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

    /**
     * Puts what holds for the whole run; put again, the later holds.
     *
     * @return whether the storage took it
     */
    boolean begin(RunInfo info) {
        if (ended.get()) {
            return false;
        }
        try {
            router.putStaticInfo(new RepresentationRun(session, worker, timestamps.next(), info));
            begun.set(true);
            return true;
        } catch (Throwable failure) {
            tally.failed();
            complaints.about("Storing the run's static info", failure);
            return false;
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
        putting.lock();
        try {
            if (ended.get()) {
                return false;
            }
            if (step.iteration() >= lastIteration) {
                // What is measured slowly is recorded after samples of later iterations.
                lastIteration = step.iteration();
                lastEpoch = step.epoch();
            }
            boolean taken = put(step);
            if (!taken && !step.isScoreOnly()) {
                tally.dropped(1);
            }
            return taken;
        } finally {
            putting.unlock();
        }
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
        boolean alone = awaitOthers();
        try {
            putLast();
        } finally {
            if (alone) {
                putting.unlock();
            }
        }
    }

    private boolean awaitOthers() {
        try {
            return putting.tryLock(END_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void putLast() {
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
