package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.core.storage.StatsStorageListener;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.deeplearning4j.ui.model.storage.impl.SbeStorageMetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DL4J's in-memory storage and RunHistory are told the same and asked the same, question by question. */
class StorageContractTest {

    private static final List<String> SESSIONS = List.of("s1", "s'2", "unknown");
    private static final List<String> TYPES = List.of(RunRecord.TYPE_ID, "Other", "unknown");
    private static final List<String> WORKERS = List.of("w1", "w\"2", "w%3", "unknown");
    private static final int LATEST = 40;

    private final StatsStorage memory = new InMemoryStatsStorage();
    private final List<String> memoryHeard = new ArrayList<>();
    private final List<String> historyHeard = new ArrayList<>();
    private RunHistory history;

    StorageContractTest(@TempDir Path folder) {
        history = RunHistory.open(folder.resolve("a run?#%20.db"));
    }

    @BeforeEach
    void listen() {
        memory.registerStatsStorageListener(hear(memoryHeard));
        history.registerStatsStorageListener(hear(historyHeard));
    }

    @AfterEach
    void close() throws IOException {
        history.close();
    }

    private static StatsStorageListener hear(List<String> heard) {
        return event -> heard.add(inWords(event));
    }

    private static String inWords(StatsStorageEvent event) {
        return String.join(
                " ",
                event.getEventType().name(),
                event.getSessionID(),
                event.getTypeID(),
                event.getWorkerID(),
                Long.toString(event.getTimestamp()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyConversationGivesTheSameAnswersAndTheSameEvents(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        // In memory a worker without static info is not found, and one time has one update: both are put so.
        for (String session : SESSIONS.subList(0, 2)) {
            for (String worker : WORKERS.subList(0, 3)) {
                both(storage -> storage.putStorageMetaData(metaData(session, worker)));
                both(storage -> storage.putStaticInfo(run(session, worker, 1)));
            }
        }
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            String session = SESSIONS.get(random.nextInt(2));
            String worker = WORKERS.get(random.nextInt(3));
            long time = random.nextInt(LATEST);
            if (taken.add(session + worker + time)) {
                long content = random.nextLong();
                both(storage -> storage.putUpdate(report(session, worker, time, content)));
            }
            if (i % 20 == 0) {
                both(storage -> storage.putStaticInfo(run(session, worker, time)));
            }
        }
        assertSameAnswers();
        assertThat(historyHeard).isEqualTo(memoryHeard).hasSizeGreaterThan(50);

        history.close();
        history = RunHistory.open(history.file());
        assertSameAnswers();
    }

    @Test
    void collectionsArePutInTheirOrder() {
        both(storage -> storage.putStorageMetaData(List.of(metaData("s1", "w1"), metaData("s'2", "w1"))));
        both(storage -> storage.putStaticInfo(List.of(run("s1", "w1", 1), run("s'2", "w1", 2))));
        both(storage -> storage.putUpdate(List.of(report("s1", "w1", 1, 1), report("s1", "w1", 2, 2))));
        assertSameAnswers();
        assertThat(historyHeard).isEqualTo(memoryHeard).hasSize(7 + 5 + 2);
    }

    @Test
    void aFileReopenedKnowsWhatIsNew() throws IOException {
        both(storage -> storage.putStorageMetaData(metaData("s1", "w1")));
        both(storage -> storage.putStaticInfo(run("s1", "w1", 1)));
        history.close();
        history = RunHistory.open(history.file());
        history.registerStatsStorageListener(hear(historyHeard));
        both(storage -> storage.putUpdate(report("s1", "w1", 2, 2)));
        both(storage -> storage.putStaticInfo(run("s1", "w\"2", 3)));
        both(storage -> storage.putStaticInfo(run("s'2", "w1", 4)));
        assertThat(historyHeard).isEqualTo(memoryHeard).hasSize(4 + 3 + 1 + 2 + 2);
    }

    @Test
    void listenersComeAndGoAsInMemory() {
        StatsStorageListener other = hear(new ArrayList<>());
        for (StatsStorage storage : List.of(memory, history)) {
            storage.registerStatsStorageListener(other);
            storage.registerStatsStorageListener(other);
            assertThat(storage.getListeners()).hasSize(2).contains(other);
            storage.deregisterStatsStorageListener(other);
            storage.deregisterStatsStorageListener(other);
            assertThat(storage.getListeners()).hasSize(1).doesNotContain(other);
            storage.getListeners().clear();
            assertThat(storage.getListeners()).hasSize(1);
            storage.removeAllListeners();
            assertThat(storage.getListeners()).isEmpty();
        }
        both(storage -> storage.putStaticInfo(run("s1", "w1", 1)));
        assertThat(historyHeard).isEmpty();
    }

    private void both(Consumer<StatsStorage> call) {
        call.accept(memory);
        call.accept(history);
    }

    private static StorageMetaData metaData(String session, String worker) {
        return new SbeStorageMetaData(
                1, session, RunRecord.TYPE_ID, worker, RepresentationRun.class, RepresentationReport.class);
    }

    private static RepresentationRun run(String session, String worker, long time) {
        return new RepresentationRun(session, worker, time, new RandomRuns(time).run());
    }

    private static RepresentationReport report(String session, String worker, long time, long content) {
        return new RepresentationReport(session, worker, time, new RandomRuns(content).step());
    }

    private void assertSameAnswers() {
        assertThat(history.listSessionIDs()).containsExactlyInAnyOrderElementsOf(memory.listSessionIDs());
        for (String session : SESSIONS) {
            assertThat(history.sessionExists(session)).isEqualTo(memory.sessionExists(session));
            assertThat(history.listTypeIDsForSession(session))
                    .containsExactlyInAnyOrderElementsOf(memory.listTypeIDsForSession(session));
            assertThat(history.listWorkerIDsForSession(session))
                    .containsExactlyInAnyOrderElementsOf(memory.listWorkerIDsForSession(session));
            assertThat(history.getNumUpdateRecordsFor(session)).isEqualTo(memory.getNumUpdateRecordsFor(session));
            TYPES.forEach(type -> assertSameOfType(session, type));
        }
    }

    private void assertSameOfType(String session, String type) {
        assertThat(history.listWorkerIDsForSessionAndType(session, type))
                .containsExactlyInAnyOrderElementsOf(memory.listWorkerIDsForSessionAndType(session, type));
        assertSameRecords(history.getAllStaticInfos(session, type), memory.getAllStaticInfos(session, type), true);
        assertSameRecords(
                history.getLatestUpdateAllWorkers(session, type),
                memory.getLatestUpdateAllWorkers(session, type),
                true);
        for (long time = -1; time <= LATEST; time += 7) {
            List<Persistable> ours = history.getAllUpdatesAfter(session, type, time);
            assertThat(ours).isSortedAccordingTo(Comparator.comparingLong(Persistable::getTimeStamp));
            assertSameRecords(ours, memory.getAllUpdatesAfter(session, type, time), true);
        }
        assertThat(content(history.getStorageMetaData(session, type)))
                .isEqualTo(content(memory.getStorageMetaData(session, type)));
        WORKERS.forEach(worker -> assertSameOfWorker(session, type, worker));
    }

    private void assertSameOfWorker(String session, String type, String worker) {
        assertThat(content(history.getStaticInfo(session, type, worker)))
                .isEqualTo(content(memory.getStaticInfo(session, type, worker)));
        assertThat(history.getNumUpdateRecordsFor(session, type, worker))
                .isEqualTo(memory.getNumUpdateRecordsFor(session, type, worker));
        assertThat(content(history.getLatestUpdate(session, type, worker)))
                .isEqualTo(content(memory.getLatestUpdate(session, type, worker)));
        assertThat(history.getAllUpdateTimes(session, type, worker))
                .isEqualTo(memory.getAllUpdateTimes(session, type, worker));
        for (long time = -1; time <= LATEST; time++) {
            assertThat(content(history.getUpdate(session, type, worker, time)))
                    .isEqualTo(content(memory.getUpdate(session, type, worker, time)));
            assertSameRecords(
                    history.getAllUpdatesAfter(session, type, worker, time),
                    memory.getAllUpdatesAfter(session, type, worker, time),
                    false);
        }
        long[] some =
                LongStream.iterate(LATEST, time -> time >= -1, time -> time - 3).toArray();
        assertSameRecords(
                history.getUpdates(session, type, worker, some), memory.getUpdates(session, type, worker, some), false);
        assertThat(history.getUpdates(session, type, worker, new long[0])).isEmpty();
    }

    private static void assertSameRecords(List<Persistable> ours, List<Persistable> theirs, boolean anyOrder) {
        List<String> expected =
                theirs.stream().map(StorageContractTest::content).toList();
        if (anyOrder) {
            assertThat(ours.stream().map(StorageContractTest::content)).containsExactlyInAnyOrderElementsOf(expected);
        } else {
            assertThat(ours.stream().map(StorageContractTest::content)).containsExactlyElementsOf(expected);
        }
    }

    /** A record in words: its class, keys and content. */
    private static String content(@Nullable Persistable record) {
        if (record == null) {
            return "none";
        }
        String keys = String.join(
                " ",
                record.getClass().getName(),
                record.getSessionID(),
                record.getTypeID(),
                record.getWorkerID(),
                Long.toString(record.getTimeStamp()));
        return keys + HexFormat.of().formatHex(record.encode());
    }
}
