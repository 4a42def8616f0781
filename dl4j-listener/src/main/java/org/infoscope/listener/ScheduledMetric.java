package org.infoscope.listener;

import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.Metric;
import org.infoscope.metric.Need;

/**
 * A metric, the series that it makes, and when it is due.
 *
 * @param own whether the schedule is the metric's own, not that of the whole listener
 */
record ScheduledMetric(Metric metric, SeriesInfo series, Schedule schedule, boolean own) {

    boolean needs(Need need) {
        return metric.needs().contains(need);
    }

    /** Of the series' key alone: the training thread looks metrics up, and all of their options would take it long. */
    @Override
    public int hashCode() {
        return series.key().hashCode();
    }
}
