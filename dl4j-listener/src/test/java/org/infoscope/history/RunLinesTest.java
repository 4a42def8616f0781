package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines against the records they are made of and against thinned curves' slow oracle, from every kind of storage. */
class RunLinesTest {

    private static final int STEPS = 300;
    private static final RunLines.Wanted ALL = new RunLines.Wanted(Set.of(), Set.of());

    @TempDir
    private Path folder = Path.of("");

    private static void put(StatsStorage storage, List<RepresentationReport> reports) {
        storage.putStaticInfo(TrackedRun.info("w"));
        reports.forEach(storage::putUpdate);
    }

    private static RunLines all(StatsStorage storage, int buckets) {
        return RunLines.read(storage, "s", "w", ALL, Long.MIN_VALUE, Long.MAX_VALUE, buckets);
    }

    /** Every number as a line of text, by what it is of: what the records themselves say. */
    private static Map<String, List<String>> expected(List<RepresentationReport> reports, Set<Long> times) {
        Map<String, List<String>> lines = new TreeMap<>();
        reports.stream()
                .filter(report -> times.contains(report.getTimeStamp()))
                .sorted(Comparator.comparingLong(
                                (RepresentationReport report) -> report.step().iteration())
                        .thenComparingLong(RepresentationReport::getTimeStamp))
                .forEach(report -> SlowThinning.numbers(report).forEach((track, value) -> {
                    if (!track.equals("problems")
                            && !(track.equals("score") && report.step().iteration() < 0)) {
                        lines.computeIfAbsent(track, key -> new ArrayList<>())
                                .add(report.step().iteration() + " "
                                        + report.step().timeMillis() + " " + value);
                    }
                }));
        return lines;
    }

    private static String name(RunLines.Line line) {
        return switch (line.kind()) {
            case READINGS -> line.layer() + '|' + line.series();
            case SCORE -> "score";
            case TRAINING_ACCURACY -> "t " + line.series();
            case VALIDATION_ACCURACY -> "v " + line.series();
        };
    }

    private static Map<String, List<String>> told(RunLines lines) {
        return lines.lines().stream()
                .collect(Collectors.toMap(
                        RunLinesTest::name,
                        line -> IntStream.range(0, line.values().size())
                                .mapToObj(i -> {
                                    RunLines.Step step =
                                            lines.steps().get(line.at().get(i));
                                    return step.iteration() + " " + step.timeMillis() + " "
                                            + line.values().get(i);
                                })
                                .toList(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    @Test
    void aShortRunsLinesAreItsNumbers() throws Exception {
        List<RepresentationReport> reports = new TrackedRun(11).reports("w", 8);
        Set<Long> every =
                reports.stream().map(RepresentationReport::getTimeStamp).collect(Collectors.toSet());
        StatsStorage memory = new InMemoryStatsStorage();
        put(memory, reports);
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"))) {
            put(history, reports);
            for (StatsStorage storage : List.of(memory, history)) {
                RunLines lines = all(storage, 4000);
                assertThat(told(lines)).isEqualTo(expected(reports, every));
                assertThat(lines.lines()).extracting(RunLines.Line::means).containsOnlyNulls();
                assertThat(lines.count()).isEqualTo(8);
                assertThat(lines.latest()).isEqualTo(1070);
                assertThat(lines.steps()).extracting(RunLines.Step::iteration).isSorted();
            }
            assertThat(RunLines.of(history, ALL, reports, 4000)).isEqualTo(all(history, 4000));
        }
    }

    @ParameterizedTest
    @CsvSource({"12,10", "13,64"})
    void aLongRunsLinesAreThinnedLikeItsCurves(long seed, int buckets) {
        List<RepresentationReport> reports = new TrackedRun(seed).reports("w", STEPS);
        StatsStorage memory = new InMemoryStatsStorage();
        put(memory, reports);
        RunLines lines = all(memory, buckets);
        Map<Long, Set<String>> kept = SlowThinning.kept(reports, buckets);
        Map<String, List<String>> expected = new TreeMap<>();
        expected(reports, kept.keySet()).forEach((track, numbers) -> {
            Set<Long> its = new TreeSet<>();
            kept.forEach((time, tracks) -> {
                if (tracks.contains(track)) {
                    its.add(time);
                }
            });
            expected.put(track, expected(reports, its).get(track));
        });
        expected.values().removeIf(numbers -> numbers == null);
        assertThat(told(lines)).isEqualTo(expected);
        Map<String, BucketMeans> means = SlowThinning.means(reports, buckets);
        assertThat(lines.lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.means()).isEqualTo(means.get(name(line))));
        assertThat(lines.complete()).isFalse();
        assertThat(lines.count()).isEqualTo(STEPS);
    }

    @Test
    void onlyWhatIsWantedIsRead() {
        List<RepresentationReport> reports = new TrackedRun(14).reports("w", 40);
        StatsStorage memory = new InMemoryStatsStorage();
        put(memory, reports);
        RunLines.Wanted wanted = new RunLines.Wanted(Set.of("dense"), Set.of("a", "c"));
        RunLines some = RunLines.read(memory, "s", "w", wanted, 3, 20, 400);
        Map<String, List<String>> whole = told(RunLines.read(memory, "s", "w", ALL, 3, 20, 400));
        assertThat(told(some)).containsOnlyKeys("dense|a", "dense|c", "score", "t out");
        told(some).forEach((track, numbers) -> assertThat(numbers).isEqualTo(whole.get(track)));
        assertThat(some.steps()).allMatch(step -> step.iteration() >= 3 && step.iteration() <= 20);
    }

    @Test
    void whatAMetricDoesNotApplyToHasNoLineAndWhatFailedHasNan() {
        StatsStorage memory = new InMemoryStatsStorage();
        RepresentationReport first = new TrackedRun(15).reports("w", 8).get(1);
        put(
                memory,
                List.of(new RepresentationReport(
                        "s",
                        "w",
                        1,
                        first.step()
                                .withReadings(List.of(
                                        reading("dense", Flag.Kind.NOT_APPLICABLE),
                                        reading("conv", Flag.Kind.FAILED))))));
        assertThat(all(memory, 10).lines())
                .filteredOn(line -> line.kind() == RunLines.Kind.READINGS)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.layer()).isEqualTo("conv");
                    assertThat(line.values()).containsExactly(Double.NaN);
                });
    }

    private static Reading reading(String layer, Flag.Kind kind) {
        List<MetricValue> none = List.of();
        return new Reading(layer, "metric-a", "a", none, Map.of(), List.of(new Flag(kind, "because")), 1);
    }

    @Test
    void refusesTooFewBucketsAndNoRecord() {
        StatsStorage memory = new InMemoryStatsStorage();
        assertThatThrownBy(() -> all(memory, 9)).hasMessageContaining("at least 10 buckets");
        assertThatThrownBy(() -> RunLines.of(memory, ALL, List.of(), 10)).hasMessageContaining("at least one record");
        assertThat(all(memory, 10)).isEqualTo(RunLines.none("w"));
    }
}
