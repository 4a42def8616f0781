package org.infoscope.history;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went wrong in a {@link RunHistory}: each kind is logged when it comes up first, and counted. Thread-safe. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(RunHistory.class);
    private static final int KINDS = 100;

    private final Map<String, Long> counts = new LinkedHashMap<>();

    void add(String problem) {
        boolean isNew;
        synchronized (this) {
            String key =
                    counts.size() < KINDS || counts.containsKey(problem) ? problem : "more problems of other kinds";
            isNew = counts.merge(key, 1L, Long::sum) == 1;
        }
        if (isNew) {
            LOG.warn("Run history: {}", problem);
        }
    }

    synchronized List<String> list() {
        return counts.entrySet().stream()
                .map(entry ->
                        entry.getValue() == 1 ? entry.getKey() : entry.getKey() + " (" + entry.getValue() + " times)")
                .toList();
    }
}
