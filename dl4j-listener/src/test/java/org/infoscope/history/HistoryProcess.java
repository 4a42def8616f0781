package org.infoscope.history;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The program of another process that uses a history. */
public final class HistoryProcess {

    private HistoryProcess() {}

    static ChildProgram start(String command, Path file) throws IOException {
        return start(command, file, 256);
    }

    static ChildProgram start(String command, Path file, int heapMegabytes) throws IOException {
        return ChildProgram.start(
                List.of(), List.of("-Xmx" + heapMegabytes + "m"), HistoryProcess.class, command, file.toString());
    }

    /**
     * The other process.
     *
     * @param args {@code hold} and {@code leave} put once and wait for the end of input
     *     (and then close, or just end), {@code steady} puts and commits until it is killed, {@code exclude} asks for all locks, {@code follow} prints each event, {@code export} counts both exports, {@code pause} exports, but not on from its first bytes before the end of input, {@code again} reads, and once more after the end of input, {@code attempt} tries to read, then to write; and the file
     */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[1]);
        switch (args[0]) {
            case "hold" -> {
                try (RunHistory history = RunHistory.open(file)) {
                    putAndWait(history);
                }
            }
            case "steady" -> putSteadily(file);
            case "exclude" -> tryToExclude(file);
            case "leave" -> putAndWait(RunHistory.open(file));
            case "follow" -> follow(file);
            case "export" -> export(file);
            case "pause" -> exportWithAPause(file);
            case "again" -> readTwice(file);
            case "attempt" -> attempt(file);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** What holds for the run of all reports. */
    public static RepresentationRun run() {
        return new RepresentationRun("s", "w", 0, new RandomRuns(0).run());
    }

    /** A report that follows from its time. */
    public static RepresentationReport report(long time) {
        return new RepresentationReport("s", "w", time, new RandomRuns(time).step());
    }

    private static void putAndWait(RunHistory history) throws IOException {
        history.putUpdate(report(1));
        System.out.println("open");
        System.in.transferTo(OutputStream.nullOutputStream());
        history.putUpdate(report(2));
    }

    private static void putSteadily(Path file) {
        RunHistory history = RunHistory.open(file);
        for (long time = 1; ; time++) {
            history.putUpdate(report(time));
            // To read is to have it committed.
            System.out.println("put " + time + " of " + history.getNumUpdateRecordsFor("s"));
        }
    }

    /** Takes all locks of a file for itself, as SQLite does before it takes a log away. */
    static void exclude(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement sql = connection.createStatement()) {
            sql.execute("PRAGMA busy_timeout = 0");
            sql.execute("PRAGMA locking_mode = EXCLUSIVE");
            sql.executeQuery("SELECT count(*) FROM records").close();
        }
    }

    private static void tryToExclude(Path file) {
        try {
            exclude(file);
            System.out.println("excluded");
        } catch (SQLException refused) {
            System.out.println(refused.getMessage());
        }
    }

    private static void readTwice(Path file) throws IOException {
        try (RunHistory history = RunHistory.openReadOnly(file)) {
            System.out.println("read " + history.getNumUpdateRecordsFor("s"));
            System.in.transferTo(OutputStream.nullOutputStream());
            System.out.println("read again " + history.getNumUpdateRecordsFor("s"));
        } catch (RunHistoryException refused) {
            System.out.println("not read again: " + refused.getMessage());
        }
    }

    private static void attempt(Path file) throws IOException {
        try (RunHistory history = RunHistory.openReadOnly(file)) {
            System.out.println("read " + history.getNumUpdateRecordsFor("s"));
        } catch (RunHistoryException refused) {
            System.out.println("not read: " + refused.getMessage());
        }
        try (RunHistory history = RunHistory.open(file)) {
            history.putUpdate(report(3));
            System.out.println("written");
        } catch (RunHistoryException refused) {
            System.out.println("not written: " + refused.getMessage());
        }
    }

    private static void export(Path file) throws IOException {
        try (RunHistory history = RunHistory.openReadOnly(file)) {
            for (ExportFormat format : ExportFormat.values()) {
                CountingStream out = new CountingStream();
                history.export("s", format, out);
                System.out.println(format + " " + out.lines + " lines " + out.bytes + " bytes");
            }
        }
    }

    private static void exportWithAPause(Path file) throws IOException {
        OutputStream pausing = new OutputStream() {
            private boolean begun;

            @Override
            public void write(int letter) throws IOException {
                if (!begun) {
                    begun = true;
                    System.out.println("begun");
                    System.in.transferTo(OutputStream.nullOutputStream());
                }
            }
        };
        try (RunHistory history = RunHistory.openReadOnly(file)) {
            history.export("s", ExportFormat.JSONL, pausing);
            System.out.println("exported");
        } catch (RunHistoryException refused) {
            System.out.println("not exported: " + refused.getMessage());
        }
    }

    /** Counts what it is given. */
    private static final class CountingStream extends OutputStream {

        private long bytes;
        private long lines;

        @Override
        public void write(int letter) {
            bytes++;
            lines += letter == '\n' ? 1 : 0;
        }
    }

    private static void follow(Path file) throws IOException {
        try (RunHistory history = RunHistory.openReadOnly(file)) {
            history.registerStatsStorageListener(event -> System.out.println("event " + event.getEventType() + " "
                    + event.getTimestamp() + " of " + history.getNumUpdateRecordsFor("s")));
            System.out.println("open");
            System.in.transferTo(OutputStream.nullOutputStream());
            history.problems().forEach(System.out::println);
        }
    }
}
