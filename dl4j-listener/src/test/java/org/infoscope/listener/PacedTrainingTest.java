package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.LayerGradients;
import org.infoscope.metric.Metric;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.Need;
import org.infoscope.metric.Snapshot;
import org.infoscope.network.LayerActivations;
import org.infoscope.network.NetworkBlueprint;
import org.infoscope.network.Replica;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A metric that costs twice the budget of a minute, in a real training whose clock the test turns: it is spread over time, quick samples
 * come between, and each reading is of the parameters of its own iteration.
 */
@Timeout(120)
class PacedTrainingTest {

    private static final long SECOND = 1_000_000_000L;
    private static final String LAYER = "layer6";
    private static final int[] EXAMPLES = {0, 1, 2, 3};
    private static final int PIECES = 12;

    private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
    private final MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
    private final DataSet images = Networks.images(50, 10, CNN2DFormat.NCHW);
    private final AtomicLong clock = new AtomicLong();
    private final AtomicBoolean between = new AtomicBoolean();
    private final Map<Long, INDArray> params = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Thread> worker = new AtomicReference<>();

    /** Half a second for each piece; not while a callback is timed, or its stall would have the cost too. */
    private MetricResult slowly(Snapshot snapshot) {
        worker.set(Thread.currentThread());
        LayerGradients gradients = Objects.requireNonNull(snapshot.gradients(), "gradients");
        double sum = 0;
        for (int piece = 0; piece < PIECES; piece++) {
            while (!between.get()) {
                Thread.onSpinWait();
            }
            clock.addAndGet(SECOND / 2);
            sum += sum(gradients);
        }
        return TestMetric.result(sum);
    }

    private double sum(LayerGradients gradients) {
        return gradients.activations(EXAMPLES, rows()).sumNumber().doubleValue();
    }

    private INDArray rows() {
        return images.getFeatures()
                .get(NDArrayIndex.interval(0, EXAMPLES.length))
                .dup();
    }

    private void train(int iterations, List<Metric> quick, TestMetric slow) {
        try (RepresentationListener listener = RepresentationListener.builder(storage)
                .probe(Probe.of(images))
                .layers(LAYER)
                .statsListener(false)
                .every(1)
                .metrics(quick)
                .metric(slow, Schedule.every(10))
                .clock(this::time)
                .build()) {
            network.setListeners(listener, new BaseTrainingListener() {
                @Override
                public void iterationDone(Model model, int iteration, int epoch) {
                    params.put((long) iteration, model.params().dup());
                    between.set(true);
                    Eventually.await("the worker rests", () -> passesASecond(listener));
                }
            });
            for (long seed = 0; seed < iterations; seed++) {
                network.fit(Networks.images(seed, 8, CNN2DFormat.NCHW));
            }
            between.set(true);
        }
    }

    /** Passes unless the worker is busy: it cannot begin meanwhile, since it would ask what time it is. */
    private synchronized boolean passesASecond(RepresentationListener listener) {
        boolean rests = listener.isIdle() || isResting();
        if (rests) {
            between.set(false);
            clock.addAndGet(SECOND);
        }
        return rests;
    }

    private synchronized long time() {
        return clock.get();
    }

    /** Whether the worker waits, for room in the budget or for a sample. */
    private boolean isResting() {
        Thread known = worker.get();
        return known != null && known.getState() == Thread.State.TIMED_WAITING;
    }

    @Test
    void aDearMetricIsSpreadOverTimeAndQuickSamplesComeBetween() throws Exception {
        TestMetric slow = new TestMetric("test-slow", this::slowly, Set.of(Need.GRADIENTS));
        train(450, List.of(TestMetric.mean()), slow);
        List<SampledStep> steps = Runs.samples(storage);
        for (SampledStep step : steps) {
            double minutes = Math.max(1, step.iteration() + 1) / 60.0;
            // A second of training may pass while the worker wakes up.
            assertThat(step.cost().overhead().share() * Math.min(1, minutes))
                    .as("share of a minute at iteration %d", step.iteration())
                    .isLessThan(0.05 + 1.5 / 60);
        }

        Replica replica = Replica.of(NetworkBlueprint.of(network), Long.MAX_VALUE);
        INDArray[] features = {images.getFeatures()};
        INDArray[] masks = new INDArray[1];
        int late = 0;
        int spread = 0;
        long newest = -1;
        for (SampledStep step : steps) {
            if (step.iteration() >= 0) {
                replica.assign(Objects.requireNonNull(params.get(step.iteration())));
                for (Reading reading : step.readings()) {
                    if (reading.flags().isEmpty()) {
                        boolean isSlow = reading.metric().equals("test-slow");
                        double expected = isSlow
                                ? PIECES * sum(replica.gradients(LAYER, features, masks))
                                : mean(replica, features, masks);
                        assertThat(reading.values())
                                .isEqualTo(TestMetric.result(expected).values());
                        spread += isSlow ? 1 : 0;
                    }
                }
                late += step.iteration() < newest ? 1 : 0;
                newest = Math.max(newest, step.iteration());
            }
        }
        assertThat(spread).as("readings that took minutes").isGreaterThanOrEqualTo(2);
        assertThat(late).as("records after those of later iterations").isEqualTo(spread);
        SampledStep last = Runs.steps(storage).get(Runs.steps(storage).size() - 1);
        assertThat(steps.size()).as("quick samples meanwhile").isGreaterThan(200);
        assertThat(steps.size() + last.cost().skipped() + last.cost().overhead().leftOut())
                .as("with those that a slow machine skips or has no time for")
                .isGreaterThan(400);
        assertThat(last.iteration()).as("of the last record").isEqualTo(449);
    }

    private static double mean(Replica replica, INDArray[] features, INDArray[] masks) {
        LayerActivations activations =
                Objects.requireNonNull(replica.forward(features, masks, Set.of(LAYER), Measurement.CHUNK)
                        .activations()
                        .get(LAYER));
        return activations.array().meanNumber().doubleValue();
    }

    @Test
    void aRunThatEndsDoesNotWaitForWhatRests() {
        TestMetric endless = new TestMetric(
                "test-endless",
                snapshot -> {
                    while (true) {
                        slowly(snapshot);
                    }
                },
                Set.of(Need.GRADIENTS));
        long started = System.nanoTime();
        train(100, List.of(TestMetric.mean()), endless);
        assertThat(System.nanoTime() - started).isLessThan(30 * SECOND);
        List<SampledStep> all = Runs.steps(storage);
        assertThat(all.get(all.size() - 1).state()).isEqualTo(SampledStep.State.ENDED);
        assertThat(all.stream()
                        .flatMap(step -> step.readings().stream())
                        .filter(reading -> reading.metric().equals("test-endless")))
                .singleElement()
                .satisfies(reading -> assertThat(reading.flags()).containsExactly(Cutoff.ENDED));
    }
}
