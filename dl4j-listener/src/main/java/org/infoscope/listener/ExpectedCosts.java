package org.infoscope.listener;

import org.infoscope.metric.Need;

/** What turns are going to cost, as far as that is known. Guarded by its owner: not safe for use by several threads. */
final class ExpectedCosts {

    private final Accounts accounts;
    private final BudgetRoom room;

    ExpectedCosts(Accounts accounts, BudgetRoom room) {
        this.accounts = accounts;
        this.room = room;
    }

    /** Of a sample without its metrics. */
    long ofPass() {
        return accounts.pass().expected();
    }

    /** Of one metric in a sample that there is anyway; 0 while that is unknown. */
    long of(ScheduledMetric one) {
        return accounts.of(one).expected();
    }

    /** Whether one more metric may go along: in the window, or while all metrics together cost no more than the pass they share. */
    boolean goesAlong(ScheduledMetric one, long before) {
        long metrics = before - ofPass() + of(one);
        return metrics <= ofPass() || !room.exceedsWindow(before + of(one));
    }

    /** Whether it is measured slowly: what needs gradients, and what is too dear for the budget of one window. */
    boolean isSlow(ScheduledMetric one) {
        return one.needs(Need.GRADIENTS) || room.exceedsWindow(of(one));
    }
}
