package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What every engine's {@link Kernels#rollOff} must answer. */
interface RollOffContract {

    Offset<Double> TOLERANCE = within(1e-9);

    /** The engine under test. */
    Kernels kernels();

    /** A map by its pixels. */
    static double[][] map(int height, int width, DoubleBinaryOperator pixel) {
        double[][] map = new double[height][width];
        for (int m = 0; m < height; m++) {
            for (int n = 0; n < width; n++) {
                map[m][n] = pixel.applyAsDouble(m, n);
            }
        }
        return map;
    }

    /** cos(2 pi (u m / height + v n / width)). */
    static double[][] cosine(int height, int width, double u, double v) {
        return map(height, width, (m, n) -> Math.cos(2 * Math.PI * (u * m / height + v * n / width)));
    }

    /** s = (1664525 s + 1013904223) mod 2^32 from 12345, x = s / 2^32 - 1/2; negative values cut off on demand. */
    static double[][] portableNoise(int height, int width, boolean rectified) {
        long[] state = {12345};
        return map(height, width, (m, n) -> {
            state[0] = (1664525 * state[0] + 1013904223) & 0xffffffffL;
            double x = state[0] * 0x1p-32 - 0.5;
            return rectified ? Math.max(0, x) : x;
        });
    }

    /** One map, one level. */
    default double rollOff(double[][] map, double level, Centring centring, Spectrum spectrum, Region region) {
        INDArray maps = Nd4j.createFromArray(new double[][][] {map});
        return kernels()
                .rollOff(maps, new double[] {level}, centring, spectrum, region)
                .radius(0, 0);
    }

    private double power(double[][] map, double level, Centring centring) {
        return rollOff(map, level, centring, Spectrum.POWER, Region.SQUARE);
    }

    @ParameterizedTest
    @CsvSource({
        "32, 32, 5, 0, 0.15625",
        "32, 32, 3, 4, 0.15625",
        "32, 32, -3, 4, 0.15625",
        "32, 32, 4, -3, 0.15625",
        "16, 24, 2, 3, 0.1767766952966369",
        "15, 9, 7, 4, 0.6444444444444445"
    })
    default void latticeCosines(int height, int width, int u, int v, double expected) {
        for (double level : new double[] {0.01, 0.85, 1}) {
            assertThat(power(cosine(height, width, u, v), level, Centring.REMOVE))
                    .as("p = %s", level)
                    .isCloseTo(expected, TOLERANCE);
        }
    }

    /** One and two waves of 1/8, 1/4 and 3/8 cycles per pixel; levels beside the share of a shell, and just it. */
    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    default void sumsOfCosines(int side) {
        double[][] offset = map(side, side, (m, n) -> 1 + Math.cos(2 * Math.PI * n / 4));
        assertThat(power(offset, 0.66, Centring.KEEP)).isZero();
        assertThat(power(offset, 0.67, Centring.KEEP)).isCloseTo(0.25, TOLERANCE);
        assertThat(rollOff(offset, 0.5, Centring.KEEP, Spectrum.MAGNITUDE, Region.SQUARE))
                .isZero();
        assertThat(rollOff(offset, 0.51, Centring.KEEP, Spectrum.MAGNITUDE, Region.SQUARE))
                .isCloseTo(0.25, TOLERANCE);
        double[][] two =
                map(side, side, (m, n) -> 2 * Math.cos(2 * Math.PI * n / 8) + Math.cos(2 * Math.PI * 3 * n / 8));
        assertThat(power(two, 0.8, Centring.REMOVE)).isCloseTo(0.125, TOLERANCE);
        assertThat(power(two, 0.85, Centring.REMOVE)).isCloseTo(0.375, TOLERANCE);
    }

