package org.infoscope.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps in a {@link RunHistory}: from its {@link BlockTable}; records are decoded only where there is no block (a file of
 * an older Infoscope) or a damaged one. Long reads have a connection of their own, so that they keep nobody waiting.
 *
 * @param history itself
 * @param access to its file
 */
record HistorySteps(RunHistory history, HistoryAccess access) implements StepSource {

    private static final int CHUNK = 256;

    private static final String SOURCE =
            "(SELECT id FROM sources WHERE session = ? AND type = '" + RunRecord.TYPE_ID + "' AND worker = ?)";
    private static final String UPDATES = " kind = " + RecordKind.UPDATE.code() + " ";

    /** Whether all updates lie in blocks: then their steps are as many. */
    private static final String ALL_IN_BLOCKS = "SELECT (SELECT count(*) FROM records WHERE source = " + SOURCE + " AND"
            + UPDATES + ") = (SELECT coalesce(sum(steps), 0) FROM blocks WHERE source = " + SOURCE + ")";

    private static final String BLOCKS = "SELECT id, first_record, last_record, first_iteration, last_iteration"
            + " FROM blocks WHERE source = " + SOURCE
            + " AND last_iteration >= ? AND first_iteration <= ? ORDER BY first_record";

    private static final String RECORDS = "SELECT records.id, time, content FROM records JOIN classes ON classes.id ="
            + " records.class WHERE source = " + SOURCE + " AND" + UPDATES + "AND name = '"
            + RepresentationReport.class.getName() + "'";

    private static final String IN_NO_BLOCK = " AND coalesce((SELECT last_record FROM blocks WHERE blocks.source ="
            + " records.source AND first_record <= records.id ORDER BY first_record DESC LIMIT 1), -1) < records.id";

    @Override
    public SortedMap<String, Long> latest(String session) {
        SortedMap<String, Long> times = new TreeMap<>();
        access.read()
                .all(
                        row -> times.put(row.getString(1), row.getLong(2)),
                        "SELECT worker, (SELECT max(time) FROM records WHERE source = sources.id AND" + UPDATES
                                + ") AS latest FROM sources WHERE session = ? AND type = '" + RunRecord.TYPE_ID
                                + "' AND latest IS NOT NULL",
                        session);
        return times;
    }

    @Override
    public Map<String, String> headlines(String session, String worker) {
        return new StoredSteps(history).headlines(session, worker);
    }

