package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a chart reports whose reports, and whose iterations, take a given time; what its reports tell. */
class ScoreChartTest {

    private static final int ITERATIONS = 400;
    private static final int EXAMPLES = 8;
    private static final long MILLI = 1_000_000;

    private final MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
    private final List<StatsReport> reports = new ArrayList<>();
    private final List<Runnable> asked = new ArrayList<>();
    private final Complaints complaints = new Complaints();
    private long now;
    private long reportMillis;
    private boolean refuses;
    private boolean broken;
    private int described;
    private final InMemoryStatsStorage storage = new InMemoryStatsStorage() {
        @Override
        public void putUpdate(Persistable update) {
            now += reportMillis * MILLI;
            reports.add((StatsReport) update);
            if (broken) {
                throw new IllegalStateException("broken");
            }
        }

        @Override
        public void putStaticInfo(Persistable info) {
            assertThat(reports).as("the description comes first").isEmpty();
            described++;
        }
    };

    private boolean later(Runnable work) {
        return !refuses && asked.add(work);
    }

    private ScoreChart chart(double budget) {
        QueueingRouter router = new QueueingRouter(storage, this::later, new Tally(), complaints);
        return new ScoreChart(router, "session", "worker", this::later, () -> now, budget);
    }

    /** The other thread has its turn after every iteration. */
    private void train(ScoreChart chart, int from, long iterationMillis) {
        for (int i = from; i < from + ITERATIONS; i++) {
            now += iterationMillis * MILLI;
            iteration(chart, i);
            store();
        }
    }

    private void iteration(ScoreChart chart, int number) {
        if (!chart.iterationDone(network, number)) {
            network.fit(Networks.images(1, EXAMPLES, CNN2DFormat.NCHW));
            chart.begin(network, number, 0);
        }
    }

    private void store() {
        List<Runnable> all = List.copyOf(asked);
        asked.clear();
        all.forEach(Runnable::run);
    }

    @ParameterizedTest(name = "iterations of {0} ms, reports of {1} ms, budget {2}: every {3}")
    @CsvSource({"100, 1, 0.05, 1", "10, 1, 0.05, 4", "10, 2, 0.1, 4", "1, 1, 0.5, 3", "1, 5, Infinity, 1"})
    void reportsTakeHalfOfTheBudgetAtMost(long iterationMillis, long putMillis, double budget, int every) {
        reportMillis = putMillis;
        ScoreChart chart = chart(budget);
        train(chart, 0, iterationMillis);
        // Here reports lengthen the distance between iterations; the first ones come before their cost is known.
        assertThat(reports).hasSizeBetween(ITERATIONS / every, ITERATIONS / every * 5 / 4 + 4);
    }

    @Test
    void oneSlowReportChangesNothingAndWhenReportsAreCheapAgainThereIsOneAtEveryIteration() {
        ScoreChart chart = chart(0.05);
        train(chart, 0, 10);
        reportMillis = 1000;
        train(chart, ITERATIONS, 10);
        assertThat(reports).hasSizeLessThan(ITERATIONS + 20);
        reportMillis = 0;
        for (int round = 2; round < 60; round++) {
            train(chart, round * ITERATIONS, 10);
        }
        int before = reports.size();
        train(chart, 60 * ITERATIONS, 10);
        assertThat(reports).hasSize(before + ITERATIONS);
    }

    @Test
    void whereIterationsGrowLongerTheNextReportComesSooner() {
        reportMillis = 10;
        ScoreChart chart = chart(0.05);
        train(chart, 0, 1);
        int before = reports.size();
        train(chart, ITERATIONS, 1000);
        assertThat(reports.size() - before).isGreaterThan(ITERATIONS * 9 / 10);
    }

    @Test
    void reportsTellTheScoreAndTheSpeedOfTheIterationsBetweenThem() {
        reportMillis = 1;
        train(chart(0.05), 0, 10);
        assertThat(reports).extracting(StatsReport::getTimeStamp).isSorted().doesNotHaveDuplicates();
        for (StatsReport report : reports) {
            assertThat(report.getSessionID()).isEqualTo("session");
            assertThat(report.getWorkerID()).isEqualTo("worker");
            assertThat(report.getScore()).isEqualTo(network.score());
            assertThat(report.getTotalMinibatches()).isEqualTo(report.getIterationCount() + 1L);
            assertThat(report.getTotalExamples()).isEqualTo(EXAMPLES * report.getTotalMinibatches());
            assertThat(report.hasMemoryUse()).isFalse();
            assertThat(report.hasLearningRates()).isFalse();
        }
        assertThat(reports.get(0).getMinibatchesPerSecond())
                .as("nothing to compare with")
                .isZero();
        StatsReport last = reports.get(reports.size() - 1);
        // Every fourth iteration of ten milliseconds is reported, which takes one more.
        assertThat(last.getMinibatchesPerSecond()).isCloseTo(4 / 0.041, within(1e-9));
        assertThat(last.getExamplesPerSecond()).isCloseTo(EXAMPLES * 4 / 0.041, within(1e-9));
        assertThat(last.getTotalRuntimeMs()).isBetween(ITERATIONS * 10L, ITERATIONS * 11L);
    }

    @Test
    void atMostOneReportAMillisecond() {
        ScoreChart chart = chart(Double.POSITIVE_INFINITY);
        for (int i = 0; i < 100; i++) {
            now += MILLI / 4;
            iteration(chart, i);
            store();
        }
        assertThat(reports)
                .extracting(StatsReport::getIterationCount)
                .startsWith(0, 4, 8)
                .hasSize(25);
    }

    @Test
    void theClockMayBeginAnywhere() {
        now = Long.MAX_VALUE - 50 * MILLI;
        train(chart(0.05), 0, 10);
        assertThat(reports).hasSize(ITERATIONS);
    }

    @Test
    void theRunIsDescribedFirstAndOnceWhateverItsFirstIterationIs() {
        ScoreChart chart = chart(0.05);
        network.fit(Networks.images(1, EXAMPLES, CNN2DFormat.NCHW));
        chart.begin(network, 5000, 7);
        store();
        assertThat(described).isEqualTo(1);
        train(chart, 5001, 10);
        assertThat(reports).extracting(StatsReport::getIterationCount).startsWith(5000, 5001);
        assertThat(described).isEqualTo(1);
    }

    @Test
    void aThreadThatIsBusyIsAskedAgainAndOneThatHangsCostsReportsNotMemory() {
        ScoreChart chart = chart(0.05);
        iteration(chart, 0);
        refuses = true;
        now += 10 * MILLI;
        iteration(chart, 1);
        refuses = false;
        for (int i = 2; i < 10_000; i++) {
            now += 10 * MILLI;
            iteration(chart, i);
        }
        store();
        assertThat(reports)
                .extracting(StatsReport::getIterationCount)
                .startsWith(0, 1, 2)
                .hasSize(1024);
        now += 10 * MILLI;
        iteration(chart, 10_000);
        store();
        assertThat(reports.get(1024).getIterationCount()).isEqualTo(10_000);
        assertThat(reports.get(1024).getTotalMinibatches()).isEqualTo(10_001);
    }

    @Test
    void aStorageThatThrowsTellsNothingOfWhatAReportTakes() {
        ScoreChart chart = chart(0.05);
        reportMillis = 10;
        train(chart, 0, 10);
        int before = reports.size();
        broken = true;
        reportMillis = 0;
        train(chart, ITERATIONS, 10);
        assertThat(reports.size() - before).isBetween(ITERATIONS / 45, ITERATIONS / 35);
    }
}
