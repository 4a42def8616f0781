package org.infoscope.history;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.core.storage.Persistable;

/** The writing side of a {@link RunHistory}: the lock, the queue, the thread, and the end of the process. */
final class HistoryWriter {

    /** Ours: so long a process that ends waits for a disk that does not answer. */
    static final long LAST_CALL_MILLIS = 5000;

    private static final long LOOK_MILLIS = 100;

    private final RunFile file;
    private final Problems problems;
    private final WriterLock lock;
    private final RecordQueue queue = new RecordQueue();
    private final RecordWriter records;
    private final Thread thread;
    private final Thread lastCall;
    private volatile boolean closing;
    private volatile boolean hurry;
    private volatile boolean overdue;

    /**
     * Not writing yet.
     *
     * @throws SQLException if the tables cannot be prepared; the connection is open still
     */
    HistoryWriter(RunFile file, Problems problems, WriterLock lock, Connection connection) throws SQLException {
        this.file = file;
        this.problems = problems;
        this.lock = lock;
        this.records = new RecordWriter(file, connection, queue, problems);
        this.thread = new Thread(records, "infoscope-history-writer");
        this.lastCall = new Thread(() -> lastCall(LAST_CALL_MILLIS), "infoscope-history-last-call");
    }

    /**
     * Locks, makes or checks the file, and begins to write.
     *
     * @throws RunHistoryException if the file is not to be written to; it is unchanged then
     */
    static HistoryWriter start(RunFile file, Problems problems) {
        if (!file.isNew()) {
            file.recognise();
        }
        file.makeWritable();
        WriterLock lock = WriterLock.take(file);
        try {
            if (file.isNew()) {
                OldLog.setAside(file, problems);
                file.create();
            } else {
                file.verify();
            }
            HistoryWriter writer = connected(file, problems, lock);
            writer.begin();
            return writer;
        } catch (SQLException e) {
            release(lock, problems);
            throw file.failure("cannot be written: " + RunFile.why(e), e);
        } catch (RuntimeException | Error e) {
            release(lock, problems);
            throw e;
        }
    }

    private static HistoryWriter connected(RunFile file, Problems problems, WriterLock lock) throws SQLException {
        Connection connection = file.connectForWriting();
        try {
            return new HistoryWriter(file, problems, lock, connection);
        } catch (SQLException | RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    void begin() {
        thread.setDaemon(true);
        thread.start();
        Runtime.getRuntime().addShutdownHook(lastCall);
    }

    /** Takes a record; false, and a problem noted, if it is left out. */
    boolean put(RecordKey key, Persistable record) {
        if (!queue.put(new RecordQueue.Entry(key, record))) {
            problems.add(whyLeftOut());
            return false;
        }
        if (hurry) {
            store(LAST_CALL_MILLIS);
        }
        return true;
    }

    private String whyLeftOut() {
        if (!queue.isClosed()) {
            return "the file cannot keep up; a record was left out";
        }
        return closing
                ? "a record came after the history was closed and was left out"
                : "a record came after the writing thread had failed and was left out";
    }

    void flush() {
        queue.flush();
    }

    /**
     * The process ends without close(): store what is here, and from now on each record before its put returns. Once that has
     * taken so long in vain nothing waits any more, since the process is to end even if the disk never answers.
     */
    void lastCall(long millis) {
        hurry = true;
        store(millis);
    }

    private void store(long millis) {
        long patience = overdue ? 0 : TimeUnit.MILLISECONDS.toNanos(millis);
        long begun = System.nanoTime();
        long missing = queue.flush(patience);
        if (missing > 0) {
            if (System.nanoTime() - begun >= patience) {
                overdue = true;
            }
            problems.add("the process ends while the storage fails or does not answer: " + missing
                    + " records are not stored");
        }
    }

    void close() throws IOException {
        long lost = stop() + records.lost();
        if (lost > 0) {
            throw new IOException(lost + " records of the run history " + file.path() + " are lost: "
                    + String.join("; ", problems.list()));
        }
    }

    /** Ends writing; how many records the thread still has, since the process ended before it. */
    long stop() {
        closing = true;
        queue.close();
        awaitEnd();
        if (thread.isAlive()) {
            // It may still write, so it keeps the lock.
            return queue.flush(0);
        }
        release(lock, problems);
        try {
            Runtime.getRuntime().removeShutdownHook(lastCall);
        } catch (IllegalStateException e) {
            // The process is ending already; the hook finds nothing left to do.
            hurry = false;
        }
        return 0;
    }

    /** As long as it takes, unless the process ends. */
    private void awaitEnd() {
        boolean interrupted = false;
        long patience = TimeUnit.MILLISECONDS.toNanos(LAST_CALL_MILLIS);
        long begun = System.nanoTime();
        while (thread.isAlive() && !(hurry && System.nanoTime() - begun >= patience)) {
            try {
                thread.join(LOOK_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void release(WriterLock lock, Problems problems) {
        try {
            lock.close();
        } catch (SQLException e) {
            problems.add("the writer's lock could not be given back: " + e.getMessage());
        }
    }
}
