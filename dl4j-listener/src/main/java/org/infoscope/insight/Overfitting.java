package org.infoscope.insight;

import java.util.Map;
import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.jspecify.annotations.Nullable;

/**
 * {@code overfitting}: the loss still falls, but neither the validation accuracy nor what the layers tell of the labels gains by it.
 *
 * <p><b>Rule.</b> Over the last {@code recent} part of the run so far, by the trends of {@code points} or more points of each curve:
 * the score falls by {@code scoreFall} of its median or more, and hardly by chance; the validation accuracy (the mean over the
 * outputs) rises by less than {@code accuracyRise}; and at least half of the curves of DSMI(Z;Y) rise by less than
 * {@code informationRise}. Trends are Theil-Sen slopes, tested by Mann-Kendall; curves are kept as at most 96 points of the mean of as
 * many samples each, so that the rule looks at the same part of a run whatever its length, and judges when a point of the
 * accuracy is complete. A network whose validation accuracy is above {@code ceiling} has nothing left to gain.
 *
 * <p>It ends when the validation accuracy rises by twice {@code accuracyRise} and hardly by chance, is above the ceiling, or more than
 * half of the curves of DSMI rise again. It needs a validation set and DSMI with the labels; without them it is silent. The
 * insight's place is the deepest layer whose DSMI stagnates: the last in the order of the records.
 *
 * <p><b>Source.</b> Liu et al., arXiv 2312.04823: DSMI with the labels rises in training that generalises, and stagnates when it overfits.
 * The rule and its defaults are our own choice.
 *
 * @param recent part of the run, in (0, 1]; default 1/3
 * @param points at least 4; default 8, so that 22 samples or more are needed
 * @param scoreFall share of the score's median, above 0; default 0.1
 * @param accuracyRise above 0; default 0.005, half a percentage point
 * @param informationRise in bits, above 0; default 0.02
 * @param ceiling validation accuracy, in (0, 1]; default 0.99
 * @param confirmations as in {@link Rule}; default 3
 */
public record Overfitting(
        double recent,
        int points,
        double scoreFall,
        double accuracyRise,
        double informationRise,
        double ceiling,
        int confirmations)
        implements Rule {

    private static final String ADVICE =
            "Keep the parameters from where it began (early stopping), or regularise: dropout, weight decay,"
                    + " augmentation, more data, a smaller network. If DSMI stagnates near its value at the start, look at the labels.";

    /**
     * Checks the thresholds.
     *
     * @param recent as above
     * @param points as above
     * @param scoreFall as above
     * @param accuracyRise as above
     * @param informationRise as above
     * @param ceiling as above
     * @param confirmations as above
     * @throws IllegalArgumentException if one is not as it says above
     */
    public Overfitting {
        Thresholds.share("recent", recent);
        Thresholds.atLeast("points", points, 4);
        Thresholds.above("scoreFall", scoreFall, 0);
        Thresholds.above("accuracyRise", accuracyRise, 0);
        Thresholds.above("informationRise", informationRise, 0);
        Thresholds.share("ceiling", ceiling);
        Thresholds.atLeast("confirmations", confirmations, 1);
    }

    /**
     * The defaults.
     *
     * @return the rule
     */
    public static Overfitting withDefaults() {
        return new Overfitting(1 / 3.0, 8, 0.1, 0.005, 0.02, 0.99, 3);
    }

    @Override
    public String id() {
        return "overfitting";
    }

    @Override
    public Judge judge() {
        return new Curves();
    }

    private final class Curves implements Judge {

        private final Course score = new Course();
        private final Course accuracy = new Course();
        private final Tracks<Course> information = new Tracks<>(Course::new);

        @Override
        public void look(SampledStep step, Verdicts verdicts) {
            score.add(step.iteration(), step.score());
            for (Reading reading : step.readings()) {
                if (reading.metric().equals("diffusion-spectral-mutual-information")) {
                    Course course = information.of(reading);
                    if (course != null) {
                        course.add(step.iteration(), Figures.scalar(reading, "information"));
                    }
                }
            }
            if (accuracy.add(step.iteration(), mean(step.validationAccuracy()))) {
                judge(step.iteration(), verdicts);
            }
        }

        private void judge(long iteration, Verdicts verdicts) {
            double begin = accuracy.beginOfLast(recent);
            Trend validation = recentTrend(accuracy, begin);
            Trend loss = recentTrend(score, begin);
            if (validation == null || loss == null) {
                return;
            }
            boolean stalls = validation.change() < accuracyRise && validation.median() <= ceiling;
            boolean falls = loss.falls() && loss.change() <= -scoreFall * Math.abs(loss.median());
            if (stalls && falls) {
                weigh(iteration, begin, validation, loss, verdicts);
            } else if (validation.median() > ceiling
                    || (validation.rises() && validation.change() >= 2 * accuracyRise)) {
                verdicts.refutes(Place.RUN);
            } else {
                verdicts.undecided(Place.RUN);
            }
        }

        private void weigh(long iteration, double begin, Trend validation, Trend loss, Verdicts verdicts) {
            int told = 0;
            int stagnating = 0;
            Place deepest = Place.RUN;
            double change = Double.NaN;
            for (Map.Entry<Place, Course> curve : information.all().entrySet()) {
                Trend trend = recentTrend(curve.getValue(), begin);
                told += trend == null ? 0 : 1;
                if (trend != null && trend.change() < informationRise) {
                    stagnating++;
                    deepest = curve.getKey();
                    change = trend.change();
                }
            }
            if (told == 0) {
                verdicts.undecided(Place.RUN);
            } else if (2 * stagnating < told) {
                verdicts.refutes(Place.RUN);
            } else {
                String words = "From iteration " + Math.round(begin) + " to " + iteration + " the score changed by "
                        + Figures.change(loss.change()) + " (median " + Figures.brief(loss.median())
                        + "), the validation accuracy by " + Figures.change(100 * validation.change())
                        + " percentage points (median " + Figures.percent(validation.median())
                        + "), and DSMI(Z;Y) by " + Figures.change(change) + " bit here; " + stagnating + " of " + told
                        + " curves of DSMI stagnate.";
                verdicts.supports(
                        Place.RUN,
                        new Insight(
                                id(),
                                Insight.Severity.WARNING,
                                "Overfitting",
                                words,
                                ADVICE,
                                deepest.layer(),
                                deepest.series(),
                                iteration,
                                iteration));
            }
        }

        /** Null when there are too few points. */
        private @Nullable Trend recentTrend(Course course, double begin) {
            int last = course.pointsFrom(begin);
            return last < points ? null : course.last(last);
        }
    }

    /** NaN when there is none. */
    private static double mean(Map<String, Double> accuracies) {
        return accuracies.values().stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }
}
