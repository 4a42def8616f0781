package org.infoscope.listener;

import java.util.List;
import org.infoscope.metric.Need;

/**
 * What the training thread notes beside the parameters.
 *
 * @param turn what is to be measured
 */
record Sample(long iteration, int epoch, long timeMillis, double score, long stallNanos, Turn turn) {

    /** What is to be measured, in the order of the settings; none means the accuracies only. */
    List<ScheduledMetric> due() {
        return turn.metrics();
    }

    /** What is due and needs no gradients. */
    List<ScheduledMetric> quick() {
        return due().stream().filter(one -> !one.needs(Need.GRADIENTS)).toList();
    }

    /** What is due and needs gradients. */
    List<ScheduledMetric> ofGradients() {
        return due().stream().filter(one -> one.needs(Need.GRADIENTS)).toList();
    }
}
