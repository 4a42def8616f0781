package org.infoscope.history;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** A DL4J storage in one SQLite file. */
public final class RunHistory extends InMemoryStatsStorage {

    private RunHistory() {}

    /**
     * Opens a history for writing, makes the file if there is none.
     *
     * @param file of the history
     * @return the one writer
     * @throws RunHistoryException if it cannot be opened
     */
    public static RunHistory open(Path file) {
        return new RunHistory();
    }

    /**
     * Opens a history for reading, and follows it if it is still being written.
     *
     * @param file of the history
     * @return one of any number of readers
     * @throws RunHistoryException if it cannot be opened
     */
    public static RunHistory openReadOnly(Path file) {
        return new RunHistory();
    }

    /**
     * What went wrong so far, oldest first; empty when all is well.
     *
     * @return sentences for a person
     */
    public List<String> problems() {
        return List.of();
    }

    /**
     * Writes one session of this history, in constant memory.
     *
     * @param session id of the run's session
     * @param format of the output
     * @param out is flushed, not closed
     * @throws IllegalArgumentException if there is no Infoscope data of that session
     * @throws IOException if writing fails
     */
    public void export(String session, ExportFormat format, OutputStream out) throws IOException {
        RunExport.write(this, session, format, out);
    }
}
