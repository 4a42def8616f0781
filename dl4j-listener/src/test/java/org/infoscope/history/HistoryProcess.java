package org.infoscope.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real other Java process that uses a history: its program ({@link #main}) and the test's hold on it. */
final class HistoryProcess implements AutoCloseable {

    private static final String END = "end of output";

    private final Process process;
    private final Thread reader;
    private final List<String> printed = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private HistoryProcess(Process process) {
        this.process = process;
        reader = new Thread(this::readLines, "lines of a child process");
        reader.setDaemon(true);
        reader.start();
    }

    static HistoryProcess start(String command, Path file) throws IOException {
        return start(command, file, 256);
    }

    static HistoryProcess start(String command, Path file, int heapMegabytes) throws IOException {
        List<String> words = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                HistoryProcess.class.getName(),
                command,
                file.toString());
        return new HistoryProcess(
                new ProcessBuilder(words).redirectErrorStream(true).start());
    }

    private void readLines() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                printed.add(line);
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("reading failed: " + e);
        }
        lines.add(END);
    }

    /** Waits for a line that begins so; fails with what came instead. */
    String await(String beginning) throws InterruptedException {
        List<String> before = new ArrayList<>();
        while (true) {
            String line = lines.poll(60, TimeUnit.SECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError("no line '" + beginning + "' but " + before);
            }
            if (line.startsWith(beginning)) {
                return line;
            }
            before.add(line);
        }
    }

    /** SIGKILL; then all lines that were ever printed. */
    List<String> kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        reader.join();
        return List.copyOf(printed);
    }

    /** Tells the program to go on to its end. */
    int finish() throws IOException, InterruptedException {
        process.getOutputStream().close();
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /**
     * The other process.
     *
     * @param args {@code write} puts without end, {@code hold} and {@code leave} put once and wait for the end of input
     *     (and then close, or just end), {@code follow} prints each event, {@code export} counts both exports; and the file
     */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[1]);
        switch (args[0]) {
            case "write" -> write(RunHistory.open(file));
            case "hold" -> {
                try (RunHistory history = RunHistory.open(file)) {
                    putAndWait(history);
                }
            }
            case "leave" -> putAndWait(RunHistory.open(file));
            case "follow" -> follow(file);
            case "export" -> export(file);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void write(RunHistory history) {
        history.putStaticInfo(new RepresentationRun("s", "w", 0, new RandomRuns(0).run()));
        for (long time = 1; ; time++) {
            history.putUpdate(report(time));
            System.out.println("put " + time + " " + System.nanoTime() + ";");
            if (time % 10 == 0) {
                pause();
            }
        }
    }

    static RepresentationReport report(long time) {
        return new RepresentationReport("s", "w", time, new RandomRuns(time).step());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void putAndWait(RunHistory history) throws IOException {
        history.putUpdate(report(1));
        System.out.println("open");
        System.in.transferTo(OutputStream.nullOutputStream());
        history.putUpdate(report(2));
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
