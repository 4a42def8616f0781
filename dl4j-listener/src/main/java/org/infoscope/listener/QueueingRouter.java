package org.infoscope.listener;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.ui.model.stats.api.StatsReport;

/**
 * Lets another thread put what the chart of scores has to tell, so that a slow storage never holds up training. Records that it cannot
 * take are dropped; the log says so.
 */
final class QueueingRouter implements StatsStorageRouter {

    private final StatsStorageRouter router;
    private final Predicate<Runnable> later;
    private final Tally tally;
    private final Complaints complaints;

    /**
     * To a storage.
     *
     * @param later has work done by another thread; false if it cannot
     */
    QueueingRouter(StatsStorageRouter router, Predicate<Runnable> later, Tally tally, Complaints complaints) {
        this.router = router;
        this.later = later;
        this.tally = tally;
        this.complaints = complaints;
    }

    private void later(Consumer<StatsStorageRouter> put) {
        if (!later.test(() -> now(put))) {
            dropped();
        }
    }

    private boolean now(Consumer<StatsStorageRouter> put) {
        try {
            put.accept(router);
            return true;
        } catch (Throwable failure) {
            tally.failed();
            complaints.about("Storing a score for the Overview page", failure);
            return false;
        }
    }

    /**
     * Makes a report and puts it, on the calling thread, which is to be the other one.
     *
     * @return whether the storage took it
     */
    boolean put(Supplier<StatsReport> report) {
        return now(to -> to.putUpdate(report.get()));
    }

    /** A report could not be kept. */
    void dropped() {
        complaints.about("The storage is slower than training: scores for the Overview page are dropped");
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
        later(to -> to.putUpdate(update));
    }

    @Override
    public void putUpdate(Collection<? extends Persistable> updates) {
        updates.forEach(this::putUpdate);
    }
}
