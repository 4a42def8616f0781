package org.infoscope.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * The SQLite file of a {@link RunHistory}: made, recognised, checked and connected to here and nowhere else.
 *
 * <p>A file is judged by its header and by SQLite's own check, through connections that cannot write, before anything is written to
 * it; so a file that is refused stays as it was.
 *
 * @param path absolute, without symbolic links: the files beside it have one name, by whichever way they are reached
 */
record RunFile(Path path) {

    /** The letters Infs: what SQLite's and other tools' file types call an Infoscope history. */
    static final int APPLICATION_ID = 0x496e6673;

    /** Version of the tables, kept in SQLite's user_version. */
    static final int SCHEMA = 1;

    /** The rest of an SQLite error code tells details. */
    private static final int PRIMARY_CODE = 0xff;

    private static final String NO_SQLITE = "is no run history: it is no SQLite file";
    private static final String WRITTEN_MEANWHILE =
            "was written to while it was read, and who may write nothing beside it cannot"
                    + " hold it still: read it once more";
    private static final int HEADER = 100;
    private static final int BUSY_MILLIS = 2000;

    static RunFile at(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        try {
            if (Files.exists(absolute)) {
                return new RunFile(absolute.toRealPath());
            }
            return new RunFile(
                    folder != null && Files.exists(folder)
                            ? folder.toRealPath().resolve(absolute.getFileName())
                            : absolute);
        } catch (IOException e) {
            return new RunFile(absolute);
        }
    }

    /** Whether there is nothing yet; an empty file, as made by File.createTempFile, is nothing. */
    boolean isNew() {
        try {
            return !Files.exists(path) || (Files.isRegularFile(path) && Files.size(path) == 0);
        } catch (IOException e) {
            throw failure("cannot be read: " + e.getMessage(), e);
        }
    }

    /** Makes the folder, if there is none, and refuses what is write-protected before SQLite falls back to reading. */
    void makeWritable() {
        try {
            Files.createDirectories(directory());
        } catch (IOException e) {
            throw failure("cannot be made: " + e + ". Is its folder there and writable?", e);
        }
        if (!isWritable()) {
            throw failure("cannot be written: it or its folder is write-protected. To read it, use"
                    + " RunHistory.openReadOnly");
        }
    }

    /** Makes an empty history; under another name first, so that no half-made file ever has this one's name. */
    void create() {
        Path draft = beside("-new");
        try {
            Files.deleteIfExists(draft);
            try (Connection connection = new SQLiteConfig().createConnection(url(draft, ""));
                    Statement sql = connection.createStatement()) {
                sql.executeUpdate("BEGIN");
                sql.executeUpdate("PRAGMA application_id = " + APPLICATION_ID);
                sql.executeUpdate("PRAGMA user_version = " + SCHEMA);
                for (String statement : Schema.STATEMENTS) {
                    sql.executeUpdate(statement);
                }
                for (String statement : Schema.ADDED) {
                    sql.executeUpdate(statement);
                }
                sql.executeUpdate("COMMIT");
            }
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | SQLException e) {
            throw failure(
                    "cannot be made: " + e.getMessage()
                            + ". Is its folder there and writable, and is there room on its disk?",
                    e);
        }
    }

    /** What SQLite or we put beside the file. */
    Path beside(String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }

