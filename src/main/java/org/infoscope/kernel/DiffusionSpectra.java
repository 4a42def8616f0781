package org.infoscope.kernel;

import java.util.List;
import java.util.Set;

/**
 * Eigenvalues of diffusion matrices that share one distance matrix.
 *
 * @param sigma the bandwidth as resolved on all rows; NaN when the rule gave none (a median of 0, or no pair of rows)
 * @param meanNorm mean Euclidean norm of the rows as given
 * @param eigenvalues one array per subset of rows, ascending; empty when the rule gave no bandwidth, unless there is one
 *     row only, whose spectrum {1} needs none
 * @param slowSubsets indices of the subsets that the fast solver got wrong, or was no longer trusted with, so that the
 *     slower one was used
 */
public record DiffusionSpectra(double sigma, double meanNorm, List<double[]> eigenvalues, Set<Integer> slowSubsets) {
    /**
     * Copies its collections.
     *
     * @param sigma as above
     * @param meanNorm as above
     * @param eigenvalues as above
     * @param slowSubsets as above
     */
    public DiffusionSpectra {
        eigenvalues = List.copyOf(eigenvalues);
        slowSubsets = Set.copyOf(slowSubsets);
    }

    /**
     * How often the fast solver could not be used.
     *
     * @return subsets, 0 when all is well
     */
    public int fallbacks() {
        return slowSubsets.size();
    }
}
