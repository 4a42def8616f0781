package org.infoscope.listener;

import java.util.List;

/**
 * Divides an overhead budget among metrics by max-min fairness: nobody gets more than it asks for, and who asks for more than
 * there is gets as much as any other such. A cheap metric so keeps the interval that was asked for, whatever a dear one
 * costs, and the dear one still gets its turn.
 *
 * <p>The pass over the probe, which every metric needs, is one more that asks; no metric is measured more often than
 * there is a pass. With cost c, requested rate r and level x, the pass gets the rate {@code f = min(r, x / c)}, each metric
 * {@code min(r, x / c, f)}; x is the highest level at which the sum of all {@code rate * c} stays within the budget. The pass as
 * one more that asks is our own choice.
 *
 * <p>Immutable, safe for use by several threads.
 */
final class FairShares {

    /** Halvings of the level: far below what rounding to whole multiples changes. */
    private static final int HALVINGS = 60;

    private static final double ROUNDING = 1e-9;

    /**
     * Who asks.
     *
     * @param cost of one turn in seconds, at least 0
     * @param rate of due points, per second, at least 0
     * @param most turns per second, at most the rate
     */
    record Request(double cost, double rate, double most) {

        Request(double cost, double rate) {
            this(cost, rate, rate);
        }

        double rate(double level) {
            return most * cost <= level ? most : level / cost;
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
        if (total(Double.POSITIVE_INFINITY) <= budget) {
            return Double.POSITIVE_INFINITY;
        }
        double low = 0;
        double high = budget;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (total(middle) <= budget) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private double total(double at) {
        double passes = pass.rate(at);
        double sum = passes * pass.cost();
        for (Request metric : metrics) {
            sum += Math.min(passes, metric.rate(at)) * metric.cost();
        }
        return sum;
    }

    /** Every how many due points there is a pass. */
    long passEveryNth() {
        return pass.everyNth(pass.rate(level));
    }

    /** Every how many of its due points a metric has its turn. */
    long everyNth(int metric) {
        Request one = metrics.get(metric);
        return one.everyNth(Math.min(one.rate(level), pass.rate(level)));
    }
}
