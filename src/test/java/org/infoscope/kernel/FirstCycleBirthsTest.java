package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FirstCycleBirthsTest {

    private final Kernels kernels = new CpuKernels();

    /** How maps are made: with and without ties. */
    enum Kind {
        GAUSSIAN,
        RELU,
        BINARY,
        TWO_LEVELS,
        INTEGERS,
        SPARSE_INTEGERS,
        MISSING_EDGES,
        INFINITE_TOP,
        HEAVY_TAILED;

        double draw(SplittableRandom random) {
            double normal = gaussian(random);
            return switch (this) {
                case GAUSSIAN -> normal;
                case RELU -> Math.max(0, normal);
                case BINARY -> random.nextInt(5) == 0 ? 1 : 0;
                case TWO_LEVELS -> random.nextInt(6) == 0 ? 2 : random.nextInt(6) == 0 ? 1 : -0.0;
                case INTEGERS -> random.nextInt(20);
                case SPARSE_INTEGERS -> Math.max(0, random.nextInt(60) - 40);
                case MISSING_EDGES -> random.nextInt(3) == 0 ? random.nextInt(9) : Double.NEGATIVE_INFINITY;
                case INFINITE_TOP -> random.nextInt(9) == 0 ? Double.POSITIVE_INFINITY : random.nextInt(40);
                case HEAVY_TAILED -> Math.exp(300 * normal);
            };
        }

        private static double gaussian(SplittableRandom random) {
            return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
        }
    }

    static Stream<GoldenMap> goldenMaps() {
        return Stream.concat(GoldenMap.read("hand.txt").stream(), GoldenMap.read("random.txt").stream());
    }

    @ParameterizedTest
    @MethodSource("goldenMaps")
    void goldenBirths(GoldenMap golden) {
        INDArray map = golden.map().reshape(1, golden.height(), golden.width());

        assertThat(kernels.firstCycleBirths(map)).containsExactly(golden.birth());
        assertThat(kernels.firstCycleBirths(map.castTo(DataType.DOUBLE))).containsExactly(golden.birth());
    }

    static Stream<GoldenMap> goldenBarcodes() {
        return goldenMaps().filter(GoldenMap::barsKnown);
    }

    @ParameterizedTest
    @MethodSource("goldenBarcodes")
    void goldenBars(GoldenMap golden) {
        assertThat(CycleBarcode.of(golden.map())).containsExactlyElementsOf(golden.bars());
    }

    @ParameterizedTest
    @EnumSource
    void bruteForceAgrees(Kind kind) {
        SplittableRandom random = new SplittableRandom(1_000 + kind.name().hashCode());
        FirstCycle cycle = new FirstCycle();
        int births = 0;
        for (int k = 0; k < 700; k++) {
            double[][] map = map(kind, 1 + random.nextInt(11), random);
            int expected = BruteForceBirth.of(map);
            births += expected > 0 ? 1 : 0;

            assertThat(birth(cycle, map)).as(() -> Arrays.deepToString(map)).isEqualTo(expected);
        }
        assertThat(births).isGreaterThan(150);
    }

    @ParameterizedTest
    @EnumSource
    void bruteForceAgreesOnMapsThatAreNotSquare(Kind kind) {
        SplittableRandom random = new SplittableRandom(2_000 + kind.name().hashCode());
        FirstCycle cycle = new FirstCycle();
        for (int k = 0; k < 200; k++) {
            double[][] map = new double[1 + random.nextInt(9)][1 + random.nextInt(9)];
            fill(map, kind, random);

            assertThat(birth(cycle, map)).as(() -> Arrays.deepToString(map)).isEqualTo(BruteForceBirth.of(map));
        }
    }

    @ParameterizedTest
    @EnumSource
    void firstBarAgreesOnLargeMaps(Kind kind) {
        SplittableRandom random = new SplittableRandom(3_000 + kind.name().hashCode());
        FirstCycle cycle = new FirstCycle();
        for (int side : new int[] {20, 28, 40, 63, 64, 65, 70}) {
            double[][] map = map(kind, side, random);
            List<CycleBarcode.Bar> bars = CycleBarcode.of(Nd4j.createFromArray(map));

            assertThat(birth(cycle, map))
                    .isEqualTo(bars.isEmpty() ? 0 : bars.get(0).birth());
        }
    }

    /** Many edges fall into the first tie groups here, where closure and elimination work hardest. */
    @Test
    void bruteForceAgreesOnTiedRandomGraphs() {
        SplittableRandom random = new SplittableRandom(4_000);
        FirstCycle cycle = new FirstCycle();
        for (int k = 0; k < 400; k++) {
            double share = random.nextDouble();
            double[][] map = new double[13][13];
            for (double[] row : map) {
                Arrays.setAll(row, j -> random.nextDouble() < share ? 1 : 0);
            }

            assertThat(birth(cycle, map)).as(() -> Arrays.deepToString(map)).isEqualTo(BruteForceBirth.of(map));
        }
    }

    @ParameterizedTest
    @EnumSource
    void invariances(Kind kind) {
        SplittableRandom random = new SplittableRandom(5_000 + kind.name().hashCode());
        FirstCycle cycle = new FirstCycle();
        for (int side : new int[] {5, 9, 17, 33, 66}) {
            double[][] map = map(kind, side, random);
            int birth = birth(cycle, map);
            int[] order = permutation(side, random);
            double[][] transposed = new double[side][side];
            double[][] permuted = new double[side][side];
            for (int i = 0; i < side; i++) {
                for (int j = 0; j < side; j++) {
                    transposed[j][i] = map[i][j];
                    permuted[order[i]][order[j]] = map[i][j];
                }
            }

            assertThat(birth(cycle, transposed)).isEqualTo(birth);
            assertThat(birth(cycle, permuted)).isEqualTo(birth);
            assertThat(birth(cycle, transformed(map, x -> 0.25 * x))).isEqualTo(birth);
            assertThat(birth(cycle, transformed(map, Math::cbrt))).isEqualTo(birth);
        }
    }

    @Test
    void distinctValuesGiveBirthsInTheirRange() {
        SplittableRandom random = new SplittableRandom(6_000);
        FirstCycle cycle = new FirstCycle();
        for (int k = 0; k < 2_000; k++) {
            int m = 4 + k % 12;
            int birth = birth(cycle, map(Kind.GAUSSIAN, m, random));

            assertThat(birth == 0 || (birth >= 4 && birth <= m * (m - 1) / 2 - m + 2))
                    .isTrue();
        }
    }

    @Test
    void aMapWithNaNIsInvalidWhereverItIs() {
        double[] maps = new double[3 * 25];
        Arrays.setAll(maps, k -> k * 31 % 23);
        maps[25 + 12] = Double.NaN;
        maps[50 + 1] = Double.NaN;

        int[] births = kernels.firstCycleBirths(Nd4j.createFromArray(maps).reshape(3, 5, 5));

        assertThat(births[0]).isNotEqualTo(Kernels.INVALID_MAP);
        assertThat(births[1]).as("on the diagonal").isEqualTo(Kernels.INVALID_MAP);
        assertThat(births[2]).as("off the diagonal").isEqualTo(Kernels.INVALID_MAP);
    }

    @Test
    void onlyMissingEdgesHaveNoBirth() {
        double[][] map = new double[6][6];
        Arrays.stream(map).forEach(row -> Arrays.fill(row, Double.NEGATIVE_INFINITY));

        assertThat(birth(new FirstCycle(), map)).isZero();
    }

    /** A double that differs from another by less than a float can tell is no tie. */
    @Test
    void doublesKeepTheirOrder() {
        double[][] map = new double[4][4];
        map[0][1] = 1 + 4e-12;
        map[1][2] = 1 + 3e-12;
        map[2][3] = 1 + 2e-12;
        map[3][0] = 1 + 1e-12;
        map[0][2] = 1;

        assertThat(birth(new FirstCycle(), map)).isEqualTo(4);
        assertThat(kernels.firstCycleBirths(
                        Nd4j.createFromArray(map).castTo(DataType.FLOAT).reshape(1, 4, 4)))
                .as("all five are one level as floats, and triangles fill it")
                .containsExactly(0);
    }

    @Test
    void anyTypeOrderAndLeadingDimensionsGiveTheSameBirths() {
        SplittableRandom random = new SplittableRandom(7_000);
        double[] values = random.doubles(6 * 9 * 9, 0, 40).map(Math::floor).toArray();
        INDArray maps = Nd4j.createFromArray(values).reshape(6, 9, 9);
        int[] expected = kernels.firstCycleBirths(maps);

        assertThat(kernels.firstCycleBirths(maps.castTo(DataType.FLOAT).dup('f')))
                .containsExactly(expected);
        assertThat(kernels.firstCycleBirths(maps.castTo(DataType.INT32))).containsExactly(expected);
        assertThat(kernels.firstCycleBirths(maps.reshape(2, 3, 9, 9))).containsExactly(expected);
        assertThat(kernels.firstCycleBirths(maps.permute(0, 2, 1))).containsExactly(expected);
    }

    @Test
    void refusesWhatIsNoMap() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernels.firstCycleBirths(Nd4j.zeros(4, 4)))
                .withMessageContaining("rank 3 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernels.firstCycleBirths(Nd4j.zeros(1, 1, 8193)))
                .withMessageContaining("8192");
    }

    private static int birth(FirstCycle cycle, double[][] map) {
        double[] flat = Arrays.stream(map).flatMapToDouble(Arrays::stream).toArray();
        return cycle.birth(flat, 0, map.length, map[0].length);
    }

    private static double[][] map(Kind kind, int side, SplittableRandom random) {
        double[][] map = new double[side][side];
        fill(map, kind, random);
        return map;
    }

    private static void fill(double[][] map, Kind kind, SplittableRandom random) {
        for (double[] row : map) {
            Arrays.setAll(row, j -> kind.draw(random));
        }
    }

    private static double[][] transformed(double[][] map, DoubleUnaryOperator increasing) {
        return Arrays.stream(map)
                .map(row -> Arrays.stream(row).map(increasing).toArray())
                .toArray(double[][]::new);
    }

    private static int[] permutation(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
