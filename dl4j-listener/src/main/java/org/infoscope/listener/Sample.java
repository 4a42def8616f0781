package org.infoscope.listener;

import java.util.List;

/**
 * What the training thread notes beside the parameters.
 *
 * @param due what is to be measured, in the order of the settings; none means the accuracies only
 */
record Sample(long iteration, int epoch, long timeMillis, double score, long stallNanos, List<ScheduledMetric> due) {}
