package org.infoscope.listener;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.infoscope.history.SeriesInfo;
import org.infoscope.metric.Metric;
import org.infoscope.metric.Metrics;
import org.infoscope.metric.Need;

/** The metrics that a user chooses, in any order, and when each is due. Not safe for use by several threads. */
final class ChosenMetrics {

    /** Of metrics that need gradients, our own choice. */
    private static final Schedule COSTLY = Schedule.perEpochOrEvery(1000);

    private final Map<String, ScheduledMetric> own = new LinkedHashMap<>();
    private List<Metric> chosen = Metrics.standard();

    void choose(List<Metric> metrics) {
        chosen = List.copyOf(metrics);
    }

    /** Adds a metric, or gives one of the chosen its own schedule. */
    void choose(Metric metric, Schedule schedule) {
        SeriesInfo series = SeriesInfo.of(metric);
        Objects.requireNonNull(schedule, "schedule");
        own.put(series.key(), new ScheduledMetric(metric, series, schedule, true));
    }

    /**
     * All of them.
     *
     * @param general for those without a schedule of their own
     * @throws IllegalArgumentException if two make the same series
     */
    List<ScheduledMetric> scheduled(Schedule general) {
        Map<String, ScheduledMetric> all = new LinkedHashMap<>();
        for (Metric metric : chosen) {
            SeriesInfo series = SeriesInfo.of(metric);
            ScheduledMetric given = own.get(series.key());
            if (all.put(series.key(), given == null ? byDefault(metric, series, general) : given) != null) {
                throw new IllegalArgumentException("The metric " + metric.info().id() + " with " + metric.options()
                        + " is given twice: two metrics of one type need different options");
            }
        }
        own.forEach(all::putIfAbsent);
        return List.copyOf(all.values());
    }

    private static ScheduledMetric byDefault(Metric metric, SeriesInfo series, Schedule general) {
        return metric.needs().contains(Need.GRADIENTS)
                ? new ScheduledMetric(metric, series, COSTLY, true)
                : new ScheduledMetric(metric, series, general, false);
    }
}
