package org.infoscope.kernel;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The heavy operations behind the metrics. ND4J arrays in, plain Java arrays out; arguments are never changed.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface Kernels extends AutoCloseable {

    /**
     * The engine that suits this machine.
     *
     * @return to be closed after the last use
     */
    static Kernels best() {
        return new CpuKernels();
    }

    /**
     * Who computes.
     *
     * @return for example {@code cpu}
     */
    String engine();

    /**
     * Spectral roll-off radii of real maps.
     *
     * @param maps [m, h, w]
     * @param levels shares p of the energy, each in (0, 1]
     * @param centring whether each map's mean is removed
     * @param spectrum power or magnitude
     * @param region full plane or disc
     * @return radii, share of power at frequency 0 and share of active pixels, per map
     * @throws IllegalArgumentException if the array is not [m, h, w], a level is outside (0, 1] or a map is empty
     */
    RollOffs rollOff(INDArray maps, double[] levels, Centring centring, Spectrum spectrum, Region region);

    /**
     * The distances between samples, ready to give diffusion spectra at several bandwidths.
     *
     * @param samples [n, d]
     * @return the geometry; {@code samples} must not change as long as it is in use
     * @throws IllegalArgumentException if the samples are not a matrix, are empty or hold a NaN or an infinity
     */
    DiffusionGeometry diffusionGeometry(INDArray samples);

    /**
     * Spectra of the symmetric diffusion matrices of subsets of rows: one distance matrix, one bandwidth, one spectrum
     * per subset. For more than one bandwidth, ask {@link #diffusionGeometry} once.
     *
     * @param samples [n, d]
     * @param bandwidth resolved once, on all rows
     * @param alpha anisotropy, in [0, 1]
     * @param rowSubsets rows of each subset
     * @return the spectra, in the order of the subsets
     * @throws IllegalArgumentException if there are no rows, a value is not finite, alpha is outside [0, 1], a subset is
     *     empty or a row does not exist
     * @throws ArithmeticException if no solver gives eigenvalues that pass the check
     */
    default DiffusionSpectra diffusionSpectra(
            INDArray samples, Bandwidth bandwidth, double alpha, List<int[]> rowSubsets) {
        return diffusionGeometry(samples).spectra(bandwidth, alpha, rowSubsets);
    }

    @Override
    void close();
}
