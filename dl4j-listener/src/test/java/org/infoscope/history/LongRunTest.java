package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 100,000 readings: kept whole, small on the disk, exported by a process whose memory could not hold them. */
class LongRunTest {

    private static final int STEPS = 1000;
    private static final int LAYERS = 100;
    private static final int HEAP_MEGABYTES = 32;
    private static final long MOST_BYTES_PER_READING = 600;

    @TempDir
    private static Path folder = Path.of("");

    private static Path file() {
        return folder.resolve("run.db");
    }

    private static SampledStep step(int iteration) {
        SplittableRandom random = new SplittableRandom(iteration);
        List<Reading> readings = IntStream.range(0, LAYERS)
                .mapToObj(layer -> new Reading(
                        "layer" + layer,
                        "spectral-roll-off",
                        "spectral-roll-off-1a2b3c4d",
                        List.of(distribution(random)),
                        Map.of("n", 256, "rollOff", 0.85, "dtype", "FLOAT"),
                        List.of(),
                        random.nextInt(1_000_000)))
                .toList();
        SampledStep.Cost cost = new SampledStep.Cost(1, 2, iteration, 0, 0);
        return new SampledStep(
                iteration, 0, iteration, 1, Map.of(), Map.of(), readings, List.of(), cost, SampledStep.State.LIVE);
    }

    private static MetricValue distribution(SplittableRandom random) {
        return new MetricValue.Distribution(
                "rollOff",
                "cycles/pixel",
                IntStream.rangeClosed(0, 50).mapToObj(edge -> edge / 100.0).toList(),
                random.longs(50, 0, 1000).boxed().toList(),
                random.nextDouble(),
                random.nextDouble(),
                List.of(0.05, 0.25, 0.5, 0.75, 0.95),
                DoubleStream.generate(random::nextDouble).limit(5).boxed().toList(),
                256,
                0,
                0);
    }

    @BeforeAll
    static void write() throws IOException {
        try (RunHistory history = RunHistory.open(file())) {
            for (int iteration = 0; iteration < STEPS; iteration++) {
                history.putUpdate(new RepresentationReport("s", "w", iteration, step(iteration)));
            }
            assertThat(history.getNumUpdateRecordsFor("s")).isEqualTo(STEPS);
            assertThat(history.problems()).isEmpty();
        }
    }

    @Test
    void exportsMoreThanItsMemoryHolds() throws Exception {
        try (ChildProgram process = HistoryProcess.start("export", file(), HEAP_MEGABYTES)) {
            String jsonLines = process.await("JSONL");
            assertThat(jsonLines).startsWith("JSONL " + STEPS + " lines ");
            assertThat(bytes(jsonLines)).isGreaterThan(2L * HEAP_MEGABYTES * 1024 * 1024);
            // A header, score and five costs a step, mean, sd, undefinedFraction and five quantiles a reading.
            assertThat(process.await("CSV")).startsWith("CSV " + (1 + STEPS * (6 + LAYERS * 8)) + " lines ");
            assertThat(process.finish()).isZero();
        }
    }

    private static long bytes(String line) {
        return Long.parseLong(line.replaceAll(".* lines (\\d+) bytes", "$1"));
    }

    @Test
    void aReadingTakesLittleRoom() throws Exception {
        assertThat(Files.size(file())).isLessThan(MOST_BYTES_PER_READING * STEPS * LAYERS);
        assertThat(Sqlite.rows(file(), "SELECT count(*) FROM readings WHERE metric = 'spectral-roll-off'"))
                .containsExactly(Integer.toString(STEPS * LAYERS * 8));
    }
}
