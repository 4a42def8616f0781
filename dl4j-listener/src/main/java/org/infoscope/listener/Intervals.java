package org.infoscope.listener;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Widens and narrows intervals: every how many due points each metric, and the pass that all share, has its turn. They are
 * widened to what most of the budget grants and narrowed only to what a smaller part would grant too, so that they do not flicker;
 * the parts are our own choice. Guarded by its owner: not safe for use by several threads.
 */
final class Intervals {

    private static final double NANOS = 1e9;
    private static final double WIDEN = 0.95;
    private static final double NARROW = 0.8;

    /** The part of the budget that what is measured slowly has in any case. Our own choice. */
    private static final double LEAST_SLOW = 0.1;

    private static final long REGULATION = 1_000_000_000L;

    private final double share;
    private final Accounts accounts;
    private final BudgetRoom room;
    private final ExpectedCosts costs;
    private boolean stale = true;
    private long regulated;
    private double slow = 1;

    /**
     * Intervals that are all 1.
     *
     * @param share of the budget, for the advice
     */
    Intervals(double share, Accounts accounts, BudgetRoom room, ExpectedCosts costs) {
        this.share = share;
        this.accounts = accounts;
        this.room = room;
        this.costs = costs;
    }

    /** A cost has changed. */
    void outdated() {
        stale = true;
    }

    /** Every second of fit, and whenever a cost has changed; not before it is known how often samples are asked for. */
    void regulate(long fitNanos) {
        if ((stale || fitNanos - regulated >= REGULATION)
                && accounts.pass().known()
                && accounts.pass().rate() > 0) {
            stale = false;
            regulated = fitNanos;
            regulate();
        }
    }

    private void regulate() {
        Account pass = accounts.pass();
        List<ScheduledMetric> metrics = accounts.metrics();
        List<FairShares.Request> requests = new ArrayList<>(metrics.size());
        for (ScheduledMetric one : metrics) {
            requests.add(request(one));
        }
        FairShares.Request passes = new FairShares.Request(costs.ofPass() / NANOS, pass.rate());
        FairShares wide = new FairShares(passes, requests, WIDEN * room.forIntervals());
        FairShares narrow = new FairShares(passes, requests, NARROW * room.forIntervals());
        pass.regulate(wide.passEveryNth(), narrow.passEveryNth());
        for (int i = 0; i < metrics.size(); i++) {
            accounts.of(metrics.get(i)).regulate(wide.everyNth(i), narrow.everyNth(i));
        }
        double left = WIDEN * room.forIntervals() - wide.ofPass();
        for (int i = 0; i < metrics.size(); i++) {
            left -= costs.isSlow(metrics.get(i)) ? 0 : wide.of(i);
        }
        slow = Math.max(LEAST_SLOW * room.forIntervals(), left);
    }

    /** A slow metric whose first turn has come asks for all that there is, until it is known what it costs. */
    private FairShares.Request request(ScheduledMetric one) {
        Account account = accounts.of(one);
        boolean first = costs.isSlow(one) && !account.known() && account.wasDue() && regulated >= CostLedger.WINDOW;
        return first
                ? new FairShares.Request(room.forMeasuring(), 1)
                : new FairShares.Request(costs.of(one) / NANOS, account.rate());
    }

    /** The share at which slow metrics are measured: what those that go along with samples leave. */
    double slowly() {
        return slow;
    }

    /** What the user should know by now, by its kind. */
    Map<String, String> advice() {
        Map<String, String> advice = new LinkedHashMap<>();
        if (room.isCrowded()) {
            advice.put("crowded", Advice.aboutOthers(share));
        }
        Account pass = accounts.pass();
        if (pass.everyNth() > 1 && pass.measured() > 2) {
            advice.put("widened", Advice.aboutSamples(share, pass));
        }
        accounts.forEach((one, account) -> {
            if (account.everyNth() > pass.everyNth() && account.measured() > 2) {
                advice.put("widened " + one.series().key(), Advice.about(one, share, account));
            }
        });
        return advice;
    }
}
