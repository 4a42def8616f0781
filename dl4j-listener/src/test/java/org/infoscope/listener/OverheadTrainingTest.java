package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.Overhead;
import org.infoscope.history.SampledStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The overhead budget in real trainings whose clock the test turns: an iteration takes a second, and a
 * metric what it says. */
@Timeout(120)
class OverheadTrainingTest {

    private static final long SECOND = 1_000_000_000L;

    private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
    private final MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
    private final AtomicLong clock = new AtomicLong();
    private final AtomicBoolean between = new AtomicBoolean();

    private TestMetric costing(String id, long nanos) {
        return new TestMetric(id, snapshot -> {
            // Not while a callback is timed, or its stall would have the cost too.
            Eventually.await("nobody calls back", between::get);
            clock.addAndGet(nanos);
            return TestMetric.result(1);
        });
    }

    private RepresentationListenerBuilder builder() {
        return RepresentationListener.builder(storage)
                .probe(Probe.of(Networks.images(50, 10, CNN2DFormat.NCHW)))
                .layers("layer6")
                .statsListener(false)
                .every(1);
    }

    /** After every iteration a second passes, in which the worker has nothing to do. */
    private void fit(RepresentationListenerBuilder builder, int iterations) {
        try (RepresentationListener listener = builder.clock(clock::get).build()) {
            network.setListeners(listener, new BaseTrainingListener() {
                @Override
                public void iterationDone(Model model, int iteration, int epoch) {
                    between.set(true);
                    Eventually.await("nothing under way", listener::isIdle);
                    between.set(false);
                    clock.addAndGet(SECOND);
                }
            });
            for (long seed = 0; seed < iterations; seed++) {
                network.fit(Networks.images(seed, 8, CNN2DFormat.NCHW));
            }
        }
    }

    @Test
    void theRecordedShareObeysTheBudget() {
        TestMetric cheap = costing("test-cheap", SECOND / 100);
        TestMetric dear = costing("test-dear", SECOND);
        fit(builder().metrics(cheap, dear), 400);
        List<SampledStep> all = Runs.steps(storage);
        for (SampledStep step : all) {
            Overhead overhead = step.cost().overhead();
            assertThat(overhead.budget()).isEqualTo(0.05);
            if (step.iteration() >= 61) {
                assertThat(overhead.share()).isLessThanOrEqualTo(0.05 + 1e-9);
            }
        }
        Overhead last = all.get(all.size() - 1).cost().overhead();
        assertThat(last.runShare()).isBetween(0.03, 0.05);
        assertThat(last.series().get(0).everyNth()).as("cheap").isEqualTo(1);
        assertThat(last.series().get(1).everyNth()).as("dear").isGreaterThan(20);
        assertThat(last.series().get(1).nanos()).isEqualTo(SECOND);
        assertThat(last.series().get(1).leftOut()).isGreaterThan(350);
        assertThat(last.series().get(1).iterations()).isGreaterThan(20);
        assertThat(last.dropped()).isZero();
        assertThat(Runs.info(storage).settings()).containsEntry("overheadBudget", 0.05);
    }

    @Test
    void withoutABudgetTheShareIsRecordedAllTheSame() {
        fit(builder().metrics(costing("test-dear", SECOND)).overheadBudget(Double.POSITIVE_INFINITY), 20);
        Overhead last =
                Runs.steps(storage).get(Runs.steps(storage).size() - 1).cost().overhead();
        assertThat(last.budget()).isInfinite();
        assertThat(last.runShare()).isCloseTo(0.5, within(0.05));
        assertThat(last.leftOut()).isZero();
        assertThat(Runs.info(storage).settings()).containsEntry("overheadBudget", "none");
    }

    /** Timing reads the clock twice more: that is done for callbacks that work, and of the others, which are most, for one in 61. */
    @Test
    void callbacksWithNothingToDoAreSeldomTimed() {
        AtomicLong reads = new AtomicLong();
        LongSupplier counting = reads::incrementAndGet;
        try (RepresentationListener listener = RepresentationListener.builder(storage)
                .statsListener(false)
                .clock(counting)
                .build()) {
            network.setListeners(listener);
            network.fit(Networks.images(0, 8, CNN2DFormat.NCHW));
            Eventually.await("nothing under way", listener::isIdle);
            Function<Consumer<Model>, Long> readsOf = callback -> {
                long before = reads.get();
                callback.accept(network);
                return reads.get() - before;
            };
            assertThat(readsOf.apply(listener::onBackwardPass))
                    .as("gathers the probe")
                    .isEqualTo(3);
            assertThat(readsOf.apply(listener::onBackwardPass))
                    .as("has gathered")
                    .isEqualTo(1);
            assertThat(readsOf.apply(model -> listener.onForwardPass(model, List.of())))
                    .as("not the first")
                    .isEqualTo(1);
            assertThat(readsOf.apply(listener::onEpochStart)).isEqualTo(1);
            assertThat(readsOf.apply(listener::onEpochEnd))
                    .as("looks what is due")
                    .isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void anIterationWithNothingToDoIsSeldomTimedButCountsAllTheSame() {
        AtomicLong reads = new AtomicLong();
        try (RepresentationListener listener = builder()
                .every(100_000)
                .clock(() -> SECOND * reads.incrementAndGet())
                .build()) {
            network.setListeners(listener);
            network.fit(Networks.images(0, 8, CNN2DFormat.NCHW));
            Eventually.await("nothing under way", listener::isIdle);
            network.setListeners();
            int timed = 0;
            for (int iteration = 1; iteration <= 640; iteration++) {
                long before = reads.get();
                listener.iterationDone(network, iteration, 0);
                timed += reads.get() - before == 1 ? 0 : 1;
            }
            assertThat(timed).isEqualTo(10);
        }
        List<SampledStep> all = Runs.steps(storage);
        double share = all.get(all.size() - 1).cost().overhead().runShare();
        assertThat(share)
                .as("hardly any of the time of fit is not that of callbacks")
                .isGreaterThan(0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 5, Double.NaN, Double.NEGATIVE_INFINITY})
    void aShareIsCheckedAtTheDoor(double share) {
        assertThatThrownBy(() -> builder().overheadBudget(share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.05 for 5 %");
    }

    @Test
    void aBlockingListenerHasNoBudget() {
        assertThatThrownBy(() -> builder().blocking(true).overheadBudget(0.05).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("choose one");
        fit(builder().metrics(costing("test-dear", SECOND)).blocking(true), 3);
        assertThat(Runs.live(storage)).hasSize(4);
        assertThat(Runs.live(storage).get(0).cost().overhead().budget()).isInfinite();
    }
}
