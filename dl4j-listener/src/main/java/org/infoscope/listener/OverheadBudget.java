package org.infoscope.listener;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.infoscope.history.Overhead;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Need;
import org.jspecify.annotations.Nullable;

/**
 * Decides at every due point what listening may cost now.
 *
 * <p>Two rules, both our own choice. Intervals: {@link FairShares} tells every how many due points each metric has its turn.
 * Window: a sample is taken only if its expected cost and that of the last 60 s of fit together stay within the budget. What is
 * dearer by itself than most of a whole window is taken when the run as a whole has saved for it, at most every five minutes;
 * so the share of the run stays within the budget even where that of a single minute cannot. What waits for more than a
 * minute for room in the window holds the others back until there is room.
 *
 * <p>Costs are unknown at first. The first sample takes every metric but those of gradients, and begins no further layer when
 * these metrics have taken a window's budget; the others follow one at a time, each with a quarter of a window's budget for its first
 * turn.
 *
 * <p>Safe for use by several threads.
 */
final class OverheadBudget {

    private static final double NANOS = 1e9;

    /** What intervals are widened to, and what they are narrowed to: in between they stay, so that they do not flicker. */
    private static final double WIDEN = 0.95;

    private static final double NARROW = 0.8;

    private static final double LEARNING = 0.25;

