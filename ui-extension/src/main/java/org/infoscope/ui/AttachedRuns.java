package org.infoscope.ui;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.deeplearning4j.core.storage.StatsStorage;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RunHistory;

/**
 * The runs in the storages that are attached to the training UI. A session that two storages hold is read from the one
 * attached first. Safe for use by several threads; everything but {@link #attach} and {@link #detach} reads storages
 * and so may take a while.
 */
final class AttachedRuns {
    private final List<StatsStorage> storages = new CopyOnWriteArrayList<>();

    void attach(StatsStorage storage) {
        if (!storages.contains(storage)) {
            storages.add(storage);
        }
    }

    void detach(StatsStorage storage) {
        storages.remove(storage);
    }

    /** Whether a storage is attached now. */
    boolean holds(StatsStorage storage) {
        return storages.contains(storage);
    }

    /** The histories that somebody writes to. */
    Set<StatsStorage> written() {
        return storages.stream()
                .filter(storage ->
                        storage instanceof RunHistory history && !history.isClosed() && history.isBeingWritten())
                .collect(Collectors.toSet());
    }

    List<AttachedRun> list() {
        return list(storages);
    }

    /** Of those in open {@link RunHistory histories} the one that began last, as pages choose the run that they open with. */
    Optional<AttachedRun> newestInHistories() {
        List<StatsStorage> histories = storages.stream()
                .filter(storage -> storage instanceof RunHistory && !storage.isClosed())
                .toList();
        Map<AttachedRun, Long> started = new LinkedHashMap<>();
        list(histories).forEach(run -> started.put(run, run.startedMillis()));
        return started.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    private static List<AttachedRun> list(List<StatsStorage> storages) {
        Map<String, AttachedRun> runs = new LinkedHashMap<>();
        for (StatsStorage storage : storages) {
            for (String session : storage.listSessionIDs()) {
                if (holds(storage, session)) {
                    runs.putIfAbsent(session, new AttachedRun(storage, session));
                }
            }
        }
        return new ArrayList<>(runs.values());
    }

    /**
     * Finds a run.
     *
     * @throws RequestException with status 404 if no attached storage holds it
     */
    AttachedRun find(String session) {
        return present(List.of(session)).stream()
                .findFirst()
                .orElseThrow(() -> RequestException.unknownSession(session));
    }

    /** Those of these sessions that attached storages hold. */
    List<AttachedRun> present(List<String> sessions) {
        return sessions.stream()
                .flatMap(session -> storages.stream()
                        .filter(storage -> storage.sessionExists(session) && holds(storage, session))
                        .limit(1)
                        .map(storage -> new AttachedRun(storage, session)))
                .toList();
    }

    /** How many other attached storages hold a run of the same id, which is not shown. */
    long hidden(AttachedRun run) {
        return storages.stream()
                .filter(storage -> !isSame(storage, run.storage()))
                .filter(storage -> storage.sessionExists(run.session()) && holds(storage, run.session()))
                .count();
    }

    /** A file that is opened twice, by its writer and by a reader say, holds the same run. */
    private static boolean isSame(StatsStorage one, StatsStorage other) {
        if (one instanceof RunHistory history && other instanceof RunHistory same) {
            return history.file().equals(same.file());
        }
        return one.equals(other);
    }

    private static boolean holds(StatsStorage storage, String session) {
        return storage.listTypeIDsForSession(session).contains(RepresentationReport.TYPE_ID);
    }
}
