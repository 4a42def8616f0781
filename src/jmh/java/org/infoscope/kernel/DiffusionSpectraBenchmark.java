package org.infoscope.kernel;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Distances, kernel and eigenvalues of all rows at once. Run with OMP_NUM_THREADS=1 on a shared machine. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DiffusionSpectraBenchmark {

    /** Samples. */
    @Param({"500", "1000", "2000"})
    public int rows;

    /** Features. */
    @Param({"20", "1000"})
    public int columns;

    private final CpuKernels kernels = new CpuKernels();
    private INDArray samples;
    private List<int[]> all;

    /** Draws the samples. */
    @Setup
    public void draw() {
        Nd4j.getRandom().setSeed(1);
        samples = Nd4j.randn(DataType.FLOAT, rows, columns);
        all = List.of(IntStream.range(0, rows).toArray());
    }

    /** One reading of the entropy, up to the sum over eigenvalues. */
    @Benchmark
    public DiffusionSpectra spectrum() {
        return kernels.diffusionSpectra(samples, Bandwidth.sqrtDimension(), 0, all);
    }

    /** The distances alone, with the norms. */
    @Benchmark
    public double median() {
        return kernels.diffusionSpectra(samples, Bandwidth.medianHeuristic(), 0, List.of())
                .sigma();
    }
}
