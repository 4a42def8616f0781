package org.infoscope.metric;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Diffusion spectral mutual information DSMI(Z; X) between a layer's activations Z and the network's input X, in bits: how
 * much the diffusion spectral entropy falls once it is known to which cluster of inputs a sample belongs.
 *
 * <p><b>Definition.</b> {@link DiffusionSpectralMutualInformation} with clusters of the inputs in place of classes. The
 * clusters are found once per probe ({@link ProbeInput}), so that every layer and step is compared with the same ones, or
 * given by the user.
 *
 * <p><b>Values.</b> {@code information} (bit) and {@code sigma} (in units of the activations). The settings tell how many
 * clusters there are ({@code clustersFound}) and where they are from ({@code clusterSource}).
 *
 * <p><b>Edge cases.</b> Without inputs: not applicable. Equal inputs: one cluster, and 0 up to rounding. Otherwise as with
 * labels. A NaN or an infinity among the inputs is an {@link IllegalArgumentException}, unless clusters are given.
 *
 * <p><b>Source.</b> Liu et al., arXiv 2312.04823; 10 clusters as in the authors' published code. Ours: one seed both
 * clusters and draws.
 *
 * @param estimator bandwidth, diffusion time, anisotropy, seed, draws and reference
 * @param clusters how many are wanted, at least 1; given ones are what they are; default 10
 */
public record InputDiffusionSpectralMutualInformation(DiffusionSpectralMutualInformation estimator, int clusters)
        implements Metric {

    private static final int PUBLISHED_CLUSTERS = 10;

    private static final MetricInfo INFO = new MetricInfo(
                    "diffusion-spectral-mutual-information-input",
                    "Diffusion spectral mutual information with the input",
                    "DSMI(Z;X)",
                    "bit",
                    "information",
                    "How much the activations tell of the input: the entropy that is lost once the input's cluster is known. The"
                            + " paper saw it rise on MNIST and fall on CIFAR-10 and STL-10.",
                    MetricInfo.Direction.NEITHER)
            .defined(
                    "The sum over clusters c of the inputs of n_c / N times (DSE of n_c rows drawn from all - "
                            + "DSE of the rows of cluster c); the clusters are found once per probe.",
                    "About 0 to the entropy of the clusters in bit; small negative values come from the draws "
                            + "and are not clamped.",
                    "Liu et al., Assessing Neural Network Representations During Training Using Noise-Resilient "
                            + "Diffusion Spectral Entropy, arXiv 2312.04823");

    /**
     * Checks the options.
     *
     * @param estimator as above
     * @param clusters as above
     */
    public InputDiffusionSpectralMutualInformation {
        Objects.requireNonNull(estimator, "estimator");
        if (clusters < 1) {
            throw new IllegalArgumentException("There must be 1 cluster at least, not " + clusters);
        }
    }

    /**
     * The published settings: those of {@link DiffusionSpectralMutualInformation#withDefaults}, and 10 clusters.
     *
     * @return the metric
     */
    public static InputDiffusionSpectralMutualInformation withDefaults() {
        return new InputDiffusionSpectralMutualInformation(
                DiffusionSpectralMutualInformation.withDefaults(), PUBLISHED_CLUSTERS);
    }

    /** From options as text. */
    static InputDiffusionSpectralMutualInformation from(OptionReader options) {
        return new InputDiffusionSpectralMutualInformation(
                DiffusionSpectralMutualInformation.from(options), options.count("clusters"));
    }

    /**
     * Other options of the estimate.
     *
     * @param other for example {@code DiffusionSpectralMutualInformation.withDefaults().withSeed(1)}
     * @return the changed copy
     */
    public InputDiffusionSpectralMutualInformation withEstimator(DiffusionSpectralMutualInformation other) {
        return new InputDiffusionSpectralMutualInformation(other, clusters);
    }

    /**
     * Another number of clusters.
     *
     * @param other at least 1
     * @return the changed copy
     * @throws IllegalArgumentException if it is less
     */
    public InputDiffusionSpectralMutualInformation withClusters(int other) {
        return new InputDiffusionSpectralMutualInformation(estimator, other);
    }

    @Override
    public MetricInfo info() {
        return INFO;
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.ACTIVATIONS, Need.INPUT);
    }

    @Override
    public Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>(estimator.options());
        options.put("clusters", clusters);
        return options;
    }

    @Override
    public String label() {
        return estimator.label() + (clusters == PUBLISHED_CLUSTERS ? "" : ", " + clusters + " clusters");
    }

    @Override
    public MetricResult compute(Snapshot snapshot) {
        ProbeInput input = snapshot.input();
        if (input == null) {
            return MetricResult.notApplicable("no input: it is not known what the network was given");
        }
        MetricResult result = estimator.between(snapshot, input.clusters(clusters, estimator.seed()));
        Map<String, Object> settings = new TreeMap<>(result.settings());
        settings.put("clustersFound", Objects.requireNonNull(settings.remove("classes"), "classes"));
        settings.put("clusters", clusters);
        settings.put("clusterSource", input.source());
        return new MetricResult(result.values(), settings, result.flags());
    }
}
