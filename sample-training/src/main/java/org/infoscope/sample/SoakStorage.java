package org.infoscope.sample;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunHistory;
import org.infoscope.history.SampledStep;

/** The way into a history, with a watch at it: how long each put takes, and what the records say of their cost. Thread-safe. */
final class SoakStorage implements StatsStorageRouter {

    private static final double NANOS_PER_MILLI = 1e6;

    private final RunHistory history;
    private final Latencies puts = new Latencies();
    private final Latencies stalls = new Latencies();
    private final AtomicLong costNanos = new AtomicLong();
    private final AtomicLong reports = new AtomicLong();
    private final AtomicLong updates = new AtomicLong();
    private volatile SampledStep.Cost last = new SampledStep.Cost(0, 0, 0, 0, 0);

    SoakStorage(RunHistory history) {
        this.history = history;
    }

    private void timed(Runnable put) {
        long started = System.nanoTime();
        put.run();
        puts.add((System.nanoTime() - started) / NANOS_PER_MILLI);
    }

    @Override
    public void putStorageMetaData(StorageMetaData storageMetaData) {
        timed(() -> history.putStorageMetaData(storageMetaData));
    }

    @Override
    public void putStorageMetaData(Collection<? extends StorageMetaData> storageMetaData) {
        storageMetaData.forEach(this::putStorageMetaData);
    }

    @Override
    public void putStaticInfo(Persistable staticInfo) {
        timed(() -> history.putStaticInfo(staticInfo));
    }

    @Override
    public void putStaticInfo(Collection<? extends Persistable> staticInfo) {
        staticInfo.forEach(this::putStaticInfo);
    }

    @Override
    public void putUpdate(Persistable update) {
        timed(() -> history.putUpdate(update));
        updates.incrementAndGet();
        if (update instanceof RepresentationReport report) {
            reports.incrementAndGet();
            note(report.step().cost());
        }
    }

    @Override
    public void putUpdate(Collection<? extends Persistable> updates) {
        updates.forEach(this::putUpdate);
    }

    private void note(SampledStep.Cost cost) {
        // None in the record of what is slow to measure, in those of the score alone, and in the last one.
        if (cost.stallNanos() > 0) {
            stalls.add(cost.stallNanos() / NANOS_PER_MILLI);
        }
        costNanos.addAndGet(cost.stallNanos() + cost.busyNanos());
        last = cost;
    }

    /** Of every put since the last look, on the threads that put. */
    Latencies puts() {
        return puts;
    }

    /** Of every report since the last look. */
    Latencies stalls() {
        return stalls;
    }

    /** Stall and work of all samples since the last look. */
    double takeCostMillis() {
        return costNanos.getAndSet(0) / NANOS_PER_MILLI;
    }

    /** Infoscope's updates so far. */
    long reports() {
        return reports.get();
    }

    /** All updates so far, StatsListener's too. */
    long updates() {
        return updates.get();
    }

    /** As the last report tells it. */
    SampledStep.Cost last() {
        return last;
    }
}
