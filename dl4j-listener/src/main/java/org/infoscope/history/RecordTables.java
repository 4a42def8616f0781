package org.infoscope.history;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.storage.Persistable;

/** Writes records, and what a person may want to query of them, into the tables of {@link Schema}. Not thread-safe. */
final class RecordTables implements AutoCloseable {

    /**
     * A record in its stored form.
     *
     * @param key by which it is found
     * @param record itself
     * @param content its encoding
     */
    record Row(RecordKey key, Persistable record, ByteBuffer content) {}

    private final Dictionary sources;
    private final Dictionary classes;
    private final Dictionary curves;
    private final Dictionary flags;
    private final BlockTable blocks;
    private final List<PreparedStatement> statements = new ArrayList<>();
    private final PreparedStatement insertRecord;
    private final PreparedStatement deleteOlder;
    private final PreparedStatement insertStep;
    private final PreparedStatement insertPoint;
    private final PreparedStatement putRun;
    private final PreparedStatement putSeries;

    RecordTables(Connection connection, Problems problems) throws SQLException {
        sources = new Dictionary(connection, "sources", List.of("session", "type", "worker"));
        classes = new Dictionary(connection, "classes", List.of("name"));
        curves = new Dictionary(connection, "curves", List.of("layer", "metric", "series", "statistic", "unit"));
        flags = new Dictionary(connection, "flags", List.of("text"));
        blocks = new BlockTable(connection, problems);
        insertRecord = prepare(
                connection,
                "INSERT INTO records (kind, source, time, class, content) VALUES (?, ?, ?, ?, ?) RETURNING id");
        deleteOlder = prepare(connection, "DELETE FROM records WHERE source = ? AND kind = ? AND id < ?");
        insertStep = prepare(connection, "INSERT INTO steps VALUES (?, ?, ?, ?)");
        insertPoint = prepare(connection, "INSERT INTO points VALUES (?, ?, ?, ?)");
        putRun = prepare(connection, "REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        putSeries = prepare(connection, "REPLACE INTO series VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statements.add(statement);
        return statement;
    }

    void insert(Row row) throws SQLException {
        RecordKey key = row.key();
        long source = sources.id(key.session(), key.type(), key.worker());
        long id = insertRecord(row, source);
        if (key.kind() != RecordKind.UPDATE) {
            // Inserted before the older one goes: a follower sees by the higher id that there is something new.
            bind(deleteOlder, source, key.kind().code(), id);
            deleteOlder.executeUpdate();
        }
        if (row.record() instanceof RepresentationReport report && key.kind() == RecordKind.UPDATE) {
            step(id, report.step());
            blocks.add(source, id, key.time(), report.step());
        } else if (row.record() instanceof RepresentationRun run && key.kind() == RecordKind.STATIC_INFO) {
            run(source, run);
        }
    }

    /** Ends the rows of a commit. */
    void endCommit() throws SQLException {
        blocks.write();
    }

    private long insertRecord(Row row, long source) throws SQLException {
        RecordKey key = row.key();
        insertRecord.setInt(1, key.kind().code());
        insertRecord.setLong(2, source);
        insertRecord.setLong(3, key.time());
        insertRecord.setLong(4, classes.id(row.record().getClass().getName()));
        insertRecord.setBytes(5, row.content().array());
        try (ResultSet id = insertRecord.executeQuery()) {
            return id.getLong(1);
        }
    }

    private void step(long record, SampledStep step) throws SQLException {
        bind(insertStep, record, step.iteration(), step.epoch(), step.timeMillis());
        insertStep.executeUpdate();
        TidyRow.<SQLException>each(step, row -> {
            insertPoint.setLong(1, record);
            insertPoint.setLong(2, curves.id(row.layer(), row.metric(), row.series(), row.statistic(), row.unit()));
            if (row.value() == null) {
                insertPoint.setNull(3, Types.REAL);
            } else {
                insertPoint.setDouble(3, row.value());
            }
            if (row.flags().isEmpty()) {
                insertPoint.setNull(4, Types.INTEGER);
            } else {
                insertPoint.setLong(4, flags.id(row.flags()));
            }
            insertPoint.executeUpdate();
        });
    }

    private void run(long source, RepresentationRun run) throws SQLException {
        RunInfo info = run.info();
        bind(
                putRun,
                source,
                run.getSessionID(),
                run.getWorkerID(),
                info.name(),
                Instant.ofEpochMilli(info.startedMillis()).toString(),
                info.model(),
                info.probe(),
                RunJson.toJson(info.settings()));
        putRun.executeUpdate();
        for (SeriesInfo series : info.series()) {
            bind(
                    putSeries,
                    source,
                    series.key(),
                    series.label(),
                    series.info().id(),
                    series.info().displayName(),
                    series.info().unit(),
                    series.info().description(),
                    RunJson.toJson(series.options()));
            putSeries.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** Forgets numbers given since the last commit. */
    void rolledBack() {
        for (Dictionary dictionary : List.of(sources, classes, curves, flags)) {
            dictionary.forget();
        }
        blocks.rolledBack();
    }

    @Override
    public void close() throws SQLException {
        for (Dictionary dictionary : List.of(sources, classes, curves, flags)) {
            dictionary.close();
        }
        blocks.close();
        for (PreparedStatement statement : statements) {
            statement.close();
        }
    }
}
