package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** First births: known answers, a literal oracle, identities and edges. */
interface FirstCycleContract {

    /** The engine. */
    Kernels kernels();

    static Stream<GoldenMap> goldenMaps() {
        return Stream.concat(GoldenMap.read("hand.txt").stream(), GoldenMap.read("random.txt").stream());
    }

    @ParameterizedTest
    @MethodSource("goldenMaps")
    default void goldenBirths(GoldenMap golden) {
        INDArray map = golden.map().reshape(1, golden.height(), golden.width());

        assertThat(kernels().firstCycleBirths(map)).containsExactly(golden.birth());
        assertThat(kernels().firstCycleBirths(map.castTo(DataType.DOUBLE))).containsExactly(golden.birth());
    }

    @ParameterizedTest
    @EnumSource
    default void bruteForceAgrees(MapKind kind) {
        long births = 0;
        for (int side = 1; side <= 11; side++) {
            births += compareWithBruteForce(kind.maps(64, side, side));
        }
        assertThat(births).as("maps with a birth").isGreaterThan(150);
    }

    @ParameterizedTest
    @EnumSource
    default void bruteForceAgreesOnMapsThatAreNotSquare(MapKind kind) {
        for (int[] shape : new int[][] {{1, 6}, {2, 5}, {5, 2}, {3, 7}, {6, 4}, {8, 9}, {9, 6}}) {
            compareWithBruteForce(kind.maps(24, shape[0], shape[1]));
        }
    }

    /** Most edges fall into the first tie group here, where closure and elimination work hardest. */
    @Test
    default void bruteForceAgreesOnTiedRandomGraphs() {
        SplittableRandom random = new SplittableRandom(4_000);
        double[] pixels = new double[500 * 169];
        for (int map = 0; map < 500; map++) {
            double share = random.nextDouble();
            for (int k = 0; k < 169; k++) {
                pixels[map * 169 + k] = random.nextDouble() < share ? 1 : 0;
            }
        }
        assertThat(compareWithBruteForce(Nd4j.createFromArray(pixels).reshape(500, 13, 13)))
                .isGreaterThan(100);
    }

    /** How many of the maps have a birth. */
    private long compareWithBruteForce(INDArray maps) {
        int[] births = kernels().firstCycleBirths(maps);
        for (int k = 0; k < births.length; k++) {
            INDArray map = maps.slice(k);
            assertThat(births[k]).as(map::toString).isEqualTo(BruteForceBirth.of(map.toDoubleMatrix()));
        }
        return Arrays.stream(births).filter(birth -> birth > 0).count();
    }

    @ParameterizedTest
    @EnumSource
    default void firstBarsAgreeOnLargeMaps(MapKind kind) {
        for (int side : new int[] {20, 28, 40, 63, 64, 65, 70}) {
            INDArray maps = kind.maps(2, side, side);
            int[] firstBars = IntStream.range(0, 2)
                    .mapToObj(k -> CycleBarcode.of(maps.slice(k)))
                    .mapToInt(FirstCycleContract::firstBirth)
                    .toArray();

            assertThat(kernels().firstCycleBirths(maps)).isEqualTo(firstBars);
        }
    }

    private static int firstBirth(List<CycleBarcode.Bar> bars) {
        return bars.isEmpty() ? Kernels.NO_BIRTH : bars.get(0).birth();
    }

    @ParameterizedTest
    @EnumSource
    default void transpositionPermutationAndIncreasingTransformsDoNotMatter(MapKind kind) {
        for (int side : new int[] {5, 9, 17, 33, 66}) {
            INDArray maps = kind.maps(4, side, side);
            int[] births = kernels().firstCycleBirths(maps);
            double[] cubeRoots =
                    Arrays.stream(maps.dup().data().asDouble()).map(Math::cbrt).toArray();

            assertThat(kernels().firstCycleBirths(maps.permute(0, 2, 1))).isEqualTo(births);
            assertThat(kernels().firstCycleBirths(permuted(maps, side))).isEqualTo(births);
            assertThat(kernels().firstCycleBirths(maps.mul(0.25))).isEqualTo(births);
            assertThat(kernels()
                            .firstCycleBirths(Nd4j.createFromArray(cubeRoots).reshape(4, side, side)))
                    .isEqualTo(births);
        }
    }

