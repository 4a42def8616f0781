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

    /** Of turns that are dearer than a whole window's budget, per second: one in five minutes. */
    private static final double SELDOM = 1 / 300.0;

    private static final long REGULATION = 1_000_000_000L;

    private final double share;
    private final Accounts accounts;
    private final BudgetRoom room;
    private final ExpectedCosts costs;
    private boolean stale = true;
    private long regulated;

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
    }

    private FairShares.Request request(ScheduledMetric one) {
        Account account = accounts.of(one);
        double rate = account.rate();
        if (costs.isBulky(one)) {
            rate = account.waited() > 0 ? Math.max(rate, SELDOM) : rate;
        }
        double most = costs.exceedsWindow(one) ? Math.min(rate, SELDOM) : rate;
        return new FairShares.Request(costs.of(one) / NANOS, rate, most);
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
