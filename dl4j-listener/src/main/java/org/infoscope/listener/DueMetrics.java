package org.infoscope.listener;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Keeps account of which metrics are due: all at the first sample; after that those whose schedule says so, and those that are
 * still owed: by a skipped sample if they have a schedule of their own, or by the overhead budget, which had no room when
 * their turn came. Used by the training thread only.
 */
final class DueMetrics {

    private final OverheadBudget budget;
    private final Schedule general;
    private final List<ScheduledMetric> all;
    private final Schedule[] schedules;
    private final Set<ScheduledMetric> owed = new HashSet<>();
    private boolean begun;

    DueMetrics(ListenerSettings settings, OverheadBudget budget) {
        this.general = settings.schedule();
        this.budget = budget;
        this.all = settings.metrics();
        this.schedules = Stream.concat(Stream.of(general), all.stream().map(ScheduledMetric::schedule))
                .distinct()
                .toArray(Schedule[]::new);
    }

    /** Whether it is time for a sample, be it of the accuracies only. */
    boolean any(Predicate<Schedule> now) {
        for (Schedule schedule : schedules) {
            if (now.test(schedule)) {
                return true;
            }
        }
        return false;
    }

    /** What a sample now has to measure, as far as the budget allows. */
    Turn at(Predicate<Schedule> now) {
        Predicate<ScheduledMetric> isDue = one -> !begun || now.test(one.schedule());
        List<ScheduledMetric> due = new ArrayList<>(all.size());
        for (ScheduledMetric one : all) {
            if (isDue.test(one) || owed.contains(one)) {
                due.add(one);
            }
        }
        Turn turn = budget.turn(due, isDue, !begun || now.test(general));
        owed.addAll(turn.postponed());
        return turn;
    }

    /** These are being measured. */
    void taken(Turn turn) {
        begun = true;
        turn.metrics().forEach(owed::remove);
        budget.taken(turn);
    }

    /** The worker is busy: a general schedule soon comes round again, a metric's own may be rare. */
    void skipped(Turn turn) {
        turn.metrics().stream().filter(ScheduledMetric::own).forEach(owed::add);
    }
}
