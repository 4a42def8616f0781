package org.infoscope.kernel;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The subsets of rows that diffusion spectra are asked for. Order within a subset does not matter: each is sorted, so that equal
 * sets share one solve to the last bit. For those who write an engine. Immutable.
 */
public final class RowSubsets {

    private final List<IntBuffer> sorted;

    private RowSubsets(List<IntBuffer> sorted) {
        this.sorted = sorted;
    }

    /**
     * Checks a question: the door to {@link DiffusionGeometry#spectra}.
     *
     * @param alpha anisotropy
     * @param subsets row indices of each, in any order
     * @param rows that there are
     * @return the subsets
     * @throws IllegalArgumentException if alpha is outside [0, 1], a subset is empty or a row does not exist
     */
    public static RowSubsets of(double alpha, List<int[]> subsets, int rows) {
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException("The anisotropy alpha must be in [0, 1], not " + alpha);
        }
        return new RowSubsets(subsets.stream()
                .map(subset -> IntBuffer.wrap(sorted(subset, rows)))
                .toList());
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

    /**
     * The most rows that a subset has.
     *
     * @return 0 if there is no subset
     */
    public int longest() {
        return sorted.stream().mapToInt(IntBuffer::remaining).max().orElse(0);
    }

    /**
     * An answer for each subset, each set of rows solved once.
     *
     * @param <T> an answer
     * @param solve is given the different sets, each ascending and not to be changed, and answers them in their order
     * @return the answers in the order of the subsets; equal sets have the same one
     */
    public <T> List<T> solved(Function<List<int[]>, List<T>> solve) {
        List<IntBuffer> different = sorted.stream().distinct().toList();
        List<T> answers = solve.apply(different.stream().map(IntBuffer::array).toList());
        Map<IntBuffer, T> known = new HashMap<>();
        for (int k = 0; k < different.size(); k++) {
            known.put(different.get(k), answers.get(k));
        }
        return sorted.stream()
                .map(subset -> Objects.requireNonNull(known.get(subset)))
                .toList();
    }
}
