package org.infoscope.listener;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Keeps account of which metrics are due: all at the first sample; after that those whose schedule says so, and those with a
 * schedule of their own that a skipped sample still owes. Used by the training thread only.
 */
final class DueMetrics {

    private final List<ScheduledMetric> all;
    private final Set<Schedule> schedules = new HashSet<>();
    private final Set<ScheduledMetric> owed = new HashSet<>();
    private boolean begun;

    DueMetrics(ListenerSettings settings) {
        this.all = settings.metrics();
        schedules.add(settings.schedule());
        all.forEach(one -> schedules.add(one.schedule()));
    }

    /** Whether it is time for a sample, be it of the accuracies only. */
    boolean any(Predicate<Schedule> now) {
        return schedules.stream().anyMatch(now);
    }

    /** What a sample now has to measure. */
    List<ScheduledMetric> at(Predicate<Schedule> now) {
        return begun
                ? all.stream()
                        .filter(one -> now.test(one.schedule()) || owed.contains(one))
                        .toList()
                : all;
    }

    /** These are being measured. */
    void taken(List<ScheduledMetric> due) {
        begun = true;
        due.forEach(owed::remove);
    }

    /** These are not: a general schedule soon comes round again, a metric's own may be rare. */
    void skipped(List<ScheduledMetric> due) {
        due.stream().filter(ScheduledMetric::own).forEach(owed::add);
    }
}
