package org.infoscope.history;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;

/**
 * The times of a worker's updates, none left out that was there when the reading began. DL4J's in-memory and MapDB storages measure
 * an array by their map, then fill it while others put: it may hold a newer time in place of an older one, and who goes on from the newest
 * would never see the older. Such a reading shows by the number of updates afterwards, and is repeated. Stateless and safe for use by
 * several threads.
 */
public final class UpdateTimes {

    /** Our own choice: a training loop puts once in milliseconds at most, and a reading takes less. */
    private static final int TRIES = 8;

    private UpdateTimes() {}

    /**
     * Reads them.
     *
     * @param storage of any kind; one whose numbers never agree is asked for the updates themselves, which is slower
     * @param session id of the run's session
     * @param type id of the type of the updates
     * @param worker id
     * @return ascending, each different time once
     */
    public static long[] of(StatsStorage storage, String session, String type, String worker) {
        for (int i = 0; i < TRIES; i++) {
            long[] times = storage.getAllUpdateTimes(session, type, worker);
            if (storage instanceof RunHistory
                    || times.length == storage.getNumUpdateRecordsFor(session, type, worker)) {
                return Arrays.stream(times).sorted().distinct().toArray();
            }
        }
        List<Persistable> updates = storage.getAllUpdatesAfter(session, type, worker, Long.MIN_VALUE);
        return updates.stream()
                .mapToLong(Persistable::getTimeStamp)
                .sorted()
                .distinct()
                .toArray();
    }
}
