package org.infoscope.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The log and index of a file that was deleted or moved away, as one does after a kill: SQLite would put the old pages into the new
 * file of that name.
 */
final class OldLog {

    private OldLog() {}

    /** Parts it from a file that is to be made; the caller holds the {@link WriterLock}. */
    static void setAside(RunFile file, Problems problems) {
        Path log = file.beside("-wal");
        try {
            Files.deleteIfExists(file.beside("-shm"));
            if (file.isAsleep()) {
                Files.deleteIfExists(log);
                return;
            }
            Path old = file.beside("-old-wal");
            for (int number = 2; Files.exists(old); number++) {
                old = file.beside("-old-wal-" + number);
            }
            Files.move(log, old);
            problems.add("beside the new file lay the log of an older one, which was moved or deleted. That log is now "
                    + old + "; where the older file is still there, give its log the same name with -wal behind it");
        } catch (IOException e) {
            throw file.failure("cannot be made: " + e + ". Is its folder there and writable?", e);
        }
    }
}
