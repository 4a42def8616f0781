package org.infoscope.reconstruction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which examples a decoder learns from, and which are kept from it: those that are measured, and drawn ones until they are a
 * tenth of all. Our choice.
 */
final class Split {

    private static final int HELD_OUT_SHARE = 10;

    private final int[] training;
    private final int[] heldOut;

    private Split(int[] training, int[] heldOut) {
        this.training = training;
        this.heldOut = heldOut;
    }

    /**
     * Draws.
     *
     * @param examples how many there are
     * @param measured row numbers; fewer than {@code examples}
     * @param seed of the draw
     */
    static Split of(int examples, int[] measured, long seed) {
        List<Integer> others = new ArrayList<>(IntStream.range(0, examples)
                .filter(row -> Arrays.stream(measured).noneMatch(taken -> taken == row))
                .boxed()
                .toList());
        Collections.shuffle(others, new Random(seed));
        int more = Math.max(0, examples / HELD_OUT_SHARE - measured.length);
        int[] drawn = others.stream().mapToInt(Integer::intValue).toArray();
        return new Split(
                Arrays.stream(drawn).skip(more).sorted().toArray(),
                IntStream.concat(Arrays.stream(measured), Arrays.stream(drawn).limit(more))
                        .toArray());
    }

    /** Row numbers, ascending. */
    int[] training() {
        return training.clone();
    }

    /** Row numbers, the measured ones first. */
    int[] heldOut() {
        return heldOut.clone();
    }
}
