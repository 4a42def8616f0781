package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that the process may not write to, or not even read. The process is another one: without the superuser's capabilities
 * where the tests have them, since nothing is forbidden to those.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no such permissions")
class WriteProtectedTest {

    private static final List<String> WITHOUT_POWERS = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");

    @TempDir
    private Path folder = Path.of("");

    private Path file() throws IOException {
        Path file = folder.resolve("runs").resolve("run.db");
        try (RunHistory history = RunHistory.open(file)) {
            history.putUpdate(HistoryProcess.report(1));
            history.putUpdate(HistoryProcess.report(2));
        }
        return file;
    }

    private static void allow(String permissions, Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private ChildProgram start(String command, Path file) throws Exception {
        List<String> before = List.of();
        if (mayDoAnything()) {
            assumeTrue(isPresent(), "run by the superuser, and setpriv cannot take its powers away");
            before = WITHOUT_POWERS;
        }
        return ChildProgram.start(before, List.of("-Xmx128m"), HistoryProcess.class, command, file.toString());
    }

    private List<String> attempt(Path file) throws Exception {
        long size = Files.size(file);
        try (ChildProgram child = start("attempt", file)) {
            List<String> lines = child.awaitEnd().stream()
                    .filter(line -> line.matches("(not )?(read|written)\\b.*"))
                    .toList();
            assertThat(child.exitValue()).isZero();
            assertThat(Files.size(file)).as("the file afterwards").isEqualTo(size);
            return lines;
        }
    }

    private boolean mayDoAnything() throws IOException {
        Path probe = Files.createTempFile(folder, "probe", "");
        allow("r--r--r--", probe);
        return Files.isWritable(probe);
    }

    private static boolean isPresent() throws InterruptedException {
        String[] command = WITHOUT_POWERS.toArray(String[]::new);
        String[] words = Arrays.copyOf(command, command.length + 1);
        words[command.length] = "true";
        try {
            Process process = new ProcessBuilder(words).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    @Test
    void aWriteProtectedFileIsReadAndNotWritten() throws Exception {
        Path file = file();
        allow("r--r--r--", file);
        assertThat(attempt(file))
                .satisfiesExactly(
                        read -> assertThat(read).isEqualTo("read 2"),
                        written -> assertThat(written)
                                .startsWith("not written: ")
                                .contains("write-protected", "RunHistory.openReadOnly"));
    }

    @Test
    void aWriteProtectedFolderIsReadAndNotWritten() throws Exception {
        Path file = file();
        allow("r-xr-xr-x", folder.resolve("runs"));
        assertThat(attempt(file))
                .satisfiesExactly(
                        read -> assertThat(read).isEqualTo("read 2"),
                        written ->
                                assertThat(written).startsWith("not written: ").contains("write-protected"));
    }

    @Test
    void aFollowerWhoMayNotWriteHearsOfAWriterWhoComesLater() throws Exception {
        Path file = file();
        allow("r-xr-xr-x", folder.resolve("runs"));
        try (ChildProgram follower = start("follow", file)) {
            follower.await("open");
            if (!mayDoAnything()) {
                unseal();
            }
            try (RunHistory writer = RunHistory.open(file)) {
                writer.putUpdate(HistoryProcess.report(3));
                assertThat(follower.await("event PostUpdate 3 of ")).endsWith(" 3");
            }
        }
    }

    /** Without a lock it may read pages of before and after, and must not call the file damaged for it, nor whole what it has read. */
    @Test
    void anExportThatAWriterOvertookSaysSo() throws Exception {
        Path file = folder.resolve("runs").resolve("run.db");
        int reports = 300;
        put(file, 1, reports);
        allow("r-xr-xr-x", folder.resolve("runs"));
        try (ChildProgram export = start("pause", file)) {
            export.await("begun");
            unseal();
            put(file, reports + 1, 2 * reports);
            assertThat(export.finish()).isZero();
            assertThat(export.await("not exported: "))
                    .contains("was written to while it was read")
                    .doesNotContain("damaged");
        }
        allow("r-xr-xr-x", folder.resolve("runs"));
        try (ChildProgram export = start("pause", file)) {
            export.finish();
            export.await("exported");
        }
    }

    @Test
    void aFileThatIsGoneIsToldAndNotAskedForForever() throws Exception {
        Path file = file();
        allow("r-xr-xr-x", folder.resolve("runs"));
        try (ChildProgram reader = start("again", file)) {
            reader.await("read 2");
            unseal();
            Files.delete(file);
            allow("r-xr-xr-x", folder.resolve("runs"));
            assertThat(reader.finish()).isZero();
            assertThat(reader.await("not read again: ")).contains("cannot be read");
        }
    }

    private static void put(Path file, int from, int to) throws IOException {
        try (RunHistory history = RunHistory.open(file)) {
            for (int time = from; time <= to; time++) {
                history.putUpdate(HistoryProcess.report(time));
            }
        }
    }

    @Test
    void anOpenHistoryInAWriteProtectedFolderSaysWhatToDo() throws Exception {
        Path file = file();
        try (ChildProgram writer = HistoryProcess.start("hold", file)) {
            writer.await("open");
            writer.kill();
        }
        Files.delete(file.resolveSibling("run.db-shm"));
        allow("r-xr-xr-x", folder.resolve("runs"));
        assertThat(attempt(file).get(0)).startsWith("not read: ").contains("copy it, with the -wal file");
    }

    @Test
    void aFileThatMayNotBeReadIsRefused() throws Exception {
        Path file = file();
        allow("-w-------", file);
        assertThat(attempt(file))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("not ").contains("cannot be read"));
    }

    @AfterEach
    void unseal() throws IOException {
        allow("rwxr-xr-x", folder.resolve("runs"));
    }
}
