package org.infoscope.history;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;

/**
 * Writes a run out of any DL4J storage, a few steps at a time: memory does not grow with the run. docs/run-history.md
 * describes the two formats. Stateless and safe for use by several threads.
 */
public final class RunExport {

    private static final int CHUNK = 64;

    private RunExport() {}

    /**
     * Writes what Infoscope recorded in one session: worker by worker, each with its steps in the order of time.
     *
     * @param storage that holds the run; a {@link RunHistory} or any other
     * @param session id of the run's session
     * @param format of the output
     * @param out is flushed, not closed
     * @throws IllegalArgumentException if the storage holds no Infoscope data of that session; the message names the
     *     sessions that it has
     * @throws IOException if writing fails
     */
    public static void write(StatsStorage storage, String session, ExportFormat format, OutputStream out)
            throws IOException {
        List<String> workers = storage.listWorkerIDsForSessionAndType(session, RunRecord.TYPE_ID);
        // DL4J's interface allows null for an unknown session.
        if (workers == null || workers.isEmpty()) {
            throw new IllegalArgumentException("There is no Infoscope run in the session '" + session
                    + "'; the sessions of this storage are " + storage.listSessionIDs());
        }
        ExportSink sink = format == ExportFormat.CSV ? new CsvSink(out) : new JsonLinesSink(out);
        for (String worker : workers) {
            if (storage.getStaticInfo(session, RunRecord.TYPE_ID, worker) instanceof RepresentationRun run) {
                sink.run(run);
            }
            if (storage instanceof RunHistory history) {
                history.<ExportSink.Step, IOException>eachDecoded(
                        session, worker, sink::decoded, ExportSink.Step::write);
            } else {
                inChunks(storage, session, worker, sink);
            }
        }
        sink.flush();
    }

    private static void inChunks(StatsStorage storage, String session, String worker, ExportSink sink)
            throws IOException {
        long[] times = UpdateTimes.of(storage, session, RunRecord.TYPE_ID, worker);
        for (int from = 0; from < times.length; from += CHUNK) {
            long[] chunk = Arrays.copyOfRange(times, from, Math.min(times.length, from + CHUNK));
            List<Persistable> updates = storage.getUpdates(session, RunRecord.TYPE_ID, worker, chunk).stream()
                    .sorted(Comparator.comparingLong(Persistable::getTimeStamp))
                    .toList();
            for (Persistable update : updates) {
                if (update instanceof RepresentationReport report) {
                    sink.step(report);
                }
            }
        }
    }
}
