package org.infoscope.kernel;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.CumSum;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The real Fourier transform of maps of one size as two matrix products, and the energy within each radius.
 *
 * <p>With C and S the cosines and sines along an axis, a quarter plane u = 0 ... H/2, v = 0 ... W/2 holds everything:
 * F(u, v) = (CC - SS) - i (CS + SC) and F(-u, v) = (CC + SS) - i (CS - SC), the first letter for the rows; the other half
 * plane mirrors these. So |F(u, v)|^2 + |F(-u, v)|^2 = 2 (CC^2 + CS^2 + SC^2 + SS^2). Bins count as often as they stand in
 * the full plane, over H W, so that a map of energy 1 has power 1.
 *
 * <p>Maps lie along the last axis: bins put in the order of their radius, which moves whole rows, are summed up once, and
 * the last bin of each shell tells the energy within it (ours: a product with the shells' indicator matrix would cost a
 * map as many times more as there are shells, and 225 MB at 224 x 224).
 *
 * <p>Holds the matrices of its scratch; for one thread.
 */
final class TensorTransform {

    private final int height;
    private final int width;
    private final int bins;
    private final DataType work;
    private final double[] radii;
    private final int shellsInDisc;
    private final int[] order;
    private final int[] ends;
    private final INDArray down;
    private final INDArray across;
    private final INDArray powerWeights;

    /**
     * Prepares for maps of a size.
     *
     * @param work FLOAT or DOUBLE
     * @param scratch holds the matrices
     */
    TensorTransform(int height, int width, DataType work, Scratch scratch) {
        this.height = height;
        this.width = width;
        this.work = work;
        int columns = width / 2 + 1;
        bins = (height / 2 + 1) * columns;
        long[] keys = new long[bins];
        double[] weights = new double[bins];
        for (int bin = 0; bin < bins; bin++) {
            int u = bin / columns;
            int v = bin % columns;
            keys[bin] = square((long) u * width) + square((long) v * height);
            weights[bin] = mirrored(u, height) * mirrored(v, width) / ((double) height * width);
        }
        order = IntStream.range(0, bins)
                .boxed()
                .sorted(Comparator.comparingLong(bin -> keys[bin]))
                .mapToInt(Integer::intValue)
                .toArray();
        ends = IntStream.range(0, bins)
                .filter(k -> k + 1 == bins || keys[order[k]] != keys[order[k + 1]])
                .toArray();
        double area = (double) height * width;
        radii = Arrays.stream(ends)
                .mapToDouble(end -> Math.sqrt((double) keys[order[end]]) / area)
                .toArray();
        long square = square((long) height * width);
        shellsInDisc = (int) Arrays.stream(ends)
                .filter(end -> 4 * keys[order[end]] <= square)
                .count();
        down = waves(height, scratch);
        across = waves(width, scratch);
        powerWeights = ofWorkType(scratch.column(weights), scratch);
    }

    /** Takes numbers over. */
    private INDArray ofWorkType(INDArray numbers, Scratch scratch) {
        if (numbers.dataType() == work) {
            return numbers;
        }
        INDArray copy = scratch.copy(numbers, work);
        scratch.release(numbers);
        return copy;
    }

    private static long square(long x) {
        return x * x;
    }

    /** How many bins of the full line an index stands for. */
    private static int mirrored(int index, int size) {
        return index == 0 || 2 * index == size ? 1 : 2;
    }

    /** Cosines above sines, [2 (size / 2 + 1), size]; the angle is reduced in integers. */
    private INDArray waves(int size, Scratch scratch) {
        int half = size / 2 + 1;
        double[] waves = new double[2 * half * size];
        for (int k = 0; k < half; k++) {
            for (int x = 0; x < size; x++) {
                double angle = 2 * Math.PI * ((long) k * x % size) / size;
                waves[k * size + x] = Math.cos(angle);
                waves[(half + k) * size + x] = Math.sin(angle);
            }
        }
        return ofWorkType(scratch.keep(Nd4j.create(waves, new long[] {2L * half, size}, 'c')), scratch);
    }

    /** Bytes of the matrices for maps of a size, with what making them takes. */
    static long matrixBytes(long height, long width, DataType work) {
        long numbers = waveLength(height) + waveLength(width) + (height / 2 + 1) * (width / 2 + 1);
        return numbers * (work.width() + Double.BYTES);
    }

    private static long waveLength(long size) {
        return 2 * (size / 2 + 1) * size;
    }

    /** Bytes that {@link #energyWithin} needs per map, its input and result counted. */
    static long bytesPerMap(int height, int width, DataType work) {
        long columns = width / 2 + 1L;
        long bins = (height / 2 + 1L) * columns;
        long element = work.width();
        return element * (2L * height * width + 2 * columns * height + 10 * bins) + 3L * Double.BYTES * bins;
    }

