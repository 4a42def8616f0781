package org.infoscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The engine contract on the processor, and what is its own. */
@Tag("eigenvalues")
class CpuKernelsTest implements KernelsContract {

    private static final CpuKernels KERNELS = new CpuKernels();

    @Override
    public Kernels kernels() {
        return KERNELS;
    }

    @Test
    void isTheBestThereIs() {
        try (Kernels best = Kernels.best()) {
            assertThat(best.engine()).isEqualTo("cpu");
        }
    }

    @Test
    void severalThreadsShareOneEngine() throws Exception {
        INDArray maps = Nd4j.rand(DataType.FLOAT, 40, 13, 22);
        INDArray samples = Nd4j.rand(DataType.FLOAT, 60, 8);
        Callable<List<Double>> work = () -> {
            RollOffs found = KERNELS.rollOff(maps, new double[] {0.7}, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
            double largest = KERNELS.diffusionSpectra(
                            samples, Bandwidth.fixed(1), 0, List.of(DiffusionContract.all(60)))
                    .eigenvalues()
                    .get(0)[58];
            return IntStream.rangeClosed(0, 40)
                    .mapToObj(m -> m == 40 ? largest : found.radius(m, 0))
                    .toList();
        };
        List<Double> expected = work.call();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<List<Double>> answer :
                    threads.invokeAll(IntStream.range(0, 40).mapToObj(i -> work).toList())) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** JTransforms' pool is not made of daemons: one thread of it would keep a finished program alive. */
    @Test
    void largeTransformsStartNoThreads() {
        for (INDArray maps : List.of(Nd4j.rand(DataType.FLOAT, 1, 300, 320), Nd4j.rand(DataType.FLOAT, 1, 1, 20_000))) {
            Set<Thread> before = userThreads();
            KERNELS.rollOff(maps, new double[] {0.85}, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
            // Those of other tests may end meanwhile.
            assertThat(userThreads()).isSubsetOf(before);
        }
    }

    private static Set<Thread> userThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .collect(Collectors.toSet());
    }

    @Test
    void manyBlocksOfColumnsGiveTheSameAsOne() {
        int n = 300;
        int d = 2_100;
        INDArray wide = Nd4j.rand(DataType.FLOAT, n, d);
        INDArray folded = wide.castTo(DataType.DOUBLE);
        double[] found = spectrum(wide);
        INDArray gram = folded.mmul(folded.transpose());
        double[][] g = gram.toDoubleMatrix();
        double trace = 0;
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += Math.exp(-(g[i][i] + g[j][j] - 2 * g[i][j]) / (2.0 * d));
            }
            trace += 1 / sum;
        }
        double total = 0;
        for (double lambda : found) {
            total += lambda;
        }
        assertThat(total).isCloseTo(trace, within(1e-10));
    }

    /** Pairs whose distances are summed again from differences, over several blocks. */
    @Test
    void tightClustersFarApartLoseNoDigitsInManyBlocks() {
        double[][] clusters = DiffusionContract.gaussian(24, 12_000, 0.01, 17);
        for (int i = 0; i < clusters.length; i++) {
            double centre = i % 2 == 0 ? 0x1p12 : -0x1p12;
            clusters[i] = Arrays.stream(clusters[i])
                    .map(x -> centre + Math.rint(x * 0x1p20) * 0x1p-20)
                    .toArray();
        }
        double[] found = KERNELS.diffusionSpectra(
                        Nd4j.createFromArray(clusters),
                        Bandwidth.fixed(1),
                        0,
                        List.of(DiffusionContract.all(clusters.length)))
                .eigenvalues()
                .get(0);
        assertThat(found).containsExactly(SlowDiffusion.eigenvalues(clusters, 1, 0), within(1e-12));
    }

    /** For arrays as large as the samples G1 may begin a collection, in which training stands still. */
    @Test
    void distancesOfWideSamplesLeaveLittleToTheGarbageCollector() {
        INDArray wide = Nd4j.rand(DataType.FLOAT, 200, 9_216);
        spectrum(wide);
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(before).as("counting is on").isPositive();
        spectrum(wide);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes, where the samples are 7 MB and 15 MB in double precision")
                .isLessThan(2 << 20);
    }

    private static double[] spectrum(INDArray samples) {
        return KERNELS.diffusionSpectra(
                        samples, Bandwidth.sqrtDimension(), 0, List.of(DiffusionContract.all(samples.rows())))
                .eigenvalues()
                .get(0);
    }
}
