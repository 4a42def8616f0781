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
     * @return [m][levels] radii in cycles per pixel; NaN for a map without a value; a map that holds a NaN or an infinity
     *     gives negative infinity, so that it can be counted apart
     * @throws IllegalArgumentException if a level is outside (0, 1] or a map is empty
     */
    double[][] rollOff(INDArray maps, double[] levels, Centring centring, Spectrum spectrum, Region region);

    /**
     * Spectra of the symmetric diffusion matrices of subsets of rows: one distance matrix, one bandwidth, one spectrum
     * per subset.
     *
     * @param samples [n, d]
     * @param bandwidth resolved once, on all rows
     * @param alpha anisotropy, in [0, 1]
     * @param rowSubsets rows of each subset
     * @return the spectra, in the order of the subsets
     * @throws IllegalArgumentException if there are no rows, a value is not finite or a subset is empty
     */
    DiffusionSpectra diffusionSpectra(INDArray samples, Bandwidth bandwidth, double alpha, List<int[]> rowSubsets);

    @Override
    void close();
}
