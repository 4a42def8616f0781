package org.infoscope.listener;

import java.util.Locale;

/** What the log says when a metric is measured less often than was asked for. */
final class Advice {

    private static final double MILLIS = 1e6;

    private Advice() {}

    static String aboutSamples(double budget, Account pass) {
        return String.format(
                Locale.ROOT,
                "To keep the overhead budget of %s %%, samples are taken at every %d. due point for now: beside its metrics"
                        + " one costs %.1f ms. For more, raise overheadBudget(...) or take fewer examples",
                percent(budget),
                pass.everyNth(),
                pass.nanos() / MILLIS);
    }

    static String about(ScheduledMetric metric, double budget, Account account) {
        return String.format(
                Locale.ROOT,
                "To keep the overhead budget of %s %%, %s (%s) is measured at every %d. of its due points for now: it costs"
                        + " %.1f ms each time. For more, raise overheadBudget(...) or take fewer examples; .metric(metric,"
                        + " schedule) gives it a rarer schedule of its own",
                percent(budget),
                metric.series().info().displayName(),
                metric.series().label(),
                account.everyNth(),
                account.nanos() / MILLIS);
    }

    static String aboutOthers(double budget) {
        return "Of the overhead budget of " + percent(budget) + " % more than half goes into callbacks and into storing"
                + " scores; measuring keeps the other half, so the share exceeds the budget. A faster storage"
                + " or a larger overheadBudget(...) helps";
    }

    private static String percent(double share) {
        String text = String.format(Locale.ROOT, "%.3f", 100 * share);
        return text.replaceAll("\\.?0+$", "");
    }
}