    /**
     * Refuses what is no history of this version. SQLite looks, not Java: when a process closes a file, the operating system drops
     * all locks that it has on it, those of its writer, too. Nobody's log is needed for the header; but while a log is being put into the file,
     * the header may tell of pages that are still to come.
     */
    void recognise() {
        if (!Files.isRegularFile(path)) {
            throw failure(Files.exists(path) ? "is no file" : "does not exist");
        }
        if (path.toFile().length() < HEADER) {
            throw failure(NO_SQLITE);
        }
        try (Connection connection = reading().createConnection(url(path, "?immutable=1"));
                Statement sql = connection.createStatement()) {
            // With this, SQLite looks into a file that is shorter than its header says (HalfACheckpointTest).
            sql.execute("PRAGMA writable_schema = ON");
            if (number(sql, "PRAGMA application_id") != APPLICATION_ID) {
                throw failure("is no run history, but an SQLite file of another program");
            }
            int schema = number(sql, "PRAGMA user_version");
            if (schema > SCHEMA) {
                throw failure("was written by a newer Infoscope (its tables have version " + schema
                        + ", this one knows up to " + SCHEMA + "): use that one");
            }
        } catch (SQLException e) {
            throw (e.getErrorCode() & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_NOTADB.code
                    ? failure(NO_SQLITE, e)
                    : unreadable(e);
        }
    }

    /** What the operating system knows the file by, whatever it is called; null if it is not there, or the system has no such thing. */
    @Nullable
    Object identity() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private static int number(Statement sql, String query) throws SQLException {
        try (ResultSet answer = sql.executeQuery(query)) {
            return answer.getInt(1);
        }
    }

    /** Lets SQLite read the whole file once; the caller holds the {@link WriterLock}. */
    void verify() {
        try (Connection connection = reading().createConnection(url(path, isAsleep() ? "?immutable=1" : ""));
                Statement sql = connection.createStatement();
                ResultSet answer = sql.executeQuery("PRAGMA quick_check(1)")) {
            String verdict = answer.next() ? answer.getString(1) : "no answer";
            if (!verdict.equals("ok")) {
                throw damaged(verdict);
            }
        } catch (SQLException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    private RunHistoryException damaged(String why) {
        return failure("is damaged, or a part of it is missing (" + why
                + "). It was left as it is; how to save what can be read of"
                + " it is told in docs/run-history.md, \"A damaged file\"");
    }

    /** A connection that writes; the caller holds the {@link WriterLock}. */
    Connection connectForWriting() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // A commit survives the death of this process; RecordWriter sees to that of the machine.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        // Otherwise the driver asks for the last row's id after every single insert.
        config.setGetGeneratedKeys(false);
        return config.createConnection(url(path, ""));
    }

    /**
     * A connection that changes no table. Beside a writer, or where one may come, it is one that tidies up: the last one to close puts
     * the write-ahead log into the file. What a killed writer left in its log stays there for the next writer, since either of the
     * two files may be damaged. Where nothing can be written and nobody writes, it shows the file as it {@link #looks} now.
     */
    Connection connectForReading() throws SQLException {
        if (isFrozen()) {
            return reading().createConnection(url(path, "?immutable=1"));
        }
        if (!isWritable() || isAbandoned()) {
            return reading().createConnection(url(path, ""));
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        Connection connection = config.createConnection(url(path, ""));
        try (Statement sql = connection.createStatement()) {
            sql.execute("PRAGMA query_only = ON");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static SQLiteConfig reading() {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return config;
    }

    /** Whether all there is lies in the file itself, and nobody has it open for writing. */
    boolean isAsleep() {
        return beside("-wal").toFile().length() == 0;
    }

    /** Whether a reader can neither change it nor follow changes. */
    private boolean isFrozen() {
        return isAsleep() && !isWritable();
    }

    /** How the file looks to a connection that holds good only as long as it looks so; null if one for reading follows all changes. */
    @Nullable
    FileLooks looks() {
        return isFrozen() ? FileLooks.of(path.toFile(), beside("-wal").toFile()) : null;
    }

    private boolean isAbandoned() {
        return !isAsleep() && WriterLock.isFree(this);
    }

    private boolean isWritable() {
        return Files.isWritable(directory()) && (!Files.exists(path) || Files.isWritable(path));
    }

    Path directory() {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    /**
     * For a failure on reading, which may be the folder's fault.
     *
     * @param looked what the file {@link #looks} like when the connection was made
     */
    RunHistoryException unreadable(SQLException cause, @Nullable FileLooks looked) {
        return looked == null || looked.equals(looks())
                ? unreadable(cause)
                : failure(WRITTEN_MEANWHILE + " (" + cause.getMessage() + ")", cause);
    }

    /** Refuses what a connection without locks has read of a file that was written to meanwhile: pages of different times. */
    void requireSamePages(@Nullable FileLooks looked) {
        if (looked != null
                && !looked.hasSamePages(
                        FileLooks.of(path.toFile(), beside("-wal").toFile()))) {
            throw failure(WRITTEN_MEANWHILE);
        }
    }

    /** The same where nothing can have written meanwhile. */
    RunHistoryException unreadable(SQLException cause) {
        int code = cause.getErrorCode() & PRIMARY_CODE;
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return damaged(String.valueOf(cause.getMessage()));
        }
        String advice = Files.isWritable(directory())
                ? ""
                : ". Its folder cannot be written to, which SQLite needs for a file that was not closed well: copy it,"
                        + " with the -wal file beside it, to another folder";
        return failure("cannot be read: " + cause.getMessage() + advice, cause);
    }

    /** What SQLite says of a failure to write, and what to do. */
    static String why(SQLException failure) {
        return (failure.getErrorCode() & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_FULL.code
                ? failure.getMessage() + ". Make room on its disk"
                : String.valueOf(failure.getMessage());
    }

    RunHistoryException failure(String what) {
        return new RunHistoryException("The file " + path + " " + what);
    }

    RunHistoryException failure(String what, Exception cause) {
        return new RunHistoryException("The file " + path + " " + what, cause);
    }

    /** As a URI, since a plain name with a question mark would be cut there. */
    static String url(Path path, String options) {
        return "jdbc:sqlite:" + path.toUri() + options;
    }
}
