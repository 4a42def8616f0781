package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thinned curves against a slow oracle, and the same from every kind of storage and file. */
class RunCurvesTest {

    private static final int STEPS = 700;
    private static final long ALL_TIMES = Long.MAX_VALUE;
    private static final Comparator<RepresentationReport> IN_ORDER = Comparator.<RepresentationReport>comparingLong(
                    report -> report.step().iteration())
            .thenComparingLong(RepresentationReport::getTimeStamp);

    @TempDir
    private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("run.db");
    }

    /** Every few puts a commit: many small blocks, some of them merged, others not. */
    private static void put(StatsStorage storage, List<RepresentationReport> reports) {
        storage.putStaticInfo(TrackedRun.info(reports.get(0).getWorkerID()));
        for (int i = 0; i < reports.size(); i++) {
            storage.putUpdate(reports.get(i));
            if (i % 7 == 0) {
                assertThat(storage.getNumUpdateRecordsFor("s")).isPositive();
            }
        }
    }

    private static CurveThinning thinned(StatsStorage storage, String worker, int buckets) {
        StepSource source = StepSource.of(storage);
        Map<String, String> headlines = source.headlines("s", worker);
        CurveThinning thinning = new CurveThinning(
                new CurveThinning.Range(Long.MIN_VALUE, Long.MAX_VALUE, ALL_TIMES),
                buckets,
                track -> headlines.getOrDefault(track.series(), ""),
                track -> true);
        source.blocks("s", worker, Long.MIN_VALUE, Long.MAX_VALUE, thinning::add);
        return thinning;
    }

    private static Map<Long, List<Reading>> readings(CurveThinning thinning) {
        Map<Long, List<Reading>> byTime = new TreeMap<>();
        thinning.kept()
                .forEach(each -> byTime.put(each.at().timestamp(), each.step().readings()));
        return byTime;
    }

    private static Map<String, BucketMeans> means(CurveThinning thinning) {
        return thinning.cells().keySet().stream()
                .filter(track -> track.kind() != Track.Kind.PROBLEMS)
                .collect(Collectors.toMap(
                        track -> switch (track.kind()) {
                            case READINGS -> track.layer() + '|' + track.series();
                            case TRAINING_ACCURACY -> "t " + track.series();
                            default -> "score";
                        },
                        thinning::means));
    }

    private static Reading thin(Reading reading) {
        List<MetricValue> values = new ArrayList<>();
        for (MetricValue value : reading.values()) {
            if (value instanceof MetricValue.Distribution d) {
                values.add(new MetricValue.Distribution(
                        d.name(),
                        d.unit(),
                        List.of(0.0),
                        List.of(),
                        d.mean(),
                        d.sd(),
                        d.levels(),
                        d.quantiles(),
                        d.total(),
                        d.undefined(),
                        d.nonFinite()));
            } else if (value instanceof MetricValue.Scalar) {
                values.add(value);
            }
        }
        return new Reading(reading.layer(), reading.metric(), reading.series(), values, Map.of(), reading.flags(), 0);
    }

    @ParameterizedTest
    @CsvSource({"1,10", "2,16", "3,100", "4,400", "5,4000"})
    void keepsWhatTheOracleKeepsWhateverTheStorage(long seed, int buckets) throws Exception {
        List<RepresentationReport> mine = new TrackedRun(seed).reports("w,1", STEPS);
        List<RepresentationReport> other = new TrackedRun(-seed).reports("w,2", STEPS / 2);
        StatsStorage memory = new InMemoryStatsStorage();
        put(memory, mine);
        put(memory, other);
        Map<Long, Set<String>> expected = SlowThinning.kept(mine, buckets);
        Map<Long, RepresentationReport> byTime =
                mine.stream().collect(Collectors.toMap(RepresentationReport::getTimeStamp, report -> report));
        try (RunHistory history = RunHistory.open(file())) {
            put(history, mine);
            put(history, other);
            for (StatsStorage storage : List.of(memory, history)) {
                CurveThinning thinning = thinned(storage, "w,1", buckets);
                Map<Long, List<Reading>> kept = readings(thinning);
                assertThat(kept.keySet()).isEqualTo(expected.keySet());
                kept.forEach((time, readings) -> {
                    Set<String> names = new TreeSet<>(Objects.requireNonNull(expected.get(time)));
                    List<Reading> whole = Objects.requireNonNull(byTime.get(time)).step().readings().stream()
                            .filter(reading -> names.contains(SlowThinning.name(reading)))
                            .map(RunCurvesTest::thin)
                            .toList();
                    assertThat(readings).isEqualTo(whole);
                });
                assertThat(means(thinning)).isEqualTo(SlowThinning.means(mine, buckets));
                assertThat(thinning.steps()).isEqualTo(STEPS);
                assertThat(thinning.readings())
                        .isEqualTo(mine.stream()
                                .mapToLong(report -> report.step().readings().size())
                                .sum());
            }
            assertThat(thinned(history, "w,1", buckets).problems())
                    .isEqualTo(thinned(memory, "w,1", buckets).problems())
                    .isNotEmpty();
            assertThat(RunExtent.of(history, "s").orElseThrow().readings())
                    .isEqualTo(thinned(history, "w,1", 10).readings()
                            + thinned(history, "w,2", 10).readings());
            assertThat(history.problems()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"1,4000,8", "2,150,8", "3,100,4", "4,50,2"})
    void aFirstPictureIsWhatWiderBucketsGive(long seed, int buckets, int wider) {
        StatsStorage memory = new InMemoryStatsStorage();
        put(memory, new TrackedRun(seed).reports("w,1", STEPS));
        CurveThinning fine = thinned(memory, "w,1", buckets);
        int tracks = fine.cells().size();
        long width = wider * RunCurves.bucketWidth(fine.first(), fine.last(), tracks, buckets);
        int fewer = IntStream.range(CurveThinning.FEWEST_BUCKETS, buckets)
                .filter(some -> RunCurves.bucketWidth(fine.first(), fine.last(), tracks, some) == width)
                .findFirst()
                .orElseThrow();
        List<KeptStep> kept = fine.kept();
        assertThat(fine.rough()).isNotEmpty().hasSizeLessThan(kept.size());
        assertThat(fine.rough()).isEqualTo(thinned(memory, "w,1", fewer).kept());
        assertThat(fine.kept()).as("what is kept, as before").isEqualTo(kept);
        assertThat(thinned(memory, "w,1", CurveThinning.FEWEST_BUCKETS).rough()).isEmpty();
    }

    @Test
    void aShortRangeIsWhole() throws Exception {
        List<RepresentationReport> reports = new TrackedRun(6).reports("w", STEPS);
        StatsStorage memory = new InMemoryStatsStorage();
        put(memory, reports);
        try (RunHistory history = RunHistory.open(file())) {
            put(history, reports);
            for (StatsStorage storage : List.of(memory, history)) {
                RunCurves curves = RunCurves.read(storage, "s", "w", 100, 300, 10);
                List<SampledStep> expected = reports.stream()
                        .filter(report -> report.step().iteration() >= 100
                                && report.step().iteration() <= 300)
                        .sorted(IN_ORDER)
                        .map(RepresentationReport::step)
                        .toList();
                assertThat(curves.complete()).isTrue();
                assertThat(curves.means()).isEmpty();
                assertThat(curves.kept()).extracting(RepresentationReport::step).isEqualTo(expected);
                assertThat(curves.first()).isEqualTo(expected.get(0).iteration());
                assertThat(curves.latest()).isEqualTo(Map.of("w", 1000 + 10L * (STEPS - 1)));
                Set<Long> wanted = Set.of(100L, 101L, 102L, 103L, -1L, 1_000_000L);
                assertThat(RunSteps.at(storage, "s", "w", wanted))
                        .extracting(RepresentationReport::step)
                        .isEqualTo(reports.stream()
                                .filter(report -> wanted.contains(report.step().iteration()))
                                .sorted(IN_ORDER)
                                .map(RepresentationReport::step)
                                .toList());
                assertThat(RunCurves.read(storage, "s", "nobody", 0, 9, 10).steps())
                        .isZero();
            }
            assertThatThrownBy(() -> RunCurves.read(history, "s", "w", 0, 9, 9))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least 10");
        }
    }

    @Test
    void countsAlikeProblemsTogether() {
        List<RepresentationReport> reports = new TrackedRun(7).reports("w", STEPS);
        StatsStorage memory = new InMemoryStatsStorage();
        put(memory, reports);
        List<RunCurves.Problem> problems = thinned(memory, "w", 10).problems();
        assertThat(problems).hasSize(3 * (1 + 2 * 3));
        assertThat(problems.stream().mapToLong(RunCurves.Problem::count).sum())
                .isEqualTo(reports.stream()
                        .map(RepresentationReport::step)
                        .mapToLong(step -> step.problems().size()
                                + step.readings().stream()
                                        .mapToLong(reading -> reading.flags().size())
                                        .sum())
                        .sum());
    }

    @Test
    void aLongRunIsThinAndEndsWithItsLastRecord() throws Exception {
        int steps = CurveThinning.FULL + 50;
        SampledStep.Cost cost = new SampledStep.Cost(0, 0, 0, 0, 0);
        try (RunHistory history = RunHistory.open(file())) {
            for (int i = 0; i <= steps; i++) {
                boolean end = i == 100 || i == steps;
                history.putUpdate(new RepresentationReport(
                        "s",
                        "w",
                        i,
                        new SampledStep(
                                end ? i - 1 : i,
                                0,
                                i,
                                end ? Double.NaN : Math.sin(i),
                                Map.of(),
                                Map.of(),
                                List.of(),
                                List.of(),
                                cost,
                                end ? SampledStep.State.ENDED : SampledStep.State.LIVE)));
            }
            RunCurves curves = RunCurves.read(history, "s", "w", Long.MIN_VALUE, Long.MAX_VALUE, 100);
            assertThat(curves.complete()).isFalse();
            assertThat(curves.steps()).isEqualTo(steps + 1);
            assertThat(curves.kept().size()).isBetween(200, 401);
            assertThat(curves.means()).singleElement().satisfies(track -> {
                assertThat(track.kind()).isEqualTo(RunLines.Kind.SCORE);
                assertThat(track.means().width()).as("a quarter of a bucket").isEqualTo(64);
                assertThat(track.means().ends()).startsWith(63L, 127L).endsWith(steps - 1L);
                assertThat(track.means().finite()).startsWith(64L, 63L, 64L);
                assertThat(track.means().means().get(2))
                        .isCloseTo(
                                LongStream.range(128, 192)
                                        .mapToDouble(Math::sin)
                                        .average()
                                        .orElseThrow(),
                                within(1e-9));
            });
            assertThat(curves.kept())
                    .extracting(report -> report.step().state())
                    .last()
                    .isEqualTo(SampledStep.State.ENDED);
            assertThat(curves.kept())
                    .filteredOn(report -> report.step().state() == SampledStep.State.ENDED)
                    .hasSize(1);
            assertThat(history.getUpdateTimesAfter("s", RunRecord.TYPE_ID, "w", 7, 3))
                    .containsExactly(8, 9, 10);
        }
    }

    @Test
    void aFileWithoutBlocksIsReadFromItsRecordsAndGetsSomeFromItsNextWriter() throws Exception {
        List<RepresentationReport> reports = new TrackedRun(8).reports("w", STEPS);
        try (RunHistory history = RunHistory.open(file())) {
            put(history, reports.subList(0, 400));
        }
        Sqlite.execute(file(), "DROP TABLE blocks");
        try (RunHistory history = RunHistory.openReadOnly(file())) {
            assertThat(readings(thinned(history, "w", 16)).keySet())
                    .isEqualTo(SlowThinning.kept(reports.subList(0, 400), 16).keySet());
            assertThat(RunExtent.of(history, "s")).isEmpty();
        }
        try (RunHistory history = RunHistory.open(file())) {
            put(history, reports.subList(400, STEPS));
            assertThat(readings(thinned(history, "w", 16)).keySet())
                    .isEqualTo(SlowThinning.kept(reports, 16).keySet());
            assertThat(RunExtent.of(history, "s")).isEmpty();
        }
    }

    @Test
    void aDamagedBlockIsReadFromItsRecords() throws Exception {
        List<RepresentationReport> reports = new TrackedRun(9).reports("w", STEPS);
        try (RunHistory history = RunHistory.open(file())) {
            put(history, reports);
        }
        Sqlite.execute(
                file(), "UPDATE blocks SET content = substr(content, 1, 100) WHERE id = (SELECT min(id) FROM blocks)");
        try (RunHistory history = RunHistory.openReadOnly(file())) {
            assertThat(readings(thinned(history, "w", 16)).keySet())
                    .isEqualTo(SlowThinning.kept(reports, 16).keySet());
            assertThat(history.problems()).singleElement().asString().contains("block", "damaged");
        }
    }
}
