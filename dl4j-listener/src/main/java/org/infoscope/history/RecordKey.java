package org.infoscope.history;

import org.deeplearning4j.core.storage.Persistable;

/**
 * By what a record is found.
 *
 * @param kind which of the three
 * @param session id
 * @param type id
 * @param worker id
 * @param time milliseconds since 1970-01-01 UTC
 */
record RecordKey(RecordKind kind, String session, String type, String worker, long time) {

    /**
     * The key of a record; a missing id is taken as empty text, any other as {@link WellFormed} text.
     */
    static RecordKey of(RecordKind kind, Persistable record) {
        return new RecordKey(
                kind,
                known(record.getSessionID()),
                known(record.getTypeID()),
                known(record.getWorkerID()),
                record.getTimeStamp());
    }

    private static String known(String id) {
        return id == null ? "" : WellFormed.name(id);
    }
}