    /** All bins of a delta are equal: the share of any number of shells is met exactly, and counts as met. */
    @ParameterizedTest
    @ValueSource(ints = {7, 8, 16})
    default void everyShellOfADeltaIsMetExactly(int side) {
        double[][] delta = map(side, side, (m, n) -> m == 3 && n == 6 ? 1 : 0);
        int[] keys = IntStream.range(0, side * side)
                .map(bin -> squareOfDistance(bin / side, side) + squareOfDistance(bin % side, side))
                .sorted()
                .toArray();
        int[] shells = Arrays.stream(keys).distinct().toArray();
        double[] levels = Arrays.stream(shells)
                .mapToDouble(
                        shell -> Arrays.stream(keys).filter(key -> key <= shell).count() / (double) keys.length)
                .toArray();
        RollOffs found = kernels()
                .rollOff(
                        Nd4j.createFromArray(new double[][][] {delta}),
                        levels,
                        Centring.KEEP,
                        Spectrum.POWER,
                        Region.SQUARE);
        for (int k = 0; k < shells.length; k++) {
            assertThat(found.radius(0, k)).as("shell %s", k).isCloseTo(Math.sqrt(shells[k]) / side, TOLERANCE);
        }
    }

    private static int squareOfDistance(int index, int side) {
        int signed = Math.min(index, side - index);
        return signed * signed;
    }

