package org.infoscope.insight;

import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;

/**
 * {@code unsuitable-bandwidth}: diffusion spectral entropy at a bandwidth that does not fit the layer's activations.
 *
 * <p><b>Rule.</b> Too wide: the entropy is at most lowShare log2 n while the samples' mean norm is below reach sigma, so that all of
 * them lie within one bandwidth. Overtaken: sigma has been the same since the series began, and the mean norm has changed by
 * {@code normFactor} or more, up or down, so that the curve mostly follows the norm. It ends when neither holds with half of
 * {@code lowShare} more, or the square root of {@code normFactor}. Too narrow a bandwidth is the matter of {@link SaturatedEntropy}.
 * The rule and its defaults are our own choice, after the observation that at sigma = 10 DSE rises in training because the norm does.
 *
 * @param lowShare of log2 n, in (0, 1]; default 0.05
 * @param reach of the norm, in bandwidths, above 0; default 0.5
 * @param normFactor above 1; default 4
 * @param confirmations as in {@link Rule}; default 3
 */
public record UnsuitableBandwidth(double lowShare, double reach, double normFactor, int confirmations) implements Rule {

    private static final String ADVICE =
            "Look at the series at the median heuristic beside it, which is comparable across layers and"
                    + " training: DiffusionSpectralEntropy.withDefaults().withBandwidth(Bandwidth.medianHeuristic()).";

    /**
     * Checks the thresholds.
     *
     * @param lowShare as above
     * @param reach as above
     * @param normFactor as above
     * @param confirmations as above
     * @throws IllegalArgumentException if one is not as it says above
     */
    public UnsuitableBandwidth {
        Thresholds.share("lowShare", lowShare);
        Thresholds.above("reach", reach, 0);
        Thresholds.above("normFactor", normFactor, 1);
        Thresholds.atLeast("confirmations", confirmations, 1);
    }

    /**
     * The defaults.
     *
     * @return the rule
     */
    public static UnsuitableBandwidth withDefaults() {
        return new UnsuitableBandwidth(0.05, 0.5, 4, 3);
    }

    @Override
    public String id() {
        return "unsuitable-bandwidth";
    }

    @Override
    public Judge judge() {
        return new Tracks<>(Beginning::new).judge("diffusion-spectral-entropy", this::look);
    }

    /** What a series began with. */
    private static final class Beginning {
        private double sigma = Double.NaN;
        private double norm = Double.NaN;
        private boolean fixed = true;

        void see(double sigmaNow, double normNow) {
            if (Double.isNaN(sigma)) {
                sigma = sigmaNow;
            }
            if (Double.isNaN(norm) && normNow > 0) {
                norm = normNow;
            }
            fixed &= sigmaNow == sigma;
        }

        /** By how much the norm has changed, at least 1; 1 where sigma goes with the data. */
        double change(double normNow) {
            return fixed && normNow > 0 && norm > 0 ? Math.max(normNow / norm, norm / normNow) : 1;
        }
    }

    private void look(SampledStep step, Reading reading, Beginning beginning, Verdicts verdicts) {
        double sigma = Figures.scalar(reading, "sigma");
        double norm = Figures.scalar(reading, "meanNorm");
        double share = Figures.scalar(reading, "entropy") / Figures.scalar(reading, "log2n");
        if (!Double.isFinite(sigma) || !Double.isFinite(norm) || !Double.isFinite(share)) {
            return;
        }
        beginning.see(sigma, norm);
        double change = beginning.change(norm);
        if (share <= lowShare && norm < reach * sigma) {
            support(
                    step,
                    reading,
                    "The bandwidth is too wide",
                    "DSE is " + Figures.percent(share) + " of log2 n, and the samples' mean norm " + Figures.brief(norm)
                            + " is small beside sigma = " + Figures.brief(sigma)
                            + ": all samples lie within one bandwidth and look alike.",
                    verdicts);
        } else if (change >= normFactor) {
            support(
                    step,
                    reading,
                    "The norm has outrun the bandwidth",
                    "The samples' mean norm went from " + Figures.brief(beginning.norm) + " to " + Figures.brief(norm)
                            + " while sigma stayed " + Figures.brief(sigma) + ": the curve mostly follows the norm.",
                    verdicts);
        } else if ((share > 1.5 * lowShare || norm >= reach * sigma) && change < Math.sqrt(normFactor)) {
            verdicts.refutes(Figures.place(reading));
        } else {
            verdicts.undecided(Figures.place(reading));
        }
    }

    private void support(SampledStep step, Reading reading, String title, String words, Verdicts verdicts) {
        verdicts.supports(
                Figures.place(reading), Insight.of(this, Insight.Severity.NOTE, title, words, ADVICE, step, reading));
    }
}
