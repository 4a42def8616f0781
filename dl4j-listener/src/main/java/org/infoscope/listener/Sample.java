package org.infoscope.listener;

import java.util.List;

/**
 * What the training thread notes beside the parameters.
 *
 * @param turn what is to be measured
 */
record Sample(long iteration, int epoch, long timeMillis, double score, long stallNanos, Turn turn) {

    List<ScheduledMetric> quick() {
        return turn.quick();
    }

    List<ScheduledMetric> slow() {
        return turn.slow();
    }
}
