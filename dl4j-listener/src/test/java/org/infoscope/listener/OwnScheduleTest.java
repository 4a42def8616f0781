package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.Need;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.dataset.DataSet;

/** Metrics with a schedule of their own, in real trainings. */
@Timeout(120)
class OwnScheduleTest {

    private static final TestMetric OFTEN = TestMetric.mean();
    private static final TestMetric RARE = new TestMetric("test-rare", snapshot -> TestMetric.result(1));
    private static final TestMetric COSTLY =
            new TestMetric("test-costly", snapshot -> TestMetric.result(2), Set.of(Need.ACTIVATIONS, Need.GRADIENTS));

    private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
    private final MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);

    private RepresentationListenerBuilder builder() {
        return RepresentationListener.builder(storage)
                .probe(Probe.of(Networks.images(50, 10, CNN2DFormat.NCHW)))
                .metrics(OFTEN)
                .layers("layer6")
                .every(2)
                .blocking(true);
    }

    private static List<DataSet> batches(int count) {
        return Networks.batches(count, seed -> Networks.images(seed, 8, CNN2DFormat.NCHW));
    }

    private void fitEpochs(RepresentationListenerBuilder builder, int epochs) {
        try (RepresentationListener listener = builder.build()) {
            network.setListeners(listener);
            network.fit(new ListDataSetIterator<>(batches(5), 1), epochs);
        }
    }

    private void fitWithoutEpochs(RepresentationListenerBuilder builder, int iterations) {
        try (RepresentationListener listener = builder.build()) {
            network.setListeners(listener);
            batches(iterations).forEach(network::fit);
        }
    }

    /** For each record the iteration and the metrics that it has readings of. */
    private List<String> recorded() {
        List<String> all = new ArrayList<>();
        for (SampledStep step : Runs.samples(storage)) {
            List<String> metrics = step.readings().stream().map(Reading::metric).toList();
            all.add(step.iteration() + " " + String.join("+", metrics));
        }
        return all;
    }

    @Test
    void eachStepHoldsWhatIsDueAndTheFirstHoldsAll() {
        fitEpochs(builder().metric(RARE, Schedule.perEpoch()), 2);
        assertThat(recorded())
                .containsExactly(
                        "-1 test-mean+test-rare",
                        "0 test-mean",
                        "2 test-mean",
                        "4 test-mean",
                        "4 test-rare",
                        "6 test-mean",
                        "8 test-mean",
                        "9 test-rare");
    }

    @Test
    void aMetricOfTheSetMayGetItsOwnScheduleInAnyOrder() {
        fitWithoutEpochs(
                builder().metric(RARE, Schedule.every(4)).metrics(RARE, OFTEN).metric(OFTEN, Schedule.every(3)), 7);
        assertThat(recorded())
                .containsExactly(
                        "-1 test-rare+test-mean",
                        "0 test-rare+test-mean",
                        "2 ",
                        "3 test-mean",
                        "4 test-rare",
                        "6 test-mean");
        assertThat(Runs.live(storage).get(2).trainingAccuracy())
                .as("the listener's schedule is that of the accuracies too")
                .isNotEmpty();
    }

    @Test
    void metricsOfGradientsRunAtTheEndOfAnEpoch() {
        fitEpochs(builder().metrics(OFTEN, COSTLY), 2);
        assertThat(recorded())
                .filteredOn(step -> step.contains("costly"))
                .containsExactly("-1 test-costly", "4 test-costly", "9 test-costly");
    }

    @Test
    void metricsOfGradientsRunNowAndThenWhereThereAreNoEpochs() {
        fitWithoutEpochs(builder().every(1000).metrics(COSTLY), 3);
        assertThat(recorded()).containsExactly("-1 test-costly", "0 ");
        assertThat(Runs.info(storage).settings())
                .containsEntry(
                        "schedule." + SeriesInfo.of(COSTLY).key(),
                        "at the end of every epoch; where there are none, every 1000 iterations");
        fitWithoutEpochs(builder().every(1000).metric(COSTLY, Schedule.perEpochOrEvery(2)), 5);
        assertThat(recorded().subList(2, recorded().size()))
                .as("the count of updates goes on")
                .containsExactly("2 test-mean", "2 test-costly", "4 test-costly", "6 test-costly");
    }

    @Test
    void metricsOfGradientsFollowAScheduleThatTheyAreGiven() {
        fitWithoutEpochs(builder().metrics(OFTEN, COSTLY).metric(COSTLY, Schedule.every(2)), 3);
        assertThat(recorded())
                .containsExactly(
                        "-1 test-mean",
                        "-1 test-costly",
                        "0 test-mean",
                        "0 test-costly",
                        "2 test-mean",
                        "2 test-costly");
    }

    @Test
    void gatheredExamplesBeginWithEveryMetric() {
        try (RepresentationListener listener = RepresentationListener.builder(storage)
                .metrics(OFTEN, COSTLY)
                .layers("layer6")
                .every(3)
                .blocking(true)
                .build()) {
            network.setListeners(listener);
            network.fit(new ListDataSetIterator<>(batches(5), 1), 2);
        }
        assertThat(recorded())
                .containsExactly(
                        "0 ", "3 ", "4 test-mean", "4 test-costly", "6 test-mean", "9 test-mean", "9 test-costly");
    }

    @Test
    void whatASkippedSampleOwesIsMeasuredWithTheNextOne() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        TestMetric slow = new TestMetric("test-slow", snapshot -> {
            entered.countDown();
            try {
                go.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return TestMetric.result(0);
        });
        try (RepresentationListener listener = builder()
                .blocking(false)
                .overheadBudget(Double.POSITIVE_INFINITY)
                .every(3)
                .metrics(slow)
                .metric(RARE, Schedule.every(5))
                .build()) {
            network.setListeners(listener);
            // The sample before the first update is under way until the one of iteration 5 has been skipped; the one of
            // iteration 0 waits for the worker, or that of iteration 3 if the first was not even begun.
            batches(1).forEach(network::fit);
            assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
            batches(5).forEach(network::fit);
            go.countDown();
            Eventually.await("the sample that waited", listener::isIdle);
            batches(1).forEach(network::fit);
            Eventually.await("the last sample", listener::isIdle);
        }
        assertThat(recorded()).hasSize(3).startsWith("-1 test-slow+test-rare").endsWith("6 test-slow+test-rare");
        assertThat(recorded().get(1)).isIn("0 test-slow+test-rare", "3 test-slow+test-rare");
        assertThat(Runs.samples(storage).get(2).cost().skipped())
                .as("two of iterations 0, 3 and 5")
                .isEqualTo(2);
    }

    @Test
    void theSettingsTellEverySeriesSchedule() {
        fitWithoutEpochs(builder().metric(RARE, Schedule.logarithmic()), 1);
        assertThat(Runs.info(storage).settings())
                .containsEntry("schedule", "every 2 iterations")
                .containsEntry("schedule." + SeriesInfo.of(OFTEN).key(), "every 2 iterations")
                .containsEntry("schedule." + SeriesInfo.of(RARE).key(), "ten times per factor of ten in iterations");
    }

    @Test
    void aScheduleIsAskedForAtTheDoor() {
        assertThatThrownBy(() -> Schedule.perEpochOrEvery(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder()
                        .metrics(RARE, RARE)
                        .metric(RARE, Schedule.perEpoch())
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("given twice");
    }
}
