package org.infoscope.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that a test ran to its end.
 *
 * @param exit its status
 * @param output both streams, as printed
 */
record ChildProcess(int exit, String output) {

    /** Runs a command in a folder; one that takes longer than the limit is ended and fails the test. */
    static ChildProcess run(Path folder, Duration limit, List<String> command) {
        try {
            Path log = Files.createTempFile(folder, "child", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("OMP_NUM_THREADS", "1");
            Process process = builder.start();
            boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return new ChildProcess(ended ? process.exitValue() : -1, Files.readString(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a child ran", e);
        }
    }
}
