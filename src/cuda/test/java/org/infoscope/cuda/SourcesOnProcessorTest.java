package org.infoscope.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.infoscope.kernel.Centring;
import org.infoscope.kernel.CpuKernels;
import org.infoscope.kernel.Region;
import org.infoscope.kernel.RollOffs;
import org.infoscope.kernel.Spectrum;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The kernels' CUDA sources, compiled as C++ and run on the processor ({@code emulation.h}), against {@link CpuKernels}. Shows
 * that what they compute is right, not that a device runs them. Skipped where there is no g++.
 */
class SourcesOnProcessorTest {

    private static final int MAPS = 20;
    private static final double[] LEVELS = {0.01, 0.5, 0.85, 0.95, 1};
    private static final int HANDED_BIRTH = -2;
    private static final int HANDED_ROLL_OFF = 2;
    private static final CpuKernels PROCESSOR = new CpuKernels(1);

    @TempDir
    static Path folder;

    /** How pixels are drawn. */
    enum Pixels {
        GAUSSIAN,
        RELU,
        SPARSE,
        FEW_VALUES,
        MISSING,
        INVALID;

        private double draw(SplittableRandom random) {
            double x = Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
            return switch (this) {
                case GAUSSIAN -> x;
                case RELU -> Math.max(0, x);
                case SPARSE -> Math.max(0, x - 1);
                case FEW_VALUES -> random.nextInt(9);
                case MISSING -> x > 0 ? x : Double.NEGATIVE_INFINITY;
                case INVALID -> random.nextInt(150) == 0 ? Double.NaN : x;
            };
        }

        INDArray maps(int height, int width, DataType type) {
            SplittableRandom random = new SplittableRandom(31 * height + width + name().hashCode());
            double[] pixels = DoubleStream.generate(() -> draw(random))
                    .limit((long) MAPS * height * width)
                    .toArray();
            return Nd4j.createFromArray(pixels).reshape(MAPS, height, width).castTo(type);
        }

        /** Without ties the device decides nearly everything. */
        boolean isOrdinary() {
            return this == GAUSSIAN || this == RELU;
        }
    }

    @BeforeAll
    static void compile() throws IOException, InterruptedException, URISyntaxException {
        // Also told: an index beyond an array in shared memory, and numbers that an integer does not hold.
        NativeCompiler.compile(
                "answers.cc",
                folder.resolve("answers"),
                "-fsanitize=undefined",
                "-fno-sanitize-recover=all",
                "-fno-sanitize=float-divide-by-zero");
    }

    private static List<String> answers(String question, INDArray maps) throws IOException, InterruptedException {
        Path asked = folder.resolve("question");
        Path answered = folder.resolve("answer");
        String pixels = Arrays.stream(
                        maps.castTo(DataType.DOUBLE).dup('c').data().asDouble())
                .mapToObj(Double::toString)
                .collect(Collectors.joining(" "));
        Files.writeString(asked, question + " " + pixels);
        Process process = new ProcessBuilder(folder.resolve("answers").toString())
                .redirectInput(asked.toFile())
                .redirectOutput(answered.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllLines(answered);
    }

    private static String shape(INDArray maps, int threads) {
        int single = maps.dataType() == DataType.FLOAT ? 1 : 0;
        return single + " " + MAPS + " " + maps.size(1) + " " + maps.size(2) + " " + threads;
    }

    @ParameterizedTest
    @EnumSource
    void birthsAreTheProcessors(Pixels pixels) throws IOException, InterruptedException {
        for (int[] size : new int[][] {{4, 4}, {3, 9}, {7, 7}, {14, 14}, {32, 32}, {40, 35}}) {
            for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
                INDArray maps = pixels.maps(size[0], size[1], type);
                int[] expected = PROCESSOR.firstCycleBirths(maps);
                for (int threads : size[0] > 32 ? new int[] {256} : new int[] {32, 256}) {
                    int[] found = answers("1 " + shape(maps, threads), maps).stream()
                            .mapToInt(Integer::parseInt)
                            .toArray();
                    assertThat(found).hasSize(MAPS);
                    int[] decided = IntStream.range(0, MAPS)
                            .filter(m -> found[m] != HANDED_BIRTH)
                            .toArray();
                    for (int m : decided) {
                        assertThat(found[m])
                                .as("%s, map %d of %d x %d", type, m, size[0], size[1])
                                .isEqualTo(expected[m]);
                    }
                    if (pixels.isOrdinary() && size[0] > 3) {
                        assertThat(decided).hasSizeGreaterThan(MAPS - 2);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void radiiAreTheProcessors(Pixels pixels) throws IOException, InterruptedException {
        for (int[] size : new int[][] {{5, 4}, {7, 7}, {8, 8}, {9, 12}}) {
            for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
                for (Spectrum spectrum : Spectrum.values()) {
                    compare(pixels, pixels.maps(size[0], size[1], type), Centring.REMOVE, spectrum, Region.SQUARE);
                    compare(pixels, pixels.maps(size[0], size[1], type), Centring.KEEP, spectrum, Region.DISC);
                }
            }
        }
    }

    private static void compare(Pixels pixels, INDArray maps, Centring centring, Spectrum spectrum, Region region)
            throws IOException, InterruptedException {
        Shells shells = new Shells((int) maps.size(1), (int) maps.size(2));
        int threads = 32;
        String question = "0 " + shape(maps, threads) + (centring == Centring.REMOVE ? " 1 " : " 0 ")
                + (spectrum == Spectrum.MAGNITUDE ? 1 : 0) + (region == Region.SQUARE ? " 1 " : " 0 ")
                + shells.bins(region) + " 1e-11 " + LEVELS.length + " "
                + Arrays.stream(LEVELS).mapToObj(Double::toString).collect(Collectors.joining(" ")) + " "
                + Arrays.stream(shells.runs(region, threads))
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(" "));
        List<String> lines = answers(question, maps);
        assertThat(lines).hasSize(MAPS);
        RollOffs expected = PROCESSOR.rollOff(maps, LEVELS, centring, spectrum, region);
        int handed = 0;
        for (int m = 0; m < MAPS; m++) {
            String[] fields = lines.get(m).split(" ", -1);
            int status = Integer.parseInt(fields[0]);
            handed += status == HANDED_ROLL_OFF ? 1 : 0;
            if (status == 0) {
                assertThat(Double.parseDouble(fields[1])).isCloseTo(expected.dcShare(m), within(1e-12));
                assertThat(Integer.parseInt(fields[2]) / (double) (maps.size(1) * maps.size(2)))
                        .isEqualTo(expected.activeShare(m));
                for (int p = 0; p < LEVELS.length; p++) {
                    assertThat(shells.radius(Integer.parseInt(fields[3 + p]))).isEqualTo(expected.radius(m, p));
                }
            } else if (status != HANDED_ROLL_OFF) {
                assertThat(expected.dcShare(m)).isNaN();
                assertThat(expected.radius(m, 0)).isNaN();
            }
        }
        if (pixels.isOrdinary()) {
            assertThat(handed).isLessThan(MAPS / 5);
        }
    }
}
