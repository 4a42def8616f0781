package org.infoscope.listener;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.infoscope.history.Overhead;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Need;

/**
 * Decides at every due point what listening may cost now.
 *
 * <p>Two rules, both our own choice. Intervals: {@link Intervals} tells every how many due points each metric has its turn.
 * Window: a sample is taken only if its expected cost and that of the last 60 s of fit together stay within the budget. What is
 * dearer by itself than most of a whole window is taken when the run as a whole has saved for it, at most every five minutes;
 * so the share of the run stays within the budget even where that of a single minute cannot. What waits for more than a
 * minute for room in the window holds the others back until there is room.
 *
 * <p>Costs are unknown at first. The first sample takes every metric but those of gradients, and begins no further layer when
 * these metrics have taken a window's budget. The others follow one at a time after the first minute, each with a quarter of a
 * window's budget for its first turn.
 *
 * <p>Short runs shall have curves, too: the first sample comes on top of the budget, and half of a window's budget may be spent at
 * intervals that grow from 1.
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
        Turn turn = Double.isInfinite(share) ? Turn.of(due) : limited(due, time);
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
            if (accounts.of(one).hasItsTurn(time, early)) {
                ready.add(one);
            }
        }
        ready.sort(urgentThenCheap);
        return choose(ready, due, accounts.pass().hasItsTurn(time, early), time);
    }

    private Turn choose(List<ScheduledMetric> ready, List<ScheduledMetric> order, boolean passReady, long time) {
        List<ScheduledMetric> chosen = new ArrayList<>();
        ScheduledMetric bulky = null;
        long cost = costs.ofPass();
        for (ScheduledMetric one : ready) {
            if (costs.isBulky(one)) {
                bulky = bulky == null && mayBegin(one, time) ? one : bulky;
            } else if (passReady && (chosen.isEmpty() || costs.goesAlong(one, cost))) {
                chosen.add(one);
                cost += costs.of(one);
            }
        }
        if (bulky != null) {
            long alone = costs.ofPass() + costs.of(bulky);
            long both = cost + costs.of(bulky);
            boolean exceeds = room.exceedsWindow(alone);
            if (exceeds ? room.isSaved(both) : room.fits(both)) {
                chosen.add(bulky);
                return taken(chosen, ready, order, both);
            }
            if (!exceeds && accounts.of(bulky).isLate(time)) {
                return room.fits(alone) ? taken(List.of(bulky), ready, order, alone) : Turn.none(ready);
            }
        }
        boolean affordable = room.fits(cost) || (room.exceedsWindow(cost) && room.isSaved(cost));
        return passReady && affordable ? taken(chosen, ready, order, cost) : Turn.none(ready);
    }

    /** One layer of a metric of gradients may cost more than all the rest of a short run. */
    private boolean mayBegin(ScheduledMetric bulky, long time) {
        return accounts.pass().known() && (accounts.of(bulky).known() || time >= CostLedger.WINDOW);
    }

    private Turn taken(
            List<ScheduledMetric> chosen, List<ScheduledMetric> ready, List<ScheduledMetric> order, long cost) {
        return new Turn(
                true,
                matching(order, chosen, true),
                matching(ready, chosen, false),
                cost,
                isUnsettled(chosen, false) ? room.ofWindow() : Long.MAX_VALUE,
                isUnsettled(chosen, true) ? costs.learning() : Long.MAX_VALUE);
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

    private boolean isUnsettled(List<ScheduledMetric> chosen, boolean gradients) {
        for (ScheduledMetric one : chosen) {
            if (one.needs(Need.GRADIENTS) == gradients && !accounts.of(one).settled()) {
                return true;
            }
        }
        return false;
    }

    /** The sample is handed to the worker. */
    synchronized void taken(Turn turn) {
        accounts.pass().taken();
        for (ScheduledMetric one : turn.metrics()) {
            accounts.of(one).taken();
        }
        room.commit(turn.expectedNanos());
    }

    /** The worker is done with the oldest sample that was handed to it. */
    synchronized void done() {
        room.done();
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
     */
    void measured(SampledStep step, long nanos) {
        learn(step, nanos).forEach(complaints::about);
    }

    private synchronized Map<String, String> learn(SampledStep step, long nanos) {
        accounts.measured(step, nanos);
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
