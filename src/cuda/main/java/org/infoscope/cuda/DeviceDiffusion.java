package org.infoscope.cuda;

import java.util.List;
import java.util.Set;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.DiffusionGeometry;
import org.infoscope.kernel.DiffusionSpectra;
import org.infoscope.kernel.HostArray;
import org.infoscope.kernel.RowSubsets;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Diffusion spectra on the device. Distances are computed when first asked for, and kept there until closed: 8 n^2 bytes per
 * kind, and while computing as much again and what cuSOLVER asks for.
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

    @Override
    public synchronized DiffusionSpectra spectra(Bandwidth bandwidth, double alpha, List<int[]> rowSubsets) {
        RowSubsets subsets = RowSubsets.of(alpha, rowSubsets, samples.rows());
        DeviceDistances distances = bandwidth == Bandwidth.Rule.UNIT_NORM ? unitRows() : plain();
        double sigma = bandwidth.sigma(samples.columns(), distances::medianBandwidth);
        if (Double.isNaN(sigma) || subsets.longest() == 0) {
            return new DiffusionSpectra(sigma, scales.mean(), List.of(), Set.of());
        }
        try (DeviceEigenvalues eigenvalues = new DeviceEigenvalues(gpu, subsets.longest())) {
            List<double[]> spectra = subsets.solved(different -> different.stream()
                    .map(subset -> eigenvalues.of(distances, subset, distances.exponent(sigma), alpha))
                    .toList());
            return new DiffusionSpectra(
                    sigma, scales.mean(), spectra.stream().map(double[]::clone).toList(), Set.of());
        }
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
