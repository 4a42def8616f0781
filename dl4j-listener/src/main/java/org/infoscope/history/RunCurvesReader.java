package org.infoscope.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.infoscope.metric.MetricValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link RunCurves} of one worker.
 *
 * @param source of the steps
 * @param session id of the run's session
 * @param worker id
 */
record RunCurvesReader(StepSource source, String session, String worker) {

    /** A full answer holds no more numbers than these in histograms, scores of units and maps together. */
    static final int MOST_NUMBERS = 1_000_000;

    RunCurves read(long from, long to, int buckets) {
        SortedMap<String, Long> latest = source.latest(session);
        long until = latest.getOrDefault(worker, Long.MIN_VALUE);
        Map<String, String> headlines = source.headlines(session, worker);
        CurveThinning thinning = new CurveThinning(
                new CurveThinning.Range(from, to, until),
                buckets,
                track -> headlines.getOrDefault(track.series(), ""),
                track -> true);
        try (OneBehind<StepBlock> thinner = new OneBehind<>(thinning::add)) {
            source.blocks(session, worker, from, to, thinner);
        }
        List<RepresentationReport> whole = whole(thinning.fewSteps());
        return new RunCurves(
                worker,
                thinning.steps(),
                thinning.readings(),
                thinning.first(),
                thinning.last(),
                thinning.cells().size(),
                whole != null,
                whole == null ? reports(thinning.kept()) : whole,
                whole == null ? reports(thinning.rough()) : List.of(),
                whole == null ? means(thinning) : List.of(),
                thinning.problems(),
                latest);
    }

    /** This thread does it, with those of the common pool that are free, as {@link OneBehind} asks for them; it waits for none that is busy. */
    private List<RepresentationReport> reports(List<KeptStep> steps) {
        return steps.parallelStream()
                .map(kept -> new RepresentationReport(session, worker, kept.at().timestamp(), kept.step()))
                .toList();
    }

    private static List<RunCurves.TrackMeans> means(CurveThinning thinning) {
        List<RunCurves.TrackMeans> means = new ArrayList<>();
        thinning.cells().forEach((track, buckets) -> {
            BucketMeans its = thinning.means(track);
            if (its.count() > RunLinesReader.parts(track, buckets.values())) {
                means.add(new RunCurves.TrackMeans(RunLinesReader.kind(track), track.layer(), track.series(), its));
            }
        });
        return means;
    }

    /** The steps as they were put, or null if they are too many or too large. */
    private @Nullable List<RepresentationReport> whole(@Nullable List<Kept.Step> steps) {
        if (steps == null) {
            return null;
        }
        List<RepresentationReport> whole = new ArrayList<>();
        long[] numbers = new long[1];
        source.records(session, worker, steps, report -> {
            whole.add(report);
            numbers[0] += numbers(report.step());
            return numbers[0] <= MOST_NUMBERS;
        });
        return numbers[0] <= MOST_NUMBERS ? whole : null;
    }

    private static long numbers(SampledStep step) {
        return step.readings().stream()
                .flatMap(reading -> reading.values().stream())
                .mapToLong(RunCurvesReader::numbers)
                .sum();
    }

    private static long numbers(MetricValue value) {
        if (value instanceof MetricValue.Distribution distribution) {
            return 2L * distribution.counts().size();
        }
        if (value instanceof MetricValue.UnitScores units) {
            return units.scores().size();
        }
        if (value instanceof MetricValue.PixelMaps maps) {
            return (long) maps.rows() * maps.columns() * maps.maps().size();
        }
        return 1;
    }
}
