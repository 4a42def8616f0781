package org.infoscope.insight;

import org.infoscope.history.SampledStep;

/**
 * {@code diverging-score}: the loss is no number any more, or training has lost what it had learnt.
 *
 * <p><b>Rule.</b> It fires when the score is NaN or infinite after it was finite, or when
 * m - l &gt;= max(lostShare (f - l), riseShare |f|, noise s), where m is the median of the last {@code window} finite scores, f the
 * first such median, l the lowest so far, and s the standard deviation of single scores: 1.4826 / sqrt 2 times the median distance of
 * neighbours in the window, averaged over the run as long as it does not diverge. It ends when m - l is below half of that. A run whose score was never finite, as that of an
 * analysis of finished networks, has no insight. Rule and defaults are our own choice.
 *
 * @param window scores of which a median is taken, at least 3; default 15
 * @param lostShare of what was learnt, f - l, in (0, 1]; default 0.5
 * @param riseShare of the first median, above 0; default 0.1
 * @param noise standard deviations, above 0; default 4
 * @param confirmations as in {@link Rule}; default 3
 */
public record DivergingScore(int window, double lostShare, double riseShare, double noise, int confirmations)
        implements Rule {

    private static final String ADVICE =
            "Lower the learning rate, clip gradients, or look for a batch with broken features or"
                    + " labels; go back to a checkpoint from before it began.";

    /**
     * Checks the thresholds.
     *
     * @param window as above
     * @param lostShare as above
     * @param riseShare as above
     * @param noise as above
     * @param confirmations as above
     * @throws IllegalArgumentException if one is not as it says above
     */
    public DivergingScore {
        Thresholds.atLeast("window", window, 3);
        Thresholds.share("lostShare", lostShare);
        Thresholds.above("riseShare", riseShare, 0);
        Thresholds.above("noise", noise, 0);
        Thresholds.atLeast("confirmations", confirmations, 1);
    }

    /**
     * The defaults.
     *
     * @return the rule
     */
    public static DivergingScore withDefaults() {
        return new DivergingScore(15, 0.5, 0.1, 4, 3);
    }

    @Override
    public String id() {
        return "diverging-score";
    }

    @Override
    public Judge judge() {
        return new Scores();
    }

    private Insight found(long iteration, String title, String explanation) {
        return new Insight(
                id(), Insight.Severity.WARNING, title, explanation, ADVICE, null, null, iteration, iteration);
    }

    private final class Scores implements Judge {

        private final double[] recent = new double[window];
        private long seen;
        private long lastIteration = Long.MIN_VALUE;
        private long lastFinite;
        private double first = Double.NaN;
        private double lowest = Double.NaN;
        private double deviations;
        private long calm;

        @Override
        public void look(SampledStep step, Verdicts verdicts) {
            // A sample may have two records; the second one, which may be late, says nothing new of the score.
            if (step.iteration() <= lastIteration) {
                return;
            }
            lastIteration = step.iteration();
            if (!Double.isFinite(step.score())) {
                if (seen > 0) {
                    String words = "The score is " + (Double.isNaN(step.score()) ? "NaN" : "infinite")
                            + "; the last finite one was " + Figures.brief(recent[(int) ((seen - 1) % window)])
                            + " at iteration " + lastFinite + ". The parameters are most likely lost.";
                    verdicts.supports(Place.RUN, found(step.iteration(), "The score is no number", words));
                }
                return;
            }
            lastFinite = step.iteration();
            recent[(int) (seen++ % window)] = step.score();
            if (seen >= window) {
                compare(step.iteration(), verdicts);
            }
        }

        private void compare(long iteration, Verdicts verdicts) {
            double now = Trend.median(recent);
            first = Double.isNaN(first) ? now : first;
            if (!(now >= lowest)) {
                lowest = now;
            }
            double here = deviation();
            double s = (deviations + here) / (calm + 1);
            double limit = Math.max(Math.max(lostShare * (first - lowest), riseShare * Math.abs(first)), noise * s);
            double rise = now - lowest;
            if (rise >= limit && rise > 0) {
                String words = "The median of the last " + window + " scores is " + Figures.brief(now)
                        + "; it began at " + Figures.brief(first) + " and has been as low as " + Figures.brief(lowest)
                        + ".";
                verdicts.supports(Place.RUN, found(iteration, "The score diverges", words));
                return;
            }
            deviations += here;
            calm++;
            if (rise < limit / 2) {
                verdicts.refutes(Place.RUN);
            } else {
                verdicts.undecided(Place.RUN);
            }
        }

        /** Of single scores, from neighbours: a trend hardly counts. */
        private double deviation() {
            double[] distances = new double[window - 1];
            for (int i = 1; i < window; i++) {
                int at = (int) ((seen + i) % window);
                distances[i - 1] = Math.abs(recent[at] - recent[(at + window - 1) % window]);
            }
            return 1.4826 / Math.sqrt(2) * Trend.median(distances);
        }
    }
}
