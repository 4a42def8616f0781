package org.infoscope.kernel;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    /** Of solutions, one per subset. */
    static DiffusionSpectra of(double sigma, double meanNorm, List<SymmetricEigenvalues.Solution> solutions) {
        return new DiffusionSpectra(
                sigma,
                meanNorm,
                solutions.stream()
                        .map(SymmetricEigenvalues.Solution::eigenvalues)
                        .toList(),
                IntStream.range(0, solutions.size())
                        .filter(k -> solutions.get(k).fallback())
                        .boxed()
                        .collect(Collectors.toSet()));
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
