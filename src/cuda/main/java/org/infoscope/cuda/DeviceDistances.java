package org.infoscope.cuda;

import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.infoscope.kernel.HostArray;
import org.jspecify.annotations.Nullable;

/**
 * Squared distances between rows on the device, 8 n^2 bytes, in units of a power of two: from the products of the centred rows,
 * and from differences where that would lose digits, as on the processor ({@code diffusion.cu}). Equal rows have distance 0
 * exactly. To be closed.
 */
final class DeviceDistances implements AutoCloseable {

    /** As {@code diffusion.cu} has it. */
    static final int THREADS = 256;

    private static final int TILE = 16;
    private static final int DIGITS = 256;

    /** Slices of a lane's device memory for a block of columns. */
    private static final int SLICES = 4;

    private final Gpu gpu;
    private final int rows;
    private final double unit;
    private final DeviceMemory squared;

    /**
     * Between the rows of finite samples, each divided by its divisor.
     *
     * @param divisors one per row, so chosen that no quotient exceeds 2
     * @param unit the length that 1 stands for after the division
     */
    DeviceDistances(Gpu gpu, HostArray samples, double[] divisors, double unit) {
        this.gpu = gpu;
        this.rows = divisors.length;
        this.unit = unit;
        this.squared = gpu.allocate((long) Double.BYTES * rows * rows);
        try {
            measure(samples, divisors);
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    /** How many columns of so many rows fit into a lane; 0 if not one. The same for both precisions, as are the sums then. */
    static int mostColumns(long deviceBytes, long pinnedBytes, long rows) {
        long divisors = Double.BYTES * rows;
        return Math.min(
                Arena.fitting(deviceBytes, SLICES, divisors, 2 * Double.BYTES * rows),
                Arena.fitting(pinnedBytes, SLICES, divisors, Double.BYTES * rows));
    }

    private void measure(HostArray samples, double[] divisors) {
        new Blocks(samples, divisors, (lane, block, columns, first) -> {
                    launch(lane, "centre", (columns + 31) / 32, block, rows, columns);
                    gpu.algebra().innerProducts(lane, block, rows, columns, squared.place(), !first);
                })
                .run();
        if (lost() > 0) {
            int tiles = (rows + TILE - 1) / TILE;
            new Blocks(
                            samples,
                            divisors,
                            (lane, block, columns, first) -> launch(
                                    lane, "squaredDifferences", tiles * tiles, block, rows, columns, squared.place()))
                    .run();
            gpu.alone(lane -> {
                launch(lane, "unmarked", rows, squared.place(), rows);
                lane.await();
                return lane;
            });
        }
    }

    /** Turns products into squared distances; how many of these have to be summed from differences. */
    private int lost() {
        return gpu.alone(lane -> {
            Pointer norms = lane.onDevice((long) Double.BYTES * rows);
            Pointer count = lane.zeros(Integer.BYTES);
            launch(lane, "diagonal", (rows + THREADS - 1) / THREADS, squared.place(), rows, norms);
            launch(lane, "squaredDistances", rows, squared.place(), rows, norms, count);
            Pointer found = lane.download(count, Integer.BYTES);
            lane.await();
            return new IntPointer(found).get();
        });
    }

    private void launch(Lane lane, String kernel, int blocks, Object... arguments) {
        gpu.diffusion().launch(kernel, blocks, THREADS, lane.stream(), arguments);
    }

    /** What is done with a block of columns, once the blocks before it are done. */
    @FunctionalInterface
    private interface BlockAction {
        void start(Lane lane, Pointer block, int columns, boolean first);
    }

    /** Columns of all rows, divided: while one lane's block is worked on, the other's is transferred. */
    private final class Blocks {
        private final HostArray samples;
        private final double[] divisors;
        private final BlockAction action;
        private final int width;
        private @Nullable Lane previous;

        Blocks(HostArray samples, double[] divisors, BlockAction action) {
            this.samples = samples;
            this.divisors = divisors;
            this.action = action;
            this.width = Math.toIntExact(samples.dense().length() / rows);
        }

        void run() {
            gpu.run(width, mostColumns(gpu.laneBytes(), gpu.pinnedBytes(), rows), this::start);
        }

        private Runnable start(Lane lane, int from, int to) {
            int columns = to - from;
            Pointer raw = upload(lane, from, columns);
            Pointer divided = lane.onDevice((long) Double.BYTES * rows * columns);
            String kernel = samples.isSingle() ? "quotientsOfFloats" : "quotientsOfDoubles";
            launch(lane, kernel, rows, raw, columns, lane.upload(divisors), divided);
            if (previous != null) {
                lane.waitFor(previous);
            }
            action.start(lane, divided, columns, from == 0);
            previous = lane;
            return () -> {};
        }

        private Pointer upload(Lane lane, int from, int columns) {
            long element = samples.elementBytes();
            Pointer pinned = lane.onHost(element * rows * columns);
            if (columns == width) {
                samples.copy(0, element * rows * columns, pinned);
            } else {
                for (long i = 0; i < rows; i++) {
                    Pointer target = Arena.at(pinned.address() + element * columns * i);
                    samples.copy(element * (width * i + from), element * columns, target);
                }
            }
            return lane.upload(pinned, element * rows * columns);
        }
    }

    /** Where they are: the lower triangle of [n, n] in C order. */
    Pointer place() {
        return squared.place();
    }

    int rows() {
        return rows;
    }

    /** -1 / (2 sigma^2) in units of these distances. */
    double exponent(double sigma) {
        double inverse = unit / sigma;
        return -0.5 * inverse * inverse;
    }

    /** sqrt(median of D_ij^2 / 2) over pairs i &lt; j; NaN without pairs or when the median is 0. */
    double medianBandwidth() {
        long pairs = (long) rows * (rows - 1) / 2;
        if (pairs == 0) {
            return Double.NaN;
        }
        double median = OrderStatistics.median(pairs, this::digits);
        return median > 0 ? unit * Math.sqrt(median / 2) : Double.NaN;
    }

    private int[] digits(long prefix, int shift) {
        return gpu.alone(lane -> {
            Pointer counts = lane.zeros(DIGITS * Integer.BYTES);
            launch(lane, "digits", rows, squared.place(), rows, prefix, shift, counts);
            Pointer found = lane.download(counts, DIGITS * Integer.BYTES);
            lane.await();
            int[] answer = new int[DIGITS];
            new IntPointer(found).get(answer);
            return answer;
        });
    }

    @Override
    public void close() {
        gpu.release(squared);
    }
}
