package org.infoscope.listener;

import org.infoscope.metric.Need;

/** What turns are going to cost, as far as that is known. Guarded by its owner: not safe for use by several threads. */
final class ExpectedCosts {

    /** The part of a window's budget that a metric of gradients has for its first turn. Our own choice. */
    private static final double LEARNING = 0.25;

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

    /** Of one metric in a sample that there is anyway. */
    long of(ScheduledMetric one) {
        Account account = accounts.of(one);
        return account.known() || !one.needs(Need.GRADIENTS) ? account.expected() : learning();
    }

    long learning() {
        return (long) (LEARNING * room.ofWindow());
    }

    /** Whether this metric is too dear for the budget of one window, even if the pass were for nothing. */
    boolean exceedsWindow(ScheduledMetric one) {
        return room.exceedsWindow(of(one));
    }

    /** Whether one more metric may go along: in the window, or while all metrics together cost no more than the pass they share. */
    boolean goesAlong(ScheduledMetric one, long before) {
        long metrics = before - ofPass() + of(one);
        return metrics <= ofPass() || !room.exceedsWindow(before + of(one));
    }

    /** What cannot go along with every sample. */
    boolean isBulky(ScheduledMetric one) {
        return one.needs(Need.GRADIENTS) || exceedsWindow(one);
    }
}
