package org.infoscope.metric;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Information discarding (SID): how much of the input, pixel by pixel, a layer does not answer to. It is the largest
 * entropy that Gaussian noise on the input may have while the layer's answer moves by a fixed amount: high where the layer
 * has discarded the pixel, low where it depends on it.
 *
 * <p><b>Definition.</b> x is one input, cut into K cells (a G x G grid shared by the channels); delta ~ N(0, 1) for each of
 * its numbers; f the layer's activations as they are captured, in inference. The layer's own scale is sigma_f = E mean over
 * units of (f(x + sigma_0 delta) - f(x))^2, and L(sigma) = E mean (f(x + sigma delta) - f(x))^2 / sigma_f, sigma constant
 * in each cell. Noise levels sigma_k in [1e-3, 1] maximise mean log sigma_k subject to L = c, c = 1.5; H_k = log sigma_k +
 * 1/2 log(2 pi e) nat, and SID = mean_k H_k, averaged over images. Multiplying a layer's activations by a number changes
 * nothing.
 *
 * <p><b>Linear layers.</b> With w_k = sum of |W_:i|^2 over the cell / |W|^2, sigma_k^2 = c sigma_0^2 / (K w_k) and SID =
 * log sigma_0 + 1/2 log c + 1/2 KL(u || w) + 1/2 log(2 pi e), u uniform: a floor of -2.98350 nat at the defaults, where the
 * layer depends on all cells alike, plus half the divergence from that. The range of H is [-5.48882, 1.41894].
 *
 * <p><b>Algorithm</b> by {@link Mode}, on {@link Snapshot#gradients()}. DEFAULT: (a) w from {@code probes} products J^T v, v
 * normal, J at x + sigma_0 delta; (b) water-filling, where L is above 2 c there under the highest ceiling of sigma that brings it
 * below; (c) Adam on log sigma with +-delta pairs, the last half averaged; (d)
 * calibration by 1/2 log(c / L), L measured on {@code samples} fresh copies, the same that give sigma_f.
 *
 * <p><b>Values</b> (nat, unless said). {@code informationDiscarding}: SID. {@code spread}: its population standard
 * deviation over images. {@code pixelEntropy}: the maps of H_k, calibrated, one per image; NaN for dead images. For images
 * on a grid of 4 or more {@code concentration}: mean H of the background minus that of the foreground, the cells with their centre in the window
 * [G/6, 5G/6]; positive when the centre matters more. {@code clampedShare} (1): share of cells at an end of the range of
 * sigma. {@code deadImages}: images without a value. {@code deadShare} (1): their share. {@code loss} (1): mean L at the
 * levels found, before calibration, in the modes that measure it.
 *
 * <p><b>Edge cases.</b> An image is dead for a layer if sigma_f is 0 or not finite, or all w are: it is left out, counted
 * and flagged; with none left SID is NaN, and undefined. A cell of w_k = 0 has sigma = 1. Not applicable without a network
 * (saved activations), without the inputs, with inputs that are whole numbers, for layers that cannot be differentiated,
 * and in mode EXACT beyond 4,096 outputs. Masked steps of sequences count as they stand.
 *
 * <p><b>Comparing.</b> Only readings of the same images, grid and {@link NoiseSearch}. Sigma is in the units of the
 * network's input, which the definition wants standardised; the settings {@code inputMean} and {@code inputSd} tell whether
 * they are. Noise is drawn per image and seed, the same for every layer, never from ND4J's generator.
 *
 * <p><b>Source.</b> Ma et al., "Quantification and Analysis of Layer-wise and Pixel-wise Information Discarding", ICML 2022,
 * arXiv 1906.04109: what is measured, and, from the authors' main loops, sigma_0, c, lambda and the score; the range of sigma
 * is from a sister paper's noise layer. Ours: the constrained problem instead of a path that depends on lambda and the rate,
 * with its closed form, steps (a) to (d), the ceiling in (b) and EXACT; activations as they are, while PUBLISHED takes their ReLU.
 *
 * <p>Immutable; safe for use by several threads, as far as the snapshot's {@link LayerGradients} are not shared.
 *
 * @param mode how the levels are found; default DEFAULT
 * @param grid G, at least 0; 0 (default) is min(16, half the shorter side) for images, and for other inputs one cell per
 *     number up to 256 numbers, else 256 contiguous groups; other inputs have {@code grid} groups. Never more than there are
 *     pixels a side, or numbers
 * @param images how many examples of the probe, evenly spaced, at least 1; default 8
 * @param seed of the noise; default 0
 * @param search the numbers behind
 */
public record InformationDiscarding(Mode mode, int grid, int images, long seed, NoiseSearch search) implements Metric {

    /** How noise levels are found. */
    public enum Mode {
        /** The closed form for the whole Jacobian at x: for layers of at most 4,096 outputs; no noise. */
        EXACT,
        /** Steps (a) to (d). */
        DEFAULT,
        /** Steps (a) and (b): the closed form for an estimated Jacobian. Cheap; too high where a layer is far from linear. */
        PREVIEW,
        /** The authors' loop, read where L is nearest to c: depends on lambda and the rate. f is rectified. For comparison. */
        PUBLISHED
    }

    private static final long LARGEST_EXACT = 4096;

    private static final String ANALYSE =
            "; `infoscope analyse` measures it on a saved network, a RepresentationListener in training";

    private static final MetricInfo INFO = new MetricInfo(
                    "information-discarding",
                    "Information discarding",
                    "SID",
                    "nat",
                    "informationDiscarding",
                    "How much of the input a layer does not answer to: the entropy of the strongest noise on the pixels that moves"
                            + " the layer by a fixed amount. Compare layers and steps on the same images only.",
                    MetricInfo.Direction.NEITHER)
            .defined(
                    "The mean over cells of log sigma + 1/2 log(2 pi e), for the strongest Gaussian noise on the "
                            + "pixels that moves the layer's answer by c = 1.5 times what noise of 0.01 does.",
                    "At the defaults -5.489 to 1.419 nat before calibration; -2.9835 nat when all cells matter "
                            + "alike.",
                    "Ma et al., Quantification and Analysis of Layer-wise and Pixel-wise Information Discarding, "
                            + "ICML 2022, arXiv 1906.04109");

    /**
     * Checks the options.
     *
     * @param mode as above
     * @param grid as above
     * @param images as above
     * @param seed as above
     * @param search as above
     * @throws IllegalArgumentException if grid or images is out of range
     */
    public InformationDiscarding {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(search, "search");
        if (grid < 0) {
            throw new IllegalArgumentException(
                    "The grid must be 1 or more cells a side, or 0 for automatic, not " + grid);
        }
        if (images < 1) {
            throw new IllegalArgumentException("There must be 1 image at least, not " + images);
        }
    }

    /**
     * Our estimator of the published quantity.
     *
     * @return the metric
     */
    public static InformationDiscarding withDefaults() {
        return new InformationDiscarding(Mode.DEFAULT, 0, 8, 0, NoiseSearch.withDefaults());
    }

    /** From options as text. */
    static InformationDiscarding from(OptionReader options) {
        return new InformationDiscarding(
                options.oneOf("mode", Mode.class),
                options.count("grid"),
                options.count("images"),
                options.integer("seed"),
                NoiseSearch.from(options));
    }

    /**
     * Another way to find the levels.
     *
     * @param other the mode
     * @return the changed copy
     */
    public InformationDiscarding withMode(Mode other) {
        return new InformationDiscarding(other, grid, images, seed, search);
    }

    /**
     * Another grid.
     *
     * @param other cells a side, or groups; 0 for automatic
     * @return the changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public InformationDiscarding withGrid(int other) {
        return new InformationDiscarding(mode, other, images, seed, search);
    }

    /**
     * More or fewer examples.
     *
     * @param other how many, at least 1
     * @return the changed copy
     * @throws IllegalArgumentException if it is less
     */
    public InformationDiscarding withImages(int other) {
        return new InformationDiscarding(mode, grid, other, seed, search);
    }

    /**
     * Other noise.
     *
     * @param other any seed
     * @return the changed copy
     */
    public InformationDiscarding withSeed(long other) {
        return new InformationDiscarding(mode, grid, images, other, search);
    }

    /**
     * Other numbers behind.
     *
     * @param other how levels are found
     * @return the changed copy
     */
    public InformationDiscarding withSearch(NoiseSearch other) {
        return new InformationDiscarding(mode, grid, images, seed, other);
    }

    @Override
    public MetricInfo info() {
        return INFO;
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.ACTIVATIONS, Need.INPUT, Need.GRADIENTS);
    }

    @Override
    public Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("mode", mode.name());
        options.put("grid", grid);
        options.put("images", images);
        options.put("seed", seed);
        options.putAll(search.asMap());
        return options;
    }

    @Override
    public String label() {
        StringBuilder label = new StringBuilder(
                switch (mode) {
                    case EXACT -> "exact Jacobian";
                    case DEFAULT -> "constrained";
                    case PREVIEW -> "preview";
                    case PUBLISHED -> "published loop";
                });
        Map<String, Object> defaults = withDefaults().options();
        options().forEach((name, value) -> {
            if (!name.equals("mode") && !value.equals(defaults.get(name))) {
                label.append(", ").append(name).append(" = ").append(value);
            }
        });
        return label.toString();
    }

    @Override
    public MetricResult compute(Snapshot snapshot) {
        LayerGradients gradients = snapshot.gradients();
        ProbeInput input = snapshot.input();
        INDArray inputs = input == null ? null : input.inputs();
        if (gradients == null) {
            return MetricResult.notApplicable(
                    "information discarding needs the network, not only activations" + ANALYSE);
        }
        if (input == null || inputs == null) {
            return MetricResult.notApplicable(
                    "information discarding needs the probe's inputs to the network" + ANALYSE);
        }
        String unfit = unfit(snapshot, gradients, inputs);
        if (unfit != null) {
            return MetricResult.notApplicable(unfit);
        }
        int n = Math.toIntExact(inputs.size(0));
        int[] examples = examples(n);
        int length = Math.toIntExact(inputs.length() / n);
        InputCells cells = InputCells.over(input.image(), length, grid);
        PerturbedLayer layer = new PerturbedLayer(gradients, inputs, examples, cells, mode == Mode.PUBLISHED);
        return new DiscardingStatistics(this, snapshot, layer, cells)
                .result(new NoiseMeasurement(this, layer, cells.count()).measure());
    }

    /** Evenly spaced ones of n. */
    int[] examples(int n) {
        int count = Math.min(images, n);
        return IntStream.range(0, count).map(j -> (int) ((long) j * n / count)).toArray();
    }

    private @Nullable String unfit(Snapshot snapshot, LayerGradients gradients, INDArray inputs) {
        if (gradients.unsupported() != null) {
            return gradients.unsupported();
        }
        if (!inputs.dataType().isFPType()) {
            return "the network's inputs are whole numbers, to which noise cannot be added";
        }
        long outputs = snapshot.activations().length() / snapshot.activations().size(0);
        return mode == Mode.EXACT && outputs > LARGEST_EXACT
                ? "mode EXACT takes the whole Jacobian, for layers of at most 4,096 outputs; this one has " + outputs
                        + ": use DEFAULT or PREVIEW"
                : null;
    }
}
