package org.infoscope.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers the {@link BucketMeans} of one track, in whatever order its numbers come; stretches may become wider. Not thread-safe. */
final class StretchMeans {

    /** A bucket has 2 to the power of this many stretches. */
    private static final int FINER = 2;

    /** Beyond 10 to this power, powers of ten are no exact doubles. */
    private static final int EXACT_POWERS = 22;

    private static final int DIGITS = 9;

    private Map<Long, Stretch> stretches = new HashMap<>();
    private int shift;
    private long at;
    private @Nullable Stretch current;

    private static final class Stretch {
        private long end = Long.MIN_VALUE;
        private double mean;
        private long finite;
        private long others;

        void add(long iteration, double value) {
            end = Math.max(end, iteration);
            if (Double.isFinite(value)) {
                finite++;
                double off = value - mean;
                // The difference of two large numbers may be infinite.
                mean += Double.isFinite(off) ? off / finite : value / finite - mean / finite;
            } else {
                others++;
            }
        }

        Stretch and(Stretch other) {
            end = Math.max(end, other.end);
            others += other.others;
            if (other.finite > 0) {
                double share = (double) other.finite / (finite + other.finite);
                mean = (1 - share) * mean + share * other.mean;
                finite += other.finite;
            }
            return this;
        }
    }

    /** Nothing yet; buckets are 2 to the power of {@code bucketShift} iterations wide. */
    StretchMeans(int bucketShift) {
        shift = finer(bucketShift);
    }

    private static int finer(int bucketShift) {
        return Math.max(0, bucketShift - FINER);
    }

    void add(long iteration, double value) {
        long stretch = iteration >> shift;
        if (current == null || stretch != at) {
            current = stretches.computeIfAbsent(stretch, key -> new Stretch());
            at = stretch;
        }
        current.add(iteration, value);
    }

    /** Buckets are so wide from now on: no narrower than before. */
    void widen(int bucketShift) {
        int by = finer(bucketShift) - shift;
        if (by > 0) {
            Map<Long, Stretch> wider = new HashMap<>();
            stretches.forEach((stretch, its) -> wider.merge(stretch >> by, its, Stretch::and));
            stretches = wider;
            shift += by;
            current = null;
        }
    }

    BucketMeans told() {
        List<Long> ends = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        List<Long> finite = new ArrayList<>();
        List<Long> others = new ArrayList<>();
        for (Stretch stretch : new TreeMap<>(stretches).values()) {
            ends.add(stretch.end);
            means.add(stretch.finite > 0 ? rounded(stretch.mean) : Double.NaN);
            finite.add(stretch.finite);
            others.add(stretch.others);
        }
        return new BucketMeans(1L << shift, ends, means, finite, others);
    }

    /** To so many digits that no picture tells the difference, and that the order of adding does not show. */
    private static double rounded(double value) {
        int power = DIGITS - 1 - (int) Math.floor(Math.log10(Math.abs(value)));
        if (value == 0 || Math.abs(power) > EXACT_POWERS) {
            return value;
        }
        double scale = Math.pow(10, Math.abs(power));
        return power >= 0 ? Math.rint(value * scale) / scale : Math.rint(value / scale) * scale;
    }
}
