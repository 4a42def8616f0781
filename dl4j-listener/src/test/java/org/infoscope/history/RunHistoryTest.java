package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.Persistable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What RunHistory promises beyond DL4J's own storages. */
class RunHistoryTest {

    private static final String TYPE = RunRecord.TYPE_ID;

    @TempDir
    private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("run.db");
    }

    private static RepresentationReport report(String worker, long time, long seed) {
        return new RepresentationReport("s", worker, time, new RandomRuns(seed).step());
    }

    private static SampledStep step(@Nullable Persistable record) {
        return Objects.requireNonNull((RepresentationReport) record).step();
    }

    @Test
    void twoUpdatesOfOneMillisecondAreBothKept() throws IOException {
        RepresentationReport first = report("w", 5, 1);
        RepresentationReport second = report("w", 5, 2);
        try (RunHistory history = RunHistory.open(file())) {
            history.putUpdate(first);
            history.putUpdate(second);
            history.putUpdate(report("w", 4, 3));
        }
        try (RunHistory history = RunHistory.openReadOnly(file())) {
            assertThat(step(history.getUpdate("s", TYPE, "w", 5))).isEqualTo(second.step());
            assertThat(step(history.getLatestUpdate("s", TYPE, "w"))).isEqualTo(second.step());
            assertThat(history.getLatestUpdateAllWorkers("s", TYPE)).hasSize(1);
            assertThat(history.getAllUpdatesAfter("s", TYPE, "w", 4))
                    .extracting(RunHistoryTest::step)
                    .containsExactly(first.step(), second.step());
            assertThat(history.getAllUpdatesAfter("s", TYPE, 4))
                    .extracting(RunHistoryTest::step)
                    .containsExactly(first.step(), second.step());
            assertThat(history.getAllUpdateTimes("s", TYPE, "w")).containsExactly(4, 5, 5);
            assertThat(history.getUpdates("s", TYPE, "w", new long[] {5, 5}))
                    .extracting(RunHistoryTest::step)
                    .containsExactly(first.step(), second.step());
            assertThat(history.getNumUpdateRecordsFor("s", TYPE, "w")).isEqualTo(3);
        }
    }

    @Test
    void aSessionIsListedAsSoonAsItHasAnyRecord() throws IOException {
        try (RunHistory history = RunHistory.open(file())) {
            history.putUpdate(report("w", 5, 1));
            assertThat(history.listSessionIDs()).containsExactly("s");
            assertThat(history.sessionExists("s")).isTrue();
            assertThat(history.listWorkerIDsForSession("s")).containsExactly("w");
            assertThat(history.getAllUpdatesAfter("s", TYPE, 0)).hasSize(1);
        }
    }

    @Test
    void aLaterProcessContinuesTheFile() throws IOException {
        for (int time = 1; time <= 3; time++) {
            try (RunHistory history = RunHistory.open(file())) {
                assertThat(history.getAllUpdateTimes("s", TYPE, "w")).hasSize(time - 1);
                history.putUpdate(report("w", time, time));
                assertThat(history.problems()).isEmpty();
            }
        }
        assertThat(folder).isDirectoryNotContaining("glob:**/*-wal").isDirectoryNotContaining("glob:**/*-new");
    }

    @Test
    void theFileAloneIsTheWholeRunOnceItsWriterIsDone() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("copy"));
        Path copy = elsewhere.resolve("run.db");
        RunHistory writer = RunHistory.open(file());
        try (RunHistory reader = RunHistory.openReadOnly(file())) {
            writer.putUpdate(report("w", 1, 1));
            writer.close();
            Files.copy(file(), copy);
            assertThat(reader.getNumUpdateRecordsFor("s")).isEqualTo(1);
        }
        try (RunHistory history = RunHistory.openReadOnly(copy)) {
            assertThat(history.getNumUpdateRecordsFor("s")).isEqualTo(1);
        }
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("run.db", "run.db-lock", "copy");
        assertThat(elsewhere.toFile().list()).containsExactly("run.db");
    }

    @Test
    void whatOneThreadPutsEachThreadReadsAtOnce() throws Exception {
        int threads = 8;
        int each = 200;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (RunHistory history = RunHistory.open(file())) {
            List<Future<?>> done = IntStream.range(0, threads)
                    .<Future<?>>mapToObj(thread -> pool.submit(() -> {
                        for (int time = 1; time <= each; time++) {
                            history.putUpdate(report("w" + thread, time, time));
                            assertThat(Objects.requireNonNull(history.getLatestUpdate("s", TYPE, "w" + thread))
                                            .getTimeStamp())
                                    .isEqualTo(time);
                        }
                    }))
                    .toList();
            for (Future<?> future : done) {
                future.get(60, TimeUnit.SECONDS);
            }
            assertThat(history.getNumUpdateRecordsFor("s")).isEqualTo(threads * each);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aListenerThatThrowsHarmsNeitherThePutterNorTheOthers() throws IOException {
        try (RunHistory history = RunHistory.open(file())) {
            CountDownLatch heard = new CountDownLatch(1);
            history.registerStatsStorageListener(event -> {
                throw new IllegalStateException("no");
            });
            history.registerStatsStorageListener(event -> {
                throw new NoClassDefFoundError("gone");
            });
            history.registerStatsStorageListener(event -> heard.countDown());
            history.putUpdate(report("w", 1, 1));
            assertThat(heard.getCount()).isZero();
            assertThat(history.problems())
                    .satisfiesExactlyInAnyOrder(
                            one -> assertThat(one).contains("listener", "no", "4 times"),
                            other -> assertThat(other).contains("listener", "gone", "4 times"));
        }
    }

    @Test
    void aRecordThatCannotBeEncodedIsAProblemAndNoFailure() {
        RunHistory history = RunHistory.open(file());
        history.putUpdate(report("w", 1, 1));
        List<Throwable> whys = List.of(
                new IllegalStateException("no bytes"), new NoClassDefFoundError("gone"), new OutOfMemoryError());
        whys.forEach(why -> history.putUpdate(new Unencodable(why)));
        history.putUpdate(report("w", 2, 2));
        assertThat(history.getAllUpdateTimes("s", TYPE, "w")).containsExactly(1, 2);
        assertThat(history.problems())
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).contains("cannot be encoded", "Unencodable"));
        assertThatThrownBy(history::close).isInstanceOf(IOException.class).hasMessageContaining("3 records");
        assertThat(history.isClosed()).isTrue();
    }

    @Test
    void aClassThatIsMissingOnReadingIsLeftOut() throws Exception {
        try (RunHistory history = RunHistory.open(file())) {
            history.putUpdate(report("w", 1, 1));
            history.putUpdate(report("w", 2, 2));
        }
        Sqlite.execute(file(), "INSERT INTO classes VALUES (7, 'org.example.Gone'), (8, 'java.lang.Thread')");
        Sqlite.execute(file(), "INSERT INTO records SELECT NULL, kind, source, 3, 7, content FROM records LIMIT 1");
        Sqlite.execute(file(), "INSERT INTO records SELECT NULL, kind, source, 4, 8, content FROM records LIMIT 1");
        try (RunHistory history = RunHistory.openReadOnly(file())) {
            assertThat(history.getAllUpdatesAfter("s", TYPE, "w", 0)).hasSize(2);
            assertThat(history.getUpdate("s", TYPE, "w", 3)).isNull();
            assertThat(history.problems()).hasSize(2);
            assertThat(history.problems().get(0)).contains("org.example.Gone");
            assertThat(history.problems().get(1)).contains("java.lang.Thread", "can run code");
        }
        try (RunHistory history = RunHistory.open(file())) {
            assertThat(history.getAllUpdatesAfter("s", TYPE, "w", 0)).hasSize(2);
            assertThat(history.problems().get(1)).contains("java.lang.Thread is no Persistable");
        }
    }

    @Test
    void aReaderDoesNotWriteAndAClosedHistorySaysSo() throws IOException {
        RunHistory writer = RunHistory.open(file());
        RunHistory reader = RunHistory.openReadOnly(file());
        assertThatThrownBy(() -> reader.putUpdate(report("w", 1, 1)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("RunHistory.open");
        reader.close();
        reader.close();
        assertThatThrownBy(reader::listSessionIDs)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        writer.close();
        writer.putUpdate(report("w", 1, 1));
        assertThat(writer.problems()).singleElement().asString().contains("after the history was closed");
    }

    @Test
    void readingsCanBeQueriedByAPerson() throws Exception {
        SampledStep step = RunJson.readStep("{\"iteration\":7,\"epoch\":1,\"timeMillis\":1700000000123,\"score\":0.5,"
                + "\"trainingAccuracy\":{\"out\":0.75},\"readings\":[{\"layer\":\"conv1\",\"metric\":\"m\","
                + "\"series\":\"m-1\",\"values\":[{\"kind\":\"scalar\",\"name\":\"entropy\",\"unit\":\"bit\","
                + "\"value\":\"NaN\"}],\"flags\":[{\"kind\":\"UNDEFINED\",\"reason\":\"why\"}]}],"
                + "\"cost\":{},\"state\":\"LIVE\"}");
        try (RunHistory history = RunHistory.open(file())) {
            RunInfo info = new RunInfo("my run", 0, "Model", List.of(), List.of(), "probe", Map.of());
            history.putStaticInfo(new RepresentationRun("s", "w", 1, info));
            history.putUpdate(new RepresentationReport("s", "w", 1_700_000_000_124L, step));
        }
        assertThat(Sqlite.rows(
                        file(),
                        "SELECT run, worker, iteration, epoch, time, layer, metric, series, statistic, value, unit,"
                                + " flag FROM readings WHERE metric <> 'listener'"))
                .containsExactly(
                        "my run|w|7|1|2023-11-14T22:13:20.123Z|null|score|null|score|0.5|1|null",
                        "my run|w|7|1|2023-11-14T22:13:20.123Z|null|training-accuracy|null|out|0.75|1|null",
                        "my run|w|7|1|2023-11-14T22:13:20.123Z|conv1|m|m-1|entropy|null|bit|UNDEFINED: why");
        assertThat(Sqlite.rows(file(), "SELECT session, worker, run, model, probe, started FROM runs"))
                .containsExactly("s|w|my run|Model|probe|1970-01-01T00:00:00Z");
    }

    /** Not even its bytes can be had. */
    private static final class Unencodable implements Persistable {

        @Serial
        private static final long serialVersionUID = 1L;

        private final Throwable why;

        Unencodable(Throwable why) {
            this.why = why;
        }

        @Override
        public String getSessionID() {
            return "s";
        }

        @Override
        public String getTypeID() {
            return TYPE;
        }

        @Override
        public String getWorkerID() {
            return "w";
        }

        @Override
        public long getTimeStamp() {
            return 1;
        }

        @Override
        public int encodingLengthBytes() {
            return encode().length;
        }

        @Override
        public byte[] encode() {
            if (why instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(why);
        }

        @Override
        public void encode(ByteBuffer buffer) {
            encode();
        }

        @Override
        public void encode(OutputStream outputStream) {
            encode();
        }

        @Override
        public void decode(byte[] decode) {
            encode();
        }

        @Override
        public void decode(ByteBuffer buffer) {
            encode();
        }

        @Override
        public void decode(InputStream inputStream) {
            encode();
        }
    }
}
