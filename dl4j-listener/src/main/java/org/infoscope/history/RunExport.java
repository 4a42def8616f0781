package org.infoscope.history;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;

/** Writes a run out of any DL4J storage. */
public final class RunExport {

    private RunExport() {}

    /**
     * Writes one session, in constant memory.
     *
     * @param storage that holds the run
     * @param session id of the run's session
     * @param format of the output
     * @param out is flushed, not closed
     * @throws IllegalArgumentException if the storage holds no Infoscope data of that session
     * @throws IOException if writing fails
     */
    public static void write(StatsStorage storage, String session, ExportFormat format, OutputStream out)
            throws IOException {
        if (format == ExportFormat.CSV) {
            throw new IOException("CSV is not written yet");
        }
        JsonGenerator json = RunJson.FACTORY.createGenerator(out);
        for (Persistable run : storage.getAllStaticInfos(session, RunRecord.TYPE_ID)) {
            RecordFormat.write((RunRecord) run, json);
            json.writeRaw('\n');
            String worker = run.getWorkerID();
            for (Persistable step : storage.getAllUpdatesAfter(session, RunRecord.TYPE_ID, worker, Long.MIN_VALUE)) {
                RecordFormat.write((RunRecord) step, json);
                json.writeRaw('\n');
            }
        }
        json.flush();
    }
}
