package org.infoscope.listener;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.ui.model.stats.api.StatsReport;

/**
 * Lets a thread of its own put what the light StatsListener reports, so that a slow storage never holds up training, and gives
 * each report a millisecond of its own. Records that it cannot take are dropped; it counts them.
 */
final class QueueingRouter implements StatsStorageRouter {

    private final StatsStorageRouter router;
    private final Worker worker;
    private final Tally tally;
    private final Complaints complaints;
    private final LongSupplier clock;
    private final Timestamps timestamps = new Timestamps(0);
    private final PutTime time = new PutTime();

    QueueingRouter(StatsStorageRouter router, Worker worker, Tally tally, Complaints complaints, LongSupplier clock) {
        this.clock = clock;
        this.router = router;
        this.worker = worker;
        this.tally = tally;
        this.complaints = complaints;
    }

    /** What a put usually takes. */
    long usualNanos() {
        return time.usual();
    }

    private void later(Consumer<StatsStorageRouter> put) {
        boolean taken = worker.offer(() -> {
            long begun = clock.getAsLong();
            try {
                put.accept(router);
                time.took(clock.getAsLong() - begun);
            } catch (Throwable failure) {
                tally.failed();
                complaints.about("Storing a score for the Overview page", failure);
            }
        });
        if (!taken) {
            complaints.about("The storage is slower than training: scores for the Overview page are dropped");
        }
    }

    @Override
    public void putStorageMetaData(StorageMetaData storageMetaData) {
        later(to -> to.putStorageMetaData(storageMetaData));
    }

    @Override
    public void putStorageMetaData(Collection<? extends StorageMetaData> storageMetaData) {
        List<? extends StorageMetaData> all = List.copyOf(storageMetaData);
        later(to -> to.putStorageMetaData(all));
    }

    @Override
    public void putStaticInfo(Persistable staticInfo) {
        later(to -> to.putStaticInfo(staticInfo));
    }

    @Override
    public void putStaticInfo(Collection<? extends Persistable> staticInfo) {
        List<? extends Persistable> all = List.copyOf(staticInfo);
        later(to -> to.putStaticInfo(all));
    }

    @Override
    public void putUpdate(Persistable update) {
        if (update instanceof StatsReport report) {
            report.reportIDs(report.getSessionID(), report.getTypeID(), report.getWorkerID(), timestamps.next());
        }
        later(to -> to.putUpdate(update));
    }

    @Override
    public void putUpdate(Collection<? extends Persistable> updates) {
        updates.forEach(this::putUpdate);
    }
}
