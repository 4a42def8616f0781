package org.infoscope.history;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageListener;
import org.jspecify.annotations.Nullable;

/** What a {@link RunHistory} holds open: connections, the writing thread or the following one, listeners. Thread-safe. */
final class HistoryAccess {

    private final RunFile file;
    private final Problems problems = new Problems();
    private final StorageEvents events;
    private final @Nullable HistoryWriter writer;
    private final WriterWatch watch;
    private final RecordQueries queries;
    private @Nullable LiveTail tail;
    private volatile boolean closed;

    /** Asks through a connection. */
    interface Questions<E extends Exception> {
        void ask(Connection connection) throws SQLException, E;
    }

    HistoryAccess(RunFile file, RunHistory history, boolean writing) {
        this.file = file;
        this.events = new StorageEvents(history, problems);
        this.watch = new WriterWatch(file);
        this.writer = writing ? HistoryWriter.start(file, problems) : null;
        try {
            this.queries = RecordQueries.open(file, problems, writing);
        } catch (RuntimeException e) {
            if (writer != null) {
                writer.stop();
            }
            throw e;
        }
        queries.sources().forEach(events::learn);
    }

    List<String> problems() {
        return problems.list();
    }

    StorageEvents events() {
        return events;
    }

    /** For reading what was put until now. */
    RecordQueries read() {
        requireOpen();
        if (writer != null) {
            writer.flush();
        }
        return queries;
    }

    /** Whoever reads for long asks this now and then, so that reading ends with the history. */
    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The run history " + file.path() + " is closed");
        }
    }

    void put(RecordKind kind, Persistable record) {
        if (writer == null) {
            throw new UnsupportedOperationException(
                    "This run history was opened for reading only: open it with RunHistory.open to put into it");
        }
        RecordKey key = RecordKey.of(kind, record);
        if (writer.put(key, record)) {
            events.announce(key);
        }
    }

    synchronized void listen(StatsStorageListener listener) {
        events.register(listener);
        if (writer == null && tail == null && !closed) {
            tail = new LiveTail(queries, events, watch, problems);
            Thread thread = new Thread(tail, "infoscope-history-follower");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Notes what went wrong. */
    void problem(String what) {
        problems.add(what);
    }

    /** Reads with a connection of its own: a long read must not keep others from reading. */
    <E extends Exception> void onOwnConnection(Questions<E> questions) throws E {
        read();
        FileLooks looked = file.looks();
        try (Connection connection = file.connectForReading()) {
            questions.ask(connection);
        } catch (SQLException e) {
            throw file.unreadable(e, looked);
        }
    }

    <T, E extends Exception> void eachDecoded(
            String session, String worker, Function<byte[], T> decoder, DecodingAhead.Taker<T, E> taker) throws E {
        FileLooks looked = file.looks();
        this.<E>onOwnConnection(connection -> {
            long least = HistorySteps.inBlocks(connection, session, worker);
            long found = 0;
            try (PreparedStatement sql = connection.prepareStatement(
                            "SELECT content FROM sources JOIN records ON records.source = sources.id JOIN classes ON"
                                    + " classes.id = records.class WHERE session = ? AND type = ? AND worker = ? AND kind ="
                                    + " ? AND name = ? ORDER BY time, records.id");
                    DecodingAhead<T, E> ahead = new DecodingAhead<>(decoder, taker, problems::add)) {
                sql.setString(1, WellFormed.name(session));
                sql.setString(2, RunRecord.TYPE_ID);
                sql.setString(3, WellFormed.name(worker));
                sql.setInt(4, RecordKind.UPDATE.code());
                sql.setString(5, RepresentationReport.class.getName());
                try (ResultSet row = sql.executeQuery()) {
                    while (row.next()) {
                        found++;
                        byte[] encoded = row.getBytes(1);
                        ahead.add(encoded == null ? new byte[0] : encoded);
                    }
                }
                ahead.finish();
            }
            if (found < least) {
                problems.add(least - found + " records of worker '" + worker + "' in session '" + session
                        + "' cannot be found any more: the file is damaged");
            }
        });
        file.requireSamePages(looked);
    }

    boolean isClosed() {
        return closed;
    }

    boolean isBeingWritten() {
        return writer == null ? watch.isWritten() : !closed;
    }

    synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (tail != null) {
            tail.stop();
        }
        try {
            queries.close();
        } catch (SQLException e) {
            throw new IOException("The run history " + file.path() + " cannot be closed: " + e.getMessage(), e);
        } finally {
            if (writer != null) {
                writer.close();
            }
        }
    }
}