    @Test
    default void smallestMaps() {
        double[][] checkerboard = {{1, -1}, {-1, 1}};
        assertThat(power(checkerboard, 0.85, Centring.REMOVE)).isCloseTo(Math.sqrt(0.5), TOLERANCE);
        assertThat(rollOff(checkerboard, 0.85, Centring.REMOVE, Spectrum.POWER, Region.DISC))
                .isNaN();
        double[][] large = map(32, 32, (m, n) -> (m + n) % 2 == 0 ? 0.3 : -0.3);
        for (Spectrum spectrum : Spectrum.values()) {
            assertThat(rollOff(large, 0.85, Centring.KEEP, spectrum, Region.DISC))
                    .as("nothing but rounding in the disc")
                    .isNaN();
        }
        assertThat(power(new double[][] {{0, 1}}, 0.85, Centring.REMOVE)).isCloseTo(0.5, TOLERANCE);
        assertThat(power(new double[][] {{0}, {1}}, 0.85, Centring.REMOVE)).isCloseTo(0.5, TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 0.559016994375",
        "7, 0.515078753638",
        "8, 0.530330085890",
        "16, 0.534000234082",
        "28, 0.530931026690",
        "32, 0.53125"
    })
    default void delta(int size, double expected) {
        double[][] delta = map(size, size, (m, n) -> m == 0 && n == 0 ? 1 : 0);
        for (Centring centring : Centring.values()) {
            assertThat(power(delta, 0.85, centring)).isCloseTo(expected, TOLERANCE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8, 8, false, REMOVE, POWER, .375, .450693909433, .530330085890, .625",
        "8, 8, true, KEEP, POWER, .176776695297, .395284707521, .515388203202, .559016994375",
        "8, 8, true, REMOVE, POWER, .395284707521, .515388203202, .559016994375, .625",
        "8, 8, true, KEEP, MAGNITUDE, .375, .5, .530330085890, .625",
        "7, 5, false, REMOVE, POWER, .4, .472941295921, .491561443831, .586236700820",
        "7, 5, true, KEEP, POWER, .348758731878, .424744821352, .491561443831, .586236700820",
        "16, 12, false, REMOVE, POWER, .416666666667, .485912657904, .550015782602, .600925212577",
        "16, 12, true, KEEP, POWER, .263523138347, .435012771205, .503891109269, .560567668628"
    })
    default void portableNoiseAtFourLevelsInOneCall(
            int height,
            int width,
            boolean rectified,
            Centring centring,
            Spectrum spectrum,
            double half,
            double threeQuarters,
            double standard,
            double most) {
        double[][] noise = portableNoise(height, width, rectified);
        assertThat(portableNoise(1, 1, false)[0][0]).isCloseTo(-.4795973142609, within(1e-13));
        RollOffs found = kernels()
                .rollOff(
                        Nd4j.createFromArray(new double[][][] {noise}),
                        new double[] {0.5, 0.75, 0.85, 0.95},
                        centring,
                        spectrum,
                        Region.SQUARE);
        double[] expected = {half, threeQuarters, standard, most};
        for (int p = 0; p < expected.length; p++) {
            assertThat(found.radius(0, p)).isCloseTo(expected[p], within(1e-11));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 9", "9, 1", "2, 2", "3, 5", "6, 7", "8, 4", "11, 13", "12, 10", "17, 16", "4, 4", "8, 8", "4, 16", "16, 8"
    })
    default void agreesWithTheSlowSum(int height, int width) {
        Random random = new Random(31L * height + width);
        for (int round = 0; round < 4; round++) {
            double[][] map = map(height, width, (m, n) -> random.nextGaussian() + 0.7);
            for (Centring centring : Centring.values()) {
                for (Spectrum spectrum : Spectrum.values()) {
                    for (Region region : Region.values()) {
                        double level = 0.2 + 0.79 * random.nextDouble();
                        assertThat(rollOff(map, level, centring, spectrum, region))
                                .as("%s %s %s p = %s", centring, spectrum, region, level)
                                .isCloseTo(SlowRollOff.of(map, level, centring, spectrum, region), TOLERANCE);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"6, 5", "8, 8"})
    default void edgeCases(int height, int width) {
        double[][] zero = new double[height][width];
        double[][] constant = map(height, width, (m, n) -> -0.1);
        double[][] nearlyConstant = map(height, width, (m, n) -> 1 + 1e-7 * ((m + n) % 2));
        for (Centring centring : Centring.values()) {
            assertThat(power(zero, 0.85, centring)).isNaN();
            assertThat(power(new double[][] {{0}}, 0.85, centring)).isNaN();
        }
        assertThat(power(constant, 0.85, Centring.REMOVE)).isNaN();
        assertThat(power(constant, 0.85, Centring.KEEP)).isZero();
        assertThat(power(nearlyConstant, 0.85, Centring.REMOVE)).isNaN();
        assertThat(power(nearlyConstant, 0.85, Centring.KEEP)).isZero();
        assertThat(power(new double[][] {{3}}, 0.85, Centring.REMOVE)).isNaN();
        assertThat(power(new double[][] {{3}}, 0.85, Centring.KEEP)).isZero();
    }

    @Test
    default void mapsThatAreNotFiniteAreToldApart() {
        double[][] nan = map(4, 4, (m, n) -> m == 1 && n == 2 ? Double.NaN : m);
        double[][] infinite = map(4, 4, (m, n) -> m == 3 && n == 3 ? Double.NEGATIVE_INFINITY : m);
        double[][] fine = map(4, 4, (m, n) -> m == 0 ? 0 : m);
        RollOffs found = kernels()
                .rollOff(
                        Nd4j.createFromArray(new double[][][] {nan, fine, infinite, new double[4][4]}),
                        new double[] {0.85},
                        Centring.REMOVE,
                        Spectrum.POWER,
                        Region.SQUARE);
        assertThat(found.maps()).isEqualTo(4);
        assertThat(new boolean[] {found.isFinite(0), found.isFinite(1), found.isFinite(2), found.isFinite(3)})
                .containsExactly(false, true, false, true);
        assertThat(found.radius(0, 0)).isNaN();
        assertThat(found.radius(1, 0)).isCloseTo(0.5, TOLERANCE);
        assertThat(found.radius(2, 0)).isNaN();
        assertThat(found.activeShare(1)).isEqualTo(0.75);
        assertThat(found.dcShare(1)).isCloseTo(24.0 * 24 / (16 * 56), TOLERANCE);
        assertThat(found.activeShare(3)).isZero();
        assertThat(found.dcShare(3)).isNaN();
    }

    @ParameterizedTest
    @CsvSource({"10, 12", "8, 8"})
    default void invariances(int height, int width) {
        double[][] noise = portableNoise(height, width, true);
        double expected = power(noise, 0.85, Centring.REMOVE);
        assertThat(power(map(height, width, (m, n) -> noise[height - 1 - (int) m][(int) n]), 0.85, Centring.REMOVE))
                .isEqualTo(expected);
        assertThat(power(map(width, height, (m, n) -> noise[(int) n][width - 1 - (int) m]), 0.85, Centring.REMOVE))
                .isCloseTo(expected, TOLERANCE);
        assertThat(power(
                        map(height, width, (m, n) -> noise[((int) m + 3) % height][((int) n + 7) % width]),
                        0.85,
                        Centring.REMOVE))
                .isEqualTo(expected);
        for (double factor : new double[] {-3, 1e-200, 1e300, 1e-310}) {
            double[][] scaled = map(height, width, (m, n) -> factor * noise[(int) m][(int) n]);
            assertThat(power(scaled, 0.85, Centring.REMOVE))
                    .as("times %s", factor)
                    .isEqualTo(expected);
        }
        for (double offset : new double[] {5, 40, 1e5}) {
            double[][] lifted = map(height, width, (m, n) -> noise[(int) m][(int) n] + offset);
            assertThat(power(lifted, 0.85, Centring.REMOVE))
                    .as("plus %s", offset)
                    .isEqualTo(expected);
        }
    }

    @Test
    default void typesOrdersAndViewsOfMapsMakeNoDifference() {
        INDArray maps = Nd4j.createFromArray(
                        new double[][][] {portableNoise(6, 5, false), portableNoise(6, 5, true), cosine(6, 5, 1, 1)})
                .castTo(DataType.FLOAT16)
                .castTo(DataType.DOUBLE);
        double[] expected = radii(maps);
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.FLOAT16}) {
            assertThat(radii(maps.castTo(type))).as("%s", type).containsExactly(expected);
        }
        assertThat(radii(maps.dup('f'))).containsExactly(expected);
        assertThat(radii(maps.permute(0, 2, 1).dup().permute(0, 2, 1))).containsExactly(expected);
        assertThat(radii(Nd4j.concat(0, maps, maps).get(NDArrayIndex.interval(3, 6))))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"8, 8", "7, 5"})
    default void manyMapsAtOnceAreAsOneByOne(int height, int width) {
        int count = 1 + (1 << 16) / (height * width);
        Random random = new Random(11);
        float[] pixels = new float[count * height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.max(0, random.nextGaussian());
        }
        INDArray maps = Nd4j.createFromArray(pixels).reshape(count, height, width);
        double[] together = radii(maps);
        for (int m = 0; m < count; m += 97) {
            INDArray one = maps.get(NDArrayIndex.interval(m, m + 1));
            assertThat(radii(one)[0]).as("map %s", m).isEqualTo(together[m]);
        }
    }

    private double[] radii(INDArray maps) {
        INDArray before = maps.dup();
        RollOffs found = kernels().rollOff(maps, new double[] {0.85}, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
        assertThat(maps).as("the input is untouched").isEqualTo(before);
        double[] radii = new double[found.maps()];
        Arrays.setAll(radii, m -> found.radius(m, 0));
        return radii;
    }

    @Test
    default void refusesWhatIsNoMapAndNoLevel() {
        INDArray maps = Nd4j.ones(DataType.DOUBLE, 1, 4, 4);
        for (double level : new double[] {0, -0.5, 1.01, Double.NaN}) {
            assertThatThrownBy(() ->
                            kernels().rollOff(maps, new double[] {level}, Centring.KEEP, Spectrum.POWER, Region.SQUARE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("(0, 1]");
        }
        for (INDArray wrong : new INDArray[] {Nd4j.ones(4, 4), Nd4j.empty(DataType.DOUBLE)}) {
            assertThatThrownBy(() ->
                            kernels().rollOff(wrong, new double[] {0.85}, Centring.KEEP, Spectrum.POWER, Region.SQUARE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[m, h, w]");
        }
    }
}
