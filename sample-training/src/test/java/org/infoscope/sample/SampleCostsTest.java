package org.infoscope.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleCostsTest {

    private static double[] costs(long[] nanos, Integer... sampled) {
        return SampleCosts.millis(nanos, Set.of(sampled)::contains).toArray();
    }

    @Test
    void aSampleCostsWhatItsStepsTakeBeyondThePaceBesideThem() {
        long[] nanos = new long[256];
        // The machine grows slower all the time.
        Arrays.setAll(nanos, step -> 60_000_000 + 50_000L * step);
        nanos[100] += 7_000_000;
        nanos[109] += 20_000_000;
        nanos[164] += 5_000_000;

        assertThat(costs(nanos, 100, 164)).containsExactly(new double[] {27, 5}, within(1e-6));
        assertThat(costs(nanos, 36)).containsExactly(new double[] {0}, within(1e-6));
    }

    @Test
    void samplesWithoutStepsOfTheirOwnOnBothSidesTellNothing() {
        long[] nanos = new long[200];
        Arrays.fill(nanos, 1_000_000);
        int apart = SampleCosts.WINDOW + SampleCosts.BESIDE;

        assertThat(costs(nanos, SampleCosts.BESIDE - 1)).isEmpty();
        assertThat(costs(nanos, SampleCosts.BESIDE)).hasSize(1);
        assertThat(costs(nanos, nanos.length - apart)).hasSize(1);
        assertThat(costs(nanos, nanos.length - apart + 1)).isEmpty();
        assertThat(costs(new long[10], 5)).isEmpty();
        // The first one's steps are slower: where the second one's pace had them in it, it would seem to save time.
        nanos[60] += 5_000_000;
        nanos[60 + SampleCosts.WINDOW - 1] += 5_000_000;
        assertThat(costs(nanos, 60, 60 + apart)).containsExactly(new double[] {10, 0}, within(1e-6));
        assertThat(costs(nanos, 60, 60 + apart - 1)).isEmpty();
    }

    @Test
    void everyRunCountsAlike() {
        Configuration stats = new Configuration(Listening.stats, 64);
        Configuration often = new Configuration(Listening.economy, 16);
        List<BenchmarkRow> rows = List.of(
                row(Configuration.NONE, 1.0, -1.0),
                row(stats, 10.0, 20.0, 30.0),
                row(stats, 26.0),
                row(stats),
                row(often, 7.0),
                row(often, 8.0));

        assertThat(table(rows, stats, often))
                .contains("| none | 1 | 2 | 0.00 | - |\n| stats@64 | 2 | 4 | 23.00 | 3.00 |\n")
                .as("samples that only stand alone where others were left out")
                .doesNotContain("economy@16");
        assertThat(table(rows, often)).isEmpty();
    }

    private static String table(List<BenchmarkRow> rows, Configuration... compared) {
        return new SampleCostTable(new BenchmarkRatios(rows), List.of(compared)).text();
    }

    private static BenchmarkRow row(Configuration configuration, Double... sampleCosts) {
        MeasuredRun run = new MeasuredRun(
                1, 1, 0, 0, 0, 0, 0, Quantiles.NONE, Quantiles.NONE, List.of(sampleCosts), ListeningCosts.NONE, 0);
        return new BenchmarkRow(1, 0, configuration, run);
    }
}
