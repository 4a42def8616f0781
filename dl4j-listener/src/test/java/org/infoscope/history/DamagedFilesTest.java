package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.core.storage.Persistable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damage at seeded places: whatever is read of a damaged history is what was written, or it is refused in plain words; its curves
 * show what its records say, or a problem is told; opening it for writing refuses it or goes on; and nothing hangs. Who only reads, or is
 * refused, leaves the file and its log as they were.
 */
@Timeout(120)
class DamagedFilesTest {

    private static final int REPORTS = 60;
    private static final int CASES = Integer.getInteger("infoscope.damages", 6);
    private static final int PAGE = 4096;
    private static final int HEADER = 100;

    @TempDir
    private static Path originals = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    /** A way to damage the bytes of a file. */
    private enum Damage {
        BYTES {
            @Override
            byte[] of(byte[] whole, SplittableRandom random) {
                for (int count = 1 + random.nextInt(64); count > 0; count--) {
                    whole[random.nextInt(whole.length)] = (byte) random.nextInt();
                }
                return whole;
            }
        },
        HEADER_BYTES {
            @Override
            byte[] of(byte[] whole, SplittableRandom random) {
                whole[random.nextInt(HEADER)] ^= (byte) (1 + random.nextInt(255));
                return whole;
            }
        },
        A_PAGE_OF_NOISE {
            @Override
            byte[] of(byte[] whole, SplittableRandom random) {
                byte[] noise = new byte[PAGE];
                random.nextBytes(noise);
                int page = random.nextInt(Math.max(1, whole.length / PAGE));
                System.arraycopy(noise, 0, whole, page * PAGE, Math.min(noise.length, whole.length - page * PAGE));
                return whole;
            }
        },
        TWO_PAGES_SWAPPED {
            @Override
            byte[] of(byte[] whole, SplittableRandom random) {
                int pages = whole.length / PAGE;
                int one = random.nextInt(pages) * PAGE;
                int other = random.nextInt(pages) * PAGE;
                byte[] kept = Arrays.copyOfRange(whole, one, one + PAGE);
                System.arraycopy(whole, other, whole, one, PAGE);
                System.arraycopy(kept, 0, whole, other, PAGE);
                return whole;
            }
        },
        TRUNCATED {
            @Override
            byte[] of(byte[] whole, SplittableRandom random) {
                return Arrays.copyOf(whole, random.nextInt(whole.length));
            }
        },
        LENGTHENED {
            @Override
            byte[] of(byte[] whole, SplittableRandom random) {
                byte[] longer = Arrays.copyOf(whole, whole.length + 1 + random.nextInt(3 * PAGE));
                for (int i = whole.length; i < longer.length; i++) {
                    longer[i] = (byte) random.nextInt();
                }
                return longer;
            }
        };

        abstract byte[] of(byte[] whole, SplittableRandom random);
    }

    /** One history that was closed well, and one whose writer is still there: its log holds what the file does not. */
    @BeforeAll
    static void write() throws IOException {
        Path closed = originals.resolve("closed.db");
        try (RunHistory history = RunHistory.open(closed)) {
            put(history, 1, REPORTS);
        }
        Path open = originals.resolve("open.db");
        Files.copy(closed, open);
        try (RunHistory history = RunHistory.open(open)) {
            put(history, REPORTS + 1, 2 * REPORTS);
            Files.copy(open, originals.resolve("logged.db"));
            Files.copy(log(open), log(originals.resolve("logged.db")));
        }
    }

