package org.infoscope.kernel;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** First births, time per map, one thread: from an ND4J array, and from Java memory alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FirstCycleBenchmark {

    private static final int MAPS = 256;

    /** Map side. */
    @Param({"7", "14", "28", "56", "112", "224"})
    public int side;

    /** Whether the maps are after a ReLU; then half of a map is zeros. */
    @Param({"false", "true"})
    public boolean relu;

    private final CpuKernels kernels = new CpuKernels();
    private final FirstCycle cycle = new FirstCycle();
    private double[] pixels;
    private INDArray maps;

    /** Draws the maps. */
    @Setup
    public void draw() {
        Random random = new Random(1);
        float[] values = new float[MAPS * side * side];
        pixels = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            float normal = (float) random.nextGaussian();
            values[k] = relu ? Math.max(0, normal) : normal;
            pixels[k] = values[k];
        }
        maps = Nd4j.createFromArray(values).reshape(MAPS, side, side);
    }

    /** As the metric asks. */
    @Benchmark
    @OperationsPerInvocation(MAPS)
    public int[] births() {
        return kernels.firstCycleBirths(maps);
    }

    /** Without the copy from native memory. */
    @Benchmark
    @OperationsPerInvocation(MAPS)
    public long birthsInJavaMemory() {
        long sum = 0;
        for (int map = 0; map < MAPS; map++) {
            sum += cycle.birth(pixels, map * side * side, side, side);
        }
        return sum;
    }
}
