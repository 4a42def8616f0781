package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.deeplearning4j.ui.model.storage.sqlite.J7FileStatsStorage;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {

    /** The report that wrote format-1-step.bin; never to be changed. */
    private static final RepresentationReport GOLDEN = new RepresentationReport(
            "session",
            "worker",
            1_700_000_000_123L,
            new SampledStep(
                    7,
                    1,
                    1_700_000_000_100L,
                    0.25,
                    Map.of("output", 0.5),
                    Map.of(),
                    List.of(new Reading(
                            "conv1",
                            "spectral-roll-off",
                            "spectral-roll-off-1",
                            List.of(
                                    new MetricValue.Scalar("mean", "cycles/pixel", Double.NaN),
                                    new MetricValue.Distribution(
                                            "rollOff",
                                            "cycles/pixel",
                                            List.of(0.0, 0.25, 0.5),
                                            List.of(3L, 4L),
                                            0.2,
                                            0.1,
                                            List.of(0.05, 0.5),
                                            List.of(0.01, 0.2),
                                            8,
                                            1,
                                            0)),
                            Map.of("n", 4, "dtype", "FLOAT"),
                            List.of(new Flag(Flag.Kind.UNDEFINED, "one map is \"empty\"")),
                            1234)),
                    List.of(),
                    new SampledStep.Cost(1, 2, 3, 4, 5),
                    SampledStep.State.LIVE));

    private static RepresentationReport report(long seed) {
        return new RepresentationReport("s " + seed, "w", seed, new RandomRuns(seed).step());
    }

    private static RepresentationRun run(long seed) {
        return new RepresentationRun("s " + seed, "w", seed, new RandomRuns(seed).run());
    }

    private static void assertSame(Persistable actual, RepresentationReport expected) {
        assertThat(actual.getSessionID()).isEqualTo(expected.getSessionID());
        assertThat(actual.getTypeID()).isEqualTo("InfoscopeRepresentation");
        assertThat(actual.getWorkerID()).isEqualTo(expected.getWorkerID());
        assertThat(actual.getTimeStamp()).isEqualTo(expected.getTimeStamp());
        assertThat(((RepresentationReport) actual).step()).isEqualTo(expected.step());
    }

    @Test
    void everyWayToEncodeGivesTheSameBytesAndEveryWayToDecodeTheSameReport() throws Exception {
        for (long seed = 0; seed < 50; seed++) {
            RepresentationReport report = report(seed);
            byte[] bytes = report.encode();
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            report.encode(stream);
            ByteBuffer buffer = ByteBuffer.allocate(report.encodingLengthBytes());
            report.encode(buffer);
            assertThat(stream.toByteArray()).isEqualTo(bytes);
            assertThat(buffer.array()).isEqualTo(bytes);

            RepresentationReport fromBytes = new RepresentationReport();
            fromBytes.decode(bytes);
            assertSame(fromBytes, report);
            RepresentationReport fromBuffer = new RepresentationReport();
            fromBuffer.decode(buffer.flip());
            assertSame(fromBuffer, report);
            RepresentationReport fromStream = new RepresentationReport();
            fromStream.decode(new ByteArrayInputStream(bytes));
            assertSame(fromStream, report);
        }
    }

    @Test
    void runsComeBackEqual() {
        for (long seed = 0; seed < 50; seed++) {
            RepresentationRun copy = new RepresentationRun();
            copy.decode(run(seed).encode());
            assertThat(copy.info()).isEqualTo(run(seed).info());
            assertThat(copy.getSessionID()).isEqualTo("s " + seed);
            assertThat(copy.getTimeStamp()).isEqualTo(seed);
        }
    }

    @Test
    void format1IsReadForEver() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/history/format-1-step.bin"))) {
            RepresentationReport report = new RepresentationReport();
            report.decode(in);
            assertSame(report, GOLDEN);
        }
    }

    @Test
    void aNewerFormatIsRefusedWithWhatToDo() {
        byte[] newer = report(1).encode();
        newer[4]++;
        assertThatThrownBy(() -> new RepresentationReport().decode(newer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("use a newer Infoscope");
    }

    @Test
    void somethingElseAndDamageAreRefused() {
        byte[] good = report(1).encode();
        assertThatThrownBy(() -> new RepresentationReport().decode(new byte[0]))
                .hasMessageContaining("no Infoscope record");
        assertThatThrownBy(() -> new RepresentationReport().decode("{}{}{}{}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("no Infoscope record");
        assertThatThrownBy(() -> new RepresentationReport().decode(Arrays.copyOf(good, good.length / 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> new RepresentationRun().decode(good))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds no run");
    }

    @Test
    void anEmptyRecordSaysSo() {
        assertThatThrownBy(() -> new RepresentationReport().step()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new RepresentationRun().info()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void javaSerialisationCarriesTheEncoding() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(report(3));
            out.writeObject(run(3));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertSame((Persistable) in.readObject(), report(3));
            assertThat(((RepresentationRun) in.readObject()).info()).isEqualTo(run(3).info());
        }
    }

    @Test
    void travelsThroughMemory() throws IOException {
        assertTravels(new InMemoryStatsStorage());
    }

    @Test
    void travelsThroughMapDb(@TempDir Path folder) throws IOException {
        assertTravels(new FileStatsStorage(folder.resolve("stats.bin").toFile()));
    }

    @Test
    void travelsThroughJ7Sqlite(@TempDir Path folder) throws IOException {
        assertTravels(new J7FileStatsStorage(folder.resolve("stats.db").toFile()));
    }

    @Test
    void travelsThroughRunHistory(@TempDir Path folder) throws IOException {
        assertTravels(RunHistory.open(folder.resolve("run.db")));
    }

    private static void assertTravels(StatsStorage storage) throws IOException {
        RepresentationRun run = new RepresentationRun("s", "w", 1, new RandomRuns(9).run());
        storage.putStaticInfo(run);
        List<RepresentationReport> reports = new ArrayList<>();
        for (long time = 1; time <= 20; time++) {
            reports.add(new RepresentationReport("s", "w", time, new RandomRuns(time).step()));
        }
        reports.forEach(storage::putUpdate);
        Persistable staticInfo = storage.getStaticInfo("s", RunRecord.TYPE_ID, "w");
        assertThat(((RepresentationRun) Objects.requireNonNull(staticInfo)).info())
                .isEqualTo(run.info());
        List<Persistable> stored = storage.getAllUpdatesAfter("s", RunRecord.TYPE_ID, "w", 0);
        assertThat(stored).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertSame(stored.get(i), reports.get(i));
        }
        storage.close();
    }
}
