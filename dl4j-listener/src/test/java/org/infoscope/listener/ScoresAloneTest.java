package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.SampledStep;
import org.infoscope.insight.Insight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.dataset.DataSet;

/** Where a sample is due and none is taken, the score is recorded alone. The test turns the clock. */
@Timeout(120)
class ScoresAloneTest {

    private static final long MILLI = 1_000_000L;

    /** All records in the order in which they were put. */
    private final List<Persistable> put = new CopyOnWriteArrayList<>();

    private final InMemoryStatsStorage storage = new InMemoryStatsStorage() {
        @Override
        public void putStaticInfo(Persistable info) {
            put.add(info);
            super.putStaticInfo(info);
        }

        @Override
        public void putUpdate(Persistable update) {
            put.add(update);
            super.putUpdate(update);
        }
    };

    private final MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
    private final AtomicLong clock = new AtomicLong();
    private final AtomicBoolean between = new AtomicBoolean();
    private final List<Double> scores = new ArrayList<>();

    private RepresentationListenerBuilder builder() {
        return RepresentationListener.builder(storage)
                .probe(Probe.of(Networks.images(50, 10, CNN2DFormat.NCHW)))
                .layers("layer6")
                .statsListener(false)
                .clock(clock::get)
                .every(1);
    }

    /** Costs ten seconds each time: three minutes' budget. */
    private TestMetric dear() {
        return new TestMetric("test-dear", snapshot -> {
            Eventually.await("nobody calls back", between::get);
            clock.addAndGet(10_000 * MILLI);
            return TestMetric.result(1);
        });
    }

    private void fit(RepresentationListener listener, int iterations, long millisEach) {
        network.setListeners(listener, new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                scores.add(model.score());
                between.set(true);
                Eventually.await("nothing under way", listener::isIdle);
                between.set(false);
                clock.addAndGet(millisEach * MILLI);
            }
        });
        for (long seed = 0; seed < iterations; seed++) {
            network.fit(Networks.images(seed, 8, CNN2DFormat.NCHW));
        }
    }

    private List<SampledStep> alone() {
        return Runs.live(storage).stream().filter(SampledStep::isScoreOnly).toList();
    }

    @Test
    void theLossHasACurveWhereTheBudgetLeavesSamplesOut() {
        try (RepresentationListener listener = builder().metrics(dear()).build()) {
            fit(listener, 40, 300);
        }
        List<SampledStep> live = Runs.live(storage);
        assertThat(Runs.samples(storage))
                .as("12 s have room for the first sample only")
                .hasSize(1);
        assertThat(alone()).hasSize(40).allSatisfy(step -> {
            assertThat(step.score()).isEqualTo(scores.get((int) step.iteration()));
            assertThat(step.cost().stallNanos()).isZero();
            assertThat(step.cost().overhead().budget()).isEqualTo(0.05);
            assertThat(step.cost().overhead().series()).as("told by samples").isEmpty();
        });
        assertThat(alone()).extracting(SampledStep::iteration).doesNotHaveDuplicates();
        SampledStep last = Runs.steps(storage).get(live.size());
        assertThat(last.state()).isEqualTo(SampledStep.State.ENDED);
        assertThat(last.iteration()).isEqualTo(39);
        assertThat(last.cost().taken()).as("samples only").isEqualTo(1);
        assertThat(last.cost().overhead().leftOut()).isEqualTo(40);
    }

    @Test
    void ofFastNetworksFourASecond() {
        try (RepresentationListener listener = builder().metrics(dear()).build()) {
            fit(listener, 101, 10);
        }
        assertThat(alone())
                .extracting(SampledStep::iteration)
                .as("the first sample takes ten seconds after iteration 0")
                .containsExactly(0L, 1L, 26L, 51L, 76L);
    }

    @Test
    void ofSkippedSamplesToo() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        TestMetric hanging = new TestMetric("test-hanging", snapshot -> {
            entered.countDown();
            Eventually.awaitUninterrupted(release);
            return TestMetric.result(1);
        });
        try (RepresentationListener listener = builder()
                .metrics(hanging)
                .overheadBudget(Double.POSITIVE_INFINITY)
                .build()) {
            network.setListeners(listener);
            for (int i = 0; i < 6; i++) {
                network.fit(Networks.images(i, 8, CNN2DFormat.NCHW));
                clock.addAndGet(300 * MILLI);
                // From then on one sample may wait.
                Eventually.awaitUninterrupted(entered);
            }
            Eventually.await("scores while the worker is busy", () -> alone().size() == 5);
            release.countDown();
        }
        List<SampledStep> live = Runs.live(storage);
        assertThat(live).extracting(SampledStep::iteration).containsExactlyInAnyOrder(-1L, 0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(live.get(live.size() - 1).isScoreOnly())
                .as("a sample of an iteration before is recorded last")
                .isFalse();
    }

    @Test
    void infoFirstEndLastAndTimesInOrder() {
        try (RepresentationListener listener = builder()
                .metrics(TestMetric.mean())
                .overheadBudget(Double.POSITIVE_INFINITY)
                .build()) {
            network.setListeners(listener);
            for (int i = 0; i < 100; i++) {
                network.fit(Networks.images(i, 8, CNN2DFormat.NCHW));
                clock.addAndGet(250 * MILLI);
            }
            Eventually.await("nothing under way", listener::isIdle);
        }
        assertThat(put.get(0)).isInstanceOf(RepresentationRun.class);
        List<RepresentationReport> reports = put.stream()
                .filter(RepresentationReport.class::isInstance)
                .map(RepresentationReport.class::cast)
                .toList();
        assertThat(reports)
                .extracting(Persistable::getTimeStamp)
                .as("a reader goes on after the last one it has seen")
                .isSorted();
        assertThat(reports).extracting(report -> report.step().iteration()).contains(99L);
        assertThat(reports)
                .filteredOn(report -> report.step().state() == SampledStep.State.ENDED)
                .containsExactly(reports.get(reports.size() - 1));
    }

    @Test
    void aScoreThatIsNoNumberAnyMoreIsRecordedAndTold() {
        List<Insight> told = new CopyOnWriteArrayList<>();
        DataSet broken = Networks.images(3, 8, CNN2DFormat.NCHW);
        broken.getFeatures().putScalar(0, Double.NaN);
        try (RepresentationListener listener =
                builder().metrics(dear()).onInsight(told::add).build()) {
            fit(listener, 5, 300);
            for (int i = 0; i < 5; i++) {
                network.fit(broken);
            }
            Eventually.await("nothing under way", listener::isIdle);
        }
        assertThat(alone()).extracting(SampledStep::iteration).startsWith(0L).doesNotContain(-1L);
        assertThat(alone().subList(0, 5)).allMatch(step -> Double.isFinite(step.score()));
        assertThat(alone().subList(5, 10)).allMatch(step -> Double.isNaN(step.score()));
        assertThat(told).extracting(Insight::rule, Insight::since).contains(tuple("diverging-score", 5L));
    }
}
