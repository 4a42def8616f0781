package org.infoscope.ui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunHistory;
import org.infoscope.history.UpdateTimes;

/**
 * One run in one attached storage. Every method reads the storage: not for the event loop.
 *
 * @param storage that holds the run
 * @param session DL4J's id of the run
 */
record AttachedRun(StatsStorage storage, String session) {

    /**
     * A part of the history, oldest first.
     *
     * @param reports in order of time over all workers
     * @param next where to go on
     * @param more whether there was more at the time of reading
     */
    record Page(List<RepresentationReport> reports, Cursor next, boolean more) {
        Page {
            reports = List.copyOf(reports);
        }
    }

    /** Sorted by worker; a storage may hold a worker's updates without its static information. */
    List<String> workers() {
        TreeSet<String> workers =
                new TreeSet<>(storage.listWorkerIDsForSessionAndType(session, RepresentationReport.TYPE_ID));
        if (!(storage instanceof RunHistory)) {
            // A history lists them all, and need not decode a record for it.
            latest().forEach(report -> workers.add(report.getWorkerID()));
        }
        return new ArrayList<>(workers);
    }

    /** What is known of the run, one per worker that has said so, in order of time. */
    List<RepresentationRun> infos() {
        return storage.getAllStaticInfos(session, RepresentationReport.TYPE_ID).stream()
                .filter(RepresentationRun.class::isInstance)
                .map(RepresentationRun.class::cast)
                .sorted(Comparator.comparingLong(RepresentationRun::getTimeStamp)
                        .thenComparing(RepresentationRun::getWorkerID))
                .toList();
    }

    /** When the run began; 0 if nobody says so. */
    long startedMillis() {
        return infos().stream()
                .findFirst()
                .map(run -> run.info().startedMillis())
                .orElse(0L);
    }

    /** The last report of every worker. */
    List<RepresentationReport> latest() {
        return reports(storage.getLatestUpdateAllWorkers(session, RepresentationReport.TYPE_ID));
    }

    /** Whether nobody can go on with it: nobody writes to its history any more. Of other storages nobody knows. */
    boolean isLeft() {
        return storage instanceof RunHistory history && !history.isBeingWritten();
    }

    long size() {
        return workers().stream()
                .mapToLong(worker -> storage.getNumUpdateRecordsFor(session, RepresentationReport.TYPE_ID, worker))
                .sum();
    }

    /** What comes after {@code from}: the {@code limit} earliest records over all workers. */
    Page read(Cursor from, int limit) {
        return read(workers(), from, limit);
    }

    /** The same of these workers alone. */
    Page read(List<String> workers, Cursor from, int limit) {
        List<Mark> marks = new ArrayList<>();
        for (String worker : workers) {
            long after = from.after(worker);
            times(worker, after, limit + 1).forEach(time -> marks.add(new Mark(time, worker)));
        }
        List<Mark> first = marks.stream()
                .sorted(Comparator.comparingLong(Mark::time).thenComparing(Mark::worker))
                .limit(limit)
                .toList();
        Cursor next = from;
        for (Mark mark : first) {
            next = next.advance(mark.worker(), mark.time());
        }
        return new Page(fetch(first), next, marks.size() > first.size());
    }

    /** The earliest different times after one. A long run in a history is not listed whole for each of its pages. */
    private LongStream times(String worker, long after, int most) {
        String type = RepresentationReport.TYPE_ID;
        if (storage instanceof RunHistory history) {
            return Arrays.stream(history.getUpdateTimesAfter(session, type, worker, after, most));
        }
        return Arrays.stream(UpdateTimes.of(storage, session, type, worker))
                .filter(time -> time > after)
                .limit(most);
    }

    private List<RepresentationReport> fetch(List<Mark> marks) {
        Map<String, List<Mark>> byWorker = marks.stream().collect(Collectors.groupingBy(Mark::worker));
        return byWorker.entrySet().stream()
                .flatMap(entry -> {
                    long[] times =
                            entry.getValue().stream().mapToLong(Mark::time).toArray();
                    return reports(storage.getUpdates(session, RepresentationReport.TYPE_ID, entry.getKey(), times))
                            .stream();
                })
                .sorted(Comparator.comparingLong(RepresentationReport::getTimeStamp)
                        .thenComparing(RepresentationReport::getWorkerID))
                .toList();
    }

    private record Mark(long time, String worker) {}

    private static List<RepresentationReport> reports(List<Persistable> records) {
        return records.stream()
                .filter(RepresentationReport.class::isInstance)
                .map(RepresentationReport.class::cast)
                .toList();
    }
}
