package org.infoscope.listener;

import java.util.List;

/**
 * Divides an overhead budget among metrics by max-min fairness: nobody gets more than it asks for, and who asks for more than
 * there is gets as much as any other such. A cheap metric so keeps the interval that was asked for, whatever a dear one
 * costs, and the dear one still gets its turn.
 *
 * <p>The pass over the probe, which every metric needs, is one more that asks; no metric is measured more often than
 * there is a pass. With cost c, requested rate r and level x, the pass gets the rate {@code f = min(r, x / c)}, each metric
 * {@code min(r, x / c, f)}; x is the highest level at which the sum of all {@code rate * c} stays within the budget. Each share
 * grows with x in a straight line until it is all that is asked for, so x is found by granting in full what asks for least, again and
 * again. The pass as one more that asks is our own choice.
 *
 * <p>Immutable, safe for use by several threads.
 */
final class FairShares {

    private static final double ROUNDING = 1e-9;

    /**
     * Who asks.
     *
     * @param cost of one turn in seconds, at least 0
     * @param rate of due points, per second, at least 0
     */
    record Request(double cost, double rate) {

        double rate(double level) {
            return rate * cost <= level ? rate : level / cost;
        }

        /** How many due points make one turn, at the least. */
        long everyNth(double granted) {
            return granted >= rate ? 1 : (long) Math.min(Long.MAX_VALUE / 4.0, Math.ceil(rate / granted - ROUNDING));
        }
    }

    private final Request pass;
    private final List<Request> metrics;
    private final double level;

    /**
     * Divides.
     *
     * @param pass the shared pass; its rate is that of all due points
     * @param metrics in any order
     * @param budget seconds of cost per second, above 0
     */
    FairShares(Request pass, List<Request> metrics, double budget) {
        this.pass = pass;
        this.metrics = List.copyOf(metrics);
        this.level = level(budget);
    }

    private double level(double budget) {
        int asking = metrics.size() + 1;
        double[] whole = new double[asking];
        double[] slope = new double[asking];
        whole[0] = pass.rate() * pass.cost();
        slope[0] = 1;
        for (int i = 1; i < asking; i++) {
            Request metric = metrics.get(i - 1);
            whole[i] = Math.min(metric.rate(), pass.rate()) * metric.cost();
            slope[i] = metric.cost() < pass.cost() ? metric.cost() / pass.cost() : 1;
        }
        return level(budget, whole, slope);
    }

    /** Where the sum of all {@code min(whole, slope * level)} is the budget. */
    private static double level(double budget, double[] whole, double[] slope) {
        boolean[] granted = new boolean[whole.length];
        double left = budget;
        while (true) {
            double slopes = 0;
            for (int i = 0; i < whole.length; i++) {
                slopes += granted[i] ? 0 : slope[i];
            }
            double level = slopes == 0 ? Double.POSITIVE_INFINITY : left / slopes;
            boolean all = true;
            for (int i = 0; i < whole.length; i++) {
                if (!granted[i] && whole[i] <= slope[i] * level) {
                    granted[i] = true;
                    left -= whole[i];
                    all = false;
                }
            }
            if (all) {
                return level;
            }
        }
    }

    /** Every how many due points there is a pass. */
    long passEveryNth() {
        return pass.everyNth(pass.rate(level));
    }

    /** Every how many of its due points a metric has its turn. */
    long everyNth(int metric) {
        return metrics.get(metric).everyNth(rate(metric));
    }

    private double rate(int metric) {
        return Math.min(metrics.get(metric).rate(level), pass.rate(level));
    }

    /** Seconds per second that the pass is granted. */
    double ofPass() {
        return pass.cost() * pass.rate(level);
    }

    /** Seconds per second that a metric is granted. */
    double of(int metric) {
        return metrics.get(metric).cost() * rate(metric);
    }
}
