package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks of steps that SQLite gives back otherwise than they were written: it has no checksums and calls them sound. */
class DamagedBlocksTest {

    private static final int STEPS = 20;
    private static final int FLIPS = 3000;
    private static final String OLDEST = " WHERE id = (SELECT min(id) FROM blocks)";

    @TempDir
    private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("run.db");
    }

    private static byte[] block() {
        StepBlockBuilder block = new StepBlockBuilder();
        new TrackedRun(1)
                .reports("w", STEPS)
                .forEach(report -> block.add(block.steps(), report.getTimeStamp(), report.step()));
        return block.build();
    }

    /** The same in the format before checksums. */
    private static byte[] unsummed(byte[] block) {
        byte[] old = Arrays.copyOf(block, block.length - Integer.BYTES);
        ByteBuffer.wrap(old).putInt(0, BlockBytes.UNSUMMED);
        return old;
    }

    private static byte[] flipped(byte[] bytes, SplittableRandom random) {
        byte[] damaged = bytes.clone();
        damaged[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        return damaged;
    }

    private static SameCurves.Drawn drawn(byte[] block) {
        CurveThinning thinning = new CurveThinning(
                new CurveThinning.Range(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE),
                STEPS,
                track -> "",
                track -> true);
        thinning.add(new StepBlock(block));
        return SameCurves.drawn(thinning);
    }

    @Test
    void anExportTellsOfRecordsThatCannotBeFoundAnyMore() throws Exception {
        TrackedRun run = new TrackedRun(1);
        try (RunHistory history = RunHistory.open(file())) {
            run.reports("w", STEPS).forEach(history::putUpdate);
        }
        String session = Sqlite.rows(file(), "SELECT session FROM sources").get(0);
        try (RunHistory history = RunHistory.openReadOnly(file())) {
            history.export(session, ExportFormat.JSONL, OutputStream.nullOutputStream());
            assertThat(history.problems()).isEmpty();
        }
        // To whoever reads by an index, a record that the index has lost is as good as gone.
        Sqlite.execute(file(), "DELETE FROM records WHERE id % 7 = 3");
        long lost = STEPS
                - Long.parseLong(
                        Sqlite.rows(file(), "SELECT count(*) FROM records").get(0));
        try (RunHistory history = RunHistory.openReadOnly(file())) {
            history.export(session, ExportFormat.JSONL, OutputStream.nullOutputStream());
            assertThat(history.problems()).singleElement().asString().startsWith(lost + " records of worker 'w'");
        }
    }

    @Test
    void everyByteIsSummed() {
        byte[] whole = block();
        assertThat(new StepBlock(whole).steps()).isEqualTo(STEPS);
        SplittableRandom random = new SplittableRandom(1);
        List<Integer> unseen = new ArrayList<>();
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) (1 + random.nextInt(255));
            try {
                unseen.add(new StepBlock(damaged).steps());
            } catch (IllegalArgumentException seen) {
                assertThat(seen).hasMessageContaining("damaged");
            }
        }
        assertThat(unseen).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new StepBlock(Arrays.copyOf(whole, whole.length + 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new StepBlock(new byte[0]));
    }

    /** They have no checksum, so that a number may be wrong; but nothing is looked for outside the block. */
    @Test
    void blocksWithoutAChecksumAreReadAndNeverPointOutside() {
        byte[] old = unsummed(block());
        assertThat(drawn(old)).isEqualTo(drawn(block()));
        SplittableRandom random = new SplittableRandom(2);
        int refused = 0;
        for (int i = 0; i < FLIPS; i++) {
            byte[] damaged = flipped(old, random);
            StepBlock block;
            try {
                block = new StepBlock(damaged);
            } catch (IllegalArgumentException seen) {
                refused++;
                continue;
            }
            assertThat(block.steps()).isEqualTo(STEPS);
            assertThat(drawn(damaged).steps()).isEqualTo(STEPS);
        }
        assertThat(refused).isBetween(FLIPS / 10, FLIPS - 1);
    }

    private void write(int steps) throws IOException {
        try (RunHistory history = RunHistory.open(file())) {
            history.putStaticInfo(TrackedRun.info("w"));
            new TrackedRun(3).reports("w", steps).forEach(history::putUpdate);
        }
    }

    private void rewrite(String which, UnaryOperator<byte[]> change) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement select = connection.createStatement();
                PreparedStatement update = connection.prepareStatement("UPDATE blocks SET content = ? WHERE id = ?")) {
            List<Long> ids = new ArrayList<>();
            List<byte[]> contents = new ArrayList<>();
            try (ResultSet row = select.executeQuery("SELECT id, content FROM blocks" + which)) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                    contents.add(change.apply(row.getBytes(2)));
                }
            }
            for (int i = 0; i < ids.size(); i++) {
                update.setBytes(1, contents.get(i));
                update.setLong(2, ids.get(i));
                update.executeUpdate();
            }
        }
    }

    /** What is drawn is what the records say; gives the problems that were told. */
    private List<String> assertDrawnAsRecorded(int steps) throws IOException {
        try (RunHistory history = RunHistory.openReadOnly(file())) {
            SameCurves.Drawn drawn = SameCurves.ofBlocks(history, "s", "w");
            assertThat(drawn).isEqualTo(SameCurves.ofRecords(history, "s", "w"));
            assertThat(drawn.steps()).isEqualTo(steps);
            assertThat(RunCurves.read(history, "s", "w", 0, Long.MAX_VALUE, 10).steps())
                    .isPositive();
            return history.problems();
        }
    }

    @Test
    void aFlippedByteIsToldAndTheRecordsAreDrawn() throws Exception {
        write(200);
        byte[][] whole = new byte[1][];
        rewrite(OLDEST, content -> whole[0] = content);
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 10; i++) {
            rewrite(OLDEST, content -> flipped(whole[0], random));
            assertThat(Sqlite.rows(file(), "PRAGMA quick_check")).containsExactly("ok");
            assertThat(assertDrawnAsRecorded(200)).singleElement().asString().contains("block", "damaged");
        }
        rewrite(OLDEST, content -> whole[0]);
        assertThat(assertDrawnAsRecorded(200)).isEmpty();
    }

    @Test
    void aRowThatTellsOtherStepsThanItsBlockHoldsIsTold() throws Exception {
        write(200);
        Sqlite.execute(file(), "UPDATE blocks SET first_iteration = first_iteration - 7" + OLDEST);
        assertThat(assertDrawnAsRecorded(200)).singleElement().asString().contains("block", "its row");
    }

    @Test
    void aFileWithBlocksWithoutChecksumsIsReadAndContinued() throws Exception {
        write(200);
        rewrite("", DamagedBlocksTest::unsummed);
        assertThat(assertDrawnAsRecorded(200)).isEmpty();
        List<RepresentationReport> all = new TrackedRun(3).reports("w", 240);
        try (RunHistory history = RunHistory.open(file())) {
            putOneByOne(history, all.subList(200, 240));
        }
        assertThat(assertDrawnAsRecorded(240)).isEmpty();
    }

    private static void putOneByOne(RunHistory history, List<RepresentationReport> reports) {
        for (RepresentationReport report : reports) {
            history.putUpdate(report);
            assertThat(history.getNumUpdateRecordsFor("s")).isPositive();
        }
    }

    @Test
    void theWriterMergesNoDamageIntoOtherBlocks() throws Exception {
        List<RepresentationReport> all = new TrackedRun(5).reports("w", 80);
        try (RunHistory history = RunHistory.open(file())) {
            history.putStaticInfo(TrackedRun.info("w"));
            putOneByOne(history, all.subList(0, 10));
            rewrite(OLDEST, content -> flipped(content, new SplittableRandom(6)));
            putOneByOne(history, all.subList(10, 80));
            assertThat(history.problems()).singleElement().asString().contains("stay apart", "damaged");
        }
        assertThat(assertDrawnAsRecorded(80)).singleElement().asString().contains("read from the records", "checksum");
        assertThat(Sqlite.rows(file(), "SELECT count(*) BETWEEN 17 AND 40, sum(steps) FROM blocks"))
                .containsExactly("1|80");
    }
}
