package org.infoscope.kernel;

import org.jspecify.annotations.Nullable;

/** A real two-dimensional transform of maps of one size that needs no room but the map, summed over shells. Immutable. */
sealed interface InPlaceTransform permits EightByEightTransform, PackedTransform {

    /** Tells the shell of a bin of the half plane v = 0 ... W/2. */
    interface Shells {
        int of(int u, int v);
    }

    /** The fastest one for maps of this size; null where there is none. */
    static @Nullable InPlaceTransform of(int height, int width, Shells shells) {
        if (height == EightByEightTransform.SIDE && width == EightByEightTransform.SIDE) {
            return new EightByEightTransform(shells);
        }
        return PackedTransform.exists(height, width) ? new PackedTransform(height, width, shells) : null;
    }

    /**
     * Transforms a map and sums |F|^2 / 2 or |F| / 2 per shell.
     *
     * @param map [height, width], nothing else; overwritten
     * @param energies one per shell; overwritten
     */
    void energies(double[] map, Spectrum spectrum, double[] energies);
}
