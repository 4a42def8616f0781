package org.infoscope.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * The one thread that writes a {@link RunFile}: a commit per batch of the {@link RecordQueue}, and once in
 * {@link #SYNC_MILLIS} at most a wait for the disk.
 *
 * <p>A commit is safe from the death of the process. The wait for the disk makes all commits before it safe from the death of
 * the machine too; together they lose less than 2 s. While the storage fails (full disk, lost share) the batch is kept and
 * tried again every {@link #RETRY_MILLIS}; a record that alone cannot be stored is given up and counted.
 */
final class RecordWriter implements Runnable {

    static final long SYNC_MILLIS = 1000;
    static final long RETRY_MILLIS = 1000;

    private static final int BUSY_READER_MILLIS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(RunHistory.class);

    private static final Set<SQLiteErrorCode> OUTSIDE = Set.of(
            SQLiteErrorCode.SQLITE_FULL,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_LOCKED,
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_CANTOPEN,
            SQLiteErrorCode.SQLITE_CORRUPT,
            SQLiteErrorCode.SQLITE_NOTADB);

    private final Connection connection;
    private final RecordTables tables;
    private final RecordQueue queue;
    private final Problems problems;
    private final Path log;
    private final RunFile file;
    private final @Nullable Object identity;
    private long unsyncedSince;
    private boolean unsynced;
    /** Records of the present batch that are neither stored nor given up. */
    private int underWay;

    private final AtomicLong lost = new AtomicLong();

    RecordWriter(RunFile file, Connection connection, RecordQueue queue, Problems problems) throws SQLException {
        this.connection = connection;
        this.queue = queue;
        this.problems = problems;
        for (String statement : Schema.ADDED) {
            execute(statement);
        }
        this.tables = new RecordTables(connection, problems);
        this.log = file.beside("-wal");
        this.file = file;
        this.identity = file.identity();
        execute("INSERT INTO writers (process, opened) VALUES ("
                + ProcessHandle.current().pid() + ", '" + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "')");
    }

    /** How many accepted records were given up. */
    long lost() {
        return lost.get();
    }

    @Override
    public void run() {
        try {
            while (!queue.isDrained()) {
                List<RecordQueue.Entry> batch = queue.gather();
                underWay = batch.size();
                if (!batch.isEmpty()) {
                    store(encode(batch));
                    queue.done(batch);
                }
                syncIfDue();
            }
        } catch (InterruptedException e) {
            problems.add("the writing thread was interrupted; nothing more is stored");
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // Nobody above this thread would hear of it: not even an Error may end it unseen.
            problems.add("the writing thread failed; nothing more is stored: " + e);
        } finally {
            lose(underWay + queue.stop(), "the writing thread ended before them");
            end();
        }
    }

    private List<RecordTables.Row> encode(List<RecordQueue.Entry> batch) {
        List<RecordTables.Row> rows = new ArrayList<>(batch.size());
        for (RecordQueue.Entry entry : batch) {
            try {
                rows.add(new RecordTables.Row(
                        entry.key(),
                        entry.record(),
                        ByteBuffer.wrap(entry.record().encode())));
            } catch (RuntimeException | Error e) {
                giveUp("a record of the class " + entry.record().getClass().getName() + " cannot be encoded: " + e);
            }
        }
        return rows;
    }

    private void store(List<RecordTables.Row> rows) throws InterruptedException {
        while (true) {
            try {
                commit(rows);
                return;
            } catch (SQLException e) {
                if (!isOutside(e)) {
                    oneByOne(rows);
                    return;
                }
                problems.add("the file " + file.path() + " cannot be written, which is tried again: " + RunFile.why(e));
                if (queue.isClosed()) {
                    lose(rows.size(), "the storage still failed at the end");
                    return;
                }
                queue.fail(RETRY_MILLIS);
            }
        }
    }

    private void oneByOne(List<RecordTables.Row> rows) {
        for (RecordTables.Row row : rows) {
            try {
                commit(List.of(row));
            } catch (SQLException e) {
                giveUp("a record of the class " + row.record().getClass().getName() + " cannot be stored: "
                        + e.getMessage());
            }
        }
    }

    private void giveUp(String why) {
        underWay--;
        lost.incrementAndGet();
        problems.add(why);
    }

    private void lose(int records, String why) {
        underWay = 0;
        if (records > 0) {
            lost.addAndGet(records);
            problems.add(records + " records are lost: " + why);
        }
    }

    private void commit(List<RecordTables.Row> rows) throws SQLException {
        execute("BEGIN IMMEDIATE");
        try {
            for (RecordTables.Row row : rows) {
                tables.insert(row);
            }
            tables.endCommit();
            execute("COMMIT");
            underWay -= rows.size();
        } catch (SQLException e) {
            rollBack();
            throw e;
        } catch (RuntimeException | Error e) {
            // One record's fault, perhaps: then it alone is given up.
            rollBack();
            throw new SQLException(e.toString(), e);
        }
        if (!unsynced) {
            unsynced = true;
            unsyncedSince = System.nanoTime();
        }
    }

    private void rollBack() {
        tables.rolledBack();
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has already rolled back by itself, as it does when the disk is full.
            LOG.debug("Nothing to roll back: {}", e.getMessage());
        }
    }

    private void syncIfDue() {
        if (unsynced && System.nanoTime() - unsyncedSince >= TimeUnit.MILLISECONDS.toNanos(SYNC_MILLIS)) {
            sync();
            tellIfGone();
        }
    }

    /** SQLite does not notice: it goes on writing to a file that nobody can find any more. */
    private void tellIfGone() {
        if (identity != null && !identity.equals(file.identity())) {
            problems.add(
                    "the file was deleted or moved away while it is being written: if it was deleted, all that is in it and"
                            + " all that is put from now on is lost");
        }
    }

    /** All committed pages that are not in the database file yet are in the write-ahead log. */
    private void sync() {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.force(false);
            unsynced = false;
        } catch (IOException e) {
            problems.add("the disk could not be waited for: " + e);
        }
    }

    private static boolean isOutside(SQLException e) {
        return OUTSIDE.stream().anyMatch(code -> code.code == (e.getErrorCode() & 0xff));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private void end() {
        try (connection) {
            if (unsynced) {
                sync();
            }
            tables.close();
            execute("UPDATE writers SET closed = '" + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                    + "' WHERE id = (SELECT max(id) FROM writers)");
            // With readers still there SQLite would leave the log as it is; the file alone shall be the whole run.
            // One in the middle of a read is not waited for long: then the log stays, with what could not be copied.
            execute("PRAGMA busy_timeout = " + BUSY_READER_MILLIS);
            execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            problems.add("the file could not be closed well: " + e.getMessage());
        }
    }
}
