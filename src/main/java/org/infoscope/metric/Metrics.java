package org.infoscope.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.Centring;

/** Every metric there is: ready-made sets by cost, and metrics by name. */
public final class Metrics {

    /** A new metric adds one line here. */
    private static final List<Kind> KINDS = List.of(
            new Kind(SpectralRollOff.withDefaults(), SpectralRollOff::from),
            new Kind(DiffusionSpectralEntropy.withDefaults(), DiffusionSpectralEntropy::from),
            new Kind(DiffusionSpectralMutualInformation.withDefaults(), DiffusionSpectralMutualInformation::from),
            new Kind(
                    InputDiffusionSpectralMutualInformation.withDefaults(),
                    InputDiffusionSpectralMutualInformation::from),
            new Kind(FeatureEntropy.withDefaults(), FeatureEntropy::from),
            new Kind(InformationDiscarding.withDefaults(), InformationDiscarding::from));

    /** A metric with its published settings, and how it is made from options. */
    private record Kind(Metric defaults, Function<OptionReader, Metric> reader) {
        String id() {
            return defaults.info().id();
        }
    }

    private Metrics() {}

    /**
     * The least work per reading: both entropies at the published bandwidth, which share one distance matrix. No maps
     * are transformed.
     *
     * @return DSE and DSMI at sigma = 10
     */
    public static List<Metric> economy() {
        return List.of(DiffusionSpectralEntropy.withDefaults(), DiffusionSpectralMutualInformation.withDefaults());
    }

    /**
     * What a run shows without being asked: both entropies at the published bandwidth, comparable with the paper, and at
     * the median one, comparable across layers and training; and the spectral roll-off of maps.
     *
     * @return DSE and DSMI at two bandwidths each, SROP
     */
    public static List<Metric> standard() {
        return List.of(
                DiffusionSpectralEntropy.withDefaults(),
                DiffusionSpectralEntropy.withDefaults().withBandwidth(Bandwidth.medianHeuristic()),
                DiffusionSpectralMutualInformation.withDefaults(),
                DiffusionSpectralMutualInformation.withDefaults().withBandwidth(Bandwidth.medianHeuristic()),
                SpectralRollOff.withDefaults());
    }

    /**
     * Every metric at every bandwidth rule, the roll-off with and without the mean, feature entropy, and information
     * discarding in its cheap mode PREVIEW: the default mode takes minutes per sample, which is for {@code infoscope analyse}
     * or a schedule that a user chooses (ours). The clusters of the inputs, which DSMI(Z;X) needs, are found once per probe.
     *
     * @return {@link #standard} and the rest
     */
    public static List<Metric> full() {
        List<Metric> metrics = new ArrayList<>(standard());
        for (Bandwidth rule : List.of(Bandwidth.sqrtDimension(), Bandwidth.unitNorm())) {
            metrics.add(DiffusionSpectralEntropy.withDefaults().withBandwidth(rule));
            metrics.add(DiffusionSpectralMutualInformation.withDefaults().withBandwidth(rule));
        }
        for (Metric metric : List.copyOf(metrics)) {
            if (metric instanceof DiffusionSpectralMutualInformation estimator) {
                metrics.add(
                        InputDiffusionSpectralMutualInformation.withDefaults().withEstimator(estimator));
            }
        }
        metrics.add(SpectralRollOff.withDefaults().withCentring(Centring.KEEP));
        metrics.add(FeatureEntropy.withDefaults());
        metrics.add(InformationDiscarding.withDefaults().withMode(InformationDiscarding.Mode.PREVIEW));
        return List.copyOf(metrics);
    }

    /**
     * Names that {@link #of} knows.
     *
     * @return ids, for example {@code diffusion-spectral-entropy}
     */
    public static List<String> ids() {
        return KINDS.stream().map(Kind::id).toList();
    }

    /**
     * A metric by name.
     *
     * @param id one of {@link #ids}
     * @param options by name of the record's component, as text; those left out have their defaults
     * @return the metric
     * @throws IllegalArgumentException if the id, an option or a value is not known; the message names what is
     */
    public static Metric of(String id, Map<String, String> options) {
        Kind kind = KINDS.stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no metric '" + id + "'. Known metrics: " + String.join(", ", ids())));
        return kind.reader().apply(new OptionReader(options, kind.defaults()));
    }
}
