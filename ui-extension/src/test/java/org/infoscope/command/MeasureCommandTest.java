package org.infoscope.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Known answers through the whole command. {@code blobs.csv} with its labels is the set blobs_n50_d3_k2 of the project's known
 * answers for arXiv 2312.04823, computed by the authors' published package (version 1.1), seed 0; tolerance 1e-9 bit.
 */
class MeasureCommandTest {

    private static final String ENTROPY = "diffusion-spectral-entropy";
    private static final String INFORMATION = "diffusion-spectral-mutual-information";
    private static final String ROLL_OFF = "spectral-roll-off";
    private static final double TOLERANCE = 1e-9;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "10, 1, 0, 0.9724839272238663",
        "10, 2, 0, 0.4551047305399706",
        "10, 2, 0.5, 0.4578155153924942",
        "10, 1, 1, 0.9771776651717512",
        "1, 1, 0, 4.528209045941975",
        "SQRT_DIMENSION, 1, 0, 3.424810460910149",
        "MEDIAN, 1, 0, 1.333218216570298",
        "UNIT_NORM, 1, 0, 0.8307309129230754"
    })
    void entropyHasKnownAnswers(String bandwidth, String time, String alpha, double bits) throws Exception {
        JsonNode json = measured(
                ENTROPY,
                blobs("blobs.csv"),
                "--set",
                "bandwidth=" + bandwidth,
                "--set",
                "time=" + time,
                "--set",
                "alpha=" + alpha);

        assertThat(json.get("metric").asText()).isEqualTo(ENTROPY);
        assertThat(json.at("/values/entropy").asDouble()).isCloseTo(bits, within(TOLERANCE));
        assertThat(json.at("/values/log2n").asDouble()).isCloseTo(Math.log(50) / Math.log(2), within(1e-12));
        assertThat(json.at("/settings/n").asInt()).isEqualTo(50);
        assertThat(json.at("/settings/d").asInt()).isEqualTo(3);
        assertThat(json.get("flags").isArray()).isTrue();
    }

    @Test
    void entropyReportsTheBandwidthItUsed() throws Exception {
        assertThat(measured(ENTROPY, blobs("blobs.csv")).at("/values/sigma").asDouble())
                .isEqualTo(10);
        assertThat(measured(ENTROPY, blobs("blobs.csv"), "--set", "bandwidth=MEDIAN")
                        .at("/values/sigma")
                        .asDouble())
                .isCloseTo(6.587960230586589, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 1, 0, 0.7553489943894737",
        "10, 1, 1, 0.7597070830068374",
        "10, 2, 0, 0.4497422019075227",
        "MEDIAN, 1, 0, 0.8988372069147061",
        "SQRT_DIMENSION, 1, 0, 0.5880470613388664"
    })
    void informationHasKnownAnswers(String bandwidth, String time, String seed, double bits) throws Exception {
        String[] settings = {"--set", "bandwidth=" + bandwidth, "--set", "time=" + time, "--set", "seed=" + seed};

        JsonNode labels =
                measured(with(settings, INFORMATION, blobs("blobs.csv"), "--labels", blobs("blobs.labels.csv")));
        JsonNode clusters =
                measured(with(settings, INFORMATION, blobs("blobs.csv"), "--clusters", blobs("blobs.labels.csv")));

        assertThat(labels.at("/values/information").asDouble()).isCloseTo(bits, within(TOLERANCE));
        assertThat(clusters.get("values")).isEqualTo(labels.get("values"));
        JsonNode input = measured(
                with(settings, INFORMATION + "-input", blobs("blobs.csv"), "--clusters", blobs("blobs.labels.csv")));
        assertThat(input.get("values")).isEqualTo(labels.get("values"));
    }

    @Test
    void aFourDimensionalArrayIsFlattenedInCOrder() throws Exception {
        List<String> rows = Files.readAllLines(Path.of(blobs("blobs.csv")));
        double[] flat = rows.stream()
                .flatMap(row -> Stream.of(row.split(",")))
                .mapToDouble(Double::parseDouble)
                .toArray();
        Path maps = NpyBytes.doubles(folder.resolve("maps.npy"), 1, ByteOrder.LITTLE_ENDIAN, "50, 1, 3, 1", flat);
        Path table = NpyBytes.doubles(folder.resolve("table.npy"), 2, ByteOrder.BIG_ENDIAN, "50, 3", flat);

        double expected = 0.9724839272238663;
        assertThat(measured(ENTROPY, maps.toString()).at("/values/entropy").asDouble())
                .isCloseTo(expected, within(TOLERANCE));
        assertThat(measured(ENTROPY, table.toString()).at("/values/entropy").asDouble())
                .isCloseTo(expected, within(TOLERANCE));
    }

    @Test
    void rollOffSummarisesItsMapsAndWritesThemOutOneByOne() throws Exception {
        Path file = NpyBytes.doubles(
                folder.resolve("maps.npy"), 1, ByteOrder.LITTLE_ENDIAN, "2, 2, 8, 8", deltaDelta8ConstantNan());
        Path detail = folder.resolve("detail.csv");

        JsonNode json = measured(ROLL_OFF, file.toString(), "--detail", detail.toString());

        JsonNode values = json.get("values");
        for (String name : List.of("mean", "q05", "q25", "q50", "q75", "q95")) {
            assertThat(values.get(name).asDouble()).as(name).isCloseTo(0.530330085890, within(1e-9));
        }
        assertThat(values.get("sd").asDouble()).isCloseTo(0, within(1e-9));
        assertThat(values.get("undefinedFraction").asDouble()).isEqualTo(0.5);
        assertThat(json.get("flags")).isNotEmpty();
        List<String> rows = Files.readAllLines(detail);
        assertThat(rows).hasSize(5).startsWith("sample,channel,value").endsWith("1,0,", "1,1,");
        assertThat(rows.get(1)).startsWith("0,0,");
        assertThat(Double.parseDouble(rows.get(2).substring("0,1,".length()))).isCloseTo(0.530330085890, within(1e-9));
    }

    @Test
    void rollOffTakesItsOptions() throws Exception {
        double[] wave = new double[16 * 16];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = 1 + Math.cos(2 * Math.PI * 4 * (i % 16) / 16);
        }
        Path file = NpyBytes.doubles(folder.resolve("wave.npy"), 1, ByteOrder.LITTLE_ENDIAN, "1, 1, 16, 16", wave);

        assertThat(rollOff(file, "rollOff=0.66", "centring=KEEP")).isEqualTo(0);
        assertThat(rollOff(file, "rollOff=0.67", "centring=KEEP")).isEqualTo(0.25);
        assertThat(rollOff(file, "rollOff=0.5", "centring=KEEP", "spectrum=MAGNITUDE"))
                .isEqualTo(0);
        assertThat(rollOff(file, "rollOff=0.51", "centring=KEEP", "spectrum=MAGNITUDE", "region=DISC"))
                .isEqualTo(0.25);
    }

    @Test
    void whatIsUndefinedIsNullWithAFlagAndNoFailure() throws Exception {
        Path dead =
                NpyBytes.doubles(folder.resolve("dead.npy"), 1, ByteOrder.LITTLE_ENDIAN, "1, 2, 4, 4", new double[32]);
        JsonNode rollOff = measured(ROLL_OFF, dead.toString());
        assertThat(rollOff.at("/values/mean").isNull()).isTrue();
        assertThat(rollOff.at("/values/undefinedFraction").asDouble()).isEqualTo(1);
        assertThat(rollOff.at("/flags/0/kind").asText()).isEqualTo("UNDEFINED");

        Path same = Files.writeString(folder.resolve("same.csv"), "1,2\n1,2\n1,2\n");
        JsonNode entropy = measured(ENTROPY, same.toString(), "--set", "bandwidth=MEDIAN");
        assertThat(entropy.at("/values/entropy").isNull()).isTrue();
        assertThat(entropy.at("/flags/0/kind").asText()).isEqualTo("UNDEFINED");
        assertThat(entropy.at("/flags/0/reason").asText()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("usageErrors")
    void wrongUsageExitsWithTwoAndSaysWhatIsAllowed(List<String> arguments, String message) throws Exception {
        String[] resolved = arguments.stream()
                .map(argument -> argument.startsWith("blobs") ? blobs(argument) : argument)
                .toArray(String[]::new);

        CommandResult result = CommandResult.of(resolved);

        assertThat(result.exit()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(message).doesNotContain("\tat ");
        assertThat(result.out()).isEmpty();
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> usageErrors() {
        return Stream.of(
                usage("spectral-roll-off", "measure", "entropie", "blobs.csv"),
                usage("bandwidth", "measure", ENTROPY, "blobs.csv", "--set", "sigma=10"),
                usage("SQRT_DIMENSION", "measure", ENTROPY, "blobs.csv", "--set", "bandwidth=WIDE"),
                usage("bandwidth", "measure", ENTROPY, "blobs.csv", "--set", "bandwidth=-1"),
                usage("time", "measure", ENTROPY, "blobs.csv", "--set", "time=soon"),
                usage(
                        "FULL",
                        "measure",
                        INFORMATION,
                        "blobs.csv",
                        "--labels",
                        "blobs.labels.csv",
                        "--set",
                        "reference=ALL"),
                usage("--set", "measure", ENTROPY, "blobs.csv", "--set", "time"),
                usage(
                        "between 1 and 1000",
                        "measure",
                        INFORMATION,
                        "blobs.csv",
                        "--labels",
                        "blobs.labels.csv",
                        "--set",
                        "repetitions=2000000000"),
                usage(
                        "infoscope analyse --metrics information-discarding",
                        "measure",
                        "information-discarding",
                        "blobs.csv"),
                usage("--summary", "measure", ROLL_OFF, "blobs.csv", "--summary", "units.csv"),
                usage("exactly one", "measure", INFORMATION, "blobs.csv"),
                usage(
                        "exactly one",
                        "measure",
                        INFORMATION,
                        "blobs.csv",
                        "--labels",
                        "blobs.labels.csv",
                        "--clusters",
                        "blobs.labels.csv"),
                usage(
                        "takes --clusters",
                        "measure",
                        INFORMATION + "-input",
                        "blobs.csv",
                        "--labels",
                        "blobs.labels.csv"),
                usage("neither --labels", "measure", ENTROPY, "blobs.csv", "--labels", "blobs.labels.csv"),
                usage("--detail", "measure", ENTROPY, "blobs.csv", "--detail", "detail.csv"),
                usage("FILE", "measure", ENTROPY),
                usage("--verbose", "measure", ENTROPY, "blobs.csv", "--verbose"));
    }

    private static org.junit.jupiter.params.provider.Arguments usage(String message, String... arguments) {
        return org.junit.jupiter.params.provider.Arguments.of(List.of(arguments), message);
    }

    @Test
    void badInputExitsWithOneAndTheReason() throws Exception {
        Path labels = Files.writeString(folder.resolve("labels.csv"), "0\n1\n");
        Path table = NpyBytes.doubles(folder.resolve("table.npy"), 1, ByteOrder.LITTLE_ENDIAN, "1, 2", 1, 2);
        Path nan = NpyBytes.doubles(folder.resolve("nan.npy"), 1, ByteOrder.LITTLE_ENDIAN, "2, 2", 1, 2, Double.NaN, 4);

        assertFailed("a CSV has none", ROLL_OFF, blobs("blobs.csv"));
        assertFailed("this is [n, d]", ROLL_OFF, table.toString());
        assertFailed(
                "holds 2 ids, but there are 50 samples",
                INFORMATION,
                blobs("blobs.csv"),
                "--labels",
                labels.toString());
        assertFailed("no such file", ENTROPY, folder.resolve("missing.csv").toString());
        assertFailed(
                "no such file",
                INFORMATION,
                blobs("blobs.csv"),
                "--labels",
                folder.resolve("none").toString());
        assertFailed(
                "nan.npy: The samples hold a NaN or an infinity (in row 1, counted from 0)", ENTROPY, nan.toString());
        assertFailed(
                "its folder does not exist",
                ROLL_OFF,
                mapsFile(),
                "--detail",
                folder.resolve("no/such/folder.csv").toString());
        assertFailed("is a directory", ROLL_OFF, mapsFile(), "--detail", folder.toString());
        String maps = mapsFile();
        byte[] before = Files.readAllBytes(Path.of(maps));
        assertFailed("would overwrite what is read", ROLL_OFF, maps, "--detail", maps);
        assertThat(Files.readAllBytes(Path.of(maps))).isEqualTo(before);
    }

    private String mapsFile() throws IOException {
        return NpyBytes.doubles(
                        folder.resolve("m.npy"), 1, ByteOrder.LITTLE_ENDIAN, "2, 2, 8, 8", deltaDelta8ConstantNan())
                .toString();
    }

    /** Maps of 8 x 8: two single points, whose roll-off is .530330085890, a constant and one that holds a NaN. */
    private static double[] deltaDelta8ConstantNan() {
        double[] maps = new double[4 * 64];
        maps[0] = 1;
        maps[64 + 20] = 5;
        java.util.Arrays.fill(maps, 2 * 64, 3 * 64, 7);
        maps[3 * 64 + 1] = Double.NaN;
        return maps;
    }

    private static double rollOff(Path file, String... settings) throws IOException {
        String[] options = Stream.of(settings)
                .flatMap(setting -> Stream.of("--set", setting))
                .toArray(String[]::new);
        return measured(with(options, ROLL_OFF, file.toString()))
                .at("/values/mean")
                .asDouble();
    }

    private static void assertFailed(String reason, String... arguments) {
        CommandResult result = CommandResult.of(with(arguments, "measure"));
        assertThat(result.exit()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains(reason).doesNotContain("\tat ");
        assertThat(result.out()).isEmpty();
    }

    private static JsonNode measured(String... arguments) throws IOException {
        CommandResult result = CommandResult.of(with(arguments, "measure"));
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        return result.json();
    }

    private static String[] with(String[] last, String... first) {
        return Stream.concat(Stream.of(first), Stream.of(last)).toArray(String[]::new);
    }

    private static String blobs(String name) {
        URL resource = Objects.requireNonNull(MeasureCommandTest.class.getResource(name), name);
        try {
            return Path.of(resource.toURI()).toString();
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
