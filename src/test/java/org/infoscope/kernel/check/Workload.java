package org.infoscope.kernel.check;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.Centring;
import org.infoscope.kernel.Kernels;
import org.infoscope.kernel.Region;
import org.infoscope.kernel.RollOffs;
import org.infoscope.kernel.Spectrum;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * One row of the table: a kernel on an array of one size, in single precision.
 *
 * @param kernel which one
 * @param count maps, or samples
 * @param side of a map, or dimensions of a sample
 */
record Workload(Kernel kernel, int count, int side) {

    private static final int SEED = 20_261_121;
    private static final double[] LEVEL = {0.85};

    /** Maps, after which they come again. */
    private static final int DIFFERENT = 10_000;

    /** The operations. */
    enum Kernel {
        /** Radii of SROP, p = 0.85. */
        ROLL_OFF("SROP"),
        /** First births of feature entropy. */
        BIRTHS("births"),
        /** The spectrum of DSE, all samples, median bandwidth. */
        DIFFUSION("DSE");

        private final String label;

        Kernel(String label) {
            this.label = label;
        }

        /** By its name in the table. */
        static Kernel of(String name) {
            return Arrays.stream(values())
                    .filter(kernel -> kernel.label.equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There is no kernel " + name));
        }
    }

    String name() {
        return kernel.label;
    }

    /** As [n, d] or [m, h, w]. */
    String size() {
        return kernel == Kernel.DIFFUSION ? count + " x " + side : count + " x " + side + " x " + side;
    }

    /** Elements of the array. */
    long length() {
        return (long) count * side * (kernel == Kernel.DIFFUSION ? 1 : side);
    }

    /** The same on fewer maps. */
    Workload ofMaps(int maps) {
        return new Workload(kernel, maps, side);
    }

    /**
     * Seeded Gaussian samples, or such maps after a ReLU, at most 10,000 different ones again and again: to draw billions of Gaussian
     * numbers takes minutes. To be closed.
     */
    INDArray array() {
        Nd4j.getRandom().setSeed(SEED + length());
        if (kernel == Kernel.DIFFUSION) {
            return Nd4j.randn(DataType.FLOAT, count, side);
        }
        int drawn = Math.min(count, DIFFERENT);
        INDArray maps = Transforms.relu(Nd4j.randn(DataType.FLOAT, drawn, side, side), false);
        if (drawn == count) {
            return maps;
        }
        INDArray all = Nd4j.createUninitialized(DataType.FLOAT, count, side, side);
        for (int from = 0; from < count; from += drawn) {
            int some = Math.min(drawn, count - from);
            all.get(NDArrayIndex.interval(from, from + some)).assign(maps.get(NDArrayIndex.interval(0, some)));
        }
        maps.close();
        return all;
    }

    /** Computes, and gives radii, births or eigenvalues when they are asked for, which takes no part in the time. */
    Supplier<double[]> by(Kernels kernels, INDArray array) {
        return switch (kernel) {
            case ROLL_OFF -> {
                RollOffs found = kernels.rollOff(array, LEVEL, Centring.REMOVE, Spectrum.POWER, Region.SQUARE);
                yield () -> radii(found);
            }
            case BIRTHS -> {
                int[] births = kernels.firstCycleBirths(array);
                yield () -> Arrays.stream(births).asDoubleStream().toArray();
            }
            case DIFFUSION -> {
                List<int[]> all = List.of(IntStream.range(0, count).toArray());
                double[] eigenvalues = kernels.diffusionSpectra(array, Bandwidth.medianHeuristic(), 0, all)
                        .eigenvalues()
                        .get(0);
                yield () -> eigenvalues;
            }
        };
    }

    private static double[] radii(RollOffs found) {
        return IntStream.range(0, found.maps())
                .mapToDouble(m -> found.radius(m, 0))
                .toArray();
    }

    /** Whether answers are those of the reference: equal, eigenvalues within 1e-9. */
    boolean agree(double[] found, double[] expected) {
        double tolerance = kernel == Kernel.DIFFUSION ? 1e-9 : 0;
        return found.length == expected.length
                && IntStream.range(0, found.length)
                        .allMatch(i -> Double.compare(found[i], expected[i]) == 0
                                || Math.abs(found[i] - expected[i]) <= tolerance);
    }

    /**
     * Seconds below which a device of these rates cannot do it the way {@code CudaKernels} does. Roll-off by the bytes of its
     * passes: 4 per pixel read, unit maps written and read in double precision, spectra of half the plane written and read: 36.
     * Births by the 4 bytes of a pixel, though comparisons bound them. Spectra by n^2 d operations for distances and 4/3 n^3 to
     * tridiagonal form, in double precision.
     */
    double leastSeconds(double copyRate, double matrixRate) {
        double n = count;
        return switch (kernel) {
            case ROLL_OFF -> 36.0 * length() / copyRate;
            case BIRTHS -> 4.0 * length() / copyRate;
            case DIFFUSION -> (n * n * side + 4.0 / 3 * n * n * n) / matrixRate;
        };
    }
}
