package org.infoscope.cuda;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.infoscope.kernel.Region;

/**
 * The bins of a real transform of maps of one size in the order of their radius. Bin (u, v), v = 0 ... w / 2, has the integer
 * key (u~ w)^2 + (v h)^2, u~ its signed index, and the radius sqrt(key) / (h w); bins of equal keys are one shell.
 */
final class Shells {

    private final int[] order;
    private final double[] radii;
    private final int binsInDisc;

    Shells(int height, int width) {
        int columns = width / 2 + 1;
        long[] keys = new long[height * columns];
        for (int bin = 0; bin < keys.length; bin++) {
            long down = (long) Math.min(bin / columns, height - bin / columns) * width;
            long across = (long) (bin % columns) * height;
            keys[bin] = down * down + across * across;
        }
        int[] sorted = IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.comparingLong(bin -> keys[bin]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] ends = IntStream.range(0, keys.length)
                .filter(k -> k + 1 == keys.length || keys[sorted[k]] != keys[sorted[k + 1]])
                .toArray();
        double area = (double) height * width;
        radii = Arrays.stream(ends)
                .mapToDouble(end -> Math.sqrt((double) keys[sorted[end]]) / area)
                .toArray();
        long square = (long) height * width * height * width;
        binsInDisc = (int) Arrays.stream(keys).filter(key -> 4 * key <= square).count();
        Arrays.stream(ends).forEach(end -> sorted[end] = ~sorted[end]);
        order = sorted;
    }

    /** Bins u (w / 2 + 1) + v by radius; the last of each shell as its complement, which is negative. */
    int[] order() {
        return order.clone();
    }

    /**
     * The bins of a region cut into runs of one length, for as many threads that walk along them side by side: the k-th bin of
     * run t stands at k runs + t. The last runs may be shorter, and what then belongs to none is 0.
     */
    int[] runs(Region region, int runs) {
        int bins = bins(region);
        int length = (bins + runs - 1) / runs;
        int[] turned = new int[length * runs];
        for (int k = 0; k < bins; k++) {
            turned[k % length * runs + k / length] = order[k];
        }
        return turned;
    }

    /** How many bins a region has; they are the first ones. */
    int bins(Region region) {
        return region == Region.DISC ? binsInDisc : order.length;
    }

    /** Radius of a shell in cycles per pixel. */
    double radius(int shell) {
        return radii[shell];
    }
}
