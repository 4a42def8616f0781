package org.infoscope.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.deeplearning4j.core.storage.Persistable;
import org.jspecify.annotations.Nullable;

/** Asks a {@link RunFile} through one connection that cannot write. Thread-safe: one question at a time. */
final class RecordQueries implements AutoCloseable {

    private static final String RECORD = "SELECT classes.name, records.content FROM sources"
            + " JOIN records ON records.source = sources.id JOIN classes ON classes.id = records.class WHERE ";

    private final RunFile file;
    private final StoredRecords stored;
    private Connection connection;
    private @Nullable FileLooks looked;
    private int connections;
    private boolean closed;
    private List<RecordKey> sources = List.of();

    /** Reads one row. */
    interface Read<T> {
        @Nullable
        T row(ResultSet row) throws SQLException;
    }

    /**
     * Connects, and reads a first time to see that the file can be read.
     *
     * @throws RunHistoryException if it cannot
     */
    static RecordQueries open(RunFile file, Problems problems, boolean own) {
        file.recognise();
        try {
            RecordQueries queries = new RecordQueries(file, problems, own);
            try {
                queries.sources = queries.findSources();
                return queries;
            } catch (RuntimeException e) {
                queries.close();
                throw e;
            }
        } catch (SQLException e) {
            throw file.unreadable(e);
        }
    }

    private RecordQueries(RunFile file, Problems problems, boolean own) throws SQLException {
        this.file = file;
        this.stored = new StoredRecords(problems, own);
        this.looked = file.looks();
        this.connection = file.connectForReading();
    }

    /** Another connection, if this one cannot see what a writer who came after it has written. */
    private void lookAgain() throws SQLException {
        if (isOutdated()) {
            FileLooks looks = file.looks();
            Connection next = file.connectForReading();
            connection.close();
            connection = next;
            looked = looks;
            connections++;
        }
    }

    private boolean isOutdated() {
        return looked != null && !closed && !looked.equals(file.looks());
    }

    /** Another number whenever other connections have changed the file. */
    synchronized long version() {
        long version = numbers("PRAGMA data_version")[0];
        return ((long) connections << Integer.SIZE) + version;
    }

    /**
     * All rows of an answer, in its order, without those that are read as null.
     *
     * @throws RunHistoryException if the file cannot be read
     */
    synchronized <T> List<T> all(Read<T> read, String sql, Object... values) {
        try {
            try {
                return answer(read, sql, values);
            } catch (SQLException e) {
                if (!isOutdated()) {
                    throw e;
                }
                // Overtaken by a writer. Once more, and not until it works: the file may be gone.
                return answer(read, sql, values);
            }
        } catch (SQLException e) {
            throw file.unreadable(e);
        } catch (IllegalArgumentException e) {
            throw file.failure("is damaged: " + e.getMessage(), e);
        }
    }

    private <T> List<T> answer(Read<T> read, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i] instanceof String text ? WellFormed.name(text) : values[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    T value = read.row(row);
                    if (value != null) {
                        rows.add(value);
                    }
                }
            }
            return rows;
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        lookAgain();
        return connection.prepareStatement(sql);
    }

    /** The records that meet a condition on the tables {@code sources} and {@code records}. */
    List<Persistable> records(String condition, Object... values) {
        return all(stored::at, RECORD + condition, values);
    }

    /** The first of them, or null. */
    @Nullable
    Persistable record(String condition, Object... values) {
        List<Persistable> records = records(condition + " LIMIT 1", values);
        return records.isEmpty() ? null : records.get(0);
    }

    List<String> texts(String sql, Object... values) {
        return all(row -> row.getString(1), sql, values);
    }

    long[] numbers(String sql, Object... values) {
        return all(row -> row.getLong(1), sql, values).stream()
                .flatMapToLong(LongStream::of)
                .toArray();
    }

    /** The keys of all records after one, in the order in which they were put; and what id each has. */
    List<Numbered> keysAfter(long id) {
        return all(
                row -> new Numbered(
                        row.getLong(1),
                        new RecordKey(
                                RecordKind.of(row.getInt(2)),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getLong(6))),
                "SELECT records.id, kind, session, type, worker, time FROM records"
                        + " JOIN sources ON sources.id = records.source WHERE records.id > ? ORDER BY records.id",
                id);
    }

    /** One key for each kind of record of each source, as of opening. */
    List<RecordKey> sources() {
        return sources;
    }

    private List<RecordKey> findSources() {
        return all(
                row -> new RecordKey(
                        RecordKind.of(row.getInt(1)), row.getString(2), row.getString(3), row.getString(4), 0),
                "SELECT DISTINCT kind, session, type, worker FROM records JOIN sources ON sources.id = records.source");
    }

    /**
     * A record's number and key.
     *
     * @param id ascending in the order of putting
     * @param key of the record
     */
    record Numbered(long id, RecordKey key) {}

    @Override
    public synchronized void close() throws SQLException {
        closed = true;
        connection.close();
    }
}
