package org.infoscope.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.deeplearning4j.ui.model.storage.sqlite.J7FileStatsStorage;
import org.infoscope.metric.MetricValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunExportTest {

    private static final int STEPS = 150;

    @TempDir
    private Path folder = Path.of("");

    private static String export(StatsStorage storage, ExportFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunExport.write(storage, "s", format, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static RepresentationRun run(String worker) {
        return new RepresentationRun("s", worker, 1, new RandomRuns(worker.hashCode()).run());
    }

    private static List<RepresentationReport> fill(StatsStorage storage, String worker) {
        storage.putStaticInfo(run(worker));
        List<RepresentationReport> reports = new ArrayList<>();
        for (long time = 1; time <= STEPS; time++) {
            reports.add(new RepresentationReport("s", worker, time, new RandomRuns(time + worker.hashCode()).step()));
        }
        reports.forEach(storage::putUpdate);
        return reports;
    }

    @Test
    void jsonLinesHoldEveryValueOfTheRun() throws IOException {
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"))) {
            List<RepresentationReport> reports = fill(history, "w,1");
            String[] lines = export(history, ExportFormat.JSONL).split("\n", -1);
            assertThat(lines).hasSize(STEPS + 2).endsWith("");
            ObjectMapper json = new ObjectMapper();
            JsonNode first = json.readTree(lines[0]);
            assertThat(first.get("kind").asText()).isEqualTo("run");
            assertThat(first.get("session").asText()).isEqualTo("s");
            assertThat(first.get("worker").asText()).isEqualTo("w,1");
            assertThat(RunJson.readRun(first.get("run").toString()))
                    .isEqualTo(run("w,1").info());
            for (int i = 0; i < STEPS; i++) {
                JsonNode line = json.readTree(lines[i + 1]);
                assertThat(line.get("kind").asText()).isEqualTo("step");
                assertThat(line.get("timestamp").asLong()).isEqualTo(i + 1L);
                assertThat(RunJson.readStep(line.get("step").toString()))
                        .isEqualTo(reports.get(i).step());
            }
        }
    }

    @Test
    void everyStorageGivesTheSameFiles() throws IOException {
        StatsStorage memory = new InMemoryStatsStorage();
        StatsStorage mapDb = new FileStatsStorage(folder.resolve("stats.bin").toFile());
        StatsStorage j7 = new J7FileStatsStorage(folder.resolve("j7.db").toFile());
        RunHistory history = RunHistory.open(folder.resolve("run.db"));
        for (StatsStorage storage : List.of(memory, mapDb, j7, history)) {
            fill(storage, "w");
        }
        for (ExportFormat format : ExportFormat.values()) {
            String expected = export(memory, format);
            assertThat(expected)
                    .hasLineCount(format == ExportFormat.JSONL ? STEPS + 1 : expected.split("\n", -1).length - 1);
            assertThat(export(mapDb, format)).isEqualTo(expected);
            assertThat(export(j7, format)).isEqualTo(expected);
            assertThat(export(history, format)).isEqualTo(expected);
        }
        mapDb.close();
        history.close();
    }

    @Test
    void severalWorkersFollowEachOtherEachUnderItsOwnRun() throws IOException {
        try (RunHistory history = RunHistory.open(folder.resolve("run.db"))) {
            fill(history, "a");
            fill(history, "b");
            List<String> kinds = export(history, ExportFormat.JSONL)
                    .lines()
                    .map(line -> line.replaceAll(
                            ".*?\"kind\":\"(\\w+)\",\"session\":\"s\",\"worker\":\"(\\w+)\".*", "$1 $2"))
                    .toList();
            assertThat(kinds).hasSize(2 * (STEPS + 1));
            assertThat(kinds.get(0)).isEqualTo("run a");
            assertThat(kinds.subList(1, STEPS + 1)).containsOnly("step a");
            assertThat(kinds.get(STEPS + 1)).isEqualTo("run b");
            assertThat(kinds.subList(STEPS + 2, kinds.size())).containsOnly("step b");
        }
    }

    @Test
    void csvHasOneRowANumberWithEveryDigit() throws IOException {
        SampledStep step = RunJson.readStep("""
                {"iteration":7,"epoch":1,"timeMillis":1700000000123,"score":0.1,"trainingAccuracy":{"out":0.75},
                "validationAccuracy":{"out":"NaN"},"readings":[
                {"layer":"conv,1","metric":"m","series":"m-1","values":[
                {"kind":"scalar","name":"entropy","unit":"bit","value":0.30000000000000004},
                {"kind":"distribution","name":"d","unit":"u","edges":[0,1],"counts":[3],"mean":1,"sd":-0.0,
                "levels":[0.05,0.5,0.975],"quantiles":[1e-300,"NaN","Infinity"],"total":4,"undefined":1},
                {"kind":"distribution","name":"e","unit":"u","edges":[0,1],"counts":[3],"mean":2,"sd":0,
                "levels":[],"quantiles":[],"total":0}],
                "settings":{"n":4,"engine":"say \\"cpu\\""},
                "flags":[{"kind":"CAUTION","reason":"one"},{"kind":"SATURATED","reason":"two"}]},
                {"layer":"dense","metric":"m","series":"m-1","flags":[{"kind":"NOT_APPLICABLE","reason":"no\\nmaps"}]}],
                "problems":[{"kind":"FAILED","reason":"probe"}],
                "cost":{"stallNanos":1,"busyNanos":2,"taken":3,"skipped":4,"failed":5},"state":"LIVE"}
                """);
        StatsStorage storage = new InMemoryStatsStorage();
        RunInfo info = new RunInfo("run \"x\"", 0, "M", List.of(), List.of(), "p", Map.of());
        storage.putStaticInfo(new RepresentationRun("s", "w", 1, info));
        storage.putUpdate(new RepresentationReport("s", "w", 1, step));
        String before = "\"run \"\"x\"\"\",w,7,1,2023-11-14T22:13:20.123Z,";
        String conv = before + "\"conv,1\",m,m-1,";
        String after = ",CAUTION: one | SATURATED: two,\"{\"\"engine\"\":\"\"say \\\"\"cpu\\\"\"\"\",\"\"n\"\":4}\"";
        assertThat(export(storage, ExportFormat.CSV).split("\r\n", -1))
                .containsExactly(
                        "run,worker,iteration,epoch,time,layer,metric,series,statistic,value,unit,flag,settings",
                        before + ",score,,score,0.1,1,,",
                        before + ",training-accuracy,,out,0.75,1,,",
                        before
                                + ",validation-accuracy,,out,NaN,1,UNDEFINED: the network gave no finite number here (there is no loss before the first update),",
                        conv + "entropy,0.30000000000000004,bit" + after,
                        conv + "mean,1,u" + after,
                        conv + "sd,-0.0,u" + after,
                        conv + "q05,1.0E-300,u" + after,
                        conv + "q50,NaN,u" + after,
                        conv + "q97.5,Infinity,u" + after,
                        conv + "undefinedFraction,0.25,1" + after,
                        conv + "e.mean,2,u" + after,
                        conv + "e.sd,0,u" + after,
                        conv + "e.undefinedFraction,NaN,1" + after,
                        before + "dense,m,m-1,,,,\"NOT_APPLICABLE: no\nmaps\",{}",
                        before + ",listener,,stall,1,ns,,",
                        before + ",listener,,busy,2,ns,,",
                        before + ",listener,,taken,3,1,,",
                        before + ",listener,,skipped,4,1,,",
                        before + ",listener,,failed,5,1,,",
                        before + ",sample,,,,,FAILED: probe,",
                        "");
    }

    @Test
    void theEndOfARunHasNoScoreRow() throws IOException {
        SampledStep end = RunJson.readStep("{\"cost\":{},\"state\":\"ENDED\"}");
        StatsStorage storage = new InMemoryStatsStorage();
        storage.putStaticInfo(run("w"));
        storage.putUpdate(new RepresentationReport("s", "w", 1, end));
        assertThat(export(storage, ExportFormat.CSV)).doesNotContain(",score,").contains(",listener,,taken,0,1,,");
        assertThat(export(storage, ExportFormat.JSONL)).contains("\"state\":\"ENDED\"");
    }

    @Test
    void everyDoubleComesBackFromTheCsv() {
        RandomRuns runs = new RandomRuns(11);
        CsvRows rows = new CsvRows();
        for (int i = 0; i < 20_000; i++) {
            double value = runs.number();
            SampledStep step = RunJson.readStep("{\"cost\":{},\"state\":\"LIVE\"}");
            SampledStep scored = new SampledStep(
                    0, 0, 0, value, Map.of(), Map.of(), List.of(), List.of(), step.cost(), step.state());
            String row = new String(rows.of("r", "w", scored), StandardCharsets.UTF_8);
            assertThat(Double.doubleToLongBits(Double.parseDouble(row.split(",", -1)[9])))
                    .isEqualTo(Double.doubleToLongBits(value));
        }
    }

    @Test
    void theCsvHasEveryScalarAndQuantile() throws IOException {
        StatsStorage storage = new InMemoryStatsStorage();
        List<RepresentationReport> reports = fill(storage, "w");
        long expected = 0;
        for (RepresentationReport report : reports) {
            SampledStep step = report.step();
            expected += step.state() == SampledStep.State.LIVE ? 1 : 0;
            expected +=
                    step.trainingAccuracy().size() + step.validationAccuracy().size() + 5L;
            expected += step.problems().isEmpty() ? 0 : 1;
            expected += csvRows(step.cost().overhead());
            for (Reading reading : step.readings()) {
                expected += reading.values().isEmpty() ? 1 : 0;
                for (MetricValue value : reading.values()) {
                    expected += csvRows(value);
                }
            }
        }
        assertThat(rows(export(storage, ExportFormat.CSV))).isEqualTo(expected + 1);
    }

    private static long csvRows(Overhead overhead) {
        if (!overhead.known()) {
            return 0;
        }
        return (Double.isFinite(overhead.budget()) ? 7L : 6L)
                + 3L * overhead.series().size();
    }

    /** Scores of single units and maps stay out of the table. */
    private static long csvRows(MetricValue value) {
        if (value instanceof MetricValue.UnitScores || value instanceof MetricValue.PixelMaps) {
            return 0;
        }
        return value instanceof MetricValue.Distribution distribution
                ? 3L + distribution.quantiles().size()
                : 1L;
    }

    /** Line ends outside of quotes. */
    private static long rows(String csv) {
        boolean quoted = false;
        long rows = 0;
        for (int i = 0; i < csv.length(); i++) {
            quoted ^= csv.charAt(i) == '"';
            rows += !quoted && csv.startsWith("\r\n", i) ? 1 : 0;
        }
        return rows;
    }

    @Test
    void aSessionWithoutARunIsRefusedWithTheOnesThereAre() {
        StatsStorage storage = new InMemoryStatsStorage();
        storage.putStaticInfo(run("w"));
        assertThatThrownBy(() -> RunExport.write(storage, "other", ExportFormat.CSV, OutputStream.nullOutputStream()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'other'")
                .hasMessageContaining("[s]");
    }
}
