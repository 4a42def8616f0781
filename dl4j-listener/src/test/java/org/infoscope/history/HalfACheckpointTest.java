package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file whose log was being put into it when its writer died, or when a reader came: the header is there, the new pages it tells
 * of are in the log only.
 */
class HalfACheckpointTest {

    private static final int PAGE = 4096;
    private static final int REPORTS = 50;

    @TempDir
    private Path folder = Path.of("");

    private Path half = Path.of("");

    @BeforeEach
    void copyThePiecesOfALiveFile() throws IOException, SQLException {
        Path live = folder.resolve("live.db");
        half = folder.resolve("half.db");
        Path whole = folder.resolve("whole.db");
        try (RunHistory writer = RunHistory.open(live)) {
            for (long time = 1; time <= REPORTS; time++) {
                writer.putUpdate(HistoryProcess.report(time));
            }
            assertThat(writer.getNumUpdateRecordsFor("s")).isEqualTo(REPORTS);
            for (Path copy : new Path[] {half, whole}) {
                Files.copy(live, copy);
                Files.copy(folder.resolve("live.db-wal"), copy.resolveSibling(copy.getFileName() + "-wal"));
            }
        }
        Sqlite.rows(whole, "PRAGMA wal_checkpoint(TRUNCATE)");
        assertThat(Files.size(whole)).isGreaterThan(Files.size(half));
        try (var file = Files.newByteChannel(half, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(Arrays.copyOf(Files.readAllBytes(whole), PAGE)));
        }
    }

    @Test
    void isRead() throws IOException {
        try (RunHistory reader = RunHistory.openReadOnly(half)) {
            assertThat(reader.getNumUpdateRecordsFor("s")).isEqualTo(REPORTS);
            assertThat(reader.problems()).isEmpty();
        }
    }

    @Test
    void isContinued() throws IOException {
        try (RunHistory writer = RunHistory.open(half)) {
            writer.putUpdate(HistoryProcess.report(REPORTS + 1));
            assertThat(writer.getNumUpdateRecordsFor("s")).isEqualTo(REPORTS + 1);
        }
        try (RunHistory reader = RunHistory.openReadOnly(half)) {
            assertThat(reader.getNumUpdateRecordsFor("s")).isEqualTo(REPORTS + 1);
        }
    }
}
