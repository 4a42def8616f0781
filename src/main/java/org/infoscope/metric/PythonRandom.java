package org.infoscope.metric;

import java.util.BitSet;
import org.apache.commons.rng.core.source32.MersenneTwister;

/**
 * CPython's {@code random.Random(seed).sample(range(population), k)}, so that a seed gives the same draws as the published
 * code: MT19937 seeded by {@code init_by_array} with the 32-bit words of |seed|, integers below a bound by rejection.
 *
 * <p>Not safe for use by several threads.
 */
final class PythonRandom {

    private final MersenneTwister twister;

    PythonRandom(long seed) {
        long magnitude = Math.abs(seed);
        int low = (int) magnitude;
        int high = (int) (magnitude >>> 32);
        twister = new MersenneTwister(high == 0 ? new int[] {low} : new int[] {low, high});
    }

    /**
     * Draws without replacement.
     *
     * @param population integers from 0 on
     * @param count at most {@code population}
     * @return in the order of the draw
     */
    int[] sample(int population, int count) {
        return population <= poolLimit(count) ? fromPool(population, count) : byRejection(population, count);
    }

    /** CPython keeps a list up to the size where a set of the drawn would take more memory. */
    private static long poolLimit(int count) {
        long limit = 21;
        if (count > 5) {
            long table = 1;
            while (table < 3L * count) {
                table *= 4;
            }
            limit += table;
        }
        return limit;
    }

    private int[] fromPool(int population, int count) {
        int[] pool = new int[population];
        for (int i = 0; i < population; i++) {
            pool[i] = i;
        }
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            int j = below(population - i);
            drawn[i] = pool[j];
            pool[j] = pool[population - i - 1];
        }
        return drawn;
    }

    private int[] byRejection(int population, int count) {
        BitSet taken = new BitSet(population);
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            int j = below(population);
            while (taken.get(j)) {
                j = below(population);
            }
            taken.set(j);
            drawn[i] = j;
        }
        return drawn;
    }

    private int below(int bound) {
        int shift = Integer.numberOfLeadingZeros(bound);
        int drawn = twister.next() >>> shift;
        while (drawn >= bound) {
            drawn = twister.next() >>> shift;
        }
        return drawn;
    }
}
