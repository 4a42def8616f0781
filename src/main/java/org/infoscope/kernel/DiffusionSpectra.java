package org.infoscope.kernel;

import java.util.List;

/**
 * Eigenvalues of diffusion matrices that share one distance matrix.
 *
 * @param sigma the bandwidth as resolved on all rows; NaN when the rule gave none (a median of 0), the spectra are then
 *     empty
 * @param meanNorm mean Euclidean norm of the rows as given
 * @param eigenvalues one array per subset of rows, ascending
 * @param fallbacks how many of them the fast solver got wrong, so that the slower one was used
 */
public record DiffusionSpectra(double sigma, double meanNorm, List<double[]> eigenvalues, int fallbacks) {
    /** Copies the list. */
    public DiffusionSpectra {
        eigenvalues = List.copyOf(eigenvalues);
    }
}
