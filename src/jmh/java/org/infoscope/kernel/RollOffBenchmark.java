package org.infoscope.kernel;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jtransforms.fft.DoubleFFT_2D;
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

/** Roll-off of 256 maps against JTransforms' transforms of the same maps alone: the floor. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RollOffBenchmark {

    private static final int MAPS = 256;

    /** Map side; JTransforms has a half-spectrum transform for powers of two only. */
    @Param({"7", "8", "14", "16", "28", "32", "56", "64"})
    public int side;

    private final CpuKernels kernels = new CpuKernels();
    private INDArray maps;
    private double[][] pixels;
    private double[] work;
    private DoubleFFT_2D transform;

    /** Draws the maps. */
    @Setup
    public void draw() {
        Random random = new Random(1);
        pixels = new double[MAPS][];
        for (int m = 0; m < MAPS; m++) {
            pixels[m] = random.doubles((long) side * side).toArray();
        }
        maps = Nd4j.createFromArray(pixels).castTo(DataType.FLOAT).reshape(MAPS, side, side);
        work = new double[2 * side * side];
        transform = new DoubleFFT_2D(side, side);
    }

    /** The metric. */
    @Benchmark
    public RollOffs rollOff() {
        return kernels.rollOff(maps, new double[] {0.85}, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
    }

    /** The transforms alone, with a copy, because they work in place. */
    @Benchmark
    public double[] transformsOnly() {
        boolean powerOfTwo = Integer.bitCount(side) == 1;
        for (double[] map : pixels) {
            System.arraycopy(map, 0, work, 0, map.length);
            if (powerOfTwo) {
                transform.realForward(work);
            } else {
                transform.realForwardFull(work);
            }
        }
        return work;
    }
}
