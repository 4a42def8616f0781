package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.core.storage.Persistable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file, several real processes. */
class ProcessesTest {

    private static final String TYPE = RunRecord.TYPE_ID;
    private static final long MAY_BE_LOST = TimeUnit.SECONDS.toNanos(2);

    @TempDir
    private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("run.db");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aWriterKilledAtAnyMomentLosesAtMostTheLastTwoSeconds(long seed) throws Exception {
        long last = 1200L + new SplittableRandom(seed).nextInt(1000);
        List<String> lines;
        try (HistoryProcess writer = HistoryProcess.start("write", file())) {
            writer.await("put " + last + " ");
            lines = writer.kill();
        }
        List<Put> puts = lines.stream().flatMap(Put::parse).toList();
        long end = puts.get(puts.size() - 1).nanos();
        long safe = puts.stream()
                .filter(put -> put.nanos() <= end - MAY_BE_LOST)
                .mapToLong(Put::time)
                .max()
                .orElseThrow();

        try (RunHistory reader = RunHistory.openReadOnly(file())) {
            assertFirstReports(reader, safe);
        }
        try (RunHistory writer = RunHistory.open(file())) {
            long kept = assertFirstReports(writer, safe);
            writer.putUpdate(HistoryProcess.report(kept + 1));
            assertThat(writer.getNumUpdateRecordsFor("s")).isEqualTo((int) kept + 1);
            assertThat(writer.problems()).isEmpty();
        }
        assertThat(Sqlite.rows(file(), "PRAGMA integrity_check")).containsExactly("ok");
    }

    /**
     * What the killed process said of one put.
     *
     * @param time key of the report
     * @param nanos when it was put
     */
    private record Put(long time, long nanos) {

        private static final Pattern LINE = Pattern.compile("put (\\d+) (\\d+);");

        static Stream<Put> parse(String line) {
            // The last line may have been cut by the kill itself; a whole one ends with a semicolon.
            return LINE.matcher(line)
                    .results()
                    .map(put -> new Put(Long.parseLong(put.group(1)), Long.parseLong(put.group(2))));
        }
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
        try (HistoryProcess writer = HistoryProcess.start("hold", file())) {
            writer.await("open");
            assertThatThrownBy(() -> RunHistory.open(file()))
                    .isInstanceOf(RunHistoryException.class)
                    .hasMessageContaining(file().toString())
                    .hasMessageContaining("is being written already, by process ")
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

    @Test
    void aKilledWriterLeavesNoLock() throws Exception {
        try (HistoryProcess writer = HistoryProcess.start("hold", file())) {
            writer.await("open");
            writer.kill();
        }
        RunHistory.open(file()).close();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("run.db", "run.db-lock");
    }

    @Test
    void aProcessThatEndsWithoutClosingStoresWhatItPut() throws Exception {
        try (HistoryProcess writer = HistoryProcess.start("leave", file())) {
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
                HistoryProcess one = HistoryProcess.start("follow", file());
                HistoryProcess other = HistoryProcess.start("follow", file())) {
            one.await("open");
            other.await("open");
            history.putStaticInfo(new RepresentationRun("s", "w", 0, new RandomRuns(0).run()));
            history.putUpdate(HistoryProcess.report(1));
            for (HistoryProcess reader : List.of(one, other)) {
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
