package org.infoscope.history;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * The right to write to one {@link RunFile}: an SQLite lock on an empty file beside it, whose name ends in {@code -lock}.
 *
 * <p>SQLite's locks hold between processes and within one, and the operating system frees them when a process dies, however
 * it dies. The empty file stays, since to delete it could part two processes that wait for it.
 */
final class WriterLock implements AutoCloseable {

    /** A reader who looks whether the lock is free holds it for an instant, a longer one on a machine that has too much to do. */
    private static final int LOOK_MILLIS = 1000;

    private final Connection connection;

    private WriterLock(Connection connection) {
        this.connection = connection;
    }

    private static Path path(RunFile file) {
        return file.path().resolveSibling(file.path().getFileName() + "-lock");
    }

    /** Whether no writer lives. */
    static boolean isFree(RunFile file) {
        Path lock = path(file);
        if (!Files.exists(lock)) {
            return true;
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(0);
        try (Connection connection = config.createConnection(RunFile.url(lock, ""));
                Statement sql = connection.createStatement()) {
            sql.executeQuery("SELECT 1 FROM sqlite_master").close();
            return true;
        } catch (SQLException e) {
            return !isBusy(e);
        }
    }

    private static boolean isBusy(SQLException e) {
        return (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    /**
     * Takes the lock.
     *
     * @throws RunHistoryException if it is taken
     */
    static WriterLock take(RunFile file) {
        try {
            SQLiteConfig config = new SQLiteConfig();
            config.setBusyTimeout(LOOK_MILLIS);
            // Nothing is ever written there: a journal file would only be left behind by a process that dies.
            config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
            Connection connection = config.createConnection(RunFile.url(path(file), ""));
            try (Statement sql = connection.createStatement()) {
                sql.executeUpdate("BEGIN EXCLUSIVE");
                return new WriterLock(connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            if (isBusy(e)) {
                throw file.failure(
                        "is being written already, " + holder(file)
                                + ". A history has one writer: close that one first, or read along with RunHistory.openReadOnly");
            }
            throw file.failure("cannot be locked: " + e.getMessage() + ". Is its folder there and writable?", e);
        }
    }

    private static String holder(RunFile file) {
        try (Connection connection = file.connectForReading();
                Statement sql = connection.createStatement();
                var row = sql.executeQuery("SELECT process, opened FROM writers ORDER BY id DESC LIMIT 1")) {
            return row.next()
                    ? "by process " + row.getLong(1) + " since " + row.getString(2)
                    : "by a process just begun";
        } catch (SQLException e) {
            return "by another process";
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
