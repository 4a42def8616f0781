package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What the tensor operations take, and that they give it back. */
class Nd4jKernelsMemoryTest {

    /** What ND4J's operations leave to the garbage collector: the dimensions of reductions. */
    private static final long LEFT_BY_REDUCTIONS = 4096;

    /** And a work array of LAPACK's, 34 n. */
    private static final long LEFT_BY_LAPACK = 34 * 300 * Double.BYTES + LEFT_BY_REDUCTIONS;

    @Test
    void needsScratch() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Nd4jKernels(0))
                .withMessageContaining("not 0");
    }

    @Test
    void tinyScratchGivesTheSame() {
        INDArray maps = MapKind.RELU.maps(30, 12, 12).castTo(DataType.FLOAT);
        INDArray samples = Nd4j.createFromArray(DiffusionContract.gaussian(30, 50, 2, 1));
        List<int[]> all = List.of(DiffusionContract.all(30));
        for (long scratch : new long[] {1, 20_000, 100_000}) {
            try (Nd4jKernels small = new Nd4jKernels(scratch)) {
                Nd4jKernelsTest.assertSameRollOffs(small, maps, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
                assertThat(small.firstCycleBirths(maps)).isEqualTo(Nd4jKernelsTest.PROCESSOR.firstCycleBirths(maps));
                Nd4jKernelsTest.assertSameSpectra(
                        small.diffusionSpectra(samples, Bandwidth.medianHeuristic(), 0.5, all),
                        Nd4jKernelsTest.PROCESSOR.diffusionSpectra(samples, Bandwidth.medianHeuristic(), 0.5, all));
            }
        }
    }

    /** Memory of a view has gaps or an offset: where a chunk of it begins says nothing about how many elements it has. */
    @Test
    void chunksOfViewsGiveTheSame() {
        INDArray whole = MapKind.RELU.maps(70, 14, 16);
        INDArray gap = whole.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 13), NDArrayIndex.interval(2, 14));
        INDArray later = whole.get(NDArrayIndex.interval(20, 70));
        INDArray turned = whole.dup().reshape(70, 16, 14).permute(0, 2, 1);
        try (Nd4jKernels small = new Nd4jKernels(40_000)) {
            for (INDArray maps : List.of(gap, later, turned)) {
                Nd4jKernelsTest.assertSameRollOffs(small, maps, Centring.KEEP, Spectrum.POWER, Region.SQUARE);
                assertThat(small.firstCycleBirths(maps)).isEqualTo(Nd4jKernelsTest.PROCESSOR.firstCycleBirths(maps));
            }
            // Five maps per slice fit, fourteen do not.
            for (int leading : new int[] {14, 5}) {
                INDArray batches =
                        whole.dup().reshape(70 / leading, 14, 16, leading).permute(0, 3, 1, 2);
                assertThat(small.firstCycleBirths(batches))
                        .isEqualTo(Nd4jKernelsTest.PROCESSOR.firstCycleBirths(batches));
            }
        }
    }

    @Test
    void scratchIsNotExceeded() {
        long scratch = 4 << 20;
        INDArray maps = MapKind.RELU.maps(20_000, 7, 7).castTo(DataType.FLOAT);
        INDArray sequences = MapKind.RELU.maps(4, 1, 1_200);
        try (Nd4jKernels small = new Nd4jKernels(scratch)) {
            for (Spectrum spectrum : Spectrum.values()) {
                assertTakes(
                        scratch / 4,
                        scratch,
                        () -> small.rollOff(maps, new double[] {0.5}, Centring.KEEP, spectrum, Region.SQUARE));
            }
            assertTakes(scratch / 2, scratch, () -> small.firstCycleBirths(maps));
            assertThat(most(() -> Nd4jKernelsTest.assertSameRollOffs(
                            small, sequences, Centring.REMOVE, Spectrum.POWER, Region.SQUARE)))
                    .isLessThan(scratch);
        }
    }

    /** An operation, as often as the thread that looks on misses what it takes; never does it take more than it may. */
    private static void assertTakes(long least, long atMost, Runnable operation) {
        long seen = 0;
        for (int tries = 0; tries < 20 && seen < least; tries++) {
            seen = most(operation);
            assertThat(seen).isLessThanOrEqualTo(atMost);
        }
        assertThat(seen).isGreaterThanOrEqualTo(least);
    }

    /** The most bytes beside the fewest before them, as another thread sees them again and again: what older arrays held may be freed meanwhile. */
    private static long most(Runnable operation) {
        AtomicBoolean running = new AtomicBoolean(true);
        CountDownLatch looking = new CountDownLatch(1);
        CompletableFuture<Long> most = CompletableFuture.supplyAsync(() -> {
            long lowest = Nd4j.getEnvironment().getDeviceCouner(0);
            long rise = 0;
            looking.countDown();
            while (running.get()) {
                long now = Nd4j.getEnvironment().getDeviceCouner(0);
                lowest = Math.min(lowest, now);
                rise = Math.max(rise, now - lowest);
            }
            return rise;
        });
        try {
            looking.await();
            operation.run();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        } finally {
            running.set(false);
        }
        return most.join();
    }

    /** Whose cosines alone would take 20 GB. */
    @Test
    void sequencesTooLongForMatricesAreTheProcessors() {
        INDArray sequences = MapKind.RELU.maps(2, 1, 50_000);
        Nd4jKernelsTest.assertSameRollOffs(
                Nd4jKernelsTest.KERNELS, sequences, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
    }

    @Test
    void everyArrayIsReleasedAndNoneIsPutIntoAWorkspace() {
        // Each array of the computation is larger than what ND4J leaves.
        INDArray maps = MapKind.INTEGERS.maps(12_000, 4, 4).castTo(DataType.FLOAT);
        INDArray samples = Nd4j.createFromArray(DiffusionContract.gaussian(300, 300, 1, 2));
        try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace("caller")) {
            INDArray borrowed = samples.dup();
            long used = workspace.getPrimaryOffset();
            onMaps(maps).forEach(operation -> assertLeaves(operation, LEFT_BY_REDUCTIONS));
            onSamples(borrowed).forEach(operation -> assertLeaves(operation, LEFT_BY_LAPACK));
            assertThat(workspace.getPrimaryOffset()).isEqualTo(used);
        }
        Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }

    private static void assertLeaves(Runnable operation, long most) {
        operation.run();
        long before = Nd4j.getEnvironment().getDeviceCouner(0);
        operation.run();
        assertThat(Nd4j.getEnvironment().getDeviceCouner(0) - before).isLessThan(most);
    }

    private static List<Runnable> onMaps(INDArray maps) {
        Kernels kernels = Nd4jKernelsTest.KERNELS;
        double[] levels = Nd4jKernelsTest.LEVELS;
        return List.of(
                () -> kernels.rollOff(maps, levels, Centring.KEEP, Spectrum.MAGNITUDE, Region.DISC),
                () -> kernels.rollOff(maps, levels, Centring.REMOVE, Spectrum.POWER, Region.SQUARE),
                () -> kernels.firstCycleBirths(maps));
    }

    private static List<Runnable> onSamples(INDArray samples) {
        Kernels kernels = Nd4jKernelsTest.KERNELS;
        return List.of(
                () -> kernels.diffusionSpectra(
                        samples, Bandwidth.medianHeuristic(), 1, List.of(DiffusionContract.all(300))),
                () -> kernels.diffusionSpectra(samples, Bandwidth.unitNorm(), 0, List.of(DiffusionContract.all(290))));
    }

    @Test
    void aClosedGeometryHoldsNothingAndComputesAnew() {
        INDArray samples = Nd4j.createFromArray(DiffusionContract.gaussian(300, 4, 1, 3));
        List<int[]> some = List.of(DiffusionContract.all(40));
        long before = Nd4j.getEnvironment().getDeviceCouner(0);
        DiffusionGeometry geometry = Nd4jKernelsTest.KERNELS.diffusionGeometry(samples);
        double[] first =
                geometry.spectra(Bandwidth.fixed(1), 0, some).eigenvalues().get(0);
        long open = Nd4j.getEnvironment().getDeviceCouner(0);
        geometry.close();
        long closed = Nd4j.getEnvironment().getDeviceCouner(0);
        // Not beside what was held before: older arrays may be freed meanwhile.
        assertThat(open - closed).isGreaterThanOrEqualTo(300 * 300 * Double.BYTES);
        assertThat(closed - before).isLessThan(LEFT_BY_LAPACK);
        assertThat(geometry.spectra(Bandwidth.fixed(1), 0, some).eigenvalues().get(0))
                .isEqualTo(first);
        geometry.close();
    }
}
