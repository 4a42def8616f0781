package org.infoscope.kernel.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class DeviceCheckTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int run(String... arguments) throws IOException {
        return DeviceCheck.run(new PrintStream(printed, true, StandardCharsets.UTF_8), arguments);
    }

    @Test
    void writesATableOfWhatItMeasured(@TempDir Path folder) throws IOException {
        assertThat(run("--engine", "nd4j-native", "--quick", "--no-parity", "--out", folder.toString()))
                .as(() -> printed.toString(StandardCharsets.UTF_8))
                .isZero();
        List<String> lines = Files.readAllLines(folder.resolve("gpu-nd4j-native.csv"));
        assertThat(lines).hasSize(1 + 2 + 2 * 2 * 2);
        assertThat(lines.get(1)).matches("DSE,32 x 16(,[0-9.]+){5},\"\"");
        assertThat(lines.get(10)).startsWith("births,100 x 14 x 14,");
        assertThat(Files.readString(folder.resolve("gpu-nd4j-native.md")))
                .contains("engine nd4j-native", "GB/s", "| SROP | 10 x 7 x 7 |")
                .doesNotContain("differ");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("births 100 x 14 x 14", "Written to");
    }

    @Test
    void whatIsTooLargeIsLeftOutAndTold(@TempDir Path folder) throws IOException {
        assertThat(run(
                        "--engine",
                        "nd4j-native",
                        "--quick",
                        "--no-parity",
                        "--memory",
                        "0",
                        "--out",
                        folder.toString()))
                .isZero();
        assertThat(Files.readAllLines(folder.resolve("gpu-nd4j-native.csv")).subList(1, 3))
                .allMatch(line -> line.startsWith("DSE") && line.contains("not run: the array has"));
    }

    @Test
    void noDeviceAndWrongArgumentsHaveAStatusOfTheirOwn() throws IOException {
        assertThat(run("--engine", "abacus")).isEqualTo(3);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("No device for the engine abacus");
        assertThat(run("--engine")).isEqualTo(2);
        assertThat(run("--only", "SROPE")).isEqualTo(2);
        assertThat(run("--speed")).isEqualTo(2);
        assertThat(run("--memory", "much")).isEqualTo(2);
        assertThat(run("--memory", "-1")).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("--engine needs a value", "no option --speed", "not 'much'", "not '-1'");
    }

    @Test
    void saysWhatItCanBeAsked() throws IOException {
        assertThat(run("--help")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("Usage: [--engine cuda|");
    }

    @Test
    void manyMapsAreFewOnesAgain() {
        INDArray maps = new Workload(Workload.Kernel.ROLL_OFF, 20_007, 4).array();
        assertThat(maps.shape()).containsExactly(20_007, 4, 4);
        assertThat(maps.get(NDArrayIndex.interval(20_000, 20_007)))
                .isEqualTo(maps.get(NDArrayIndex.interval(0, 7)))
                .isNotEqualTo(maps.get(NDArrayIndex.interval(7, 14)));
        maps.close();
    }

    @Test
    void differentAnswersAreSeen() {
        Workload births = new Workload(Workload.Kernel.BIRTHS, 2, 7);
        assertThat(births.agree(new double[] {4, 5}, new double[] {4, 5})).isTrue();
        assertThat(births.agree(new double[] {4, 6}, new double[] {4, 5})).isFalse();
        Workload spectrum = new Workload(Workload.Kernel.DIFFUSION, 2, 7);
        assertThat(spectrum.agree(new double[] {0.5, 1}, new double[] {0.5, 1 + 1e-10}))
                .isTrue();
        assertThat(spectrum.agree(new double[] {0.5, 1}, new double[] {0.5, 1 + 1e-8}))
                .isFalse();
    }
}
