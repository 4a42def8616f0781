package org.infoscope.metric;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.infoscope.metric.GaussianNoise.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * Maximises mean_k log(2 pi e E_k + 1e-6), E_k the reconstruction's error, in place of the noise's entropy. Its derivative r_k
 * with respect to log sigma_k is averaged over the steps, each weighing 0.9 of the one after it, negative ones count 0, and
 * lambda_t = 2 c / sum r_k. For one search.
 */
final class ReconstructionObjective implements NoiseMeasurement.Objective {

    private static final double DECAY = 0.9;

    private final DecodedLayer decoded;
    private final double target;
    private final int copies;
    private final IntConsumer progress;
    private int step;
    private PerturbedLayer.@Nullable Noise noise;
    private double[][] errors = {};
    private double[][] slopes = {};

    ReconstructionObjective(DecodedLayer decoded, double target, int copies, IntConsumer progress) {
        this.decoded = decoded;
        this.target = target;
        this.copies = copies;
        this.progress = progress;
    }

    @Override
    public LossGradient[] amended(PerturbedLayer layer, double[][] sigma, LossGradient[] losses) {
        PerturbedLayer.Noise stream = noise;
        if (stream == null) {
            stream = decoded.independent(layer, Purpose.DECODED_STEPS);
            noise = stream;
            errors = decoded.errors(layer, sigma, copies);
            slopes = new double[sigma.length][sigma.length == 0 ? 0 : sigma[0].length];
        }
        double[][] found = new double[sigma.length][slopes.length == 0 ? 0 : slopes[0].length];
        double[][] now = decoded.slopes(layer, sigma, copies, stream, errors, found);
        average(slopes, now);
        average(errors, found);
        progress.accept(++step);
        LossGradient[] amended = new LossGradient[losses.length];
        for (int a = 0; a < losses.length; a++) {
            amended[a] = new LossGradient(losses[a].loss(), gradient(losses[a].gradient(), slopes[a]));
        }
        return amended;
    }

    private static void average(double[][] past, double[][] now) {
        for (int a = 0; a < past.length; a++) {
            for (int k = 0; k < past[a].length; k++) {
                past[a][k] = DECAY * past[a][k] + (1 - DECAY) * now[a][k];
            }
        }
    }

    /** dL - lambda_t r, plus the 2 c / K that {@link AdamSearch} takes off. */
    private double[] gradient(double[] loss, double[] raw) {
        double total = Arrays.stream(raw).filter(slope -> slope > 0).sum();
        double[] gradient = loss.clone();
        for (int k = 0; k < gradient.length && total > 0; k++) {
            double share = Math.max(0, raw[k]) / total;
            gradient[k] += 2 * target * (1.0 / gradient.length - share);
        }
        return gradient;
    }
}
