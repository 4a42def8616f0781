package org.infoscope.cuda;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.DiffusionGeometry;
import org.infoscope.kernel.DiffusionSpectra;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Diffusion spectra on the device. Distances are computed when first asked for, and kept there until closed: 8 n^2 bytes per
 * kind, and while computing as much again and what cuSOLVER asks for. Asks only what has been found to make sense.
 */
final class DeviceDiffusion implements DiffusionGeometry {

    /** LAPACK's 32-bit indices reach no further: the processor refuses more. */
    private static final int MOST_ROWS = 46_340;

    /** Matrices of n^2 numbers that must fit at once: distances, the one that is solved, and room for the solver. */
    private static final long MATRICES = 3;

    private final Gpu gpu;
    private final INDArray samples;
    private final RowScales scales;
    private @Nullable DeviceDistances plain;
    private @Nullable DeviceDistances unitRows;

    /**
     * Takes samples that {@link #suits}.
     *
     * @param scales of these samples, finite
     */
    DeviceDiffusion(Gpu gpu, INDArray samples, RowScales scales) {
        this.gpu = gpu;
        this.samples = samples;
        this.scales = scales;
    }

    /** Whether such samples are for the device, and there is memory now. */
    static boolean suits(Gpu gpu, INDArray samples) {
        return !samples.isEmpty()
                && samples.rank() == 2
                && samples.size(0) > 1
                && samples.size(0) <= MOST_ROWS
                && samples.size(1) <= Integer.MAX_VALUE
                && DeviceDistances.mostColumns(gpu.laneBytes(), gpu.pinnedBytes(), samples.size(0)) > 0
                && MATRICES * Double.BYTES * samples.size(0) * samples.size(0) <= gpu.room();
    }

    /** Whether the arguments of {@link #spectra} are valid; the processor says what is wrong with those that are not. */
    static boolean isValid(double alpha, List<int[]> rowSubsets, long rows) {
        return alpha >= 0
                && alpha <= 1
                && rowSubsets.stream()
                        .allMatch(subset ->
                                subset.length > 0 && Arrays.stream(subset).allMatch(row -> row >= 0 && row < rows));
    }

    @Override
    public synchronized DiffusionSpectra spectra(Bandwidth bandwidth, double alpha, List<int[]> rowSubsets) {
        DeviceDistances distances = bandwidth == Bandwidth.Rule.UNIT_NORM ? unitRows() : plain();
        double sigma = resolve(bandwidth, distances);
        if (Double.isNaN(sigma)) {
            return new DiffusionSpectra(sigma, scales.mean(), List.of(), Set.of());
        }
        List<int[]> subsets = rowSubsets.stream().map(DeviceDiffusion::sorted).toList();
        int most = subsets.stream().mapToInt(subset -> subset.length).max().orElse(1);
        Map<IntBuffer, double[]> solved = new HashMap<>();
        List<double[]> spectra = new ArrayList<>();
        try (DeviceEigenvalues eigenvalues = new DeviceEigenvalues(gpu, most)) {
            for (int[] subset : subsets) {
                double[] spectrum = solved.computeIfAbsent(
                        IntBuffer.wrap(subset),
                        key -> eigenvalues.of(distances, subset, distances.exponent(sigma), alpha));
                spectra.add(spectrum.clone());
            }
        }
        return new DiffusionSpectra(sigma, scales.mean(), spectra, Set.of());
    }

    private static int[] sorted(int[] subset) {
        int[] sorted = subset.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private double resolve(Bandwidth bandwidth, DeviceDistances distances) {
        if (bandwidth instanceof Bandwidth.Fixed fixed) {
            return fixed.sigma();
        }
        return switch ((Bandwidth.Rule) bandwidth) {
            case SQRT_DIMENSION -> Math.sqrt(samples.columns());
            case MEDIAN -> distances.medianBandwidth();
            case UNIT_NORM -> 1;
        };
    }

    private DeviceDistances plain() {
        if (plain == null) {
            plain = measured(scales.units(), scales.unit());
        }
        return plain;
    }

    private DeviceDistances unitRows() {
        if (unitRows == null) {
            unitRows = measured(scales.directions(), 1);
        }
        return unitRows;
    }

    private DeviceDistances measured(double[] divisors, double unit) {
        try (HostArray held = new HostArray(samples)) {
            return new DeviceDistances(gpu, held, divisors, unit);
        }
    }

    @Override
    public synchronized void close() {
        if (plain != null) {
            plain.close();
            plain = null;
        }
        if (unitRows != null) {
            unitRows.close();
            unitRows = null;
        }
    }
}
