package org.infoscope.listener;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.infoscope.history.Overhead;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Need;
import org.jspecify.annotations.Nullable;

/**
 * Decides at every due point what listening may cost now, and of what is under way whether it must rest.
 *
 * <p>Three rules, all our own choice. Intervals: {@link Intervals} tells every how many due points each metric has its turn.
 * Window: a sample is taken only if its expected cost and that of the last 60 s of fit together stay within the budget. Rest: what is
 * under way rests before a piece of work that the last 60 s have no room for ({@link Pace}), so that the share stays within the budget
 * whatever a metric costs.
 *
 * <p>Slow metrics, those of gradients and those that are dearer than most of a whole window, are measured after the others of their
 * sample, one metric at a time, at the share that the others leave; samples that are due meanwhile go first.
 *
 * <p>Costs are unknown at first. The first sample takes every metric but those of gradients, and begins no further layer when
 * these metrics have taken a window's budget. Those of gradients follow after the first minute: in a short run, one layer could cost more
 * than all the rest. Short runs shall have curves: half of a window's budget may be spent at intervals that grow from 1.
 *
 * <p>Decisions are made on the training thread, seldom and with cold caches: loops and not streams, which cost several times as
 * much there.
 *
 * <p>Safe for use by several threads.
 */
final class OverheadBudget {

    private final double share;
    private final CostLedger ledger;
    private final Complaints complaints;
    private final Accounts accounts;
    private final BudgetRoom room;
    private final ExpectedCosts costs;
    private final Intervals intervals;
    private final Comparator<ScheduledMetric> urgentThenCheap;
    private @Nullable Slowly slowly;
    private long turns;

    /**
     * A budget.
     *
     * @param share of fit's wall time; infinite for no limit
     * @param measuring the worker's meter in this ledger
     */
    OverheadBudget(
            double share,
            List<ScheduledMetric> metrics,
            CostLedger ledger,
            CostLedger.Meter measuring,
            Complaints complaints) {
        this.share = share;
        this.complaints = complaints;
        this.ledger = ledger;
        this.accounts = new Accounts(metrics);
        this.room = new BudgetRoom(share, ledger, measuring);
        this.costs = new ExpectedCosts(accounts, room);
        this.intervals = new Intervals(share, accounts, room, costs);
        this.urgentThenCheap = Comparator.<ScheduledMetric>comparingDouble(
                        one -> -accounts.of(one).urgency())
                .thenComparingLong(costs::of);
    }

    /**
     * What to measure now.
     *
     * @param due metrics that are due now, and those that an earlier sample owes
     * @param now whether a metric is due now
     * @param sampleDue whether it is time for the accuracies
     */
    synchronized Turn turn(List<ScheduledMetric> due, Predicate<ScheduledMetric> now, boolean sampleDue) {
        room.look();
        long time = room.fitNanos();
        boolean passDue = sampleDue;
        for (ScheduledMetric one : due) {
            if (now.test(one)) {
                accounts.of(one).due(time);
                passDue |= !one.needs(Need.GRADIENTS);
            }
        }
        if (passDue) {
            accounts.pass().due(time);
        }
        Turn turn = isLimited() ? limited(due, time) : Turn.of(due);
        for (ScheduledMetric one : due) {
            if (now.test(one) && !turn.metrics().contains(one)) {
                accounts.of(one).leftOut();
            }
        }
        if (!turn.taken()) {
            accounts.pass().leftOut();
        }
        return turn;
    }

    private Turn limited(List<ScheduledMetric> due, long time) {
        if (!accounts.pass().known() && !room.isIdle()) {
            return Turn.none(due);
        }
        intervals.regulate(time);
        boolean early = !accounts.pass().settled() || room.fitsStart(costs.ofPass());
        List<ScheduledMetric> ready = new ArrayList<>(due.size());
        for (ScheduledMetric one : due) {
            if (accounts.of(one).hasItsTurn(early)) {
                ready.add(one);
            }
        }
        ready.sort(urgentThenCheap);
        return choose(ready, due, accounts.pass().hasItsTurn(early), time);
    }

    private Turn choose(List<ScheduledMetric> ready, List<ScheduledMetric> order, boolean passReady, long time) {
        List<ScheduledMetric> quick = new ArrayList<>();
        ScheduledMetric slow = null;
        long cost = costs.ofPass();
        for (ScheduledMetric one : ready) {
            if (costs.isSlow(one)) {
                slow = slow == null && mayBegin(one, time) ? one : slow;
            } else if (passReady && (quick.isEmpty() || costs.goesAlong(one, cost))) {
                quick.add(one);
                cost += costs.of(one);
            }
        }
        return (passReady || slow != null) && (slowly == null || !slowly.overdue) && room.fits(cost)
                ? taken(matching(order, quick, true), slow == null ? List.of() : List.of(slow), ready, cost)
                : Turn.none(ready);
    }

