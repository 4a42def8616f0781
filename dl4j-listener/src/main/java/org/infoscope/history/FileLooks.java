package org.infoscope.history;

import java.io.File;

/**
 * How a history looks from outside. A reader who may write nothing beside it has no locks: what it reads is of one time only as long
 * as the file looks so.
 *
 * @param bytes of the file
 * @param modified when it was written to, in milliseconds since 1970-01-01 UTC
 * @param logBytes of the log beside it
 */
record FileLooks(long bytes, long modified, long logBytes) {

    static FileLooks of(File file, File log) {
        return new FileLooks(file.length(), file.lastModified(), log.length());
    }

    /** Whether the file itself is another; what is in the log only has changed no page of it. */
    boolean hasSamePages(FileLooks other) {
        return bytes == other.bytes && modified == other.modified;
    }
}