    /** Radius of a shell in cycles per pixel; ascending with its index. */
    double radius(int shell) {
        return radii[shell];
    }

    /** All shells, or those up to half a cycle per pixel. */
    int shells(Region region) {
        return region == Region.DISC ? shellsInDisc : radii.length;
    }

    /**
     * A bound on the error of {@link #energyWithin}, where power is 1: the usual bound of a product, gamma_n |A| |B|, for both
     * transforms, and the two sums, all terms of which are positive; n^1.5 u from each transform of length n, doubled by the
     * square, and as many u as there are bins. For magnitudes the sum of |dF| is bounded by the same.
     *
     * @return worst case in double precision, with the rounding of the waves
     */
    double bound() {
        return 0x1p-52 * (4 * (Math.pow(height, 1.5) + Math.pow(width, 1.5)) + 2.0 * bins);
    }

    /**
     * The energy within each shell's radius.
     *
     * @param maps [m, h w] of {@code work} type, C order, energy 1 each
     * @param withMean whether frequency 0 counts
     * @return [shells, m], double: sums of |F|^2 / (h w) or |F| / (h w)
     */
    INDArray energyWithin(INDArray maps, Spectrum spectrum, boolean withMean, Scratch scratch) {
        long count = maps.size(0);
        INDArray rows = scratch.blank(work, across.size(0), count * height);
        Nd4j.gemm(across, maps.reshape('c', count * height, width), rows, false, true, 1, 0);
        INDArray plane = scratch.blank(work, down.size(0), across.size(0) * count);
        Nd4j.gemm(down, rows.reshape('c', across.size(0) * count, height), plane, false, true, 1, 0);
        scratch.release(rows);
        INDArray energies = spectrum == Spectrum.POWER ? powers(plane, scratch) : magnitudes(plane, scratch);
        scratch.release(plane);
        INDArray weighted = energies.reshape('c', bins, count).muliColumnVector(powerWeights);
        if (!withMean) {
            weighted.getRow(0).assign(0);
        }
        INDArray sorted = scratch.keep(Nd4j.pullRows(weighted, 1, order, 'c'));
        scratch.release(energies);
        INDArray exact = work == DataType.DOUBLE ? sorted : scratch.copy(sorted, DataType.DOUBLE);
        INDArray sums = scratch.blank(DataType.DOUBLE, bins, count);
        Nd4j.exec(new CumSum(exact, sums, false, false, 0));
        INDArray within = scratch.keep(Nd4j.pullRows(sums, 1, ends, 'c'));
        scratch.release(sums);
        scratch.release(sorted);
        if (exact != sorted) {
            scratch.release(exact);
        }
        return within;
    }

    /** Cosine or sine along the rows and along the columns: a quarter of the plane, [h/2 + 1, (w/2 + 1) m]. */
    private INDArray quarter(INDArray plane, int alongColumn, int alongRow) {
        return plane.reshape('c', 2, height / 2 + 1, 2, -1)
                .get(
                        NDArrayIndex.point(alongColumn),
                        NDArrayIndex.all(),
                        NDArrayIndex.point(alongRow),
                        NDArrayIndex.all());
    }

    private INDArray powers(INDArray plane, Scratch scratch) {
        plane.muli(plane);
        INDArray energies = scratch.copy(quarter(plane, 0, 0), work);
        return energies.addi(quarter(plane, 0, 1)).addi(quarter(plane, 1, 0)).addi(quarter(plane, 1, 1));
    }

    /** Half of |F(u, v)| + |F(-u, v)|: the weights count pairs as the powers do. */
    private INDArray magnitudes(INDArray plane, Scratch scratch) {
        INDArray here = magnitude(
                scratch.copy(quarter(plane, 0, 0), work).subi(quarter(plane, 1, 1)),
                scratch.copy(quarter(plane, 0, 1), work).addi(quarter(plane, 1, 0)),
                scratch);
        INDArray mirrored = magnitude(
                scratch.copy(quarter(plane, 0, 0), work).addi(quarter(plane, 1, 1)),
                scratch.copy(quarter(plane, 0, 1), work).subi(quarter(plane, 1, 0)),
                scratch);
        here.addi(mirrored).muli(0.5);
        scratch.release(mirrored);
        return here;
    }

    /** In place of the real part. */
    private static INDArray magnitude(INDArray real, INDArray imaginary, Scratch scratch) {
        real.muli(real).addi(imaginary.muli(imaginary));
        scratch.release(imaginary);
        return Transforms.sqrt(real, false);
    }
}
