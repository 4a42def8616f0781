package org.infoscope.kernel;

import java.util.List;

/**
 * The distances between a set of samples, from which diffusion spectra are drawn at any bandwidth: the distances are
 * computed once, whoever asks first.
 *
 * <p>With D the Euclidean distances and G_ij = exp(-D_ij^2 / (2 sigma^2)), each subset of rows has its own sub-matrix of
 * G. Anisotropy alpha divides it by (q_i q_j)^alpha, q its row sums; then K = S^-1/2 G S^-1/2, S its row sums, and the
 * spectrum is that of the symmetric K, which the random walk S^-1 G shares.
 *
 * <p>Safe for use by several threads. The samples must not change as long as it is in use.
 *
 * <p>Source: Coifman and Lafon, "Diffusion maps" (2006); Liu et al., arXiv 2312.04823.
 */
public interface DiffusionGeometry extends AutoCloseable {

    /**
     * One spectrum per subset of rows.
     *
     * @param bandwidth resolved on all rows, whatever the subsets
     * @param alpha anisotropy, in [0, 1]
     * @param rowSubsets row indices of each subset, in any order; subsets with the same rows are solved once
     * @return the spectra, in the order of the subsets; without spectra when the rule gives no bandwidth
     * @throws IllegalArgumentException if alpha is outside [0, 1], a subset is empty or a row does not exist
     * @throws ArithmeticException if no solver gives eigenvalues that pass the check
     */
    DiffusionSpectra spectra(Bandwidth bandwidth, double alpha, List<int[]> rowSubsets);

    /** Releases what it holds outside of Java's memory; asked again, it computes that anew. */
    @Override
    default void close() {}
}
