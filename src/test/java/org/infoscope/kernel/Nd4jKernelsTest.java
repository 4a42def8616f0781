package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The engine contract on ND4J's tensor operations, and parity with the processor on hard input. */
class Nd4jKernelsTest implements KernelsContract {

    static final Nd4jKernels KERNELS = new Nd4jKernels();
    static final CpuKernels PROCESSOR = new CpuKernels();
    static final double[] LEVELS = {0.01, 0.5, 0.85, 0.95, 1};

    @Override
    public Kernels kernels() {
        return KERNELS;
    }

    @Test
    void namesTheBackend() {
        assertThat(KERNELS.engine()).isEqualTo("nd4j-native");
    }

    /** Ties, infinities, missing values, heavy tails; in every option; to the last bit. */
    @ParameterizedTest
    @EnumSource
    void radiiAreTheProcessors(MapKind kind) {
        for (int[] size : new int[][] {{1, 1}, {1, 7}, {5, 4}, {9, 12}, {16, 16}, {28, 28}}) {
            INDArray maps = kind.maps(12, size[0], size[1]);
            for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT, DataType.FLOAT16}) {
                for (Spectrum spectrum : Spectrum.values()) {
                    for (Region region : Region.values()) {
                        for (Centring centring : Centring.values()) {
                            assertSameRollOffs(KERNELS, maps.castTo(type), centring, spectrum, region);
                        }
                    }
                }
            }
        }
    }

    static void assertSameRollOffs(
            Kernels kernels, INDArray maps, Centring centring, Spectrum spectrum, Region region) {
        RollOffs expected = PROCESSOR.rollOff(maps, LEVELS, centring, spectrum, region);
        RollOffs found = kernels.rollOff(maps, LEVELS, centring, spectrum, region);
        for (int m = 0; m < expected.maps(); m++) {
            for (int p = 0; p < LEVELS.length; p++) {
                assertThat((Double) found.radius(m, p))
                        .as("%s map %d p = %s", maps.dataType(), m, LEVELS[p])
                        .isEqualTo((Double) expected.radius(m, p));
            }
            assertThat((Double) found.activeShare(m)).isEqualTo((Double) expected.activeShare(m));
            assertThat(found.isFinite(m)).isEqualTo(expected.isFinite(m));
            if (Double.isNaN(expected.dcShare(m))) {
                assertThat(found.dcShare(m)).isNaN();
            } else {
                assertThat(found.dcShare(m)).isCloseTo(expected.dcShare(m), within(1e-12));
            }
        }
    }

    /** A spectrum of one wave is rounding elsewhere, which magnitudes add up. */
    @ParameterizedTest
    @ValueSource(ints = {8, 30, 64})
    void smoothMapsAndSingleWavesAreTheProcessors(int side) {
        SplittableRandom random = new SplittableRandom(side);
        double[][][] maps = new double[20][][];
        for (int k = 0; k < maps.length; k++) {
            int u = random.nextInt(side);
            int v = random.nextInt(side);
            double decay = Math.pow(10, -k / 2.0);
            int mean = k % 3;
            double[][] wave = RollOffContract.cosine(side, side, u, v);
            maps[k] = RollOffContract.map(
                    side, side, (m, n) -> wave[(int) m][(int) n] + decay * random.nextGaussian() + mean);
        }
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            INDArray given = Nd4j.createFromArray(maps).castTo(type);
            for (Spectrum spectrum : Spectrum.values()) {
                for (Region region : Region.values()) {
                    for (Centring centring : Centring.values()) {
                        assertSameRollOffs(KERNELS, given, centring, spectrum, region);
                    }
                }
            }
        }
    }

    /** Otherwise the tests above would compare the processor with itself. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"DOUBLE", "FLOAT"})
    void fewOrdinaryMapsGoToTheProcessor(DataType type) {
        INDArray maps = MapKind.RELU.maps(400, 14, 14).castTo(type);
        AtomicLong handed = new AtomicLong();
        double[] level = {0.85};
        for (Spectrum spectrum : Spectrum.values()) {
            new TensorRollOff(
                            given -> {
                                handed.addAndGet(given.size(0));
                                return PROCESSOR.rollOff(given, level, Centring.REMOVE, spectrum, Region.SQUARE);
                            },
                            Nd4jKernels.DEFAULT_SCRATCH,
                            level,
                            Centring.REMOVE,
                            spectrum,
                            Region.SQUARE)
                    .of(maps);
        }
        assertThat(handed.get()).as("roll-offs of 800").isLessThan(8);
        new TensorBirths(
                        given -> {
                            handed.addAndGet(given.size(0));
                            return PROCESSOR.firstCycleBirths(given);
                        },
                        Nd4jKernels.DEFAULT_SCRATCH)
                .of(maps);
        assertThat(handed.get()).as("and births of 400").isLessThan(12);
    }

    @ParameterizedTest
    @EnumSource
    void birthsAreTheProcessors(MapKind kind) {
        for (int[] size : new int[][] {{2, 2}, {3, 9}, {7, 7}, {14, 14}, {28, 28}, {65, 65}}) {
            INDArray maps = kind.maps(20, size[0], size[1]);
            for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT, DataType.FLOAT16}) {
                assertThat(KERNELS.firstCycleBirths(maps.castTo(type)))
                        .as("%s", type)
                        .isEqualTo(PROCESSOR.firstCycleBirths(maps.castTo(type)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "60, 9", "40, 200"})
    void spectraAreTheProcessors(int n, int d) {
        double[][] rows = DiffusionContract.gaussian(n, d, 3, n + d);
        for (int i = 0; i + 7 < n; i += 7) {
            rows[i + 1] = rows[i].clone();
            rows[i + 2] = new double[d];
        }
        List<int[]> subsets = List.of(
                DiffusionContract.all(n),
                new int[] {n - 1},
                new int[] {n - 1, 0},
                IntStream.range(n / 2, n).toArray());
        for (Bandwidth bandwidth : List.of(
                Bandwidth.fixed(10), Bandwidth.medianHeuristic(), Bandwidth.unitNorm(), Bandwidth.fixed(1e-200))) {
            for (double alpha : new double[] {0, 1}) {
                for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
                    INDArray samples = Nd4j.createFromArray(rows).castTo(type);
                    DiffusionSpectra expected = PROCESSOR.diffusionSpectra(samples, bandwidth, alpha, subsets);
                    DiffusionSpectra found = KERNELS.diffusionSpectra(samples, bandwidth, alpha, subsets);
                    assertSameSpectra(found, expected);
                }
            }
        }
    }

    static void assertSameSpectra(DiffusionSpectra found, DiffusionSpectra expected) {
        assertThat(found.meanNorm()).isCloseTo(expected.meanNorm(), within(1e-12 * expected.meanNorm()));
        assertThat(found.fallbacks()).isEqualTo(expected.fallbacks());
        assertThat(found.eigenvalues()).hasSameSizeAs(expected.eigenvalues());
        for (int s = 0; s < expected.eigenvalues().size(); s++) {
            assertThat(found.eigenvalues().get(s))
                    .containsExactly(expected.eigenvalues().get(s), within(1e-11));
        }
    }
}
