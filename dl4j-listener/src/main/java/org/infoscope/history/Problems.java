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
    private static final int LONGEST = 400;

    private final Map<String, Long> counts = new LinkedHashMap<>();

    /** Takes a problem; what a damaged file says of itself is neither endless nor several lines. */
    void add(String whole) {
        String line = whole.replaceAll("[\\s\\p{Cntrl}]+", " ");
        String problem = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
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
