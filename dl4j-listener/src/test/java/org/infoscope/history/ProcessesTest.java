package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.infoscope.listener.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file, several real processes. */
class ProcessesTest {

    private static final String TYPE = RunRecord.TYPE_ID;

    @TempDir
    private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("run.db");
    }

    /** All that is kept is the beginning of what was put, without a hole, and at least so long. */
    private static long assertFirstReports(RunHistory history, long atLeast) {
        List<Persistable> kept = history.getAllUpdatesAfter("s", TYPE, "w", 0);
        assertThat(kept).hasSizeGreaterThanOrEqualTo((int) atLeast);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(((RepresentationReport) kept.get(i)).step())
                    .isEqualTo(HistoryProcess.report(i + 1L).step());
        }
        return kept.size();
    }

    @Test
    void aSecondWriterIsRefusedWithWhatToDo() throws Exception {
        try (ChildProgram writer = HistoryProcess.start("hold", file())) {
            writer.await("open");
            assertThatThrownBy(() -> RunHistory.open(file()))
                    .isInstanceOf(RunHistoryException.class)
                    .hasMessageContaining(file().toString())
                    .hasMessageContaining("is being written already, by process " + writer.pid() + " since ")
                    .hasMessageContaining("RunHistory.openReadOnly");
            assertThat(writer.finish()).isZero();
            RunHistory.open(file()).close();
        }
    }

    @Test
    void aSecondWriterIsRefusedInTheSameProcessToo() throws IOException {
        try (RunHistory first = RunHistory.open(file())) {
            assertThatThrownBy(() -> RunHistory.open(file())).hasMessageContaining("is being written already");
            assertThatThrownBy(() -> RunHistory.open(file())).hasMessageContaining("is being written already");
            first.putUpdate(HistoryProcess.report(1));
            assertThat(first.getNumUpdateRecordsFor("s")).isEqualTo(1);
        }
        RunHistory.open(file()).close();
    }

    /** Whoever gets all locks of a file may take its log away, as SQLite does when the last one closes. */
    private void assertLockedAgainstAll() {
        assertThatThrownBy(() -> HistoryProcess.exclude(file())).hasMessageContaining("SQLITE_BUSY");
    }

    /** Its log is taken away from no writer: what is committed after that would be lost with it. */
    @Test
    void readersComeAndGoBesideAWriterThatIsKilled() throws Exception {
        try (ChildProgram writer = HistoryProcess.start("steady", file())) {
            writer.await("put 5 ");
            RunHistory.openReadOnly(file()).close();
            assertThatThrownBy(() -> RunHistory.open(file())).hasMessageContaining("is being written already");
            assertLockedAgainstAll();
            assertThat(folder).isDirectoryContaining("glob:**/run.db-wal");
            writer.await("put 60 ");
            writer.kill();
        }
        try (RunHistory history = RunHistory.openReadOnly(file())) {
            assertFirstReports(history, 60);
        }
    }

    @Test
    void aReaderInTheWritersProcessTakesNoLockAwayFromIt() throws Exception {
        try (RunHistory history = RunHistory.open(file())) {
            history.putUpdate(HistoryProcess.report(1));
            assertThat(history.getNumUpdateRecordsFor("s")).isEqualTo(1);
            RunHistory.openReadOnly(file()).close();
            assertThatThrownBy(() -> RunHistory.open(file())).hasMessageContaining("is being written already");
            try (ChildProgram reader = HistoryProcess.start("attempt", file())) {
                assertThat(reader.awaitEnd()).first().isEqualTo("read 1");
            }
            assertThat(folder).isDirectoryContaining("glob:**/run.db-wal");
            try (ChildProgram other = HistoryProcess.start("exclude", file())) {
                assertThat(other.awaitEnd()).first().asString().contains("SQLITE_BUSY");
            }
            history.putUpdate(HistoryProcess.report(2));
            assertThat(history.getNumUpdateRecordsFor("s")).isEqualTo(2);
            try (ChildProgram reader = HistoryProcess.start("attempt", file())) {
                assertThat(reader.awaitEnd()).first().isEqualTo("read 2");
            }
        }
    }

    @Test
    void oneFileHasOneWriterByWhicheverNameItIsReached() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("latest.db"), Path.of("run.db"));
        try (RunHistory history = RunHistory.open(file())) {
            history.putUpdate(HistoryProcess.report(1));
            assertThat(history.getNumUpdateRecordsFor("s")).isEqualTo(1);
            assertThatThrownBy(() -> RunHistory.open(link)).hasMessageContaining("is being written already");
            try (RunHistory reader = RunHistory.openReadOnly(link)) {
                assertThat(reader.getNumUpdateRecordsFor("s")).isEqualTo(1);
            }
        }
    }

    @Test
    void aKilledWriterLeavesNoLock() throws Exception {
        try (ChildProgram writer = HistoryProcess.start("hold", file())) {
            writer.await("open");
            writer.kill();
        }
        RunHistory.open(file()).close();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("run.db", "run.db-lock");
    }

    @Test
    void readersKnowWhetherAnyoneWrites() throws Exception {
        try (RunHistory mine = RunHistory.open(file());
                RunHistory reader = RunHistory.openReadOnly(file())) {
            assertThat(mine.isBeingWritten()).isTrue();
            assertThat(reader.isBeingWritten()).isTrue();
        }
        try (RunHistory reader = RunHistory.openReadOnly(file())) {
            assertThat(reader.isBeingWritten()).isFalse();
            reader.registerStatsStorageListener(event -> {});
            try (ChildProgram writer = HistoryProcess.start("steady", file())) {
                writer.await("put 5 ");
                Eventually.await("a writer", reader::isBeingWritten);
                writer.kill();
                Eventually.await("no writer", () -> !reader.isBeingWritten());
            }
        }
    }

    @Test
    void aProcessThatEndsWithoutClosingStoresWhatItPut() throws Exception {
        try (ChildProgram writer = HistoryProcess.start("leave", file())) {
            writer.await("open");
            assertThat(writer.finish()).isZero();
        }
        try (RunHistory history = RunHistory.openReadOnly(file())) {
            assertFirstReports(history, 2);
        }
    }

    @Test
    void readersInOtherProcessesHearOfEachNewRecord() throws Exception {
        try (RunHistory history = RunHistory.open(file());
                ChildProgram one = HistoryProcess.start("follow", file());
                ChildProgram other = HistoryProcess.start("follow", file())) {
            one.await("open");
            other.await("open");
            history.putStaticInfo(new RepresentationRun("s", "w", 0, new RandomRuns(0).run()));
            history.putUpdate(HistoryProcess.report(1));
            for (ChildProgram reader : List.of(one, other)) {
                assertThat(reader.await("event")).startsWith("event PostStaticInfo 0 of ");
                assertThat(reader.await("event")).startsWith("event NewSessionID 0 of ");
                assertThat(reader.await("event")).startsWith("event NewTypeID 0 of ");
                assertThat(reader.await("event")).startsWith("event NewWorkerID 0 of ");
                assertThat(reader.await("event PostUpdate")).isEqualTo("event PostUpdate 1 of 1");
            }
            for (long time = 2; time <= 5; time++) {
                history.putUpdate(HistoryProcess.report(time));
                assertThat(one.await("event")).isEqualTo("event PostUpdate " + time + " of " + time);
                assertThat(other.await("event")).isEqualTo("event PostUpdate " + time + " of " + time);
            }
            assertThat(one.finish()).isZero();
        }
    }
}
