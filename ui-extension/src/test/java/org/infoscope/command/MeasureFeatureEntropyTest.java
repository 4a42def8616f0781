package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Feature entropy through the whole command, on maps whose births are known by hand: a cycle of five edges that appear one
 * after the other is born at level 5, one of four edges that appear together at level 1.
 */
class MeasureFeatureEntropyTest {

    private static final int SIDE = 5;
    private static final double TOLERANCE = 1e-12;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theLayersValuesStandUnderTheirNames() throws IOException {
        JsonNode json = measured(maps(), "--labels", labels());

        JsonNode values = json.get("values");
        double live = Math.log(2) / 2;
        double dead = (Math.log(21) + Math.log(20)) / 2;
        assertThat(json.get("metric").asText()).isEqualTo("feature-entropy");
        assertThat(values.get("entropy").asDouble()).isCloseTo((live + dead) / 2, within(TOLERANCE));
        assertThat(values.get("existing").asDouble()).isCloseTo(live, within(TOLERANCE));
        assertThat(values.get("eps").asDouble()).isEqualTo(0.5);
        assertThat(values.get("null").isNumber()).isTrue();
        assertThat(values.get("excess").asDouble())
                .isCloseTo((live + dead) / 2 - values.get("null").asDouble(), within(TOLERANCE));
        assertThat(json.at("/flags/0/reason").asText()).contains("1 of 82 maps hold a NaN");
    }

    @Test
    void theRuleForUnitsThatHardlyAnswerIsAnOption() throws IOException {
        JsonNode paper = measured(maps(), "--labels", labels(), "--set", "lowRate=PAPER");
        JsonNode clusters = measured(maps(), "--clusters", labels(), "--set", "lowRate=PAPER");

        assertThat(paper.at("/values/entropy").asDouble()).isCloseTo(Math.log(2) / 4, within(TOLERANCE));
        assertThat(clusters.get("values")).isEqualTo(paper.get("values"));
    }

    @Test
    void detailHasTheBirthOfEveryMap() throws IOException {
        Path detail = folder.resolve("births.csv");

        measured(maps(), "--labels", labels(), "--detail", detail.toString());

        List<String> rows = Files.readAllLines(detail);
        assertThat(rows).hasSize(1 + 82).startsWith("sample,channel,birth", "0,0,5", "0,1,0", "1,0,1", "1,1,0");
        assertThat(rows)
                .as("the map with a NaN has none")
                .contains("20,0,", "20,1,0")
                .endsWith("40,0,5", "40,1,0");
    }

    @Test
    void summaryHasEveryChannelAndClass() throws IOException {
        Path summary = folder.resolve("units.csv");

        measured(maps(), "--labels", labels(), "--summary", summary.toString());

        List<String> rows = Files.readAllLines(summary);
        assertThat(rows).hasSize(5).startsWith("channel,class,n,entropy,existing,eps");
        assertThat(rows.get(1)).startsWith("0,3,20,0.693147180559945").endsWith(",1.0");
        assertThat(rows.get(2)).isEqualTo("0,7,20,0.0,0.0,1.0");
        assertThat(rows.get(3)).isEqualTo("1,3,21," + Math.log(21) + ",0.0,0.0");
        assertThat(rows.get(4)).isEqualTo("1,7,20," + Math.log(20) + ",0.0,0.0");
    }

    @Test
    void classesThatAreTooSmallAreUndefinedWithAFlag() throws IOException {
        Path summary = folder.resolve("units.csv");

        JsonNode json =
                measured(maps(), "--labels", labels(), "--set", "minimumImages=22", "--summary", summary.toString());

        assertThat(json.at("/values/entropy").isNull()).isTrue();
        assertThat(json.at("/flags/0/kind").asText()).isEqualTo("UNDEFINED");
        assertThat(Files.readAllLines(summary)).containsExactly("channel,class,n,entropy,existing,eps");
    }

    @Test
    void whatIsNoSetOfMapsIsRefused() throws IOException {
        Path table = Files.writeString(folder.resolve("a.csv"), "1,2\n3,4\n");
        Path flat = NpyBytes.doubles(folder.resolve("flat.npy"), 1, ByteOrder.LITTLE_ENDIAN, "2, 2", 1, 2, 3, 4);

        refused("a CSV has none", table, "--labels", labels());
        refused("this is [n, d]", flat, "--labels", labels());
        refused("holds 41 ids, but there are 3 samples", threeMaps(), "--labels", labels());
    }

    @Test
    void outputsNeverOverwriteInputsOrEachOther() throws IOException {
        Path maps = maps();
        String labels = labels();
        Path same = folder.resolve("same.csv");

        refused("would overwrite what is read", maps, "--labels", labels, "--summary", maps.toString());
        refused("would overwrite what is read", maps, "--labels", labels, "--detail", labels);
        refused(
                "is named for two outputs",
                maps,
                "--labels",
                labels,
                "--summary",
                same.toString(),
                "--detail",
                folder + "/./same.csv");
        refused("is a directory", maps, "--labels", labels, "--summary", folder.toString());
        refused("its folder does not exist", maps, "--labels", labels, "--summary", folder + "/no/units.csv");
        assertThat(same).doesNotExist();
        assertThat(Files.readAllLines(Path.of(labels))).hasSize(41);
    }

    /** 41 samples of 2 channels: channel 0 has births 5 and 1 in class 3, only 5 in class 7, and one NaN; channel 1 is dead. */
    private Path maps() throws IOException {
        List<double[]> maps = new ArrayList<>();
        for (int sample = 0; sample < 41; sample++) {
            maps.add(sample == 20 ? nan() : sample > 20 || sample % 2 == 0 ? fiveEdges() : fourTiedEdges());
            maps.add(new double[SIDE * SIDE]);
        }
        double[] all = maps.stream().flatMapToDouble(Arrays::stream).toArray();
        return NpyBytes.doubles(folder.resolve("maps.npy"), 1, ByteOrder.LITTLE_ENDIAN, "41, 2, 5, 5", all);
    }

    private Path threeMaps() throws IOException {
        return NpyBytes.doubles(
                folder.resolve("three.npy"), 1, ByteOrder.LITTLE_ENDIAN, "3, 1, 5, 5", new double[3 * SIDE * SIDE]);
    }

    private String labels() throws IOException {
        return Files.writeString(folder.resolve("labels.txt"), "3\n".repeat(21) + "7\n".repeat(20))
                .toString();
    }

    private static double[] fiveEdges() {
        double[] map = new double[SIDE * SIDE];
        for (int i = 0; i < SIDE; i++) {
            map[i * SIDE + (i + 1) % SIDE] = SIDE - i;
        }
        return map;
    }

    private static double[] fourTiedEdges() {
        double[] map = new double[SIDE * SIDE];
        for (int i = 0; i < 4; i++) {
            map[i * SIDE + (i + 1) % 4] = 1;
        }
        return map;
    }

    private static double[] nan() {
        double[] map = fiveEdges();
        map[3] = Double.NaN;
        return map;
    }

    private static JsonNode measured(Path file, String... options) throws IOException {
        CommandResult result = CommandResult.of(arguments(file, options));
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        return result.json();
    }

    private static void refused(String reason, Path file, String... options) {
        CommandResult result = CommandResult.of(arguments(file, options));
        assertThat(result.exit()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains(reason).doesNotContain("\tat ");
        assertThat(result.out()).isEmpty();
    }

    private static String[] arguments(Path file, String... options) {
        return Stream.concat(Stream.of("measure", "feature-entropy", file.toString()), Stream.of(options))
                .toArray(String[]::new);
    }
}
