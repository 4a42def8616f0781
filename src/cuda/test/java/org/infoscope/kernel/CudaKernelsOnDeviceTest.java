package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.infoscope.cuda.CudaKernels;
import org.infoscope.cuda.CudaProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The engine contract and parity with the processor on a device. Left out of ordinary builds; see docs/gpu.md. */
@Tag("gpu")
class CudaKernelsOnDeviceTest implements KernelsContract {

    /** Whether it is one that a processor emulates, on which a thread is a thousand times as slow. */
    private static final boolean EMULATED = System.getenv("INFOSCOPE_EMULATED_FAILURE") != null;

    /** So little that the maps here make several chunks. */
    private static final long SCRATCH = EMULATED ? 5L << 19 : 8L << 20;

    private static final int LONGEST_SIDE = EMULATED ? 33 : 1024;
    private static final int MAPS = EMULATED ? 5 : 40;

    private static @Nullable CudaKernels opened;

    @BeforeAll
    static void needsADevice() {
        String obstacle = new CudaProvider().obstacle().orElse("");
        assumeTrue(obstacle.isEmpty(), () -> "NOT RUN: " + obstacle);
        opened = new CudaKernels(SCRATCH);
    }

    @AfterAll
    static void release() {
        if (opened != null) {
            assertThat(opened.engine()).as("the device did not fail").isEqualTo("cuda");
            opened.close();
        }
    }

    @Override
    public Kernels kernels() {
        return Objects.requireNonNull(opened, "needsADevice() opens it");
    }

