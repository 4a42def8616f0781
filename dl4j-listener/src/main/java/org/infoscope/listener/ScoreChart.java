package org.infoscope.listener;

import java.io.Serial;
import java.util.function.LongSupplier;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.stats.api.StatsUpdateConfiguration;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsInitializationConfiguration;

/**
 * A StatsListener that reports score and speed only, for a network that has none. It reports at every iteration, or as seldom as keeps its
 * reports within half of the overhead budget: where an iteration is short, they could take more than all of it.
 *
 * <p>Used by the training thread.
 */
final class ScoreChart {

    private final LongSupplier clock;
    private final FitTime fit;
    private final LongSupplier putNanos;
    private final double share;
    private final ScoreOnly turns = new ScoreOnly();
    private final StatsListener stats;
    private final Account account = new Account();
    private boolean begun;

    /**
     * A chart of one run.
     *
     * @param budget the share of fit's wall time that all of listening may take; infinite for no limit
     * @param putNanos what storing a report usually takes another thread
     */
    ScoreChart(
            StatsStorageRouter router,
            String session,
            String worker,
            LongSupplier clock,
            FitTime fit,
            double budget,
            LongSupplier putNanos) {
        this.clock = clock;
        this.fit = fit;
        this.putNanos = putNanos;
        this.share = (1 - BudgetRoom.LEAST) * budget;
        this.stats = new StatsListener(
                router, new DefaultStatsInitializationConfiguration(true, true, true), turns, session, worker);
    }

    void iterationDone(Model model, int iteration, int epoch) {
        long from = clock.getAsLong();
        account.due(fit.at(from));
        if (begun) {
            // At every iteration: where they grow longer, the next turn comes sooner.
            long every = every();
            account.regulate(every, every);
        }
        turns.now = account.hasItsTurn(false);
        stats.iterationDone(model, iteration, epoch);
        if (turns.now) {
            account.taken();
            if (begun) {
                account.cost(clock.getAsLong() - from, iteration, false);
            }
            // What the first one takes, which runs code for the first time, tells nothing of the others.
            begun = true;
        }
    }

    private long every() {
        double perSecond = (account.nanos() + putNanos.getAsLong()) * account.rate();
        return Math.max(1, (long) Math.ceil(perSecond / 1e9 / share));
    }

    /** Asked by the StatsListener at every iteration. */
    private static final class ScoreOnly implements StatsUpdateConfiguration {

        @Serial
        private static final long serialVersionUID = 1L;

        private boolean now;

        @Override
        public int reportingFrequency() {
            return now ? 1 : Integer.MAX_VALUE;
        }

        @Override
        public boolean collectPerformanceStats() {
            return true;
        }

        @Override
        public boolean collectMemoryStats() {
            return false;
        }

        @Override
        public boolean collectGarbageCollectionStats() {
            return false;
        }

        @Override
        public boolean collectLearningRates() {
            return false;
        }

        @Override
        public boolean collectHistograms(StatsType type) {
            return false;
        }

        @Override
        public int numHistogramBins(StatsType type) {
            return 0;
        }

        @Override
        public boolean collectMean(StatsType type) {
            return false;
        }

        @Override
        public boolean collectStdev(StatsType type) {
            return false;
        }

        @Override
        public boolean collectMeanMagnitudes(StatsType type) {
            return false;
        }
    }
}
