package org.infoscope.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.core.storage.Persistable;
import org.infoscope.history.ChildProgram;
import org.infoscope.history.HistoryProcess;
import org.infoscope.history.RunHistory;
import org.infoscope.history.Sqlite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills real processes, at moments that follow from a seed: what they had put two seconds before is there, byte for byte, the
 * file is whole, and the next writer goes on. {@code -Psoak} kills a hundred and writes a table.
 */
class KilledTrainingTest {

    private static final int KILLS = Integer.getInteger("infoscope.kills", 5);
    private static final String TABLE = System.getProperty("infoscope.kills.table", "");
    private static final String HEAD =
            "kill,mode,alive_ms,puts,kept,lost,oldest_lost_ms,log_bytes,uncommitted_frames,open_ms";
    private static final int SHORTEST_MILLIS = 1000;
    private static final int LONGEST_MILLIS = 5000;
    private static final int MAY_BE_LOST_MILLIS = 2000;
    private static final Pattern LINE = Pattern.compile("^(new|put) (\\S+) (\\S+) (\\d+);$");

    private static final String REPORTS = "SELECT count(*) FROM records JOIN classes ON classes.id = records.class"
            + " WHERE kind = 2 AND name LIKE '%RepresentationReport'";

    @TempDir
    private Path folder = Path.of("");

    /**
     * What one thread of a killed process said.
     *
     * @param checksums of what it was about to put, in order
     * @param times when each put was over, ms since 1970; the last one may be missing
     */
    private record Told(List<Long> checksums, List<Long> times) {

        /** By type and worker. */
        static Map<String, Told> of(List<String> lines) {
            Map<String, Told> told = new TreeMap<>();
            for (String line : lines) {
                // The last line may have been cut by the kill itself; a whole one ends with a semicolon.
                Matcher word = LINE.matcher(line);
                if (word.find()) {
                    Told one = told.computeIfAbsent(
                            word.group(2) + " " + word.group(3), key -> new Told(new ArrayList<>(), new ArrayList<>()));
                    (word.group(1).equals("new") ? one.checksums : one.times).add(Long.parseLong(word.group(4)));
                }
            }
            return told;
        }

        /** How many puts were over so long before the kill that they must be kept. */
        int safe(long killed) {
            return (int) times.stream()
                    .filter(time -> time <= killed - MAY_BE_LOST_MILLIS)
                    .count();
        }
    }

    @Test
    void aKilledWriterLosesAtMostTheLastTwoSeconds() throws Exception {
        List<String> table = new ArrayList<>(List.of(HEAD));
        int safe = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path file = folder.resolve("run-" + kill + ".db");
            safe += kill(kill, kill % 2 == 0 ? "training" : "commits", file, table);
            Files.delete(file);
        }
        assertThat(safe).as("puts that had to be kept").isGreaterThan(KILLS);
        if (!TABLE.isEmpty()) {
            Files.createDirectories(Path.of(TABLE).toAbsolutePath().getParent());
            Files.write(Path.of(TABLE), table);
        }
    }

    private static int kill(int seed, String mode, Path file, List<String> table) throws Exception {
        int alive = new SplittableRandom(seed).nextInt(SHORTEST_MILLIS, LONGEST_MILLIS);
        long killed;
        List<String> lines;
        try (ChildProgram writer =
                ChildProgram.start(List.of(), List.of("-Xmx512m"), KilledProgram.class, file.toString(), mode)) {
            writer.await("put ");
            TimeUnit.MILLISECONDS.sleep(alive);
            killed = System.currentTimeMillis();
            lines = writer.kill();
        }
        Map<String, Told> told = Told.of(lines);
        WriteAheadLog log = WriteAheadLog.of(file);
        long opening = System.nanoTime();
        Map<String, Integer> kept;
        try (RunHistory reader = RunHistory.openReadOnly(file)) {
            kept = assertKept(reader, told, killed);
            assertThat(reader.problems()).isEmpty();
        }
        long opened = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - opening);
        assertThat(Sqlite.rows(file, "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(Sqlite.rows(file, "PRAGMA foreign_key_check")).isEmpty();
        assertThat(Sqlite.rows(file, "SELECT count(*) FROM steps")).isEqualTo(Sqlite.rows(file, REPORTS));
        assertNextWriterGoesOn(file, told, killed);
        int puts = told.values().stream().mapToInt(one -> one.times().size()).sum();
        int all = kept.values().stream().mapToInt(Integer::intValue).sum();
        table.add(String.join(
                ",",
                List.of(
                        Integer.toString(seed),
                        mode,
                        Integer.toString(alive),
                        Integer.toString(puts),
                        Integer.toString(all),
                        Integer.toString(Math.max(0, puts - all)),
                        Long.toString(oldestLost(told, kept, killed)),
                        Long.toString(log.bytes()),
                        Integer.toString(log.uncommitted()),
                        Long.toString(opened))));
        return told.values().stream().mapToInt(one -> one.safe(killed)).sum();
    }

    /** Of each thread's records the first ones, without a hole, and at least those that are old enough. */
    private static Map<String, Integer> assertKept(RunHistory history, Map<String, Told> told, long killed) {
        Map<String, Integer> counts = new TreeMap<>();
        told.forEach((source, one) -> {
            String[] typeAndWorker = source.split(" ", -1);
            List<Persistable> kept = history.getAllUpdatesAfter(
                    KilledProgram.SESSION, typeAndWorker[0], typeAndWorker[1], Long.MIN_VALUE);
            assertThat(kept.size())
                    .as(source)
                    .isBetween(one.safe(killed), one.checksums().size());
            assertThat(kept)
                    .extracting(KilledProgram::checksum)
                    .isEqualTo(one.checksums().subList(0, kept.size()));
            counts.put(source, kept.size());
        });
        return counts;
    }

    private static void assertNextWriterGoesOn(Path file, Map<String, Told> told, long killed) throws IOException {
        try (RunHistory writer = RunHistory.open(file)) {
            int before = assertKept(writer, told, killed).values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            writer.putUpdate(HistoryProcess.report(Long.MAX_VALUE));
            assertThat(writer.getNumUpdateRecordsFor(KilledProgram.SESSION)).isEqualTo(before + 1);
            assertThat(writer.problems()).isEmpty();
        }
    }

    /** How long before the kill the oldest record that is missing was put; 0 if none is. */
    private static long oldestLost(Map<String, Told> told, Map<String, Integer> kept, long killed) {
        return told.entrySet().stream()
                .filter(one -> kept.getOrDefault(one.getKey(), 0)
                        < one.getValue().times().size())
                .mapToLong(one -> killed - one.getValue().times().get(kept.getOrDefault(one.getKey(), 0)))
                .max()
                .orElse(0);
    }
}
