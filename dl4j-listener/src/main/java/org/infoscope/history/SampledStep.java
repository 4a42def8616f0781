package org.infoscope.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.infoscope.metric.Flag;

/**
 * What is recorded at one iteration: a sample, with readings of the layers, or the score alone, where a sample was due and none was taken.
 *
 * @param iteration 0-based, as DL4J counts
 * @param epoch 0-based
 * @param timeMillis when the parameters were copied, or would have been, since 1970-01-01 UTC
 * @param score of the training batch; NaN when the network has none
 * @param trainingAccuracy share of right answers on the probe, per output name; no entry where it is not defined
 * @param validationAccuracy the same on the validation set
 * @param readings per layer and series
 * @param problems what went wrong with the sample as a whole (probe does not fit, replica refused ...)
 * @param cost of listening so far
 * @param state whether the run goes on
 */
public record SampledStep(
        long iteration,
        int epoch,
        long timeMillis,
        double score,
        Map<String, Double> trainingAccuracy,
        Map<String, Double> validationAccuracy,
        List<Reading> readings,
        List<Flag> problems,
        Cost cost,
        State state) {

    /** Whether more is to come. */
    public enum State {
        /** Training goes on. */
        LIVE,
        /** The listener was closed: the last record of a run. It holds no readings. */
        ENDED
    }

    /**
     * What listening has cost since the run began.
     *
     * @param stallNanos the training thread's wait in this step
     * @param busyNanos the worker's wall time for this step
     * @param taken samples measured so far
     * @param skipped samples left out so far because the worker was busy
     * @param failed readings or samples that failed so far
     * @param overhead all of it, against the budget
     */
    public record Cost(long stallNanos, long busyNanos, long taken, long skipped, long failed, Overhead overhead) {

        /**
         * Without any word of the overhead.
         *
         * @param stallNanos as above
         * @param busyNanos as above
         * @param taken as above
         * @param skipped as above
         * @param failed as above
         */
        public Cost(long stallNanos, long busyNanos, long taken, long skipped, long failed) {
            this(stallNanos, busyNanos, taken, skipped, failed, Overhead.UNKNOWN);
        }
    }

    /**
     * Copies its collections; the order of the outputs is kept. Half of a surrogate pair in an output's name is spelt by its
     * number, as {@code [U+D800]}.
     *
     * @param iteration as above
     * @param epoch as above
     * @param timeMillis as above
     * @param score as above
     * @param trainingAccuracy as above
     * @param validationAccuracy as above
     * @param readings as above
     * @param problems as above
     * @param cost as above
     * @param state as above
     */
    public SampledStep {
        trainingAccuracy = byOutput(trainingAccuracy);
        validationAccuracy = byOutput(validationAccuracy);
        readings = List.copyOf(readings);
        problems = List.copyOf(problems);
    }

    /**
     * Whether nothing is in it but the score: no sample was taken, because the overhead budget left it out or the worker was busy.
     *
     * @return false for the last record of a run
     */
    public boolean isScoreOnly() {
        return state == State.LIVE
                && readings.isEmpty()
                && problems.isEmpty()
                && trainingAccuracy.isEmpty()
                && validationAccuracy.isEmpty();
    }

    private static Map<String, Double> byOutput(Map<String, Double> accuracy) {
        Map<String, Double> copy = new LinkedHashMap<>();
        accuracy.forEach((output, value) -> copy.put(WellFormed.name(output), value));
        return Collections.unmodifiableMap(copy);
    }

    /**
     * The same step with other readings.
     *
     * @param others instead of these
     * @return a copy
     */
    public SampledStep withReadings(List<Reading> others) {
        return new SampledStep(
                iteration,
                epoch,
                timeMillis,
                score,
                trainingAccuracy,
                validationAccuracy,
                others,
                problems,
                cost,
                state);
    }

    /** The same step without readings and without what each series costs. */
    SampledStep withoutDetails() {
        Cost bare = new Cost(
                cost.stallNanos, cost.busyNanos, cost.taken, cost.skipped, cost.failed, cost.overhead.withoutSeries());
        return new SampledStep(
                iteration,
                epoch,
                timeMillis,
                score,
                trainingAccuracy,
                validationAccuracy,
                List.of(),
                problems,
                bare,
                state);
    }
}
