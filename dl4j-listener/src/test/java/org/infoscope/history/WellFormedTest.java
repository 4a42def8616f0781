package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import org.deeplearning4j.core.storage.Persistable;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Half of a surrogate pair in a name costs no record, and mixes up no two names. */
class WellFormedTest {

    private static final String HIGH = "\uD800x";
    private static final String LOW = "x\uDC00";
    private static final SampledStep.Cost COST = new SampledStep.Cost(0, 0, 1, 0, 0);

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "'', ''",
        "\uD83E\uDDE0 \u4E16, \uD83E\uDDE0 \u4E16",
        "\uD800x, [U+D800]x",
        "x\uDFFF, x[U+DFFF]",
        "\uDC00\uD800, [U+DC00][U+D800]",
        "\uD83E\uD83E\uDDE0, [U+D83E]\uD83E\uDDE0"
    })
    void halvesAreSpeltAndPairsStay(String name, String wellFormed) {
        assertThat(WellFormed.name(name)).isEqualTo(wellFormed);
        assertThat(WellFormed.name(wellFormed)).isEqualTo(wellFormed);
    }

    private static SampledStep step(int n) {
        Reading reading = new Reading(
                HIGH,
                "metric" + LOW,
                "series" + HIGH,
                List.of(new MetricValue.Scalar("value", "1", n)),
                Map.of(HIGH, "1", LOW, "2"),
                List.of(),
                0);
        return new SampledStep(
                n,
                0,
                n,
                0.5,
                Map.of(HIGH, 0.25, LOW, 0.75),
                Map.of(LOW, 0.125),
                List.of(reading),
                List.of(),
                COST,
                SampledStep.State.LIVE);
    }

    @Test
    void everyNameOfARunComesBackFromItsFileInEveryWay() throws IOException {
        Path file = folder.resolve("run.db");
        RunInfo info = new RunInfo(
                HIGH,
                1,
                "m",
                List.of(new RunInfo.LayerInfo(HIGH, "t", "s")),
                List.of(),
                "p",
                Map.of(HIGH, "shown", LOW, "too"));
        try (RunHistory history = RunHistory.open(file)) {
            history.putStaticInfo(new RepresentationRun(HIGH, LOW, 1, info));
            for (int n = 0; n < 3; n++) {
                history.putUpdate(new RepresentationReport(HIGH, LOW, 10 + n, step(n)));
            }
            assertThat(history.getNumUpdateRecordsFor(HIGH)).isEqualTo(3);
            assertThat(history.problems()).isEmpty();
        }
        try (RunHistory history = RunHistory.openReadOnly(file)) {
            String session = "[U+D800]x";
            assertThat(history.listSessionIDs()).containsExactly(session);
            assertThat(history.listWorkerIDsForSession(session)).containsExactly("x[U+DC00]");
            Persistable run = history.getStaticInfo(HIGH, RunRecord.TYPE_ID, LOW);
            assertThat(((RepresentationRun) Objects.requireNonNull(run)).info().settings())
                    .containsExactly(Map.entry("[U+D800]x", "shown"), Map.entry("x[U+DC00]", "too"));
            List<Persistable> updates = history.getAllUpdatesAfter(HIGH, RunRecord.TYPE_ID, LOW, 0);
            assertThat(history.problems()).isEmpty();
            assertThat(updates).hasSize(3);
            SampledStep read = ((RepresentationReport) updates.get(2)).step();
            assertThat(read).isEqualTo(step(2));
            assertThat(read.trainingAccuracy()).containsOnlyKeys("[U+D800]x", "x[U+DC00]");
            RunCurves curves = RunCurves.read(history, session, "x[U+DC00]", 0, 9, 10);
            assertThat(curves.kept()).hasSize(3);
            assertThat(RunSteps.at(history, session, "x[U+DC00]", Set.of(1L))).hasSize(1);
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            RunExport.write(history, session, ExportFormat.JSONL, lines);
            assertThat(lines.toString(StandardCharsets.UTF_8).lines()).hasSize(4);
        }
    }

    @Test
    void aRecordOfAnEarlierVersionIsReadAllTheSame() throws IOException {
        String json = "{\"infoscope\":1,\"kind\":\"step\",\"session\":\"s\",\"worker\":\"w\",\"timestamp\":5,\"step\":"
                + RunJson.toJson(step(1)).replace("[U+D800]", "\\uD800").replace("[U+DC00]", "\\uDC00") + "}";
        assertThat(json).contains("\"\\uD800x\":0.25", "\"\\uD800x\":\"1\"");
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.writeBytes(new byte[] {'I', 'S', 'C', 'P', 1});
        try (DeflaterOutputStream out = new DeflaterOutputStream(encoded)) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        }
        RepresentationReport report = new RepresentationReport();
        report.decode(encoded.toByteArray());
        assertThat(report.step()).isEqualTo(step(1));
        RepresentationReport rows = RepresentationReport.forRows(encoded.toByteArray(), new ReadingDetails.OfRows());
        assertThat(rows.step().trainingAccuracy()).containsOnlyKeys("[U+D800]x", "x[U+DC00]");
        byte[] head = "{\"iteration\":1,\"trainingAccuracy\":{\"\\uD800x\":1},\"cost\":{},\"state\":\"LIVE\"}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(RunJson.readStep(head).trainingAccuracy()).containsExactly(Map.entry("[U+D800]x", 1.0));
    }
}
