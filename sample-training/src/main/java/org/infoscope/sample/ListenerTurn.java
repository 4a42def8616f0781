package org.infoscope.sample;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One turn of {@link ListenerTurns}.
 *
 * @param round from 1; warm-up below
 * @param position in the round, from 0
 * @param configuration whose turn it was
 * @param seconds of all its steps, wall time
 * @param stepMillis the median step, its callbacks with it
 * @param beyondMillis what the steps took beyond as many of the median
 * @param callbackMicros what the training thread spent in the listener, the median step's; 0 for nobody
 * @param collectionMillis of garbage collection
 */
record ListenerTurn(
        int round,
        int position,
        Configuration configuration,
        double seconds,
        double stepMillis,
        double beyondMillis,
        double callbackMicros,
        long collectionMillis) {

    /**
     * What the turn took beyond as many median steps without their callbacks, in milliseconds. The machine's speed in this turn cancels out.
     *
     * @param steps of the turn
     */
    double cost(int steps) {
        return beyondMillis + steps * callbackMicros / 1e3;
    }

    /** This turn alone, as columns of the raw file. */
    Map<String, Object> columns() {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("configuration", configuration.label());
        columns.put("round", round);
        columns.put("position", position);
        columns.put("seconds", seconds);
        columns.put("step_median_ms", stepMillis);
        columns.put("beyond_ms", beyondMillis);
        columns.put("callbacks_median_us", callbackMicros);
        columns.put("gc_ms", collectionMillis);
        return columns;
    }
}
