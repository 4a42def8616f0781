package org.infoscope.kernel;

import java.util.List;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The heavy operations behind the metrics. ND4J arrays in, plain Java arrays out; arguments are never changed.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface Kernels extends AutoCloseable {

    /** A birth of {@link #firstCycleBirths}: no cycle is ever born. In files it is written 0 too. */
    int NO_BIRTH = 0;

    /** A birth of {@link #firstCycleBirths}: the map holds a NaN, so that it can be counted apart. */
    int INVALID_MAP = -1;

    /**
     * The engine that suits this machine, or the one that {@code -Dinfoscope.kernels} asks for: see {@link KernelsChoice}.
     *
     * @return to be closed after the last use
     * @throws IllegalArgumentException if the property is none of the known names
     */
    static Kernels best() {
        return KernelsChoice.fromProperty().open();
    }

    /**
     * Who would compute an operation: itself, except where several engines stand ready. Ask for each piece of work, and let the
     * answer do it, so that its {@link #engine} is the one that did.
     *
     * @param operation what is to be done
     * @param array what it is to be done on
     * @return closed with this one
     */
    default Kernels suited(Operation operation, INDArray array) {
        return this;
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
     * @return the geometry, to be closed after use; {@code samples} must not change as long as it is in use
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
        try (DiffusionGeometry geometry = diffusionGeometry(samples)) {
            return geometry.spectra(bandwidth, alpha, rowSubsets);
        }
    }

    /**
     * The level at which the first one-dimensional homology class of each map's clique filtration is born: the birth
     * point of feature entropy (Zhao and Zhang, ICLR 2022, arXiv 2103.09716).
     *
     * <p>Row i and column i of a map U are one vertex, pixels are edges: S_ij = max(U_ij, U_ji), i != j. Levels are the
     * 1-based dense ranks of the distinct values of S from the largest down. At level v the graph holds all edges of
     * rank at most v, ties together; the birth is the first v at which its clique complex has beta_1 &gt; 0 over GF(2).
     *
     * <p>Invariant under transposition, under one permutation of rows and columns, and under strictly increasing
     * transforms of the values. The diagonal does not count, -0 equals +0, positive infinity is an ordinary top value,
     * negative infinity is no edge. A map that is not square is padded with missing edges (ours). Zeros after a ReLU are
     * one last level that completes the graph, where nothing is born. Maps below 4 x 4, constant maps and the identity
     * have no birth. Distinct values without missing edges give births from 4 to m (m - 1) / 2 - m + 2.
     *
     * @param maps [..., h, w] of rank 3 or more, sides up to 8192; 64-bit integers count at double precision
     * @return one birth per map, in C order of the leading dimensions: the level, {@link #NO_BIRTH}, or
     *     {@link #INVALID_MAP}
     * @throws IllegalArgumentException if the rank is below 3, a side is too long or the array is empty
     */
    int[] firstCycleBirths(INDArray maps);

    /**
     * Does independent pieces of work, each of which may ask this engine: side by side where the engine has several threads of
     * the processor for itself, else one after the other, in their order and on the caller's thread.
     *
     * @param pieces how many
     * @param atMost of them at a time, at least 1: for what they hold while they are under way
     * @param piece does one, given its index from 0; whatever it throws leaves this method when no piece is under way any more,
     *     and no further one is begun
     */
    default void sideBySide(int pieces, int atMost, IntConsumer piece) {
        for (int one = 0; one < pieces; one++) {
            piece.accept(one);
        }
    }

    @Override
    void close();
}
