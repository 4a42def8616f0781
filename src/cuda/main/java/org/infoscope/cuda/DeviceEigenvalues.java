package org.infoscope.cuda;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Eigenvalues of diffusion matrices on the device: 8 k^2 bytes for a matrix of k rows, and what cuSOLVER asks for. Each solve is
 * checked: its sum must be the trace of the matrix, the sum of its squares the squared Frobenius norm, both within a relative
 * 1e-10. For one thread at a time; to be closed.
 */
final class DeviceEigenvalues implements AutoCloseable {

    private static final double TOLERANCE = 1e-10;

    private final Gpu gpu;
    private final DeviceMemory matrix;
    private @Nullable DeviceMemory work;
    private long workBytes;

    /** For matrices of so many rows at most. */
    DeviceEigenvalues(Gpu gpu, int mostRows) {
        this.gpu = gpu;
        this.matrix = gpu.allocate((long) Double.BYTES * mostRows * mostRows);
    }

    /**
     * The spectrum of K = S^-1/2 G S^-1/2 of some rows, G the Gaussian kernel, divided by (q_i q_j)^alpha when alpha &gt; 0; S and
     * q are row sums within the subset.
     *
     * @param subset ascending
     * @param exponent of distances in their own units
     * @return ascending
     * @throws CudaException if a call fails, or the eigenvalues do not pass the check
     */
    double[] of(DeviceDistances distances, int[] subset, double exponent, double alpha) {
        if (subset.length == 1) {
            return new double[] {1};
        }
        return gpu.alone(lane -> {
            Matrix built = new Matrix(lane, subset.length);
            built.fill(distances, subset, exponent, alpha);
            return built.solve();
        });
    }

    private Pointer room(int length) {
        long bytes = (long) Double.BYTES * Math.max(1, length);
        if (work == null || workBytes < bytes) {
            if (work != null) {
                work.close();
                work = null;
            }
            work = gpu.allocate(bytes);
            workBytes = bytes;
        }
        return work.place();
    }

    /** Whether eigenvalues can be those of a matrix. */
    static boolean fit(double[] values, double trace, double squaredNorm) {
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value;
            squares += value * value;
        }
        return Math.abs(sum - trace) <= TOLERANCE * Math.abs(trace)
                && Math.abs(squares - squaredNorm) <= TOLERANCE * squaredNorm;
    }

    /** One diffusion matrix, in the room there is for matrices. */
    private final class Matrix {
        private final Lane lane;
        private final int size;
        private final Pointer place = matrix.place();
        private final Pointer sums;
        private final Pointer factors;
        private final Pointer squares;
        private final Pointer values;
        private final int workLength;
        private final Pointer work;

        /** Takes all its memory: where there is none, nothing must have been started that uses what others then get. */
        Matrix(Lane lane, int size) {
            this.lane = lane;
            this.size = size;
            this.values = lane.onDevice((long) Double.BYTES * size);
            this.workLength = gpu.algebra().workLength(place, size, values);
            this.work = room(workLength);
            this.sums = lane.onDevice((long) Double.BYTES * size);
            this.factors = lane.onDevice((long) Double.BYTES * size);
            this.squares = lane.onDevice((long) Double.BYTES * size);
        }

        void fill(DeviceDistances distances, int[] subset, double exponent, double alpha) {
            Pointer rows = lane.upload(subset);
            launch("gaussians", size, distances.place(), distances.rows(), rows, size, exponent, place, sums);
            if (alpha > 0) {
                launch("powers", groups(), sums, size, -alpha);
                launch("scaled", size, place, size, sums, factors, squares);
                launch("powers", groups(), factors, size, -0.5);
                launch("scaled", size, place, size, factors, sums, squares);
            } else {
                launch("powers", groups(), sums, size, -0.5);
                launch("scaled", size, place, size, sums, factors, squares);
            }
        }

        private int groups() {
            return (size + DeviceDistances.THREADS - 1) / DeviceDistances.THREADS;
        }

        private void launch(String kernel, int blocks, Object... arguments) {
            gpu.diffusion().launch(kernel, blocks, DeviceDistances.THREADS, lane.stream(), arguments);
        }

        double[] solve() {
            Pointer diagonal = lane.onDevice((long) Double.BYTES * size);
            launch("diagonal", groups(), place, size, diagonal);
            Pointer trace = lane.download(diagonal, (long) Double.BYTES * size);
            Pointer norm = lane.download(squares, (long) Double.BYTES * size);
            Pointer info = lane.onDevice(Integer.BYTES);
            gpu.algebra().eigenvalues(lane, place, size, values, work, workLength, info);
            Pointer found = lane.download(values, (long) Double.BYTES * size);
            Pointer outcome = lane.download(info, Integer.BYTES);
            lane.await();
            return checked(doubles(found), doubles(trace), doubles(norm), new IntPointer(outcome).get());
        }

        private double[] doubles(Pointer pinned) {
            double[] values = new double[size];
            new DoublePointer(pinned).get(values);
            return values;
        }

        private double[] checked(double[] values, double[] trace, double[] norm, int info) {
            double expected = Arrays.stream(trace).sum();
            if (info != 0 || !fit(values, expected, Arrays.stream(norm).sum())) {
                throw new CudaException("cuSOLVER: the eigenvalues of " + size + " rows do not pass the check (info "
                        + info + ", sum " + Arrays.stream(values).sum() + " for a trace of " + expected + ")");
            }
            return values;
        }
    }

    @Override
    public void close() {
        gpu.release(matrix);
        if (work != null) {
            gpu.release(work);
        }
    }
}
