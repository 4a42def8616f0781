package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;

/** Whatever goes wrong, fit goes on and the reason is kept. */
@Timeout(60)
class FailureTest {

    private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
    private final MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
    private final Probe probe = Probe.of(Networks.images(50, 10, CNN2DFormat.NCHW));

    private RepresentationListenerBuilder builder() {
        return RepresentationListener.builder(storage)
                .probe(probe)
                .metrics(TestMetric.mean())
                .every(1)
                .blocking(true);
    }

    private void fit(RepresentationListener listener, int iterations) {
        network.setListeners(listener);
        for (long seed = 0; seed < iterations; seed++) {
            network.fit(Networks.images(seed, 8, CNN2DFormat.NCHW));
        }
        assertThat(network.getIterationCount()).isEqualTo(iterations);
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("broken"),
                new OutOfMemoryError("broken"),
                new NoClassDefFoundError("broken"),
                new StackOverflowError("broken"));
    }

    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        @SuppressWarnings("unchecked")
        T unchecked = (T) failure;
        throw unchecked;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aMetricThatThrowsFailsAloneWithItsReason(Throwable failure) {
        TestMetric broken = new TestMetric("test-broken", snapshot -> {
            FailureTest.<RuntimeException>sneak(failure);
            return TestMetric.result(0);
        });
        try (RepresentationListener listener =
                builder().metrics(broken, TestMetric.mean()).build()) {
            fit(listener, 2);
        }
        List<SampledStep> steps = Runs.live(storage);
        assertThat(steps).hasSize(3);
        for (Reading reading : steps.get(2).readings()) {
            if (reading.metric().equals("test-broken")) {
                assertThat(reading.values()).isEmpty();
                assertThat(reading.flags().get(0).kind()).isEqualTo(Flag.Kind.FAILED);
                assertThat(reading.flags().get(0).reason()).contains("broken");
            } else {
                assertThat(reading.flags()).isEmpty();
                assertThat(reading.values()).hasSize(1);
            }
        }
        assertThat(steps.get(2).cost().failed()).isEqualTo(12);
    }

    @Test
    void aMetricThatHangsCostsSamplesNotTraining() {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch measuring = new CountDownLatch(1);
        TestMetric slow = new TestMetric("test-slow", snapshot -> {
            measuring.countDown();
            awaitQuietly(go);
            return TestMetric.result(1);
        });
        try (RepresentationListener listener = builder()
                .metrics(slow)
                .blocking(false)
                .overheadBudget(Double.POSITIVE_INFINITY)
                .build()) {
            fit(listener, 5);
            awaitQuietly(measuring);
            go.countDown();
            Eventually.await("nothing under way", listener::isIdle);
        }
        List<SampledStep> all = Runs.steps(storage);
        // The score alone of a step that was skipped may be recorded before.
        assertThat(Runs.samples(storage)).extracting(SampledStep::iteration).startsWith(-1L);
        SampledStep.Cost cost = all.get(all.size() - 1).cost();
        assertThat(cost.skipped()).as("all but the one that may wait").isBetween(4L, 5L);
        assertThat(cost.taken() + cost.skipped()).as("every sample is counted").isEqualTo(6);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void evenABlockingListenerLosesPatience() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        TestMetric hanging = new TestMetric("test-hanging", snapshot -> {
            entered.countDown();
            Eventually.awaitUninterrupted(never);
            return TestMetric.result(1);
        });
        RepresentationListener listener =
                builder().metrics(hanging).patience(20).build();
        fit(listener, 3);
        Eventually.awaitUninterrupted(entered);
        assertClosesSoon(listener);
        // The thread that tells the end may be slow; the storage takes it all the same.
        Eventually.await(
                "the end", () -> Runs.steps(storage).size() > Runs.live(storage).size());
        List<SampledStep> all = Runs.steps(storage);
        SampledStep last = all.get(all.size() - 1);
        assertThat(last.state()).as("the end is told").isEqualTo(SampledStep.State.ENDED);
        assertThat(all.subList(0, all.size() - 1)).as("no sample was finished").allMatch(SampledStep::isScoreOnly);
        assertThat(last.cost().skipped()).as("all but the one that may wait").isBetween(2L, 3L);
        never.countDown();
    }

    /** It waits five seconds at most; what comes on top is the machine's, which may be busy. */
    static void assertClosesSoon(RepresentationListener listener) {
        long closing = System.nanoTime();
        listener.close();
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - closing))
                .as("seconds to close")
                .isLessThan(20);
    }

    /** A storage whose puts do something else first. */
    private static final class Troubled extends InMemoryStatsStorage {
        private final Consumer<Persistable> trouble;

        Troubled(Consumer<Persistable> trouble) {
            this.trouble = trouble;
        }

        @Override
        public void putUpdate(Persistable update) {
            trouble.accept(update);
            super.putUpdate(update);
        }

        @Override
        public void putStaticInfo(Persistable staticInfo) {
            trouble.accept(staticInfo);
            super.putStaticInfo(staticInfo);
        }
    }

    @Test
    void layersThatTheStorageDidNotTakeAreToldWithTheNextStep() {
        AtomicBoolean lost = new AtomicBoolean();
        Troubled troubled = new Troubled(record -> {
            if (record instanceof RepresentationRun run
                    && !run.info().layers().isEmpty()
                    && lost.compareAndSet(false, true)) {
                throw new IllegalStateException("for a moment");
            }
        });
        try (RepresentationListener listener = RepresentationListener.builder(troubled)
                .probe(probe)
                .metrics(TestMetric.mean())
                .every(1)
                .blocking(true)
                .build()) {
            fit(listener, 2);
        }
        assertThat(lost).isTrue();
        assertThat(Runs.info(troubled).layers()).isNotEmpty();
    }

    @Test
    void aStorageThatThrowsLosesRecordsAndTheyAreCounted() {
        AtomicInteger reports = new AtomicInteger();
        Troubled troubled = new Troubled(record -> {
            if (record instanceof RepresentationReport && reports.incrementAndGet() <= 4) {
                throw new IllegalStateException("disk full");
            }
        });
        try (RepresentationListener listener = RepresentationListener.builder(troubled)
                .probe(probe)
                .metrics(TestMetric.mean())
                .statsListener(false)
                .every(1)
                .blocking(true)
                .build()) {
            fit(listener, 3);
            network.fit(Networks.images(9, 8, CNN2DFormat.NCHW));
        }
        assertThat(reports).as("iterations -1 to 3, and the end").hasValue(6);
        assertThat(Runs.live(troubled))
                .as("all but the first four")
                .singleElement()
                .satisfies(last -> {
                    assertThat(last.iteration()).isEqualTo(3);
                    assertThat(last.cost().failed())
                            .as("records that were lost")
                            .isEqualTo(4);
                });
    }

    @Test
    void aStorageThatHangsNeverStopsTraining() {
        CountDownLatch never = new CountDownLatch(1);
        Troubled hanging = new Troubled(record -> awaitQuietly(never));
        RepresentationListener listener = new RepresentationListener(hanging);
        fit(listener, 40);
        assertClosesSoon(listener);
        never.countDown();
    }

    @Test
    void aProbeThatDoesNotFitTheNetworkIsSaidSo() {
        Probe large = Probe.of(new DataSet(Networks.gaussian(1, 4, 2, 20, 20), Networks.oneHot(1, 4, 3)));
        try (RepresentationListener listener = builder().probe(large).build()) {
            fit(listener, 2);
        }
        SampledStep step = Runs.live(storage).get(2);
        assertThat(step.problems())
                .anySatisfy(problem ->
                        assertThat(problem.reason()).contains("does not fit").contains("'layer5'"));
        assertThat(step.readings())
                .filteredOn(reading -> reading.layer().equals("layer2"))
                .isNotEmpty()
                .allSatisfy(reading -> assertThat(reading.values()).isNotEmpty());
        assertThat(step.readings())
                .filteredOn(reading -> reading.layer().equals("layer6"))
                .isNotEmpty()
                .allSatisfy(reading -> assertThat(reading.flags().get(0).kind()).isEqualTo(Flag.Kind.FAILED));

        InMemoryStatsStorage other = new InMemoryStatsStorage();
        MultiLayerNetwork second = Networks.convolutional(2, CNN2DFormat.NCHW);
        try (RepresentationListener listener = RepresentationListener.builder(other)
                .probe(Probe.of(Networks.pairs(1, 5)))
                .every(1)
                .blocking(true)
                .build()) {
            second.setListeners(listener);
            second.fit(Networks.images(1, 8, CNN2DFormat.NCHW));
        }
        assertThat(Runs.live(other))
                .hasSize(2)
                .allSatisfy(failed -> assertThat(failed.problems().get(0).reason())
                        .contains("1 inputs")
                        .contains("2 feature arrays"));
    }

    @Test
    void aReplicaThatIsTooLargeIsRefusedWithItsReason() {
        try (RepresentationListener listener = builder().maxReplicaBytes(100).build()) {
            fit(listener, 2);
        }
        List<SampledStep> steps = Runs.live(storage);
        assertThat(steps).hasSize(3);
        assertThat(steps.get(2).problems().get(0).reason()).contains("maxReplicaBytes");
        assertThat(steps.get(2).score()).as("the score is still worth a record").isEqualTo(network.score());
        assertThat(Runs.info(storage).settings().get("refusal")).asString().contains("100");
    }

    @Test
    void labelsOfTheWrongKindAreReported() {
        Probe wrong =
                Probe.of(new DataSet(Networks.images(1, 6, CNN2DFormat.NCHW).getFeatures(), Networks.oneHot(1, 6, 5)));
        try (RepresentationListener listener = builder().probe(wrong).build()) {
            fit(listener, 1);
        }
        assertThat(Runs.live(storage).get(0).problems())
                .anySatisfy(problem ->
                        assertThat(problem.reason()).contains("5 classes").contains("has 3"));
    }

    @Test
    void aNetworkFedNaNGoesOnBeingRecorded() {
        DataSet poison = Networks.images(1, 8, CNN2DFormat.NCHW);
        poison.getFeatures().putScalar(0, Double.NaN);
        try (RepresentationListener listener = RepresentationListener.builder(storage)
                .probe(probe)
                .every(1)
                .blocking(true)
                .build()) {
            network.setListeners(listener);
            network.fit(poison);
            network.fit(poison);
        }
        List<SampledStep> steps = Runs.live(storage);
        assertThat(steps).hasSize(3);
        assertThat(steps.get(1).score()).isNaN();
        assertThat(steps.get(2).trainingAccuracy().get("layer6"))
                .as("NaN answers are wrong")
                .isZero();
        assertThat(steps.get(2).readings())
                .filteredOn(reading -> reading.layer().equals("layer6"))
                .isNotEmpty()
                .allSatisfy(reading -> {
                    Flag flag = reading.flags().get(0);
                    assertThat(flag.kind()).isIn(Flag.Kind.UNDEFINED, Flag.Kind.NOT_APPLICABLE);
                    assertThat(flag.reason()).as("words, no class name").doesNotContain("java.lang");
                });
    }

    @Test
    void theResultTypeOfAMetricIsNotTrusted() {
        TestMetric nothing = new TestMetric("test-null", snapshot -> {
            MetricResult[] none = new MetricResult[1];
            return none[0];
        });
        try (RepresentationListener listener =
                builder().metrics(nothing, TestMetric.mean()).build()) {
            fit(listener, 1);
        }
        assertThat(Runs.live(storage).get(1).readings())
                .filteredOn(reading -> reading.metric().equals("test-null"))
                .isNotEmpty()
                .allSatisfy(reading -> assertThat(reading.flags().get(0).kind()).isEqualTo(Flag.Kind.FAILED));
    }
}
