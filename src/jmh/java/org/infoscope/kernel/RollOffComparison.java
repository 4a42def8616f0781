package org.infoscope.kernel;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Random;
import org.jtransforms.fft.DoubleFFT_2D;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Roll-off of 256 maps beside JTransforms' bare transforms of the same maps, in turns, on one thread, in processor time: a ratio
 * that a busy machine disturbs less than JMH's two wall times. JTransforms has a half-spectrum transform for powers of two only.
 */
public final class RollOffComparison {

    private static final int MAPS = 256;
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 31;
    private static final double ROLL_OFF = 0.85;

    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private final CpuKernels kernels = new CpuKernels();
    private final int side;
    private final double[][] pixels = new double[MAPS][];
    private final INDArray maps;
    private final DoubleFFT_2D transform;
    private final double[] work;
    private final int repetitions;
    private double sum;

    private RollOffComparison(int side) {
        this.side = side;
        Random random = new Random(1);
        for (int map = 0; map < MAPS; map++) {
            pixels[map] = random.doubles((long) side * side).toArray();
        }
        maps = Nd4j.createFromArray(pixels).castTo(DataType.FLOAT).reshape(MAPS, side, side);
        transform = new DoubleFFT_2D(side, side);
        work = new double[2 * side * side];
        // Some milliseconds at a time, far above the clock's grain.
        repetitions = Math.max(2, 40_000 / (side * side));
    }

    /**
     * Prints a table.
     *
     * @param arguments ignored
     */
    public static void main(String[] arguments) {
        System.out.println("roll-off, us per map of processor time: medians of " + ROUNDS + " turns");
        for (int side : new int[] {7, 8, 14, 16, 28, 32, 56, 64}) {
            new RollOffComparison(side).compare();
        }
    }

    private void compare() {
        double[] ours = new double[ROUNDS];
        double[] bare = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double rollOff = micros(this::rollOff);
            double transforms = micros(this::transforms);
            if (round >= 0) {
                ours[round] = rollOff;
                bare[round] = transforms;
                ratios[round] = rollOff / transforms;
            }
        }
        Arrays.sort(ours);
        Arrays.sort(bare);
        Arrays.sort(ratios);
        if (Double.isNaN(sum)) {
            throw new IllegalStateException("A roll-off of a map that is not constant is defined");
        }
        System.out.printf(
                "side = %3d  roll-off %8.3f  transforms alone %8.3f  ratio %.2f (quartiles %.2f to %.2f)%n",
                side,
                ours[ROUNDS / 2],
                bare[ROUNDS / 2],
                ratios[ROUNDS / 2],
                ratios[ROUNDS / 4],
                ratios[3 * ROUNDS / 4]);
    }

    private void rollOff() {
        sum += kernels.rollOff(maps, new double[] {ROLL_OFF}, Centring.REMOVE, Spectrum.POWER, Region.SQUARE)
                .radius(0, 0);
    }

    /** With a copy, because they work in place. */
    private void transforms() {
        boolean powerOfTwo = Integer.bitCount(side) == 1;
        for (double[] map : pixels) {
            System.arraycopy(map, 0, work, 0, map.length);
            if (powerOfTwo) {
                transform.realForward(work);
            } else {
                transform.realForwardFull(work);
            }
            sum += work[0];
        }
    }

    private double micros(Runnable task) {
        long started = clock.getCurrentThreadCpuTime();
        for (int repetition = 0; repetition < repetitions; repetition++) {
            task.run();
        }
        return (clock.getCurrentThreadCpuTime() - started) / 1e3 / repetitions / MAPS;
    }
}
