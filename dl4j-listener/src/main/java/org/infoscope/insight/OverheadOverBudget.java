package org.infoscope.insight;

import org.infoscope.history.Overhead;
import org.infoscope.history.SampledStep;

/**
 * {@code overhead-over-budget}: listening takes more of training's time than it was given.
 *
 * <p><b>Rule.</b> It fires when the share of the last 60 s and the share of the whole run are both above tolerance times the budget
 * (see {@link Overhead}), from {@code graceMillis} after the first record that tells of it on: the share of a run of less than a
 * minute may lie above a budget that the minute keeps. Records of the score alone are not judged: there may be many in a moment. It ends when the share of the last 60 s is within the budget. Runs without a
 * budget have none to exceed. The thresholds are our own choice.
 *
 * @param tolerance above or equal to 1; default 1.2
 * @param graceMillis at least 0; default 120,000
 * @param confirmations as in {@link Rule}; default 3
 */
public record OverheadOverBudget(double tolerance, long graceMillis, int confirmations) implements Rule {

    private static final String ADVICE =
            "Sample less often (every(n)), choose Metrics.economy() or fewer layers, take a smaller probe,"
                    + " or grant a larger overheadBudget; the table of overheads shows what costs most.";

    /**
     * Checks the thresholds.
     *
     * @param tolerance as above
     * @param graceMillis as above
     * @param confirmations as above
     * @throws IllegalArgumentException if one is not as it says above
     */
    public OverheadOverBudget {
        if (!(tolerance >= 1 && Double.isFinite(tolerance))) {
            throw new IllegalArgumentException("tolerance must be finite and at least 1, not " + tolerance);
        }
        Thresholds.atLeast("graceMillis", graceMillis, 0);
        Thresholds.atLeast("confirmations", confirmations, 1);
    }

    /**
     * The defaults.
     *
     * @return the rule
     */
    public static OverheadOverBudget withDefaults() {
        return new OverheadOverBudget(1.2, 120_000, 3);
    }

    @Override
    public String id() {
        return "overhead-over-budget";
    }

    @Override
    public Judge judge() {
        long[] begun = {Long.MAX_VALUE};
        return (step, verdicts) -> {
            Overhead overhead = step.cost().overhead();
            if (!step.isScoreOnly() && overhead.known() && Double.isFinite(overhead.budget())) {
                begun[0] = Math.min(begun[0], step.timeMillis());
                if (step.timeMillis() - begun[0] >= graceMillis) {
                    look(step, overhead, verdicts);
                }
            }
        };
    }

    private void look(SampledStep step, Overhead overhead, Verdicts verdicts) {
        double limit = tolerance * overhead.budget();
        if (overhead.share() > limit && overhead.runShare() > limit) {
            verdicts.supports(
                    Place.RUN,
                    new Insight(
                            id(),
                            Insight.Severity.WARNING,
                            "Overhead over budget",
                            "Listening takes " + Figures.percent(overhead.share())
                                    + " of training's time over the last 60 s and "
                                    + Figures.percent(overhead.runShare()) + " over the run; the budget is "
                                    + Figures.percent(overhead.budget()) + ".",
                            ADVICE,
                            null,
                            null,
                            step.iteration(),
                            step.iteration()));
        } else if (overhead.share() <= overhead.budget()) {
            verdicts.refutes(Place.RUN);
        } else {
            verdicts.undecided(Place.RUN);
        }
    }
}
