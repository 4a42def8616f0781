package org.infoscope.ui;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.deeplearning4j.core.storage.StatsStorage;

/** The runs in the storages that are attached to the training UI. Safe for use by several threads. */
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
}
