package org.infoscope.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.kernel.DiffusionSpectra;

/**
 * Diffusion spectral entropy (DSE): how many directions of the data manifold a layer's activations fill, in bits.
 *
 * <p><b>Definition.</b> With D the Euclidean distances between n samples, G_ij = exp(-D_ij^2 / (2 sigma^2)) and
 * K = S^-1/2 G S^-1/2, S = diag(row sums of G), let lambda be the eigenvalues of K, a = |lambda|^t, p = a / sum a +
 * 2^-52. Then DSE = - sum p log2 p. No eigenvalue is left out. It lies between 0 (all samples alike, or sigma huge) and
 * log2 n (all samples far apart, sigma tiny, or t = 0).
 *
 * <p><b>Values.</b> {@code entropy} (bit), {@code sigma} (in units of the activations), {@code log2n} (bit, the largest
 * entropy possible), {@code meanNorm} (mean Euclidean norm of the samples: at a fixed sigma, entropy follows it).
 *
 * <p><b>Edge cases.</b> One sample, or equal samples, give 0 within 1e-12. A rule without a bandwidth (a median distance
 * of 0) gives NaN and a flag. Entropy above 0.98 log2 n is flagged as saturated. At t between 0 and 1, eigenvalues that
 * are mere rounding weigh in: flagged where that is worth more than 1e-6 bit. A NaN or an infinity among the
 * activations is an {@link IllegalArgumentException}.
 *
 * <p><b>Ours</b>, not the paper's: every bandwidth rule but {@code fixed} and {@code sqrtDimension}, alpha above 0, the
 * saturation flag, scaling eigenvalues by the largest before they are raised to the power t.
 *
 * <p><b>Source.</b> Liu et al., "Assessing Neural Network Representations During Training Using Noise-Resilient Diffusion
 * Spectral Entropy", arXiv 2312.04823; defaults as in the authors' published code.
 *
 * @param bandwidth how sigma is chosen; the published default is {@code fixed(10)}
 * @param time diffusion time t, any finite number &gt;= 0; default 1
 * @param alpha anisotropy: G is divided by (q_i q_j)^alpha, q its row sums, before K is made; in [0, 1], default 0
 */
public record DiffusionSpectralEntropy(Bandwidth bandwidth, double time, double alpha) implements Metric {

    private static final double SATURATION = 0.98;

    private static final MetricInfo INFO = new MetricInfo(
                    "diffusion-spectral-entropy",
                    "Diffusion spectral entropy",
                    "DSE",
                    "bit",
                    "entropy",
                    "How many directions of the data manifold the activations fill: 0 when all samples look alike, log2 n when"
                            + " all differ. At a fixed bandwidth it follows the activations' norm.",
                    MetricInfo.Direction.NEITHER)
            .defined(
                    "DSE = -sum p log2 p; p = |lambda|^t / sum |lambda|^t, lambda the eigenvalues of the "
                            + "normalised Gaussian affinities exp(-D^2 / 2 sigma^2) between samples.",
                    "0 to log2 n bit, n the number of samples.",
                    "Liu et al., Assessing Neural Network Representations During Training Using Noise-Resilient "
                            + "Diffusion Spectral Entropy, arXiv 2312.04823");

    /**
     * Checks the options.
     *
     * @param bandwidth as above
     * @param time as above
     * @param alpha as above
     */
    public DiffusionSpectralEntropy {
        new DiffusionOptions(bandwidth, time, alpha);
    }

    /**
     * The published settings: sigma = 10, t = 1, alpha = 0.
     *
     * @return the metric
     */
    public static DiffusionSpectralEntropy withDefaults() {
        return new DiffusionSpectralEntropy(Bandwidth.fixed(10), 1, 0);
    }

    /** From options as text. */
    static DiffusionSpectralEntropy from(OptionReader options) {
        return new DiffusionSpectralEntropy(
                options.value("bandwidth", Bandwidth::of), options.number("time"), options.number("alpha"));
    }

    /**
     * Another bandwidth.
     *
     * @param other how sigma is chosen
     * @return the changed copy
     */
    public DiffusionSpectralEntropy withBandwidth(Bandwidth other) {
        return new DiffusionSpectralEntropy(other, time, alpha);
    }

    /**
     * Another diffusion time.
     *
     * @param other t, finite and &gt;= 0
     * @return the changed copy
     * @throws IllegalArgumentException if it is not
     */
    public DiffusionSpectralEntropy withTime(double other) {
        return new DiffusionSpectralEntropy(bandwidth, other, alpha);
    }

    /**
     * Another anisotropy.
     *
     * @param other alpha, in [0, 1]
     * @return the changed copy
     * @throws IllegalArgumentException if it is not
     */
    public DiffusionSpectralEntropy withAlpha(double other) {
        return new DiffusionSpectralEntropy(bandwidth, time, other);
    }

    @Override
    public MetricInfo info() {
        return INFO;
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.ACTIVATIONS);
    }

    @Override
    public Map<String, Object> options() {
        return diffusion().asMap();
    }

    @Override
    public String label() {
        return diffusion().label();
    }

    @Override
    public MetricResult compute(Snapshot snapshot) {
        int n = snapshot.samples().rows();
        DiffusionSpectra spectra =
                snapshot.diffusionSpectra(bandwidth, alpha, List.of(DiffusionOptions.allRows(snapshot)));
        double entropy = spectra.eigenvalues().isEmpty()
                ? Double.NaN
                : diffusion().entropy(spectra.eigenvalues().get(0));
        double largest = Math.log(n) / Math.log(2);
        List<Flag> flags = new ArrayList<>(diffusion().flags(spectra));
        if (n > 1 && entropy > SATURATION * largest) {
            flags.add(new Flag(
                    Flag.Kind.SATURATED,
                    "the entropy is above 98 % of log2 n: at this bandwidth nearly all samples look far apart"));
        }
        return new MetricResult(
                List.of(
                        new MetricValue.Scalar("entropy", "bit", entropy),
                        new MetricValue.Scalar("sigma", "activation", spectra.sigma()),
                        new MetricValue.Scalar("log2n", "bit", largest),
                        new MetricValue.Scalar("meanNorm", "activation", spectra.meanNorm())),
                diffusion().settings(snapshot, spectra),
                flags);
    }

    private DiffusionOptions diffusion() {
        return new DiffusionOptions(bandwidth, time, alpha);
    }
}
