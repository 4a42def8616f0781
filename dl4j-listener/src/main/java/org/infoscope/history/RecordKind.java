package org.infoscope.history;

import org.deeplearning4j.core.storage.StatsStorageListener.EventType;

/** The three things a DL4J storage keeps. */
enum RecordKind {
    /** Storage metadata: the latest of a session and type holds. */
    META_DATA(0, EventType.PostMetaData),
    /** Static info: the latest of a session, type and worker holds. */
    STATIC_INFO(1, EventType.PostStaticInfo),
    /** Updates: all are kept. */
    UPDATE(2, EventType.PostUpdate);

    private final int code;
    private final EventType event;

    RecordKind(int code, EventType event) {
        this.code = code;
        this.event = event;
    }

    /** The kind in the column {@code records.kind}. */
    static RecordKind of(int code) {
        for (RecordKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("There is no kind of record " + code);
    }

    /** What the column {@code records.kind} holds. */
    int code() {
        return code;
    }

    EventType event() {
        return event;
    }
}
