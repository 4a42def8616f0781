package org.infoscope.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How {@link InformationDiscarding} finds its noise levels. Readings compare only where all of these are equal.
 *
 * @param referenceNoise sigma_0, the level at which a layer's own scale is taken; default 0.01, as published
 * @param target c, where the reading is taken: L = c; default 1.5, as published
 * @param probes B, random vectors per image for the Jacobian's columns, at least 1; default 32 (ours)
 * @param steps of the search, 0 for 20, or 100 in the published loop; default 0 (ours)
 * @param batch noisy copies per step, 0 for 16, or 64 in the published loop, otherwise even; default 0 (ours)
 * @param samples noisy copies for sigma_f, and for L at the end, at least 2; default 256 (ours)
 * @param rate of Adam on log sigma; default 0.05 (ours)
 * @param lambda of the published loop, the weight of the noise; default 5, as published
 * @param publishedRate of the published loop for 256 cells, scaled by K / 256; default 1e-4, as published
 */
public record NoiseSearch(
        double referenceNoise,
        double target,
        int probes,
        int steps,
        int batch,
        int samples,
        double rate,
        double lambda,
        double publishedRate) {

    /**
     * Checks the options.
     *
     * @param referenceNoise as above
     * @param target as above
     * @param probes as above
     * @param steps as above
     * @param batch as above
     * @param samples as above
     * @param rate as above
     * @param lambda as above
     * @param publishedRate as above
     * @throws IllegalArgumentException if one is out of range, or if no noise between 1e-3 and 1 reaches the target:
     *     target x referenceNoise^2 must be in [1e-6, 1]
     */
    public NoiseSearch {
        double power = target * referenceNoise * referenceNoise;
        if (!(referenceNoise > 0 && power >= NoiseLevels.MIN * NoiseLevels.MIN && power <= 1)) {
            throw new IllegalArgumentException(
                    "referenceNoise and target must be positive, and target x referenceNoise^2"
                            + " in [1e-6, 1], since noise levels are: not " + referenceNoise + " and " + target);
        }
        require(probes >= 1, "probes must be 1 at least", probes);
        require(steps >= 0, "steps must not be negative", steps);
        require(batch >= 0 && batch % 2 == 0, "batch must be even, as noise comes in pairs", batch);
        require(samples >= 2, "samples must be 2 at least", samples);
        require(rate > 0 && rate <= 1, "rate must be in (0, 1]", rate);
        require(lambda > 0 && lambda < Double.POSITIVE_INFINITY, "lambda must be positive", lambda);
        require(publishedRate > 0 && publishedRate <= 1, "publishedRate must be in (0, 1]", publishedRate);
    }

    private static void require(boolean holds, String rule, Number value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }

    /**
     * The published values where there are any.
     *
     * @return the options
     */
    public static NoiseSearch withDefaults() {
        return new NoiseSearch(0.01, 1.5, 32, 0, 0, 256, 0.05, 5, 1e-4);
    }

    static NoiseSearch from(OptionReader options) {
        return new NoiseSearch(
                options.number("referenceNoise"),
                options.number("target"),
                options.count("probes"),
                options.count("steps"),
                options.count("batch"),
                options.count("samples"),
                options.number("rate"),
                options.number("lambda"),
                options.number("publishedRate"));
    }

    /**
     * Another scale of noise.
     *
     * @param level sigma_0
     * @return the changed copy
     * @throws IllegalArgumentException if no noise level reaches the target then
     */
    public NoiseSearch withReferenceNoise(double level) {
        return new NoiseSearch(level, target, probes, steps, batch, samples, rate, lambda, publishedRate);
    }

    /**
     * Another point at which the reading is taken.
     *
     * @param loss c
     * @return the changed copy
     * @throws IllegalArgumentException if no noise level reaches it
     */
    public NoiseSearch withTarget(double loss) {
        return new NoiseSearch(referenceNoise, loss, probes, steps, batch, samples, rate, lambda, publishedRate);
    }

    /**
     * More or fewer random vectors.
     *
     * @param count B
     * @return the changed copy
     * @throws IllegalArgumentException if it is less than 1
     */
    public NoiseSearch withProbes(int count) {
        return new NoiseSearch(referenceNoise, target, count, steps, batch, samples, rate, lambda, publishedRate);
    }

    /**
     * A longer or shorter search.
     *
     * @param count of steps, 0 for the mode's own
     * @param copies per step, even, 0 for the mode's own
     * @return the changed copy
     * @throws IllegalArgumentException if one is out of range
     */
    public NoiseSearch withSteps(int count, int copies) {
        return new NoiseSearch(referenceNoise, target, probes, count, copies, samples, rate, lambda, publishedRate);
    }

    /**
     * More or fewer noisy copies for sigma_f and L.
     *
     * @param count at least 2, 256 or more for a reading worth comparing
     * @return the changed copy
     * @throws IllegalArgumentException if it is less
     */
    public NoiseSearch withSamples(int count) {
        return new NoiseSearch(referenceNoise, target, probes, steps, batch, count, rate, lambda, publishedRate);
    }

    Map<String, Object> asMap() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("referenceNoise", referenceNoise);
        options.put("target", target);
        options.put("probes", probes);
        options.put("steps", steps);
        options.put("batch", batch);
        options.put("samples", samples);
        options.put("rate", rate);
        options.put("lambda", lambda);
        options.put("publishedRate", publishedRate);
        return options;
    }
}
