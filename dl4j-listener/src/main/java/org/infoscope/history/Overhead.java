package org.infoscope.history;

import java.util.List;
import java.util.Objects;

/**
 * What listening costs a run against the overhead budget it was given, at the time of one record.
 *
 * <p>The share is the stall of the training thread plus the wall time for which the listener's workers are busy, divided by the
 * wall time of {@code fit}. Its window of 60 s is one of fit's wall time: pauses between two calls of {@code fit} do not
 * count. The model behind the numbers is our own choice.
 *
 * @param budget the share that the listener may take; infinite without a budget, NaN when the record does not tell
 * @param share of the last 60 s of fit, or of all of it while it is shorter; it includes what is under way. NaN when the
 *     record does not tell
 * @param runShare the same since the run began
 * @param passNanos cost of one sample without its metrics: the forward pass over the probe, accuracies and the record; 0
 *     while it is not known
 * @param everyNth every how many due points there is a sample at present; 1 when all are taken
 * @param leftOut samples that the budget has left out so far
 * @param dropped samples whose record is lost so far: those that were waiting or under way when the run ended without them,
 *     and those that the storage refused
 * @param series what each series costs, in the order of the settings
 */
public record Overhead(
        double budget,
        double share,
        double runShare,
        long passNanos,
        long everyNth,
        long leftOut,
        long dropped,
        List<Series> series) {

    /** Of records that do not tell: those of older versions, and those of analyses, which have no training to slow. */
    public static final Overhead UNKNOWN = new Overhead(Double.NaN, Double.NaN, Double.NaN, 0, 1, 0, 0, List.of());

    /**
     * What one series costs.
     *
     * @param series key of the series
     * @param nanos cost of measuring it once, on all layers: the median of the last five; 0 while it is not known
     * @param everyNth every how many of its due points it is measured at present; 1 when at all
     * @param iterations from the last but one to the last measuring: the interval in effect; 0 until there are two
     * @param measured how often it has been measured so far
     * @param leftOut how many of its due points the budget has left out so far
     */
    public record Series(String series, long nanos, long everyNth, long iterations, long measured, long leftOut) {

        /**
         * Checks that there is a key.
         *
         * @param series as above
         * @param nanos as above
         * @param everyNth as above
         * @param iterations as above
         * @param measured as above
         * @param leftOut as above
         */
        public Series {
            Objects.requireNonNull(series, "series");
        }
    }

    /**
     * Copies the list.
     *
     * @param budget as above
     * @param share as above
     * @param runShare as above
     * @param passNanos as above
     * @param everyNth as above
     * @param leftOut as above
     * @param dropped as above
     * @param series as above
     */
    public Overhead {
        series = List.copyOf(series);
    }

    /**
     * Whether the record tells anything of its overhead.
     *
     * @return false for {@link #UNKNOWN}
     */
    public boolean known() {
        return !Double.isNaN(budget);
    }

    /**
     * The same without what each series costs.
     *
     * @return a copy
     */
    public Overhead withoutSeries() {
        return new Overhead(budget, share, runShare, passNanos, everyNth, leftOut, dropped, List.of());
    }
}
