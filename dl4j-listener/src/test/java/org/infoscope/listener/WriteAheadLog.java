package org.infoscope.listener;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a killed writer left in SQLite's write-ahead log, read without SQLite (format: sqlite.org/fileformat2.html, section 4).
 *
 * @param bytes of the file
 * @param uncommitted frames after the last commit: more than none if the writer was killed in the middle of one
 */
record WriteAheadLog(long bytes, int uncommitted) {

    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int PAGE_SIZE_AT = 8;
    private static final int SALT_AT = 16;
    private static final int COMMIT_AT = 4;
    private static final int FRAME_SALT_AT = 8;

    static WriteAheadLog of(Path history) throws IOException {
        Path file = history.resolveSibling(history.getFileName() + "-wal");
        if (!Files.exists(file) || Files.size(file) < HEADER) {
            return new WriteAheadLog(0, 0);
        }
        ByteBuffer log = ByteBuffer.wrap(Files.readAllBytes(file));
        int frame = FRAME_HEADER + log.getInt(PAGE_SIZE_AT);
        int uncommitted = 0;
        // Frames of another salt are left over from before the log was begun anew.
        for (int at = HEADER;
                at + FRAME_HEADER <= log.limit() && log.getLong(at + FRAME_SALT_AT) == log.getLong(SALT_AT);
                at += frame) {
            uncommitted = log.getInt(at + COMMIT_AT) == 0 ? uncommitted + 1 : 0;
        }
        return new WriteAheadLog(log.limit(), uncommitted);
    }
}
