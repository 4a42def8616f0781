package org.infoscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.history.Reading;
import org.infoscope.history.RepresentationReport;
import org.infoscope.history.RepresentationRun;
import org.infoscope.history.RunCurves;
import org.infoscope.history.RunInfo;
import org.infoscope.history.SampledStep;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.SpectralRollOff;
import org.junit.jupiter.api.Test;

/** Which histograms of a run are read for its heat maps. */
class HistogramsTest {

    private static final SeriesInfo SERIES = SeriesInfo.of(SpectralRollOff.withDefaults());
    private static final RunInfo INFO = new RunInfo(
            "run",
            1,
            "MultiLayerNetwork",
            List.of(new RunInfo.LayerInfo("conv", "ConvolutionLayer", "")),
            List.of(SERIES),
            "",
            Map.of());

    private static RepresentationReport report(long n, List<Double> edges, List<Long> counts) {
        MetricValue value = new MetricValue.Distribution(
                SERIES.info().headline(), "cycles/pixel", edges, counts, 0.5, 0.1, List.of(0.5), List.of(0.5), n, 0, 0);
        Reading reading = new Reading("conv", SERIES.info().id(), SERIES.key(), List.of(value), Map.of(), List.of(), 1);
        SampledStep step = new SampledStep(
                10 * n,
                0,
                n,
                1,
                Map.of(),
                Map.of(),
                List.of(reading),
                List.of(),
                new SampledStep.Cost(1, 1, n, 0, 0),
                SampledStep.State.LIVE);
        return new RepresentationReport("s", "w", n, step);
    }

    /** Thinned curves keep no histograms. */
    @Test
    void theHistogramsOfALongRunAreReadFromItsSamples() {
        StatsStorage storage = new InMemoryStatsStorage();
        storage.putStaticInfo(new RepresentationRun("s", "w", 1, INFO));
        for (long n = 1; n <= 300; n++) {
            storage.putUpdate(report(n, List.of(0.0, 0.5, 1.0), List.of(n, 2 * n)));
        }
        RunCurves whole = RunCurves.read(storage, "s", "w", Long.MIN_VALUE, Long.MAX_VALUE, Curve.BUCKETS);
        List<RepresentationReport> thin = LongStream.rangeClosed(1, 300)
                .mapToObj(n -> report(n, List.of(0.0), List.of()))
                .toList();
        RunCurves thinned =
                new RunCurves("w", 300, 300, 10, 3000, 1, false, thin, List.of(), List.of(), List.of(), whole.latest());

        List<Histograms.Column> read =
                Histograms.read(storage, "s", "w", INFO, thinned).of("conv", SERIES.key());

        assertThat(read).hasSize(Histograms.MOST_COLUMNS);
        assertThat(read.get(0)).isEqualTo(new Histograms.Column(10, List.of(0.0, 0.5, 1.0), List.of(1L, 2L)));
        assertThat(read.get(Histograms.MOST_COLUMNS - 1).counts()).containsExactly(300L, 600L);
        assertThat(read)
                .as("each sample's own")
                .allMatch(column -> column.counts().get(0) == column.iteration() / 10)
                .isSortedAccordingTo((a, b) -> Long.compare(a.iteration(), b.iteration()));
        assertThat(Histograms.read(storage, "s", "w", INFO, whole).of("conv", SERIES.key()))
                .as("of a short run they are here already")
                .isEqualTo(read);
        assertThat(Histograms.read(storage, "s", "w", INFO, whole).of("dense", SERIES.key()))
                .isEmpty();
    }

    @Test
    void ofManySamplesAnEvenChoiceIsDrawn() {
        TreeSet<Long> few = new TreeSet<>(
                LongStream.range(0, Histograms.MOST_COLUMNS).boxed().toList());
        assertThat(Histograms.evenly(few)).isEqualTo(few);
        TreeSet<Long> many = new TreeSet<>(LongStream.range(0, 1000).boxed().toList());
        many.add(1_000_000L);
        Set<Long> chosen = Histograms.evenly(many);
        assertThat(chosen).as("as there is nothing between").containsExactlyInAnyOrder(0L, 999L, 1_000_000L);
        TreeSet<Long> even =
                new TreeSet<>(LongStream.range(0, 5000).map(i -> 3 * i).boxed().toList());
        TreeSet<Long> spread = new TreeSet<>(Histograms.evenly(even));
        assertThat(spread).hasSize(Histograms.MOST_COLUMNS).startsWith(0L).endsWith(14_997L);
        Long before = null;
        for (Long at : spread) {
            assertThat(before == null ? 126 : at - before).isBetween(122L, 130L);
            before = at;
        }
    }
}
