package org.infoscope.history;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.deeplearning4j.core.storage.Persistable;

/** The writing side of a {@link RunHistory}: the lock, the queue, the thread, and the end of the process. */
final class HistoryWriter {

    private final RunFile file;
    private final Problems problems;
    private final WriterLock lock;
    private final RecordQueue queue = new RecordQueue();
    private final RecordWriter records;
    private final Thread thread;
    private final Thread lastCall;
    private volatile boolean hurry;

    private HistoryWriter(RunFile file, Problems problems, WriterLock lock, Connection connection) throws SQLException {
        this.file = file;
        this.problems = problems;
        this.lock = lock;
        this.records = new RecordWriter(file, connection, queue, problems);
        this.thread = new Thread(records, "infoscope-history-writer");
        this.lastCall = new Thread(this::lastCall, "infoscope-history-last-call");
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
                file.create();
            } else {
                file.verify();
            }
            HistoryWriter writer = new HistoryWriter(file, problems, lock, file.connectForWriting());
            writer.thread.setDaemon(true);
            writer.thread.start();
            Runtime.getRuntime().addShutdownHook(writer.lastCall);
            return writer;
        } catch (SQLException e) {
            release(lock, problems);
            throw file.failure("cannot be written: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            release(lock, problems);
            throw e;
        }
    }

    /** Takes a record; false, and a problem noted, if it is left out. */
    boolean put(RecordKey key, Persistable record) {
        if (!queue.put(new RecordQueue.Entry(key, record))) {
            problems.add(
                    queue.isClosed()
                            ? "a record came after the history was closed and was left out"
                            : "the file cannot keep up; a record was left out");
            return false;
        }
        if (hurry) {
            queue.flush();
        }
        return true;
    }

    void flush() {
        queue.flush();
    }

    /** The process ends without close(): store what is here, and from now on each record before its put returns. */
    private void lastCall() {
        hurry = true;
        queue.flush();
    }

    void close() throws IOException {
        stop();
        if (records.lost() > 0) {
            throw new IOException(records.lost() + " records of the run history " + file.path() + " are lost: "
                    + String.join("; ", problems.list()));
        }
    }

    void stop() {
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        release(lock, problems);
        try {
            Runtime.getRuntime().removeShutdownHook(lastCall);
        } catch (IllegalStateException e) {
            // The process is ending already; the hook finds nothing left to do.
            hurry = false;
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
