package org.infoscope.insight;

import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Flag;

/**
 * {@code saturated-entropy}: diffusion spectral entropy near log2 n, where it says no more than that all samples differ.
 *
 * <p><b>Rule.</b> The metric itself flags a reading as saturated when the entropy is above 0.98 log2 n; the rule fires after
 * {@code confirmations} flagged readings of a layer's series in a row, and ends after as many without the flag. How many is our own
 * choice.
 *
 * @param confirmations as in {@link Rule}; default 3
 */
public record SaturatedEntropy(int confirmations) implements Rule {

    /**
     * Checks the threshold.
     *
     * @param confirmations as above
     * @throws IllegalArgumentException if it is below 1
     */
    public SaturatedEntropy {
        Thresholds.atLeast("confirmations", confirmations, 1);
    }

    /**
     * The default.
     *
     * @return the rule
     */
    public static SaturatedEntropy withDefaults() {
        return new SaturatedEntropy(3);
    }

    @Override
    public String id() {
        return "saturated-entropy";
    }

    @Override
    public Judge judge() {
        return (step, verdicts) -> step.readings().stream()
                .filter(reading -> reading.metric().equals("diffusion-spectral-entropy"))
                .forEach(reading -> look(step, reading, verdicts));
    }

    private void look(SampledStep step, Reading reading, Verdicts verdicts) {
        double entropy = Figures.scalar(reading, "entropy");
        if (Figures.flagged(reading, Flag.Kind.SATURATED)) {
            verdicts.supports(
                    Figures.place(reading),
                    Insight.of(
                            this,
                            Insight.Severity.NOTE,
                            "Saturated entropy",
                            "DSE is " + Figures.brief(entropy) + " of at most "
                                    + Figures.brief(Figures.scalar(reading, "log2n"))
                                    + " bit: at sigma = " + Figures.brief(Figures.scalar(reading, "sigma"))
                                    + " nearly all samples look far apart, so its curve cannot rise any further.",
                            "Choose a wider bandwidth (a larger sigma, or Bandwidth.medianHeuristic()), or more probe examples.",
                            step,
                            reading));
        } else if (Double.isFinite(entropy)) {
            verdicts.refutes(Figures.place(reading));
        }
    }
}
