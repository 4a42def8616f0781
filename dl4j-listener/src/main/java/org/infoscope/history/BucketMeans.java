package org.infoscope.history;

import java.util.List;

/**
 * The means of one curve's numbers over short stretches of iterations: what the few numbers that thinning keeps do not tell, since
 * the lowest and the highest among them would weigh like ordinary ones in an average.
 *
 * <p>A stretch is a quarter of a bucket of {@link RunCurves}, but at least one iteration wide, and begins at a multiple of its width. All
 * numbers of the range that are part of the curve count, kept or not. Stretches without a number are left out.
 *
 * <p><b>What an average is worth that is made of them</b> (ours): let every number weigh as if it were the mean of its stretch. An average
 * whose weights are equal within a stretch is exact. One whose weights fade by e<sup>-1</sup> over {@code m} iterations, of numbers that are
 * evenly spaced, is off by at most {@code width / (8 m)} of the distance from the lowest to the highest number of a stretch. Immutable.
 *
 * @param width of a stretch in iterations, a power of two
 * @param ends of each stretch that has a number, ascending: the iteration of the last one
 * @param means as many: of the stretch's finite numbers, to 9 digits; NaN if there is none
 * @param finite as many: how many numbers are finite
 * @param others as many: how many numbers are NaN or infinite
 */
public record BucketMeans(long width, List<Long> ends, List<Double> means, List<Long> finite, List<Long> others) {

    /**
     * Copies its lists.
     *
     * @param width as above
     * @param ends as above
     * @param means as above
     * @param finite as above
     * @param others as above
     */
    public BucketMeans {
        ends = List.copyOf(ends);
        means = List.copyOf(means);
        finite = List.copyOf(finite);
        others = List.copyOf(others);
    }

    /** How many numbers there are. */
    long count() {
        return finite.stream().mapToLong(Long::longValue).sum()
                + others.stream().mapToLong(Long::longValue).sum();
    }
}