    private static void put(RunHistory history, int from, int to) {
        history.putStaticInfo(HistoryProcess.run());
        for (int time = from; time <= to; time++) {
            history.putUpdate(HistoryProcess.report(time));
        }
        assertThat(history.getNumUpdateRecordsFor("s")).isEqualTo(to);
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedFileIsReadRightOrRefused(Damage damage) throws IOException {
        for (int seed = 0; seed < CASES; seed++) {
            Path file = folder.resolve("run-" + seed + ".db");
            byte[] damaged = damage.of(Files.readAllBytes(originals.resolve("closed.db")), new SplittableRandom(seed));
            Files.write(file, damaged);
            readOrRefused(file, REPORTS);
            assertThat(Files.readAllBytes(file))
                    .as("reading changes nothing, seed %d", seed)
                    .isEqualTo(damaged);
            if (!continuedOrRefused(file)) {
                assertThat(Files.readAllBytes(file))
                        .as("refusing changes nothing, seed %d", seed)
                        .isEqualTo(damaged);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedLogIsReadUpToTheDamage(Damage damage) throws IOException {
        byte[] whole = Files.readAllBytes(originals.resolve("logged.db"));
        for (int seed = 0; seed < CASES; seed++) {
            Path file = folder.resolve("run-" + seed + ".db");
            Files.write(file, whole);
            byte[] damaged =
                    damage.of(Files.readAllBytes(log(originals.resolve("logged.db"))), new SplittableRandom(seed));
            Files.write(log(file), damaged);
            int read = readOrRefused(file, 2 * REPORTS);
            assertThat(read)
                    .as("what the file itself holds is there, seed %d", seed)
                    .isGreaterThanOrEqualTo(REPORTS);
            assertUnchanged(file, whole, damaged, seed);
            assertThat(continuedOrRefused(file)).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void aDamagedFileWithALogIsReadRightOrRefused() throws IOException {
        for (int seed = 0; seed < CASES; seed++) {
            Path file = folder.resolve("run-" + seed + ".db");
            byte[] damaged = Damage.A_PAGE_OF_NOISE.of(
                    Files.readAllBytes(originals.resolve("logged.db")), new SplittableRandom(seed));
            byte[] log = Files.readAllBytes(log(originals.resolve("logged.db")));
            Files.write(file, damaged);
            Files.write(log(file), log);
            readOrRefused(file, 2 * REPORTS);
            assertUnchanged(file, damaged, log, seed);
            if (!continuedOrRefused(file)) {
                assertUnchanged(file, damaged, log, seed);
            }
            readOrRefused(file, 2 * REPORTS + 1);
        }
    }

    /** Whoever reads, or is refused, leaves the file and its log as they were. */
    private static void assertUnchanged(Path file, byte[] content, byte[] log, int seed) throws IOException {
        assertThat(Files.readAllBytes(file)).as("the file, seed %d", seed).isEqualTo(content);
        assertThat(Files.readAllBytes(log(file))).as("its log, seed %d", seed).isEqualTo(log);
    }

    /** How many reports could be read; -1 if the history was refused at some point. */
    private static int readOrRefused(Path file, int most) throws IOException {
        int read = -1;
        try (RunHistory history = RunHistory.openReadOnly(file)) {
            read = 0;
            for (String session : history.listSessionIDs()) {
                for (String worker : history.listWorkerIDsForSession(session)) {
                    for (Persistable update :
                            history.getAllUpdatesAfter(session, RunRecord.TYPE_ID, worker, Long.MIN_VALUE)) {
                        RepresentationReport report = (RepresentationReport) update;
                        assertThat(report.step())
                                .isEqualTo(HistoryProcess.report(report.getTimeStamp())
                                        .step());
                        read++;
                    }
                    assertDrawnAsRecordedOrTold(history, session, worker);
                }
                if (history.getAllStaticInfos(session, RunRecord.TYPE_ID).size() == 1) {
                    history.export(session, ExportFormat.CSV, OutputStream.nullOutputStream());
                    history.export(session, ExportFormat.JSONL, OutputStream.nullOutputStream());
                }
            }
            assertThat(read).isLessThanOrEqualTo(most);
        } catch (RunHistoryException refused) {
            assertThat(refused).hasMessageContaining(file.toString());
            read = -1;
        }
        return read;
    }

    private static void assertDrawnAsRecordedOrTold(RunHistory history, String session, String worker) {
        SameCurves.Drawn drawn = SameCurves.ofBlocks(history, session, worker);
        SameCurves.Drawn recorded = SameCurves.ofRecords(history, session, worker);
        RunCurves curves = RunCurves.read(history, session, worker, Long.MIN_VALUE, Long.MAX_VALUE, 10);
        if (history.problems().isEmpty()) {
            assertThat(drawn).isEqualTo(recorded);
            assertThat(curves.steps()).isEqualTo(recorded.steps());
        }
    }

    private static boolean continuedOrRefused(Path file) {
        RunHistory history;
        try {
            history = RunHistory.open(file);
        } catch (RunHistoryException refused) {
            assertThat(refused).hasMessageContaining(file.toString());
            return false;
        }
        history.putUpdate(HistoryProcess.report(3 * REPORTS));
        try {
            history.close();
        } catch (IOException lost) {
            assertThat(history.problems())
                    .as("what could not be stored is told")
                    .isNotEmpty();
        }
        return true;
    }
}
