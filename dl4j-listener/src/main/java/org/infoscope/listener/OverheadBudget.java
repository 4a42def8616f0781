package org.infoscope.listener;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
 * <p>Safe for use by several threads.
 */
final class OverheadBudget {

    private final double share;
    private final CostLedger ledger;
    private final Accounts accounts;
    private final BudgetRoom room;
    private final ExpectedCosts costs;
    private final Intervals intervals;

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
        this.ledger = ledger;
        this.accounts = new Accounts(metrics);
        this.room = new BudgetRoom(share, ledger, measuring);
        this.costs = new ExpectedCosts(accounts, room);
        this.intervals = new Intervals(share, accounts, room, costs, complaints);
    }

    /**
     * What to measure now.
     *
     * @param due metrics that are due now, and those that an earlier sample owes
     * @param now whether a metric is due now
     * @param sampleDue whether it is time for the accuracies
     */
    synchronized Turn turn(List<ScheduledMetric> due, Predicate<ScheduledMetric> now, boolean sampleDue) {
        long time = ledger.fitNanos();
        if (sampleDue || due.stream().anyMatch(one -> now.test(one) && !one.needs(Need.GRADIENTS))) {
            accounts.pass().due(time);
        }
        due.stream().filter(now).forEach(one -> accounts.of(one).due(time));
        Turn turn = Double.isInfinite(share) ? Turn.of(due) : limited(due, time);
        due.stream()
                .filter(one -> now.test(one) && !turn.metrics().contains(one))
                .forEach(one -> accounts.of(one).leftOut());
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
        List<ScheduledMetric> ready = due.stream()
                .filter(one -> accounts.of(one).hasItsTurn(time, early))
                .sorted(Comparator.<ScheduledMetric>comparingDouble(
                                one -> -accounts.of(one).urgency())
                        .thenComparingLong(costs::of))
                .toList();
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
                order.stream().filter(chosen::contains).toList(),
                ready.stream().filter(one -> !chosen.contains(one)).toList(),
                cost,
                isUnsettled(chosen, false) ? room.ofWindow() : Long.MAX_VALUE,
                isUnsettled(chosen, true) ? costs.learning() : Long.MAX_VALUE);
    }

    private boolean isUnsettled(List<ScheduledMetric> chosen, boolean gradients) {
        return chosen.stream()
                .anyMatch(one -> one.needs(Need.GRADIENTS) == gradients
                        && !accounts.of(one).settled());
    }

    /** The sample is handed to the worker. */
    synchronized void taken(Turn turn) {
        accounts.pass().taken();
        turn.metrics().forEach(one -> accounts.of(one).taken());
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
     * Learns what a record of a sample cost to measure.
     *
     * @param nanos all in all
     */
    synchronized void measured(SampledStep step, long nanos) {
        accounts.measured(step, nanos);
        intervals.outdated();
    }

    /**
     * What a record tells.
     *
     * @param dropped samples whose record is lost
     */
    synchronized Overhead overhead(long dropped) {
        Account pass = accounts.pass();
        return new Overhead(
                share,
                ledger.share(),
                ledger.runShare(),
                pass.nanos(),
                pass.everyNth(),
                pass.leftOutSoFar(),
                dropped,
                accounts.recorded());
    }
}
