package org.infoscope.history;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Follows a history that another process writes, and announces each new record.
 *
 * <p>Asks SQLite every {@link #POLL_MILLIS} whether another connection has committed, which costs a few microseconds, and only
 * then looks for records. A failure is a problem noted; the next poll tries again.
 */
final class LiveTail implements Runnable {

    static final long POLL_MILLIS = 200;

    private final RecordQueries queries;
    private final StorageEvents events;
    private final WriterWatch watch;
    private final Problems problems;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private long seenVersion = -1;
    private long seenId;

    LiveTail(RecordQueries queries, StorageEvents events, WriterWatch watch, Problems problems) {
        this.queries = queries;
        this.events = events;
        this.watch = watch;
        this.problems = problems;
        this.seenId = queries.numbers("SELECT coalesce(max(id), 0) FROM records")[0];
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                poll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll() {
        try {
            long version = queries.version();
            if (version != seenVersion) {
                watch.forget();
                List<RecordQueries.Numbered> news = queries.keysAfter(seenId);
                for (RecordQueries.Numbered record : news) {
                    seenId = record.id();
                    events.announce(record.key());
                }
                seenVersion = version;
            }
        } catch (RunHistoryException e) {
            problems.add("following failed and is tried again: " + e.getMessage());
        }
    }

    void stop() {
        stopped.countDown();
    }
}
