package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** After a kill someone deletes or moves the file alone, and trains again: what lies beside it is of another file. */
class OldLogTest {

    private static final int OLD = 3;

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");
    private Path moved = Path.of("");

    @BeforeEach
    void aKilledWritersFileIsMovedAway() throws IOException {
        Path live = folder.resolve("live.db");
        file = folder.resolve("run.db");
        moved = folder.resolve("moved.db");
        try (RunHistory writer = RunHistory.open(live)) {
            for (long time = 1; time <= OLD; time++) {
                writer.putUpdate(HistoryProcess.report(time));
            }
            assertThat(writer.getNumUpdateRecordsFor("s")).isEqualTo(OLD);
            Files.copy(live, moved);
            for (String beside : List.of("-wal", "-shm")) {
                Files.copy(folder.resolve("live.db" + beside), folder.resolve("run.db" + beside));
            }
        }
    }

    @Test
    void theNewFileIsNew() throws IOException {
        try (RunHistory writer = RunHistory.open(file)) {
            assertThat(writer.listSessionIDs()).isEmpty();
            assertThat(writer.problems()).singleElement().asString().contains("run.db-old-wal");
            writer.putUpdate(HistoryProcess.report(OLD + 1));
            assertThat(writer.getNumUpdateRecordsFor("s")).isEqualTo(1);
        }
        try (RunHistory writer = RunHistory.open(file)) {
            assertThat(writer.getNumUpdateRecordsFor("s")).isEqualTo(1);
            assertThat(writer.problems()).isEmpty();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there an open file cannot be deleted")
    void aFileThatIsDeletedUnderItsWriterIsTold() throws Exception {
        try (RunHistory writer = RunHistory.open(file)) {
            Files.delete(file);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (writer.problems().size() < 2 && System.nanoTime() < end) {
                writer.putUpdate(HistoryProcess.report(1));
                writer.getNumUpdateRecordsFor("s");
            }
            assertThat(writer.problems())
                    .anySatisfy(problem -> assertThat(problem).contains("deleted or moved away while"));
        }
    }

    @Test
    void aSecondOldLogLeavesTheFirst() throws IOException {
        Path first = Files.write(folder.resolve("run.db-old-wal"), new byte[] {1});
        RunHistory.open(file).close();
        assertThat(first).hasBinaryContent(new byte[] {1});
        assertThat(folder.resolve("run.db-old-wal-2")).isNotEmptyFile();
    }

    @Test
    void theOldOneCanHaveItsLogBack() throws IOException {
        RunHistory.open(file).close();
        Files.move(folder.resolve("run.db-old-wal"), folder.resolve("moved.db-wal"));
        try (RunHistory reader = RunHistory.openReadOnly(moved)) {
            assertThat(reader.getNumUpdateRecordsFor("s")).isEqualTo(OLD);
        }
    }
}
