package org.infoscope.insight;

import org.infoscope.history.Reading;
import org.infoscope.history.SampledStep;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricValue;

/**
 * {@code dead-units}: a good part of a layer answers nothing, whatever it is shown.
 *
 * <p><b>Rule.</b> Of a reading of feature entropy it is the share of dead units ({@code deadShare}: units none of whose maps has a
 * cycle), at least {@code deadShare}; maps too small for cycles, flagged as saturated, are not judged. Of a reading of spectral
 * roll-off it is the share of flat maps, (undefined - nonFinite) / (total - nonFinite) of the distribution {@code rollOff}, at least
 * {@code flatShare}, as far as the flat maps are zero: {@code activeFraction} is then at most one minus that share. It ends below half
 * of the threshold. Layers without maps are not judged. The thresholds are our own choice.
 *
 * @param deadShare of a layer's units, in (0, 1]; default 0.25
 * @param flatShare of a layer's maps over all examples, in (0, 1]; default 0.5, since a unit that lives need not answer every example
 * @param confirmations as in {@link Rule}; default 3
 */
public record DeadUnits(double deadShare, double flatShare, int confirmations) implements Rule {

    private static final double ROUNDING = 1e-6;
    private static final String ADVICE =
            "Lower the learning rate, use LeakyReLU or ELU, He initialisation or batch normalisation, or"
                    + " a smaller layer: dead units neither learn nor help.";

    /**
     * Checks the thresholds.
     *
     * @param deadShare as above
     * @param flatShare as above
     * @param confirmations as above
     * @throws IllegalArgumentException if one is not as it says above
     */
    public DeadUnits {
        Thresholds.share("deadShare", deadShare);
        Thresholds.share("flatShare", flatShare);
        Thresholds.atLeast("confirmations", confirmations, 1);
    }

    /**
     * The defaults.
     *
     * @return the rule
     */
    public static DeadUnits withDefaults() {
        return new DeadUnits(0.25, 0.5, 3);
    }

    /**
     * Another share of dead units.
     *
     * @param other in (0, 1]
     * @return the changed copy
     */
    public DeadUnits withDeadShare(double other) {
        return new DeadUnits(other, flatShare, confirmations);
    }

    /**
     * Another share of flat maps.
     *
     * @param other in (0, 1]
     * @return the changed copy
     */
    public DeadUnits withFlatShare(double other) {
        return new DeadUnits(deadShare, other, confirmations);
    }

    @Override
    public String id() {
        return "dead-units";
    }

    @Override
    public Judge judge() {
        return (step, verdicts) -> step.readings().forEach(reading -> look(step, reading, verdicts));
    }

    private void look(SampledStep step, Reading reading, Verdicts verdicts) {
        if (reading.metric().equals("feature-entropy") && !Figures.flagged(reading, Flag.Kind.SATURATED)) {
            judge(step, reading, Figures.scalar(reading, "deadShare"), deadShare, "of the units are dead", verdicts);
        } else if (reading.metric().equals("spectral-roll-off")) {
            judge(step, reading, silentShare(reading), flatShare, "of the maps are zero throughout", verdicts);
        }
    }

    private void judge(SampledStep step, Reading reading, double share, double limit, String what, Verdicts verdicts) {
        if (share >= limit) {
            verdicts.supports(
                    Figures.place(reading),
                    Insight.of(
                            this,
                            Insight.Severity.WARNING,
                            "Dead units",
                            Figures.percent(share) + " " + what + " on the probe.",
                            ADVICE,
                            step,
                            reading));
        } else if (share < limit / 2) {
            verdicts.refutes(Figures.place(reading));
        } else if (share >= limit / 2) {
            verdicts.undecided(Figures.place(reading));
        }
    }

    /** The share of maps that are zero throughout; 0 when the flat ones are constant only; NaN when the reading does not tell. */
    private static double silentShare(Reading reading) {
        MetricValue.Distribution rollOff = Figures.distribution(reading, "rollOff");
        if (rollOff == null || rollOff.total() <= rollOff.nonFinite()) {
            return Double.NaN;
        }
        double flat = (double) (rollOff.undefined() - rollOff.nonFinite()) / (rollOff.total() - rollOff.nonFinite());
        double active = Figures.scalar(reading, "activeFraction");
        return Double.isNaN(active) ? Double.NaN : active <= 1 - flat + ROUNDING ? flat : 0;
    }
}
