package org.infoscope.metric;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.infoscope.kernel.RandomMapBirths;

/**
 * The feature entropy of maps without structure: H_null(m, N), the mean entropy of N independent maps of independent
 * pixels. It grows with the map's size m and with the number N of images, which is why an entropy is read beside it.
 *
 * <p>Which distribution the pixels have does not matter, as only their order counts. At least 20,000 random maps of a
 * size are cut into sets of N, so the standard error is about 0.005 nat at N = 100. Values are kept for the life of the
 * object, one per map size, N and options.
 *
 * <p>Equal seeds are equal references. Safe for use by several threads. The null model is ours.
 */
public final class RandomMapReference {

    private static final int MAPS = 20_000;

    private final long seed;
    private final Map<Size, int[]> births = new ConcurrentHashMap<>();
    private final Map<Key, Double> entropies = new ConcurrentHashMap<>();

    private record Size(int height, int width, int count) {}

    private record Key(BirthEntropy options, int height, int width, int n) {}

    private RandomMapReference(long seed) {
        this.seed = seed;
    }

    /**
     * A reference of its own memory.
     *
     * @param seed of the random maps
     * @return without any values yet
     */
    public static RandomMapReference seeded(long seed) {
        return new RandomMapReference(seed);
    }

    /**
     * The seed.
     *
     * @return of the random maps
     */
    public long seed() {
        return seed;
    }

    double entropy(BirthEntropy options, int height, int width, int n) {
        return entropies.computeIfAbsent(new Key(options, height, width, n), this::measure);
    }

    private double measure(Key key) {
        Size size = new Size(key.height(), key.width(), Math.max(MAPS, key.n()));
        int[] drawn = births.computeIfAbsent(size, s -> RandomMapBirths.draw(s.height(), s.width(), s.count(), seed));
        int sets = drawn.length / key.n();
        double sum = 0;
        for (int k = 0; k < sets; k++) {
            int[] set = Arrays.copyOfRange(drawn, k * key.n(), (k + 1) * key.n());
            sum += key.options().of(key.options().counted(set, Math.max(key.height(), key.width())), key.n());
        }
        return sum / sets;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RandomMapReference reference && reference.seed == seed;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(seed);
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
