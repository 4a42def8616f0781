package org.infoscope.kernel;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@link Nd4jKernels} on the loaded backend beside {@link CpuKernels} on one thread, in turns, on the same single-precision
 * arrays: wall time and the calling thread's processor time. Set {@code OMP_NUM_THREADS=1}, or the processor's time of ND4J's
 * other threads is missing. The first answers of both are compared: a wrong engine is not timed.
 */
public final class EngineComparison {

    private static final int ROUNDS = 7;
    private static final double[] LEVEL = {0.85};

    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private final CpuKernels processor = new CpuKernels(1);
    private final Nd4jKernels tensors = new Nd4jKernels();

    private EngineComparison() {}

    /**
     * Prints a table.
     *
     * @param arguments ignored
     */
    public static void main(String[] arguments) {
        new EngineComparison().compareAll();
    }

    private void compareAll() {
        System.out.printf(
                "backend %s; medians of %d turns, ms (wall; processor of the calling thread)%n",
                tensors.engine(), ROUNDS);
        for (int side : new int[] {7, 14, 28, 56}) {
            int count = 400_000 / (side * side);
            INDArray maps = Nd4j.rand(DataType.FLOAT, count, side, side).subi(0.5);
            maps.muli(maps.gt(0).castTo(DataType.FLOAT));
            compare("roll-off  " + count + " x " + side + " x " + side, kernels -> radii(kernels, maps));
            compare("births    " + count + " x " + side + " x " + side, kernels -> births(kernels, maps));
        }
        for (int n : new int[] {256, 512, 1024}) {
            INDArray samples = Nd4j.randn(DataType.FLOAT, n, 512);
            compare("diffusion " + n + " x 512", kernels -> spectrum(kernels, samples));
        }
    }

    /** A computation by an engine. */
    @FunctionalInterface
    private interface Work {
        double[] by(Kernels kernels);
    }

    private static double[] radii(Kernels kernels, INDArray maps) {
        RollOffs found = kernels.rollOff(maps, LEVEL, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
        return IntStream.range(0, found.maps())
                .mapToDouble(m -> found.radius(m, 0))
                .toArray();
    }

    private static double[] births(Kernels kernels, INDArray maps) {
        return Arrays.stream(kernels.firstCycleBirths(maps)).asDoubleStream().toArray();
    }

    private static double[] spectrum(Kernels kernels, INDArray samples) {
        int[] all = IntStream.range(0, samples.rows()).toArray();
        return kernels.diffusionSpectra(samples, Bandwidth.medianHeuristic(), 0, List.of(all))
                .eigenvalues()
                .get(0);
    }

    private void compare(String name, Work work) {
        double[] expected = work.by(processor);
        double[] found = work.by(tensors);
        for (int i = 0; i < expected.length; i++) {
            if (Math.abs(found[i] - expected[i]) > 1e-10) {
                throw new IllegalStateException(name + ": " + found[i] + " instead of " + expected[i]);
            }
        }
        double[][] times = new double[4][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            time(work, processor, times[0], times[1], round);
            time(work, tensors, times[2], times[3], round);
        }
        Arrays.stream(times).forEach(Arrays::sort);
        int middle = ROUNDS / 2;
        System.out.printf(
                "%-26s cpu %9.2f; %9.2f   nd4j %9.2f; %9.2f   nd4j / cpu %6.2f%n",
                name,
                times[0][middle],
                times[1][middle],
                times[2][middle],
                times[3][middle],
                times[3][middle] / times[1][middle]);
    }

    private void time(Work work, Kernels kernels, double[] wall, double[] own, int round) {
        long started = System.nanoTime();
        long used = clock.getCurrentThreadCpuTime();
        work.by(kernels);
        own[round] = (clock.getCurrentThreadCpuTime() - used) / 1e6;
        wall[round] = (System.nanoTime() - started) / 1e6;
    }
}
