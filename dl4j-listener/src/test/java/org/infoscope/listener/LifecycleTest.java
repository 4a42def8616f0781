package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.deeplearning4j.core.storage.StatsStorageListener.EventType.PostUpdate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.ChildProgram;
import org.infoscope.history.RunRecord;
import org.infoscope.history.SampledStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions, clones, and how a run ends. */
@Timeout(120)
class LifecycleTest {

    private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
    private final MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);

    private RepresentationListenerBuilder builder() {
        return RepresentationListener.builder(storage)
                .probe(Probe.of(Networks.images(50, 10, CNN2DFormat.NCHW)))
                .metrics(TestMetric.mean())
                .every(1)
                .blocking(true);
    }

    private static void fit(MultiLayerNetwork network, int iterations) {
        for (long seed = 0; seed < iterations; seed++) {
            network.fit(Networks.images(seed, 8, CNN2DFormat.NCHW));
        }
    }

    @Test
    void adoptsTheSessionOfAStatsListenerWhicheverComesFirst() {
        for (boolean first : new boolean[] {true, false}) {
            InMemoryStatsStorage both = new InMemoryStatsStorage();
            StatsListener stats = new StatsListener(both);
            MultiLayerNetwork trained = Networks.convolutional(2, CNN2DFormat.NCHW);
            try (RepresentationListener listener = RepresentationListener.builder(both)
                    .probe(Probe.of(Networks.images(50, 10, CNN2DFormat.NCHW)))
                    .metrics(TestMetric.mean())
                    .blocking(true)
                    .build()) {
                if (first) {
                    trained.setListeners(listener, stats);
                } else {
                    trained.setListeners(stats, listener);
                }
                fit(trained, 3);
                assertThat(listener.getSessionID()).isEqualTo(stats.getSessionID());
                assertThat(listener.getWorkerID()).isEqualTo(stats.getWorkerID());
            }
            assertThat(both.listSessionIDs()).containsExactly(stats.getSessionID());
            assertThat(both.listTypeIDsForSession(stats.getSessionID()))
                    .containsExactlyInAnyOrder("StatsListener", RunRecord.TYPE_ID);
            assertThat(both.listWorkerIDsForSession(stats.getSessionID())).containsOnly(stats.getWorkerID());
        }
    }

    @Test
    void withoutAStatsListenerALightOneFillsTheOverviewPage() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        storage.registerStatsStorageListener(
                event -> threads.add(Thread.currentThread().getName()));
        try (RepresentationListener listener = builder().build()) {
            network.setListeners(listener);
            fit(network, 20);
            Eventually.await("nothing under way", listener::isIdle);
        }
        String session = storage.listSessionIDs().get(0);
        assertThat(storage.listSessionIDs()).hasSize(1);
        assertThat(storage.getAllStaticInfos(session, "StatsListener")).hasSize(1);
        List<Persistable> updates = storage.getAllUpdatesAfter(session, "StatsListener", 0);
        assertThat(updates)
                .as("one per iteration, none lost to an equal millisecond")
                .hasSize(20);
        assertThat(((StatsReport) updates.get(19)).getScore()).isEqualTo(network.score());
        assertThat(threads).containsExactlyInAnyOrder("infoscope-worker", "infoscope-scores");
    }

    /** Scores lie for a fifth of a second, so that many are put at once. A millisecond passes between two of them. */
    @Test
    void closingPutsTheScoresThatStillWait() {
        AtomicLong clock = new AtomicLong();
        try (RepresentationListener listener =
                builder().every(1000).clock(() -> clock.addAndGet(1_000_000)).build()) {
            network.setListeners(listener);
            fit(network, 20);
        }
        String session = storage.listSessionIDs().get(0);
        Eventually.await(
                "the last score",
                () -> storage.getAllUpdatesAfter(session, "StatsListener", 0).stream()
                        .anyMatch(update -> ((StatsReport) update).getIterationCount() == 19));
    }

    @Test
    void scoresDoNotWaitForASampleThatTakesLong() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch scores = new CountDownLatch(5);
        storage.registerStatsStorageListener(event -> {
            if (event.getTypeID().equals("StatsListener") && event.getEventType() == PostUpdate) {
                scores.countDown();
            }
        });
        TestMetric endless = new TestMetric("test-endless", snapshot -> {
            try {
                release.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return TestMetric.result(1);
        });
        try (RepresentationListener listener = builder()
                .metrics(endless)
                .blocking(false)
                .overheadBudget(Double.POSITIVE_INFINITY)
                .build()) {
            network.setListeners(listener);
            fit(network, 5);
            assertThat(scores.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Runs.live(storage)).as("the sample is still measured").allMatch(SampledStep::isScoreOnly);
            release.countDown();
        }
    }

    @Test
    void theLightStatsListenerCanBeLeftOut() {
        try (RepresentationListener listener = builder().statsListener(false).build()) {
            listener.setSessionID("mine");
            network.setListeners(listener);
            fit(network, 2);
        }
        assertThat(storage.listSessionIDs()).containsExactly("mine");
        assertThat(storage.listTypeIDsForSession("mine")).containsExactly(RunRecord.TYPE_ID);
    }

    @Test
    void ofSeveralWorkersOneSamples() throws Exception {
        try (RepresentationListener listener = builder().statsListener(false).build()) {
            List<MultiLayerNetwork> replicas = List.of(network, network.clone(), network.clone());
            CountDownLatch started = new CountDownLatch(replicas.size());
            List<Thread> workers = replicas.stream()
                    .map(replica -> {
                        RepresentationListener own = listener.clone();
                        own.setWorkerID("worker-" + replicas.indexOf(replica));
                        replica.setListeners(own);
                        return new Thread(() -> {
                            started.countDown();
                            try {
                                started.await();
                            } catch (InterruptedException stop) {
                                Thread.currentThread().interrupt();
                            }
                            fit(replica, 4);
                        });
                    })
                    .toList();
            workers.forEach(Thread::start);
            for (Thread worker : workers) {
                worker.join();
            }
        }
        assertThat(Runs.live(storage)).extracting(SampledStep::iteration).containsExactly(-1L, 0L, 1L, 2L, 3L);
        String session = storage.listSessionIDs().get(0);
        assertThat(storage.listWorkerIDsForSession(session)).isNotEmpty().allMatch(id -> id.startsWith("worker-"));
    }

    @Test
    void closingTwiceWritesOneEndAndNothingFollows() {
        RepresentationListener listener = builder().build();
        network.setListeners(listener);
        fit(network, 2);
        listener.close();
        listener.close();
        int records = Runs.steps(storage).size();
        fit(network, 2);
        List<SampledStep> steps = Runs.steps(storage);
        assertThat(steps).hasSize(records);
        assertThat(steps).extracting(SampledStep::state).containsOnlyOnce(SampledStep.State.ENDED);
        assertThat(steps.get(steps.size() - 1).state()).isEqualTo(SampledStep.State.ENDED);
        assertThat(steps.get(steps.size() - 1).iteration()).isEqualTo(1);
        new RepresentationListener(storage).close();
        assertThat(Runs.steps(storage))
                .as("a listener that never trained has no run")
                .hasSize(records);
    }

    @Test
    void namesThatNoAddressTakesAreRefusedAtTheDoor() {
        String longest = "\u00e9".repeat(127) + 'e';
        try (RepresentationListener listener = builder().build()) {
            listener.setSessionID(longest);
            listener.setWorkerID(longest);
            assertThat(listener.getSessionID())
                    .isEqualTo(listener.getWorkerID())
                    .isEqualTo(longest);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> listener.setSessionID(longest + 'e'))
                    .withMessageContaining("256 bytes")
                    .withMessageContaining("give a shorter one");
            assertThatIllegalArgumentException().isThrownBy(() -> listener.setWorkerID("w".repeat(5000)));
            assertThatIllegalArgumentException().isThrownBy(() -> builder().analysis("s".repeat(5000)));
            assertThat(listener.getSessionID())
                    .isEqualTo(listener.getWorkerID())
                    .isEqualTo(longest);
        }
    }

    @Test
    void aSecondNetworkIsNotMixedIntoTheRun() {
        try (RepresentationListener listener = builder().build()) {
            network.setListeners(listener);
            fit(network, 1);
            MultiLayerNetwork second = Networks.convolutional(9, CNN2DFormat.NCHW);
            second.setListeners(listener);
            fit(second, 3);
        }
        assertThat(Runs.live(storage)).hasSize(2);
    }

    @Test
    void isNotSentToOtherProcesses() {
        assertThatThrownBy(() -> new ObjectOutputStream(new ByteArrayOutputStream())
                        .writeObject(new RepresentationListener(storage)))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("cannot be sent");
    }

    private static ChildProgram leaving(Path file, String how) throws IOException {
        return ChildProgram.start(List.of(), List.of("-Xmx512m"), LeavingProgram.class, file.toString(), how);
    }

    /** Run again where the machine paused for so long that the end did not wait any longer. */
    @Test
    void aProgramThatEndsMeasuresItsSamplesFirst(@TempDir Path folder) throws Exception {
        List<String> records;
        int tries = 0;
        do {
            Path file = folder.resolve("leave-" + tries++);
            try (ChildProgram child = leaving(file, "leave")) {
                child.awaitEnd();
                assertThat(child.exitValue()).isZero();
            }
            records = Files.readAllLines(file);
        } while (tries < 3 && records.stream().anyMatch(line -> line.endsWith("skipped") || line.endsWith("dropped")));
        assertThat(records).containsExactly("-1 LIVE", "0 LIVE", "0 ENDED");
    }

    @ParameterizedTest
    @CsvSource({"finish, 0", "hang, 0", "exit, 3", "wait, 143"})
    void aProgramThatEndsInTheMiddleOfASampleEndsSoonAndSaysSo(String how, int exit, @TempDir Path folder)
            throws Exception {
        Path file = folder.resolve(how);
        try (ChildProgram child = leaving(file, how)) {
            child.await("leaving");
            long left = System.nanoTime();
            if (how.equals("wait")) {
                child.terminate();
            }
            child.awaitEnd();
            assertThat((System.nanoTime() - left) / 1_000_000)
                    .as("ms from the end of main to the end of the process: five seconds, and what a busy machine adds")
                    .isLessThan(20_000);
            assertThat(child.exitValue()).isEqualTo(exit);
        }
        if (how.equals("finish")) {
            assertThat(Files.readAllLines(file)).containsExactly("-1 LIVE", "0 LIVE", "0 ENDED");
        } else {
            assertThat(Files.readAllLines(file)).containsExactly("-1 LIVE", "0 LIVE", "1 LIVE skipped", "1 ENDED");
        }
    }
}
