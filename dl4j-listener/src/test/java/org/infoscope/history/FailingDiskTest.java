package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.infoscope.listener.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot be written to for a while: another program holds SQLite's write lock, or the file may not grow. */
class FailingDiskTest {

    private static final int MORE_THAN_FITS = RecordQueue.CAPACITY + 500;

    @TempDir
    private Path folder = Path.of("");

    /** Someone else writing; until it is closed nobody can. */
    private Connection block() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("run.db"));
        try (Statement sql = connection.createStatement()) {
            sql.execute("BEGIN IMMEDIATE");
        }
        return connection;
    }

    @Test
    void whatWasPutMeanwhileIsStoredAfterwards() throws Exception {
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"))) {
            try (Connection blocked = block()) {
                assertThat(blocked.isClosed()).isFalse();
                history.putUpdate(HistoryProcess.report(1));
                Eventually.await("a problem", () -> !history.problems().isEmpty());
                assertThat(history.problems()).singleElement().asString().contains("is tried again");
                history.putUpdate(HistoryProcess.report(2));
                assertThat(history.listSessionIDs()).isEmpty();
            }
            Eventually.await("two records", () -> history.getNumUpdateRecordsFor("s") == 2);
        }
    }

    @Test
    @Timeout(60)
    void noPutThrowsAndWhatDoesNotFitIsCounted() throws Exception {
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"))) {
            try (Connection blocked = block()) {
                assertThat(blocked.isClosed()).isFalse();
                history.putUpdate(HistoryProcess.report(1));
                Eventually.await("a problem", () -> !history.problems().isEmpty());
                RepresentationReport report = HistoryProcess.report(2);
                for (int i = 0; i < MORE_THAN_FITS; i++) {
                    history.putUpdate(report);
                }
                assertThat(history.problems()).hasSize(2);
                assertThat(history.problems().get(1)).contains("was left out", "times");
            }
            Eventually.await("records", () -> history.getNumUpdateRecordsFor("s") >= RecordQueue.CAPACITY);
            assertThat(history.getNumUpdateRecordsFor("s")).isLessThan(MORE_THAN_FITS);
        }
    }

    @Test
    void closingDoesNotHideThatRecordsAreLost() throws Exception {
        RunHistory history = RunHistory.open(folder.resolve("run.db"));
        try (Connection blocked = block()) {
            assertThat(blocked.isClosed()).isFalse();
            history.putUpdate(HistoryProcess.report(1));
            history.putUpdate(HistoryProcess.report(2));
            assertThatThrownBy(history::close)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("2 records")
                    .hasMessageContaining("are lost");
        }
        RunHistory.open(folder.resolve("run.db")).close();
    }

    /** SQLite's own limit of the file's size: what comes first is stored, what does not fit is tried again until it does. */
    @Test
    @Timeout(60)
    void aFileThatMayNotGrowIsContinuedWhenItMay() throws Exception {
        RunFile file = RunFile.at(folder.resolve("run.db"));
        file.create();
        Problems problems = new Problems();
        RecordQueue queue = new RecordQueue();
        Connection connection = file.connectForWriting();
        try (Statement sql = connection.createStatement()) {
            sql.execute("PRAGMA max_page_count = 200");
            Thread writer = new Thread(new RecordWriter(file, connection, queue, problems));
            writer.start();
            int put = 0;
            while (problems.list().isEmpty()) {
                assertThat(put).as("reports that fit 200 pages").isLessThan(RecordQueue.CAPACITY);
                assertThat(queue.put(entry(++put))).isTrue();
                queue.flush();
            }
            assertThat(problems.list())
                    .singleElement()
                    .asString()
                    .contains(file.path().toString(), "full", "is tried again", "Make room on its disk");
            assertThat(Sqlite.rows(file.path(), "SELECT count(*) FROM records")).containsExactly("" + (put - 1));
            assertThat(queue.put(entry(++put))).isTrue();
            sql.execute("PRAGMA max_page_count = 100000");
            queue.close();
            writer.join();
        }
        assertThat(Sqlite.rows(file.path(), "SELECT count(*) = max(time) FROM records"))
                .containsExactly("1");
        assertThat(Sqlite.rows(file.path(), "PRAGMA integrity_check")).containsExactly("ok");
    }

    private static RecordQueue.Entry entry(long time) {
        RepresentationReport report = HistoryProcess.report(time);
        return new RecordQueue.Entry(RecordKey.of(RecordKind.UPDATE, report), report);
    }
}