    private boolean mayBegin(ScheduledMetric slow, long time) {
        return slowly == null && accounts.pass().known() && (accounts.of(slow).known() || time >= CostLedger.WINDOW);
    }

    private Turn taken(
            List<ScheduledMetric> quick, List<ScheduledMetric> slow, List<ScheduledMetric> ready, long cost) {
        List<ScheduledMetric> postponed = matching(matching(ready, quick, false), slow, false);
        return new Turn(
                ++turns, true, quick, slow, postponed, cost, areSettled(quick) ? Long.MAX_VALUE : room.ofWindow());
    }

    /** Those of a list that are in another one, or not. */
    private static List<ScheduledMetric> matching(
            List<ScheduledMetric> list, List<ScheduledMetric> other, boolean contained) {
        List<ScheduledMetric> matching = new ArrayList<>(list.size());
        for (ScheduledMetric one : list) {
            if (other.contains(one) == contained) {
                matching.add(one);
            }
        }
        return List.copyOf(matching);
    }

    private boolean areSettled(List<ScheduledMetric> metrics) {
        for (ScheduledMetric one : metrics) {
            if (!accounts.of(one).settled()) {
                return false;
            }
        }
        return true;
    }

    /** The sample is handed to the worker. */
    synchronized void taken(Turn turn) {
        accounts.pass().taken();
        for (ScheduledMetric one : turn.metrics()) {
            accounts.of(one).taken();
        }
        room.commit(turn.number(), turn.expectedNanos());
        if (!turn.slow().isEmpty()) {
            slowly = new Slowly(turn.number());
        }
    }

    /** The worker is done with a sample that was handed to it. */
    synchronized void done(Turn turn) {
        room.done(turn.number());
        if (slowly != null && slowly.turn == turn.number()) {
            slowly = null;
        }
    }

    /** What is measured slowly, at which time of fit that began, and when it last went on beside the others. */
    private static final class Slowly {
        private final long turn;
        private long begun;
        private long went;
        private boolean overdue;

        Slowly(long turn) {
            this.turn = turn;
        }
    }

    /** The worker begins with what it measures slowly. */
    synchronized void slow() {
        Slowly one = slowly;
        if (one != null) {
            room.look();
            one.begun = room.fitNanos();
            one.went = one.begun;
            room.commit(one.turn, 0);
        }
    }

    /**
     * Whether the worker must rest now.
     *
     * @param next nanoseconds that the next piece of work is expected to take
     */
    synchronized boolean mustRest(long next) {
        room.look();
        return !room.standsStill() && !room.fitsNow(next);
    }

    /**
     * The same of what is measured slowly, which leaves to the others what they are granted, and lets them go first; but where they left
     * no room for one of its pieces for a minute, it has the next minute for itself.
     *
     * @param worked nanoseconds since it began
     * @param next as above
     */
    synchronized boolean mustRestSlowly(long worked, long next) {
        room.look();
        Slowly one = slowly;
        if (one == null || room.standsStill()) {
            return false;
        }
        long time = room.fitNanos();
        boolean ahead = worked > intervals.slowly() * (time - one.begun);
        long stood = time - one.went;
        one.overdue = !ahead && stood > CostLedger.WINDOW;
        boolean rests =
                ahead || !room.fitsNow(next) || (!one.overdue && accounts.pass().isWaiting(time));
        if ((!rests && !one.overdue) || stood > 2 * CostLedger.WINDOW) {
            one.went = time;
        }
        return rests;
    }

    /** Whether there is a budget to keep. */
    boolean isLimited() {
        return !Double.isInfinite(share);
    }

    /** Putting a record took this long. */
    synchronized void recorded(long nanos) {
        accounts.recorded(nanos);
    }

    /**
     * Learns what a record of a sample cost to measure. Called on the worker, which logs what the user should know: training does
     * not wait for a log.
     *
     * @param nanos all in all
     * @param turn of which the step is a record
     */
    void measured(SampledStep step, long nanos, Turn turn) {
        learn(step, nanos, turn).forEach(complaints::about);
    }

    private synchronized Map<String, String> learn(SampledStep step, long nanos, Turn turn) {
        accounts.measured(step, nanos, turn.slow());
        intervals.outdated();
        room.look();
        return intervals.advice();
    }

    /**
     * What a record tells.
     *
     * @param dropped samples whose record is lost
     */
    synchronized Overhead overhead(long dropped) {
        Account pass = accounts.pass();
        CostLedger.Spending spending = ledger.spending();
        return new Overhead(
                share,
                spending.share(),
                spending.runShare(),
                pass.nanos(),
                pass.everyNth(),
                pass.leftOutSoFar(),
                dropped,
                accounts.recorded());
    }
}
