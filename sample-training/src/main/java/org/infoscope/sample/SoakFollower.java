package org.infoscope.sample;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.core.storage.StatsStorageListener;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunHistory;

/**
 * A second opening of the file that is being written, for reading: what it hears of is stored and committed. It takes the time
 * from the copy of the parameters to there.
 */
final class SoakFollower implements StatsStorageListener, AutoCloseable {

    private final RunHistory history;
    private final Latencies sampleToStored = new Latencies();

    SoakFollower(Path file) {
        history = RunHistory.openReadOnly(file);
        history.registerStatsStorageListener(this);
    }

    /** Of every report that holds what all metrics but those of gradients have measured. */
    Latencies sampleToStored() {
        return sampleToStored;
    }

    @Override
    public void notify(StatsStorageEvent event) {
        if (event.getEventType() == EventType.PostUpdate
                && RepresentationReport.TYPE_ID.equals(event.getTypeID())
                && history.getUpdate(event.getSessionID(), event.getTypeID(), event.getWorkerID(), event.getTimestamp())
                        instanceof RepresentationReport report
                && report.step().cost().stallNanos() > 0) {
            sampleToStored.since(report.step().timeMillis());
        }
    }

    @Override
    public void close() throws IOException {
        history.close();
    }
}
