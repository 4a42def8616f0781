package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.ui.model.storage.sqlite.J7FileStatsStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no history, or no whole one, is refused in plain words and stays as it was. */
class FilesTest {

    @TempDir
    private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("run.db");
    }

    private void writeHistory(int reports) throws IOException {
        try (RunHistory history = RunHistory.open(file())) {
            for (long time = 1; time <= reports; time++) {
                history.putUpdate(HistoryProcess.report(time));
            }
        }
    }

    private void assertRefusedUntouched(String... words) throws IOException {
        byte[] before = Files.readAllBytes(file());
        assertThatThrownBy(() -> RunHistory.open(file()))
                .isInstanceOf(RunHistoryException.class)
                .hasMessageContainingAll(words)
                .hasMessageContaining(file().toString());
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    private void assertUnreadableUntouched(String... words) throws IOException {
        byte[] before = Files.readAllBytes(file());
        assertThatThrownBy(() -> {
                    try (RunHistory history = RunHistory.openReadOnly(file())) {
                        history.getAllUpdatesAfter("s", RunRecord.TYPE_ID, "w", 0);
                    }
                })
                .isInstanceOf(RunHistoryException.class)
                .hasMessageContainingAll(words)
                .hasMessageContaining(file().toString());
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void textIsNoHistory() throws IOException {
        Files.writeString(file(), "iteration,loss\n".repeat(100));
        assertRefusedUntouched("is no run history", "no SQLite file");
        assertUnreadableUntouched("is no run history", "no SQLite file");
        assertThat(folder).isDirectoryNotContaining("glob:**/*-lock");
    }

    @Test
    void anotherProgramsDatabaseIsNoHistory() throws IOException {
        new J7FileStatsStorage(file().toFile());
        assertRefusedUntouched("SQLite file of another program");
        assertUnreadableUntouched("SQLite file of another program");
    }

    @Test
    void aNewerSchemaIsRefusedWithWhatToDo() throws Exception {
        writeHistory(1);
        Sqlite.execute(file(), "PRAGMA user_version = 2");
        assertRefusedUntouched("newer Infoscope", "version 2");
        assertUnreadableUntouched("newer Infoscope", "version 2");
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        writeHistory(200);
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length / 2));
        assertRefusedUntouched("is damaged");
        assertUnreadableUntouched("is damaged");
    }

    @Test
    void aFileCutInItsHeaderIsRefused() throws IOException {
        writeHistory(1);
        Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), 50));
        assertRefusedUntouched("no SQLite file");
        assertUnreadableUntouched("no SQLite file");
    }

    @Test
    void aFileWithNoiseInItIsRefusedBeforeAnythingIsWritten() throws IOException {
        writeHistory(200);
        byte[] bytes = Files.readAllBytes(file());
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 4096; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        Files.write(file(), bytes);
        assertRefusedUntouched("is damaged", "docs/run-history.md");
        assertUnreadableUntouched("is damaged");
    }

    @Test
    void aFolderIsNoFile() throws IOException {
        Files.createDirectory(file());
        assertThatThrownBy(() -> RunHistory.open(file())).hasMessageContaining("is no file");
        assertThatThrownBy(() -> RunHistory.openReadOnly(file())).hasMessageContaining("is no file");
    }

    @Test
    void aMissingFileCannotBeReadAndIsNotMade() {
        assertThatThrownBy(() -> RunHistory.openReadOnly(file()))
                .isInstanceOf(RunHistoryException.class)
                .hasMessageContaining("does not exist");
        assertThat(file()).doesNotExist();
    }

    @Test
    void anEmptyFileAndAMissingFolderBecomeAHistory() throws IOException {
        Files.createFile(file());
        writeHistory(1);
        Path deep = folder.resolve("a").resolve("b").resolve("run.db");
        RunHistory.open(deep).close();
        assertThat(deep).isRegularFile();
    }

    @Test
    void aFileInPlaceOfTheFolderIsSaidSo() throws IOException {
        Files.createFile(folder.resolve("a"));
        assertThatThrownBy(() -> RunHistory.open(folder.resolve("a").resolve("run.db")))
                .isInstanceOf(RunHistoryException.class)
                .hasMessageContaining("Is its folder there and writable?");
    }

    /** A folder in which nobody may write; as the superuser there is none. */
    private void seal() {
        assumeTrue(folder.toFile().setWritable(false) && !Files.isWritable(folder), "run as the superuser");
    }

    @Test
    void aHistoryClosedWellIsReadInAFolderThatCannotBeWrittenTo() throws IOException {
        writeHistory(3);
        seal();
        try (RunHistory history = RunHistory.openReadOnly(file())) {
            assertThat(history.getNumUpdateRecordsFor("s")).isEqualTo(3);
        }
        assertThatThrownBy(() -> RunHistory.open(file())).hasMessageContaining("write-protected");
    }

    @Test
    void aHistoryNotClosedWellSaysThatItsFolderMustBeWritable() throws Exception {
        try (ChildProgram writer = HistoryProcess.start("hold", file())) {
            writer.await("open");
            writer.kill();
        }
        Files.delete(folder.resolve("run.db-shm"));
        seal();
        assertUnreadableUntouched("copy it, with the -wal file");
    }

    @AfterEach
    void unseal() {
        assertThat(folder.toFile().setWritable(true)).isTrue();
    }

    @Test
    void theFileSaysWhatItIs() throws Exception {
        writeHistory(1);
        assertThat(Sqlite.rows(file(), "PRAGMA application_id")).containsExactly(Integer.toString(0x496e6673));
        assertThat(Sqlite.rows(file(), "PRAGMA user_version")).containsExactly("1");
        assertThat(Sqlite.rows(file(), "PRAGMA journal_mode")).containsExactly("wal");
        assertThat(Sqlite.rows(file(), "PRAGMA foreign_key_check")).isEmpty();
        assertThat(Sqlite.rows(file(), "SELECT count(*) FROM writers WHERE closed IS NOT NULL"))
                .containsExactly("1");
    }
}