    private static final double SELDOM = 1 / 300.0;
    private static final long REGULATION = 1_000_000_000L;
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final double share;
    private final CostLedger ledger;
    private final Complaints complaints;
    private final Map<ScheduledMetric, Account> accounts = new LinkedHashMap<>();
    private final Account pass = new Account();
    private final BudgetRoom room;
    private long recordingNanos;
    private long regulated = LONG_AGO;

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
        this.room = new BudgetRoom(share, ledger, measuring);
        this.complaints = complaints;
        metrics.forEach(one -> accounts.put(one, new Account()));
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
            pass.due(time);
        }
        due.stream().filter(now).forEach(one -> account(one).due(time));
        Turn turn = Double.isInfinite(share) ? Turn.of(due) : limited(due, time);
        due.stream()
                .filter(one -> now.test(one) && !turn.metrics().contains(one))
                .forEach(one -> account(one).leftOut());
        if (!turn.taken()) {
            pass.leftOut();
        }
        return turn;
    }

    private Turn limited(List<ScheduledMetric> due, long time) {
        if (!pass.known() && !room.isIdle()) {
            return Turn.none(due);
        }
        if (time - regulated >= REGULATION) {
            regulate();
            regulated = time;
        }
        List<ScheduledMetric> ready = due.stream()
                .filter(one -> account(one).hasItsTurn(time))
                .sorted(Comparator.<ScheduledMetric>comparingDouble(
                                one -> -account(one).urgency())
                        .thenComparingLong(this::expected))
                .toList();
        return choose(ready, due, time);
    }

    private Turn choose(List<ScheduledMetric> ready, List<ScheduledMetric> order, long time) {
        boolean passReady = pass.hasItsTurn(time);
        List<ScheduledMetric> chosen = new ArrayList<>();
        ScheduledMetric bulky = null;
        long cost = pass.nanos();
        for (ScheduledMetric one : ready) {
            if (isBulky(one)) {
                bulky = bulky == null && pass.known() ? one : bulky;
            } else if (passReady && (chosen.isEmpty() || !room.exceedsWindow(cost + expected(one)))) {
                chosen.add(one);
                cost += expected(one);
            }
        }
        if (bulky != null) {
            long alone = pass.nanos() + expected(bulky);
            long both = cost + expected(bulky);
            boolean exceeds = room.exceedsWindow(alone);
            if (exceeds ? room.isSaved(both) : room.fits(both)) {
                chosen.add(bulky);
                return taken(chosen, ready, order, both);
            }
            if (!exceeds && account(bulky).isLate(time)) {
                return room.fits(alone) ? taken(List.of(bulky), ready, order, alone) : Turn.none(ready);
            }
        }
        boolean affordable = room.exceedsWindow(pass.nanos()) ? room.isSaved(cost) : room.fits(cost);
        return passReady && affordable ? taken(chosen, ready, order, cost) : Turn.none(ready);
    }

    private Turn taken(
            List<ScheduledMetric> chosen, List<ScheduledMetric> ready, List<ScheduledMetric> order, long cost) {
        boolean learning = chosen.stream().anyMatch(one -> !account(one).known());
        return new Turn(
                true,
                order.stream().filter(chosen::contains).toList(),
                ready.stream().filter(one -> !chosen.contains(one)).toList(),
                cost,
                learning ? room.ofWindow() : Long.MAX_VALUE,
                learning ? learningNanos() : Long.MAX_VALUE);
    }

    /** What cannot go along with every sample. */
    private boolean isBulky(ScheduledMetric one) {
        return one.needs(Need.GRADIENTS) || room.exceedsWindow(pass.nanos() + expected(one));
    }

    private long expected(ScheduledMetric one) {
        Account account = account(one);
        return account.known() || !one.needs(Need.GRADIENTS) ? account.nanos() : learningNanos();
    }

    private long learningNanos() {
        return (long) (LEARNING * room.ofWindow());
    }

    private void regulate() {
        List<FairShares.Request> requests =
                accounts.keySet().stream().map(this::request).toList();
        FairShares.Request passes = new FairShares.Request(pass.nanos() / NANOS, pass.rate());
        FairShares wide = new FairShares(passes, requests, WIDEN * room.forMeasuring());
        FairShares narrow = new FairShares(passes, requests, NARROW * room.forMeasuring());
        pass.regulate(wide.passEveryNth(), narrow.passEveryNth());
        int index = 0;
        for (Account account : accounts.values()) {
            account.regulate(wide.everyNth(index), narrow.everyNth(index));
            index++;
        }
        tell();
    }

    private FairShares.Request request(ScheduledMetric one) {
        Account account = account(one);
        double rate = account.rate();
        if (isBulky(one)) {
            rate = account.waited() > 0 ? Math.max(rate, SELDOM) : rate;
        }
        double most = room.exceedsWindow(pass.nanos() + expected(one)) ? Math.min(rate, SELDOM) : rate;
        return new FairShares.Request(expected(one) / NANOS, rate, most);
    }

    private void tell() {
        if (room.isCrowded()) {
            complaints.about("crowded", Advice.aboutOthers(share));
        }
        if (pass.everyNth() > 1 && pass.measured() > 1) {
            complaints.about("widened", Advice.aboutSamples(share, pass));
        }
        accounts.forEach((one, account) -> {
            if (account.everyNth() > pass.everyNth() && account.measured() > 1) {
                complaints.about("widened " + one.series().key(), Advice.about(one, share, account));
            }
        });
    }

    /** The sample is handed to the worker. */
    synchronized void taken(Turn turn) {
        pass.taken();
        turn.metrics().forEach(one -> account(one).taken());
        room.commit(turn.expectedNanos());
    }

    /** The worker is done with the oldest sample that was handed to it. */
    synchronized void done() {
        room.done();
    }

    /** Putting a record took this long. */
    synchronized void recorded(long nanos) {
        recordingNanos = nanos;
    }

    /**
     * Learns what a record of a sample cost to measure.
     *
     * @param nanos all in all
     */
    synchronized void measured(SampledStep step, long nanos) {
        Map<ScheduledMetric, TurnCost> turns = new LinkedHashMap<>();
        accounts.keySet().forEach(one -> TurnCost.of(one, step).ifPresent(turn -> turns.put(one, turn)));
        long metrics = turns.values().stream().mapToLong(TurnCost::nanos).sum();
        long rest = Math.max(0, nanos - metrics);
        boolean ofGradients = !turns.isEmpty() && turns.keySet().stream().allMatch(one -> one.needs(Need.GRADIENTS));
        if (!ofGradients) {
            pass.cost(rest + recordingNanos, step.iteration());
        }
        long shared = ofGradients ? rest / turns.size() : 0;
        turns.forEach((one, turn) -> account(one).cost(turn.complete(shared), step.iteration()));
        regulated = LONG_AGO;
    }

    /**
     * What a record tells.
     *
     * @param dropped samples whose record is lost
     */
    synchronized Overhead overhead(long dropped) {
        List<Overhead.Series> series = accounts.entrySet().stream()
                .map(entry -> entry.getValue().recorded(entry.getKey().series().key()))
                .toList();
        return new Overhead(
                share,
                ledger.share(),
                ledger.runShare(),
                pass.nanos(),
                pass.everyNth(),
                pass.leftOutSoFar(),
                dropped,
                series);
    }

    private Account account(ScheduledMetric one) {
        @Nullable Account account = accounts.get(one);
        if (account == null) {
            throw new IllegalArgumentException(
                    "Not a metric of this run: " + one.series().key());
        }
        return account;
    }
}
