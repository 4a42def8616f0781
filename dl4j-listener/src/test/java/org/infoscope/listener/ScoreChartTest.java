package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a chart reports whose reports, and whose iterations, take a given time. */
class ScoreChartTest {

    private static final int ITERATIONS = 400;
    private static final long MILLI = 1_000_000;

    private final MultiLayerNetwork network = Networks.convolutional(1, CNN2DFormat.NCHW);
    private final FitTime fit = new FitTime();
    private final List<StatsReport> reports = new ArrayList<>();
    private long now;
    private long reportMillis;
    private final InMemoryStatsStorage storage = new InMemoryStatsStorage() {
        @Override
        public void putUpdate(Persistable update) {
            now += reportMillis * MILLI;
            reports.add((StatsReport) update);
        }
    };

    private ScoreChart chart(double budget, long putMillis) {
        network.fit(Networks.images(1, 8, CNN2DFormat.NCHW));
        return new ScoreChart(storage, "session", "worker", () -> now, fit, budget, () -> putMillis * MILLI);
    }

    private void train(ScoreChart chart, int from, long iterationMillis) {
        for (int i = from; i < from + ITERATIONS; i++) {
            now += iterationMillis * MILLI;
            fit.callback(now);
            chart.iterationDone(network, i, 0);
        }
    }

    @ParameterizedTest(name = "iterations of {0} ms, reports of {1} ms and {2} ms to put, budget {3}: every {4}")
    @CsvSource({
        "100, 1, 0, 0.05, 1",
        "10, 1, 0, 0.05, 4",
        "10, 0, 1, 0.05, 4",
        "10, 1, 1, 0.1, 4",
        "1, 1, 0, 0.5, 4",
        "1, 5, 5, Infinity, 1"
    })
    void reportsTakeHalfOfTheBudgetAtMost(
            long iterationMillis, long reportMillis, long putMillis, double budget, int every) {
        this.reportMillis = reportMillis;
        ScoreChart chart = chart(budget, putMillis);
        train(chart, 0, iterationMillis);
        // Reports lengthen the distance between iterations, so there are a few more.
        assertThat(reports).hasSizeBetween(ITERATIONS / every, ITERATIONS / every * 5 / 4 + 4);
    }

    @Test
    void oneSlowReportChangesNothingAndWhenReportsAreCheapAgainThereIsOneAtEveryIteration() {
        ScoreChart chart = chart(0.05, 0);
        train(chart, 0, 10);
        reportMillis = 1000;
        train(chart, ITERATIONS, 10);
        int slow = reports.size();
        assertThat(slow).isLessThan(ITERATIONS + 20);
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
        ScoreChart chart = chart(0.05, 0);
        train(chart, 0, 1);
        int before = reports.size();
        train(chart, ITERATIONS, 1000);
        assertThat(reports.size() - before).isGreaterThan(ITERATIONS * 9 / 10);
    }

    @Test
    void reportsTellTheScoreAndTheSpeedOfTheIterationsBetweenThem() {
        reportMillis = 1;
        train(chart(0.05, 0), 0, 10);
        StatsReport last = reports.get(reports.size() - 1);
        assertThat(last.getScore()).isEqualTo(network.score());
        assertThat(last.getTotalMinibatches()).isGreaterThan(ITERATIONS - 8);
        assertThat(last.getJvmCurrentBytes()).isZero();
        assertThat(last.hasHistograms(StatsType.Parameters)).isFalse();
    }
}
