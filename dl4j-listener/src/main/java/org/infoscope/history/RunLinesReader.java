package org.infoscope.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads {@link RunLines} of one worker.
 *
 * @param source of the steps
 * @param session id of the run's session
 * @param worker id
 * @param wanted lines
 */
record RunLinesReader(StepSource source, String session, String worker, RunLines.Wanted wanted) {

    RunLines read(long from, long to, int buckets) {
        long until = source.latest(session).getOrDefault(worker, Long.MIN_VALUE);
        CurveThinning thinning = thinning(new CurveThinning.Range(from, to, until), buckets);
        try (OneBehind<StepBlock> thinner = new OneBehind<>(thinning::add)) {
            source.blocks(session, worker, from, to, thinner);
        }
        return lines(thinning, until);
    }

    RunLines read(List<RepresentationReport> reports, int buckets) {
        CurveThinning thinning =
                thinning(new CurveThinning.Range(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE), buckets);
        StepBlockBuilder block = new StepBlockBuilder();
        reports.forEach(report -> block.add(block.steps(), report.getTimeStamp(), report.step()));
        thinning.add(new StepBlock(block.build()));
        return lines(thinning, reports.get(reports.size() - 1).getTimeStamp());
    }

    private CurveThinning thinning(CurveThinning.Range range, int buckets) {
        Map<String, String> headlines = source.headlines(session, worker);
        return new CurveThinning(range, buckets, track -> headlines.getOrDefault(track.series(), ""), wanted::accepts);
    }

    private RunLines lines(CurveThinning thinning, long latest) {
        Map<Track, List<Kept>> numbers = thinning.cells().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> kept(entry.getValue().values())));
        long kept = numbers.values().stream().mapToLong(List::size).sum();
        numbers.forEach((track, line) -> line.removeIf(number -> !number.isPart(track)));
        numbers.values().removeIf(List::isEmpty);
        SortedSet<Kept.Step> places = numbers.values().stream()
                .flatMap(List::stream)
                .map(Kept::at)
                .collect(Collectors.toCollection(TreeSet::new));
        Map<Kept.Step, Integer> indices = new TreeMap<>();
        List<RunLines.Step> steps = new ArrayList<>();
        for (Kept.Step place : places) {
            indices.put(place, steps.size());
            SampledStep step = RunJson.readStep(place.head().array());
            steps.add(new RunLines.Step(step.iteration(), step.epoch(), step.timeMillis()));
        }
        List<RunLines.Line> lines = new ArrayList<>();
        numbers.forEach((track, line) -> lines.add(line(track, line, indices, thinning.means(track))));
        return new RunLines(worker, thinning.steps(), kept == thinning.rows(), latest, steps, lines);
    }

    /** Each number once, in the order of the run. */
    private static List<Kept> kept(Collection<Kept[]> cells) {
        List<Kept> kept = Kept.distinct(cells);
        Collections.sort(kept);
        return kept;
    }

    /** How many of the numbers that are kept of a track are part of its curve. */
    static long parts(Track track, Collection<Kept[]> cells) {
        return Kept.distinct(cells).stream()
                .filter(number -> number.isPart(track))
                .count();
    }

    private static RunLines.Line line(
            Track track, List<Kept> numbers, Map<Kept.Step, Integer> indices, BucketMeans means) {
        return new RunLines.Line(
                kind(track),
                track.layer(),
                track.series(),
                numbers.stream()
                        .map(number -> Objects.requireNonNull(indices.get(number.at())))
                        .toList(),
                numbers.stream().map(Kept::value).toList(),
                means.count() > numbers.size() ? means : null);
    }

    static RunLines.Kind kind(Track track) {
        return switch (track.kind()) {
            case READINGS -> RunLines.Kind.READINGS;
            case SCORE -> RunLines.Kind.SCORE;
            case TRAINING_ACCURACY -> RunLines.Kind.TRAINING_ACCURACY;
            case VALIDATION_ACCURACY -> RunLines.Kind.VALIDATION_ACCURACY;
            case PROBLEMS -> throw new IllegalStateException("Problems have no line");
        };
    }
}
