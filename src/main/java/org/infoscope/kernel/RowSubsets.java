package org.infoscope.kernel;

import java.util.Arrays;
import java.util.List;

/** The door to diffusion spectra: what may be asked for. Stateless. */
final class RowSubsets {

    private RowSubsets() {}

    /**
     * Checks a question. Order within a subset does not matter: sorted, equal sets share one solve to the last bit.
     *
     * @return the subsets, each sorted
     * @throws IllegalArgumentException if alpha is outside [0, 1], a subset is empty or a row does not exist
     */
    static List<int[]> sorted(double alpha, List<int[]> subsets, int rows) {
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException("The anisotropy alpha must be in [0, 1], not " + alpha);
        }
        return subsets.stream().map(subset -> sorted(subset, rows)).toList();
    }

    private static int[] sorted(int[] subset, int rows) {
        int[] sorted = subset.clone();
        Arrays.sort(sorted);
        if (sorted.length == 0 || sorted[0] < 0 || sorted[sorted.length - 1] >= rows) {
            throw new IllegalArgumentException("A subset needs one row at least, each from 0 to " + (rows - 1)
                    + ", not " + Arrays.toString(subset));
        }
        return sorted;
    }
}
