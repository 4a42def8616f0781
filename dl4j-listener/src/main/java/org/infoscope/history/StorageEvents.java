package org.infoscope.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.core.storage.StatsStorageListener;
import org.deeplearning4j.core.storage.StatsStorageListener.EventType;

/**
 * The listeners of a {@link RunHistory}, told the same events in the same order as by DL4J's in-memory and file storages:
 * first what was posted, then what was new about it. A session is new until it has static info, a type or worker until
 * any record had it.
 *
 * <p>Thread-safe. A listener that throws is a problem noted, never the caller's.
 */
final class StorageEvents {

    private final StatsStorage storage;
    private final Problems problems;
    private final List<StatsStorageListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> sessions = new HashSet<>();
    private final Set<String> types = new HashSet<>();
    private final Set<String> workers = new HashSet<>();

    StorageEvents(StatsStorage storage, Problems problems) {
        this.storage = storage;
        this.problems = problems;
    }

    void register(StatsStorageListener listener) {
        if (!listeners.contains(listener)) {
            listeners.add(listener);
        }
    }

    void deregister(StatsStorageListener listener) {
        listeners.remove(listener);
    }

    void clear() {
        listeners.clear();
    }

    List<StatsStorageListener> listeners() {
        return new ArrayList<>(listeners);
    }

    /** Takes note of a record without telling anyone. */
    void learn(RecordKey key) {
        news(key);
    }

    /** Takes note of a record and tells the listeners. */
    void announce(RecordKey key) {
        List<EventType> events = new ArrayList<>();
        events.add(key.kind().event());
        events.addAll(news(key));
        for (StatsStorageListener listener : listeners) {
            tell(listener, key, events.subList(0, 1));
        }
        for (StatsStorageListener listener : listeners) {
            tell(listener, key, events.subList(1, events.size()));
        }
    }

    private synchronized List<EventType> news(RecordKey key) {
        List<EventType> news = new ArrayList<>(3);
        boolean described = key.kind() == RecordKind.STATIC_INFO;
        if (described ? sessions.add(key.session()) : !sessions.contains(key.session())) {
            news.add(EventType.NewSessionID);
        }
        if (types.add(key.type())) {
            news.add(EventType.NewTypeID);
        }
        boolean named = key.kind() != RecordKind.META_DATA;
        if (named ? workers.add(key.worker()) : !workers.contains(key.worker())) {
            news.add(EventType.NewWorkerID);
        }
        return news;
    }

    private void tell(StatsStorageListener listener, RecordKey key, List<EventType> events) {
        for (EventType event : events) {
            try {
                listener.notify(
                        new StatsStorageEvent(storage, event, key.session(), key.type(), key.worker(), key.time()));
            } catch (RuntimeException | Error e) { // of somebody else, on the thread that trains or follows
                problems.add("a storage listener, " + listener.getClass().getName() + ", failed: " + e);
            }
        }
    }
}