    private static List<int[]> sizes(int[][] all) {
        return Arrays.stream(all)
                .filter(size -> Math.max(size[0], size[1]) <= LONGEST_SIDE)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void radiiAreTheProcessors(MapKind kind) {
        for (int[] size : sizes(new int[][] {{1, 7}, {5, 4}, {9, 12}, {16, 16}, {28, 28}, {57, 61}, {112, 112}})) {
            for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT, DataType.FLOAT16}) {
                INDArray maps = kind.maps(MAPS, size[0], size[1]).castTo(type);
                for (Spectrum spectrum : Spectrum.values()) {
                    for (Region region : Region.values()) {
                        for (Centring centring : Centring.values()) {
                            Nd4jKernelsTest.assertSameRollOffs(kernels(), maps, centring, spectrum, region);
                        }
                    }
                }
            }
        }
        assertThat(kernels().engine()).isEqualTo("cuda");
    }

    /** Energies of half a plane that fit into a block's shared memory when it is asked for more, and that do not. */
    @ParameterizedTest
    @ValueSource(ints = {112, 225, 300})
    void radiiOfLargeMapsAreTheProcessors(int side) {
        INDArray maps = MapKind.RELU.maps(3, side, side).castTo(DataType.FLOAT);
        try (CudaKernels large = new CudaKernels(128 << 20)) {
            assertThat(large.suited(Operation.ROLL_OFF, maps).engine()).isEqualTo("cuda");
            Nd4jKernelsTest.assertSameRollOffs(large, maps, Centring.KEEP, Spectrum.MAGNITUDE, Region.DISC);
            assertThat(large.engine()).isEqualTo("cuda");
        }
    }

    @ParameterizedTest
    @EnumSource
    void birthsAreTheProcessors(MapKind kind) {
        for (int[] size : sizes(
                new int[][] {{2, 2}, {3, 9}, {7, 7}, {14, 14}, {28, 28}, {32, 32}, {33, 20}, {65, 65}, {130, 130}})) {
            for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT, DataType.FLOAT16}) {
                INDArray maps = kind.maps(MAPS, size[0], size[1]).castTo(type);
                assertThat(kernels().firstCycleBirths(maps))
                        .as("%s of %d x %d", type, size[0], size[1])
                        .isEqualTo(Nd4jKernelsTest.PROCESSOR.firstCycleBirths(maps));
            }
        }
        assertThat(kernels().engine()).isEqualTo("cuda");
    }

    /** Chunks of both lanes, the last one shorter, come back to their places. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2_001, 20_000})
    void manyMapsAreTheProcessors(int most) {
        int count = EMULATED ? Math.min(most, 2_001) : most;
        INDArray maps = MapKind.RELU.maps(count, 14, 14).castTo(DataType.FLOAT);
        Nd4jKernelsTest.assertSameRollOffs(kernels(), maps, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
        assertThat(kernels().firstCycleBirths(maps)).isEqualTo(Nd4jKernelsTest.PROCESSOR.firstCycleBirths(maps));
    }

    /** Dense memory with an offset is read where it lies, and handed to the processor from there. */
    @ParameterizedTest
    @EnumSource(names = {"INTEGERS", "TWO_LEVELS"})
    void mapsOfAViewAreTheProcessors(MapKind kind) {
        INDArray later = kind.maps(60, 7, 9).get(NDArrayIndex.interval(20, 60));
        Nd4jKernelsTest.assertSameRollOffs(kernels(), later, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
        assertThat(kernels().firstCycleBirths(later)).isEqualTo(Nd4jKernelsTest.PROCESSOR.firstCycleBirths(later));
    }

    /** Rows that are equal, near each other or far away. */
    private static double[][] rows(int n, int d) {
        double[][] rows = DiffusionContract.gaussian(n, d, 2, 31L * n + d);
        for (int i = 0; i < n; i += 5) {
            rows[i] = i % 2 == 0
                    ? rows[n - 1].clone()
                    : Arrays.stream(rows[i]).map(x -> 1e6 + x).toArray();
        }
        return rows;
    }

    private void compare(INDArray samples, Bandwidth bandwidth, double alpha, List<int[]> subsets) {
        Nd4jKernelsTest.assertSameSpectra(
                kernels().diffusionSpectra(samples, bandwidth, alpha, subsets),
                Nd4jKernelsTest.PROCESSOR.diffusionSpectra(samples, bandwidth, alpha, subsets));
        assertThat(kernels().engine()).isEqualTo("cuda");
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "17, 40", "70, 3"})
    void spectraAreTheProcessors(int n, int d) {
        int[] odd = IntStream.range(0, n).filter(i -> i % 2 == 1).toArray();
        List<int[]> subsets = List.of(DiffusionContract.all(n), odd, new int[] {n - 1}, new int[] {n - 1, 0, n - 1});
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            INDArray samples = Nd4j.createFromArray(rows(n, d)).castTo(type);
            for (Bandwidth bandwidth : new Bandwidth[] {
                Bandwidth.fixed(10), Bandwidth.sqrtDimension(), Bandwidth.medianHeuristic(), Bandwidth.unitNorm()
            }) {
                for (double alpha : new double[] {0, 0.5, 1}) {
                    compare(samples, bandwidth, alpha, subsets);
                }
            }
        }
    }

    /** Several blocks of columns, tiles and groups of threads, the last ones not full. */
    @Test
    void spectraOfManyRowsAreTheProcessors() {
        int n = EMULATED ? 257 : 1_500;
        INDArray samples = Nd4j.createFromArray(rows(n, 700));
        compare(samples, Bandwidth.medianHeuristic(), 0.5, List.of(DiffusionContract.all(n)));
    }

    @Test
    void whatIsReleasedIsComputedAnew() {
        INDArray samples = Nd4j.createFromArray(DiffusionContract.gaussian(30, 5, 2, 4));
        List<int[]> all = List.of(DiffusionContract.all(30));
        DiffusionGeometry geometry = kernels().diffusionGeometry(samples);
        double[] first = geometry.spectra(Bandwidth.medianHeuristic(), 0, all)
                .eigenvalues()
                .get(0);
        geometry.close();
        assertThat(geometry.spectra(Bandwidth.medianHeuristic(), 0, all)
                        .eigenvalues()
                        .get(0))
                .containsExactly(first);
        geometry.close();
    }

    @Test
    void whatIsLeftToTheProcessorIsSaid() {
        INDArray maps = MapKind.GAUSSIAN.maps(2, 8, 8);
        assertThat(kernels().suited(Operation.ROLL_OFF, maps).engine()).isEqualTo("cuda");
        assertThat(kernels().suited(Operation.FIRST_BIRTHS, maps).engine()).isEqualTo("cuda");
        assertThat(kernels().suited(Operation.DIFFUSION, maps.reshape(2, 64)).engine())
                .isEqualTo("cuda");
        assertThat(kernels().suited(Operation.DIFFUSION, maps.reshape(1, 128)).engine())
                .isEqualTo("cpu");
        assertThat(kernels()
                        .suited(Operation.ROLL_OFF, MapKind.GAUSSIAN.maps(2, 1, 9))
                        .engine())
                .isEqualTo("cpu");
    }
}
