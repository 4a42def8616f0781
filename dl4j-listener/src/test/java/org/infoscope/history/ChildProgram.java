package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real other Java process: the test's hold on it. */
public final class ChildProgram implements AutoCloseable {

    private static final String END = "end of output";

    private final Process process;
    private final Thread reader;
    private final List<String> printed = Collections.synchronizedList(new ArrayList<>());
    private final List<IOException> failures = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private ChildProgram(Process process) {
        this.process = process;
        reader = new Thread(this::readLines, "lines of a child process");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a program of the tests.
     *
     * @param before words before the virtual machine's own, such as another command that starts it
     * @param options of the virtual machine
     * @param program with a main method
     */
    public static ChildProgram start(List<String> before, List<String> options, Class<?> program, String... arguments)
            throws IOException {
        List<String> machine = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        List<String> words = Stream.of(before, machine, options, List.of(program.getName()), List.of(arguments))
                .flatMap(List::stream)
                .toList();
        return new ChildProgram(
                new ProcessBuilder(words).redirectErrorStream(true).start());
    }

    /** As the operating system calls it. */
    public long pid() {
        return process.pid();
    }

    /** SIGTERM. */
    public void terminate() {
        process.toHandle().destroy();
    }

    private void readLines() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                printed.add(line);
                lines.add(line);
            }
        } catch (IOException e) {
            failures.add(e);
        }
        lines.add(END);
    }

    /** Waits for a line that begins so; fails with what came instead. */
    public String await(String beginning) throws InterruptedException {
        List<String> before = new ArrayList<>();
        while (true) {
            String line = lines.poll(60, TimeUnit.SECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError("no line '" + beginning + "' but " + before + " " + failures);
            }
            if (line.startsWith(beginning)) {
                return line;
            }
            before.add(line);
        }
    }

    /** SIGKILL; then all lines that were ever printed. */
    public List<String> kill() throws InterruptedException {
        // Process.destroyForcibly() would close the output too, and lose what has not been read of it.
        process.toHandle().destroyForcibly();
        process.waitFor();
        return allLines();
    }

    /** Waits for the end; then all lines that were ever printed. */
    public List<String> awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + printed);
        }
        return allLines();
    }

    private List<String> allLines() throws InterruptedException {
        reader.join();
        assertThat(failures).as("reading what the process printed").isEmpty();
        return List.copyOf(printed);
    }

    /** Of a program that has ended. */
    public int exitValue() {
        return process.exitValue();
    }

    /** Tells the program to go on to its end. */
    public int finish() throws IOException, InterruptedException {
        process.getOutputStream().close();
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
