package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How writing begins and ends, also where it should not. */
@Timeout(60)
class WritingThreadTest {

    private static final int MORE_THAN_A_BATCH = 300;

    @TempDir
    private Path folder = Path.of("");

    private final Problems problems = new Problems();

    private Path file() {
        return folder.resolve("run.db");
    }

    private RunFile made() {
        RunFile file = RunFile.at(file());
        file.create();
        return file;
    }

    private static RecordQueue.Entry entry() {
        RepresentationReport report = HistoryProcess.report(1);
        return new RecordQueue.Entry(RecordKey.of(RecordKind.UPDATE, report), report);
    }

    @Test
    void anErrorThatEndsTheThreadIsToldAndCountsWhatIsLost() throws Exception {
        AtomicBoolean armed = new AtomicBoolean();
        RecordQueue queue = new RecordQueue();
        RunFile file = made();
        RecordWriter writer = new RecordWriter(
                file,
                FaultyConnection.of(file.connectForWriting(), () -> {
                    if (armed.getAndSet(false)) {
                        throw new OutOfMemoryError("for the test");
                    }
                }),
                queue,
                problems);
        for (int i = 0; i < MORE_THAN_A_BATCH; i++) {
            assertThat(queue.put(entry())).isTrue();
        }
        armed.set(true);
        writer.run();
        assertThat(writer.lost()).isEqualTo(MORE_THAN_A_BATCH);
        assertThat(problems.list())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("thread failed", "OutOfMemoryError"))
                .anySatisfy(problem -> assertThat(problem).contains(MORE_THAN_A_BATCH + " records are lost"));
        assertThat(queue.put(entry())).isFalse();
        assertThat(file()).exists();
        assertThat(folder).isDirectoryNotContaining("glob:**/*-wal");
    }

    /** The disk answers again in the end, so that the test can: no process that is told to end could wait for that. */
    @Test
    void aDiskThatNeverAnswersDoesNotKeepAProcessFromEnding() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        AtomicBoolean hangs = new AtomicBoolean();
        RunFile file = made();
        Connection connection = FaultyConnection.of(file.connectForWriting(), () -> {
            if (hangs.get()) {
                awaitUninterrupted(answers);
            }
        });
        HistoryWriter writer = new HistoryWriter(file, problems, WriterLock.take(file), connection);
        writer.begin();
        hangs.set(true);
        RepresentationReport report = HistoryProcess.report(1);
        assertThat(writer.put(RecordKey.of(RecordKind.UPDATE, report), report)).isTrue();
        writer.lastCall(1);
        assertThat(writer.put(RecordKey.of(RecordKind.UPDATE, report), report)).isTrue();
        assertThat(problems.list())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("the process ends", "does not answer"));
        hangs.set(false);
        answers.countDown();
        writer.close();
        assertThat(Sqlite.rows(file(), "SELECT count(*) FROM records")).containsExactly("2");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Such as a disk that is full already: here the first row that is written is refused. */
    @Test
    void anOpeningThatFailsLeavesNothingOpen() throws Exception {
        RunHistory.open(file()).close();
        Sqlite.execute(
                file(), "CREATE TRIGGER full BEFORE INSERT ON writers BEGIN SELECT RAISE(FAIL, 'disk is full'); END");
        assertThatThrownBy(() -> RunHistory.open(file()))
                .isInstanceOf(RunHistoryException.class)
                .hasMessageContaining("cannot be written", "disk is full");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("run.db", "run.db-lock");
        Sqlite.execute(file(), "DROP TRIGGER full");
        RunHistory.open(file()).close();
    }

    private Path log() {
        return folder.resolve("killed.db-wal");
    }

    /** As a killed writer leaves it: the file, and a log. */
    private Path killed() throws Exception {
        Path killed = folder.resolve("killed.db");
        try (RunHistory history = RunHistory.open(file())) {
            history.putUpdate(HistoryProcess.report(1));
            assertThat(history.getNumUpdateRecordsFor("s")).isEqualTo(1);
            Files.copy(file(), killed);
            Files.copy(folder.resolve("run.db-wal"), log());
        }
        return killed;
    }

    @Test
    void theLogIsEmptyAfterwardsThoughAReaderOfAKilledWritersRunIsStillThere() throws Exception {
        Path killed = killed();
        try (RunHistory reader = RunHistory.openReadOnly(killed)) {
            assertThat(reader.getNumUpdateRecordsFor("s")).isEqualTo(1);
            RunHistory writer = RunHistory.open(killed);
            writer.putUpdate(HistoryProcess.report(2));
            writer.close();
            assertThat(reader.getNumUpdateRecordsFor("s")).isEqualTo(2);
        }
        assertThat(log().toFile().length()).isZero();
    }

    @Test
    void whoIsInTheMiddleOfAReadKeepsTheLogAndNobodyFromClosing() throws Exception {
        Path killed = killed();
        RunHistory writer = RunHistory.open(killed);
        try (Connection reading = RunFile.at(killed).connectForReading();
                Statement sql = reading.createStatement();
                ResultSet row = sql.executeQuery("SELECT id FROM records")) {
            assertThat(row.next()).isTrue();
            writer.putUpdate(HistoryProcess.report(2));
            writer.close();
            assertThat(writer.problems()).isEmpty();
        }
        try (RunHistory reader = RunHistory.openReadOnly(killed)) {
            assertThat(reader.getNumUpdateRecordsFor("s")).isEqualTo(2);
        }
    }
}