    @Override
    public void blocks(String session, String worker, long from, long to, Consumer<StepBlock> sink) {
        access.<RuntimeException>onOwnConnection(connection -> {
            // One transaction: what the writer merges meanwhile must be seen either before or after.
            connection.setAutoCommit(false);
            if (!hasBlocks(connection)) {
                decode(connection, RECORDS + " ORDER BY records.id", sink, session, worker);
                return;
            }
            List<Place> places = new ArrayList<>();
            each(
                    connection,
                    BLOCKS,
                    row -> places.add(
                            new Place(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5))),
                    session,
                    worker,
                    from,
                    to);
            // The last one first: then it is known after two how far the run reaches, and buckets are seldom made
            // wider.
            Collections.rotate(places, 1);
            for (Place place : places) {
                StepBlock block = block(connection, place);
                if (block != null) {
                    sink.accept(block);
                } else {
                    String some = RECORDS + " AND records.id BETWEEN ? AND ? ORDER BY records.id";
                    decode(connection, some, sink, session, worker, place.first(), place.last());
                }
            }
            boolean[] all = new boolean[1];
            each(connection, ALL_IN_BLOCKS, row -> all[0] = row.getBoolean(1), session, worker, session, worker);
            if (!all[0]) {
                decode(connection, RECORDS + IN_NO_BLOCK + " ORDER BY records.id", sink, session, worker);
            }
        });
    }

    private record Place(long id, long first, long last, long firstIteration, long lastIteration) {}

    /** A block; null if it is damaged. */
    private @Nullable StepBlock block(Connection connection, Place place) throws SQLException {
        access.requireOpen();
        StepBlock[] found = new StepBlock[1];
        try {
            each(
                    connection,
                    "SELECT content FROM blocks WHERE id = ?",
                    row -> {
                        StepBlock block = new StepBlock(row.getBytes(1));
                        block.requireReach(place.first(), place.last(), place.firstIteration(), place.lastIteration());
                        found[0] = block;
                        return false;
                    },
                    place.id());
        } catch (IllegalArgumentException e) {
            access.problem("curves are read from the records instead: " + e.getMessage());
        }
        return found[0];
    }

    /** Makes blocks of records, without what blocks do not hold. */
    private void decode(Connection connection, String sql, Consumer<StepBlock> sink, Object... values)
            throws SQLException {
        StepBlockBuilder[] block = {new StepBlockBuilder()};
        each(
                connection,
                sql,
                row -> {
                    RepresentationReport report = decoded(row.getBytes(3), true);
                    if (report != null) {
                        block[0].add(row.getLong(1), row.getLong(2), report.step());
                    }
                    if (block[0].steps() >= CHUNK) {
                        sink.accept(new StepBlock(block[0].build()));
                        block[0] = new StepBlockBuilder();
                    }
                    return true;
                },
                values);
        sink.accept(new StepBlock(block[0].build()));
    }

    private @Nullable RepresentationReport decoded(byte @Nullable [] stored, boolean numbersOnly) {
        access.requireOpen();
        byte[] content = stored == null ? new byte[0] : stored;
        try {
            if (numbersOnly) {
                return RepresentationReport.forRows(content, new ReadingDetails.OfRows());
            }
            RepresentationReport report = new RepresentationReport();
            report.decode(content);
            return report;
        } catch (IllegalArgumentException e) {
            access.problem("a record cannot be decoded and is left out of curves: " + e.getMessage());
            return null;
        }
    }

    /**
     * How many records of a worker there must be, since blocks tell of them: a damaged index hides records without SQLite's noticing. 0
     * where blocks cannot tell; if they are damaged themselves, who reads them is told.
     */
    static long inBlocks(Connection connection, String session, String worker) {
        long[] steps = new long[1];
        try {
            if (hasBlocks(connection)) {
                String sum = "SELECT coalesce(sum(steps), 0) FROM blocks WHERE source = " + SOURCE;
                each(connection, sum, row -> (steps[0] = row.getLong(1)) < 0, session, worker);
            }
        } catch (SQLException damaged) {
            return 0;
        }
        return steps[0];
    }

    @Override
    public Optional<RunExtent> extent(String session) {
        String sources =
                " FROM %s JOIN sources ON sources.id = source WHERE session = ? AND type = '" + RunRecord.TYPE_ID + "'";
        RecordQueries read = access.read();
        if (read.texts("SELECT name FROM sqlite_master WHERE name = 'blocks'").isEmpty()) {
            return Optional.empty();
        }
        long records = read.numbers("SELECT count(*)" + sources.formatted("records") + " AND" + UPDATES, session)[0];
        List<Optional<RunExtent>> found = read.all(
                row -> row.getLong(1) == records && records > 0
                        ? Optional.of(new RunExtent(row.getLong(2), row.getLong(3), row.getLong(4)))
                        : Optional.empty(),
                "SELECT sum(steps), sum(readings), min(first_iteration), max(last_iteration)"
                        + sources.formatted("blocks"),
                session);
        return found.get(0);
    }

    @Override
    public void records(String session, String worker, List<Kept.Step> steps, Sink sink) {
        access.<RuntimeException>onOwnConnection(connection -> {
            try (PreparedStatement sql = connection.prepareStatement("SELECT content FROM records WHERE id = ?")) {
                for (Kept.Step step : steps) {
                    sql.setLong(1, step.id());
                    try (ResultSet row = sql.executeQuery()) {
                        RepresentationReport report = row.next() ? decoded(row.getBytes(1), false) : null;
                        if (report != null && !sink.take(report)) {
                            return;
                        }
                    }
                }
            }
        });
    }

    @Override
    public List<RepresentationReport> at(String session, String worker, Set<Long> iterations) {
        List<Object> values = new ArrayList<>(iterations);
        values.add(session);
        values.add(worker);
        String marks = String.join(", ", Collections.nCopies(iterations.size(), "?"));
        // The join's order is given: a pass over the short rows of steps, then one look at a record for each that is
        // wanted.
        String sql = "SELECT content FROM steps CROSS JOIN records ON records.id = steps.record WHERE iteration IN ("
                + marks + ") AND source = " + SOURCE + " AND" + UPDATES
                + "ORDER BY iteration, records.time, records.id";
        List<RepresentationReport> found = new ArrayList<>();
        access.<RuntimeException>onOwnConnection(connection -> each(
                connection,
                sql,
                row -> {
                    RepresentationReport report = decoded(row.getBytes(1), false);
                    return report == null || found.add(report);
                },
                values.toArray()));
        return found;
    }

    /** Takes rows until it wants no more. */
    private interface Rows {
        boolean take(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String sql, Rows rows, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i] instanceof String text ? WellFormed.name(text) : values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                boolean more = true;
                while (more && row.next()) {
                    more = rows.take(row);
                }
            }
        }
    }

    private static boolean hasBlocks(Connection connection) throws SQLException {
        boolean[] found = new boolean[1];
        each(connection, "SELECT 1 FROM sqlite_master WHERE name = 'blocks'", row -> found[0] = true);
        return found[0];
    }
}
