package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Flag;
import org.infoscope.metric.LayerGradients;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.Need;
import org.infoscope.metric.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Metrics of gradients that take far longer than training, in real trainings. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class LongSampleTest {

    private static final Set<Need> GRADIENTS = Set.of(Need.ACTIVATIONS, Need.GRADIENTS);

    private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
    private final MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
    private final CountDownLatch endless = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    /** Quick at the first layer; at the second it differentiates until it is enough. */
    private final TestMetric costly = new TestMetric("test-costly", this::costly, GRADIENTS);

    private MetricResult costly(Snapshot snapshot) {
        LayerGradients gradients = Objects.requireNonNull(snapshot.gradients(), "gradients");
        INDArray inputs = Objects.requireNonNull(
                Objects.requireNonNull(snapshot.input(), "input").inputs(), "inputs");
        INDArray rows = inputs.get(NDArrayIndex.interval(0, 2)).dup();
        boolean first = asked.incrementAndGet() == 1;
        while (!first && !enough.get()) {
            endless.countDown();
            gradients.gradient(new int[] {0, 1}, rows, f -> f);
        }
        return TestMetric.result(1);
    }

    private RepresentationListenerBuilder builder() {
        return RepresentationListener.builder(storage)
                .probe(Probe.of(Networks.images(50, 10, CNN2DFormat.NCHW)))
                .metrics(costly, TestMetric.mean())
                .layers("layer2", "layer4", "layer6")
                .overheadBudget(Double.POSITIVE_INFINITY)
                .every(1);
    }

    private void fit(int iterations) {
        for (long seed = 0; seed < iterations; seed++) {
            network.fit(Networks.images(seed, 8, CNN2DFormat.NCHW));
        }
    }

    /** A listener in the middle of its first sample's costly part. */
    private RepresentationListener differentiating() throws InterruptedException {
        RepresentationListener listener = builder().build();
        network.setListeners(listener);
        fit(1);
        assertThat(endless.await(60, TimeUnit.SECONDS)).isTrue();
        return listener;
    }

    private static List<String> readings(SampledStep step) {
        return step.readings().stream()
                .map(reading -> reading.layer() + " " + reading.metric())
                .toList();
    }

    private static List<String> of(String metric) {
        return List.of("layer2 " + metric, "layer4 " + metric, "layer6 " + metric);
    }

    @Test
    void whatIsQuickIsThereAtOnceAndWhatIsDoneIsThereAtTheEnd() throws Exception {
        RepresentationListener listener = differentiating();
        SampledStep quick = Runs.samples(storage).get(0);
        assertThat(readings(quick)).isEqualTo(of("test-mean"));
        assertThat(quick.readings())
                .allSatisfy(reading -> assertThat(reading.flags()).isEmpty());

        FailureTest.assertClosesSoon(listener);
        SampledStep partial = Runs.samples(storage).get(1);
        assertThat(readings(partial)).isEqualTo(of("test-costly"));
        assertThat(partial.readings().get(0).values()).hasSize(1);
        assertThat(partial.readings().subList(1, 3)).allSatisfy(LongSampleTest::endedBefore);
        assertThat(List.of(partial.iteration(), partial.epoch(), partial.timeMillis(), partial.score()))
                .isEqualTo(List.of(quick.iteration(), quick.epoch(), quick.timeMillis(), quick.score()));
        assertThat(partial.trainingAccuracy())
                .isEqualTo(quick.trainingAccuracy())
                .isNotEmpty();
        assertThat(partial.cost().taken()).isEqualTo(quick.cost().taken()).isEqualTo(1);
        assertThat(partial.cost().stallNanos()).as("training waited once").isZero();
        assertThat(partial.cost().failed()).isZero();
        assertThat(last().state()).isEqualTo(SampledStep.State.ENDED);
    }

    private SampledStep last() {
        List<SampledStep> all = Runs.steps(storage);
        return all.get(all.size() - 1);
    }

    private static void endedBefore(Reading reading) {
        assertThat(reading.values()).isEmpty();
        assertThat(reading.flags())
                .containsExactly(new Flag(Flag.Kind.SKIPPED, "The run ended before it was measured"));
    }

    @Test
    void oneSampleWaitsAndFurtherOnesAreSkipped() throws Exception {
        RepresentationListener listener = differentiating();
        fit(4);
        enough.set(true);
        Eventually.await("nothing under way", listener::isIdle);
        listener.close();
        List<SampledStep> live = Runs.samples(storage);
        assertThat(live).extracting(SampledStep::iteration).hasSize(3).startsWith(-1L, -1L);
        assertThat(live.get(2).iteration()).as("one of those that came").isBetween(0L, 1L);
        assertThat(readings(live.get(2))).isEqualTo(of("test-mean"));
        assertThat(live.get(2).readings())
                .as("what is quick")
                .allSatisfy(reading -> assertThat(reading.values()).hasSize(1));
        assertThat(live.get(2).cost().taken()).isEqualTo(2);
        assertThat(live.get(2).cost().skipped()).isEqualTo(4);
    }

    @Test
    void closingWhileOneIsMeasuredAndOneWaitsLosesNoCount() throws Exception {
        RepresentationListener listener = differentiating();
        fit(4);
        FailureTest.assertClosesSoon(listener);
        assertThat(readings(Runs.samples(storage).get(0))).isEqualTo(of("test-mean"));
        Eventually.await("the end", () -> last().state() == SampledStep.State.ENDED);
        SampledStep.Cost cost = last().cost();
        assertThat(cost.taken() + cost.skipped() + cost.overhead().dropped())
                .as("samples; one whose quick part alone is there is dropped, too")
                .isGreaterThanOrEqualTo(6);
    }

    @Test
    void whoeverMayMissNothingWaitsForEverySample() {
        CountDownLatch go = new CountDownLatch(1);
        TestMetric held = new TestMetric(
                "test-held",
                snapshot -> {
                    Eventually.awaitUninterrupted(go);
                    return TestMetric.result(2);
                },
                GRADIENTS);
        try (RepresentationListener listener = builder()
                .metrics(held, TestMetric.mean())
                .metric(held, Schedule.every(1))
                .blocking(true)
                .build()) {
            network.setListeners(listener);
            fit(1);
            Eventually.await("a record", () -> !Runs.samples(storage).isEmpty());
            assertThat(Runs.samples(storage))
                    .as("the quick part of the first sample")
                    .hasSize(1);
            go.countDown();
            fit(3);
        }
        List<SampledStep> live = Runs.samples(storage);
        assertThat(live).extracting(SampledStep::iteration).containsExactly(-1L, -1L, 0L, 0L, 1L, 1L, 2L, 2L, 3L, 3L);
        for (int i = 0; i < live.size(); i++) {
            SampledStep step = live.get(i);
            assertThat(readings(step)).isEqualTo(of(i % 2 == 0 ? "test-mean" : "test-held"));
            assertThat(step.readings())
                    .allSatisfy(reading -> assertThat(reading.values()).hasSize(1));
            assertThat(step.cost().taken()).isEqualTo(1 + i / 2);
            assertThat(step.cost().skipped()).isZero();
        }
    }

    @Test
    void anInterruptedAnalysisGivesUpAndRecordsNothing() {
        try (RepresentationAnalysis analysis = builder().analysis()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> analysis.measure(network, (done, total, layer, series) -> {}))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }
        assertThat(Runs.steps(storage)).isEmpty();
    }

    @Test
    void anAnalysisKeepsOneRecord() {
        TestMetric gradients = new TestMetric("test-gradients", snapshot -> TestMetric.result(2), GRADIENTS);
        try (RepresentationAnalysis analysis =
                builder().metrics(gradients, TestMetric.mean()).analysis()) {
            List<Integer> done = new ArrayList<>();
            SampledStep step = analysis.measure(network, (count, total, layer, series) -> {
                assertThat(total).isEqualTo(6);
                done.add(count);
            });
            assertThat(done).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(readings(step).subList(0, 3)).isEqualTo(of("test-mean"));
            assertThat(readings(step).subList(3, 6)).isEqualTo(of("test-gradients"));
        }
        assertThat(Runs.samples(storage)).hasSize(1);
    }
}