    /** Rows and columns in one other order. */
    private static INDArray permuted(INDArray maps, int side) {
        int[] order =
                new SplittableRandom(side).ints(0, side).distinct().limit(side).toArray();
        INDArray permuted = maps.dup();
        for (int map = 0; map < maps.size(0); map++) {
            for (int i = 0; i < side; i++) {
                for (int j = 0; j < side; j++) {
                    permuted.putScalar(map, order[i], order[j], maps.getDouble(map, i, j));
                }
            }
        }
        return permuted;
    }

    @Test
    default void distinctValuesGiveBirthsInTheirRange() {
        for (int m = 4; m < 16; m++) {
            int last = m * (m - 1) / 2 - m + 2;
            assertThat(Arrays.stream(kernels().firstCycleBirths(MapKind.GAUSSIAN.maps(200, m, m))))
                    .allMatch(birth -> birth == Kernels.NO_BIRTH || (birth >= 4 && birth <= last));
        }
    }

    @Test
    default void aMapWithNaNIsInvalidWhereverItIs() {
        double[] maps = new double[3 * 25];
        Arrays.setAll(maps, k -> k * 31 % 23);
        maps[25 + 12] = Double.NaN;
        maps[50 + 1] = Double.NaN;

        int[] births = kernels().firstCycleBirths(Nd4j.createFromArray(maps).reshape(3, 5, 5));

        assertThat(births[0]).isNotEqualTo(Kernels.INVALID_MAP);
        assertThat(births[1]).as("on the diagonal").isEqualTo(Kernels.INVALID_MAP);
        assertThat(births[2]).as("off the diagonal").isEqualTo(Kernels.INVALID_MAP);
    }

    @Test
    default void mapsOfOneInfinityHaveNoBirth() {
        for (double infinity : new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}) {
            double[] map = new double[36];
            Arrays.fill(map, infinity);

            assertThat(kernels().firstCycleBirths(Nd4j.createFromArray(map).reshape(1, 6, 6)))
                    .containsExactly(Kernels.NO_BIRTH);
        }
    }

    /** Doubles that differ by less than a float can tell are no ties. */
    @Test
    default void doublesKeepTheirOrder() {
        double[][] map = new double[4][4];
        map[0][1] = 1 + 4e-12;
        map[1][2] = 1 + 3e-12;
        map[2][3] = 1 + 2e-12;
        map[3][0] = 1 + 1e-12;
        map[0][2] = 1;
        INDArray maps = Nd4j.createFromArray(map).reshape(1, 4, 4);

        assertThat(kernels().firstCycleBirths(maps)).containsExactly(4);
        assertThat(kernels().firstCycleBirths(maps.castTo(DataType.FLOAT)))
                .as("as floats all five are one level, and triangles fill it")
                .containsExactly(Kernels.NO_BIRTH);
    }

    @Test
    default void anyTypeOrderAndLeadingDimensionsGiveTheSameBirths() {
        INDArray maps = MapKind.INTEGERS.maps(6, 9, 9);
        INDArray before = maps.dup();
        int[] expected = kernels().firstCycleBirths(maps);

        assertThat(kernels().firstCycleBirths(maps.castTo(DataType.FLOAT).dup('f')))
                .isEqualTo(expected);
        assertThat(kernels().firstCycleBirths(maps.castTo(DataType.INT32))).isEqualTo(expected);
        assertThat(kernels().firstCycleBirths(maps.castTo(DataType.FLOAT16))).isEqualTo(expected);
        assertThat(kernels().firstCycleBirths(maps.reshape(2, 3, 9, 9))).isEqualTo(expected);
        assertThat(maps).as("untouched").isEqualTo(before);
    }

    @Test
    default void refusesWhatIsNoMap() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernels().firstCycleBirths(Nd4j.zeros(4, 4)))
                .withMessageContaining("rank 3 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernels().firstCycleBirths(Nd4j.zeros(1, 1, 8193)))
                .withMessageContaining("8192");
    }
}
