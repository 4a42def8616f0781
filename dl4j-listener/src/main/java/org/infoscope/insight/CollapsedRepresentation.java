package org.infoscope.insight;

import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;

/**
 * {@code collapsed-representation}: a layer gives nearly the same answer to all examples.
 *
 * <p><b>Rule</b>, on readings of diffusion spectral entropy (DSE). It fires when there is no bandwidth, because at least half of all
 * pairs of samples are equal (sigma and entropy NaN although there are samples); or when DSE is at most lowShare log2 n although the
 * samples' mean norm is sigma or more, so that too wide a bandwidth is not the reason; or when DSE is at most peakShare of its own
 * peak, which was {@code leastPeak} or more, while mean norm over sigma is at least half of what it was there. The peak is the
 * highest value that two readings in a row have reached. It ends when DSE is above twice the first and the second threshold. The rule
 * and its defaults are our own choice.
 *
 * @param lowShare of log2 n, in (0, 1]; default 0.02
 * @param peakShare of the series' own peak, in (0, 1]; default 0.25
 * @param leastPeak in bits, above 0: lower peaks are not compared with; default 1
 * @param confirmations as in {@link Rule}; default 3
 */
public record CollapsedRepresentation(double lowShare, double peakShare, double leastPeak, int confirmations)
        implements Rule {

    private static final String ADVICE =
            "Look at the learning rate, the regularisation and the layers before it; normalisation, or a"
                    + " contrastive or variance term where the objective allows a constant answer, keeps representations apart.";

    /**
     * Checks the thresholds.
     *
     * @param lowShare as above
     * @param peakShare as above
     * @param leastPeak as above
     * @param confirmations as above
     * @throws IllegalArgumentException if one is not as it says above
     */
    public CollapsedRepresentation {
        Thresholds.share("lowShare", lowShare);
        Thresholds.share("peakShare", peakShare);
        Thresholds.above("leastPeak", leastPeak, 0);
        Thresholds.atLeast("confirmations", confirmations, 1);
    }

    /**
     * The defaults.
     *
     * @return the rule
     */
    public static CollapsedRepresentation withDefaults() {
        return new CollapsedRepresentation(0.02, 0.25, 1, 3);
    }

    @Override
    public String id() {
        return "collapsed-representation";
    }

    @Override
    public Judge judge() {
        return new Tracks<>(Peak::new).judge("diffusion-spectral-entropy", this::look);
    }

    /** The highest entropy of a series that was not a single outlier. */
    private static final class Peak {
        private double entropy;
        private double reach;
        private double before;

        /** With the mean norm in bandwidths at that time. */
        void see(double entropyNow, double reachNow) {
            double both = Math.min(before, entropyNow);
            if (both > entropy) {
                entropy = both;
                reach = reachNow;
            }
            before = entropyNow;
        }
    }

    private void look(SampledStep step, Reading reading, Peak peak, Verdicts verdicts) {
        double entropy = Figures.scalar(reading, "entropy");
        double sigma = Figures.scalar(reading, "sigma");
        double most = Figures.scalar(reading, "log2n");
        double reach = Figures.scalar(reading, "meanNorm") / sigma;
        if (!(most > 0)) {
            return;
        }
        if (Double.isNaN(entropy) && Double.isNaN(sigma)) {
            support(step, reading, "At least half of all pairs of samples have the very same activations.", verdicts);
        } else if (Double.isFinite(entropy) && Double.isFinite(reach)) {
            compare(step, reading, new Level(entropy, most, reach), peak, verdicts);
            peak.see(entropy, reach);
        }
    }

    private record Level(double entropy, double most, double reach) {}

    private void compare(SampledStep step, Reading reading, Level level, Peak peak, Verdicts verdicts) {
        double entropy = level.entropy;
        boolean comparable = peak.entropy >= leastPeak && level.reach >= peak.reach / 2;
        if (entropy <= lowShare * level.most && level.reach >= 1) {
            support(
                    step,
                    reading,
                    "DSE is " + Figures.brief(entropy) + " of at most " + Figures.brief(level.most)
                            + " bit, although the samples' mean norm is " + Figures.brief(level.reach)
                            + " bandwidths: beside their norm they hardly differ.",
                    verdicts);
        } else if (comparable && entropy <= peakShare * peak.entropy) {
            support(
                    step,
                    reading,
                    "DSE has fallen from " + Figures.brief(peak.entropy) + " to " + Figures.brief(entropy)
                            + " bit, and the samples' norm is not the reason.",
                    verdicts);
        } else if (entropy > 2 * lowShare * level.most
                && (!comparable || entropy > Math.min(2 * peakShare, 1) * peak.entropy)) {
            verdicts.refutes(Figures.place(reading));
        } else {
            verdicts.undecided(Figures.place(reading));
        }
    }

    private void support(SampledStep step, Reading reading, String words, Verdicts verdicts) {
        verdicts.supports(
                Figures.place(reading),
                Insight.of(this, Insight.Severity.WARNING, "Collapsed representation", words, ADVICE, step, reading));
    }
}
