package org.infoscope.reconstruction;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.infoscope.metric.InformationDiscarding;
import org.infoscope.metric.Metric;
import org.infoscope.metric.MetricInfo;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.Need;
import org.infoscope.metric.NoisyReconstruction;
import org.infoscope.metric.Snapshot;

/**
 * Reconstruction uncertainty (RU): how uncertain the input is, pixel by pixel, when it is read back from one layer. A decoder
 * g is trained to give the network's input back from the layer's activations; RU is the entropy of its error on images that it
 * has not learned from, under the noise that the layer tolerates. Low where the layer still holds the pixel, high where it has
 * discarded it.
 *
 * <p><b>Definition.</b> {@link NoisyReconstruction}: e = g(f(x + sigma delta)) - x, E_k the mean of e^2 over the noise and the numbers
 * of cell k, H_k = 1/2 log(2 pi e E_k + 1e-6) nat, at the noise levels sigma_k that make mean_k H_k largest subject to L = c.
 * RU = mean_k H_k, averaged over images. c, L, sigma_0, the grid and the images are those of {@link InformationDiscarding}
 * with the same options, so that both maps of an image lie cell on cell.
 *
 * <p><b>Decoder.</b> Maps [c, h, w]: 3 x 3 convolutions, residual blocks and nearest-neighbour enlargement, back through the layer's stride.
 * Other layers of an image network: a dense layer to small maps, then the same. Inputs that are no image: a dense residual
 * network beside a linear path. Activations are standardised per channel, so that scaling a layer's weights changes nothing but
 * rounding. It learns by mean squared error from the examples of the probe that are neither measured nor among a tenth held out; at
 * least as many examples as are measured must be left for it.
 *
 * <p><b>Values</b> (nat, unless said). {@code reconstructionUncertainty}: RU. {@code withoutNoise}: the same at sigma = 0, the decoder's own error.
 * {@code pixelUncertainty}: the maps of H_k, one per image; NaN for dead images. {@code decoderR2} (1): 1 - squared error over squared distance
 * from the mean training image, on the held-out examples; {@code decoderTrainingR2} (1): on up to as many training examples. {@code decoderPsnr}
 * (dB): peak signal to noise on the held-out examples, the peak being the range of the training inputs; NaN when nothing is wrong at all.
 * {@code deadImages}: images without a value. {@code loss} (1): mean L at the levels found, before calibration.
 *
 * <p><b>Edge cases.</b> A layer that is the same for all training examples, or dead in the sense of {@link InformationDiscarding} for all images, has no RU: NaN, and undefined;
 * a layer that is dead for some images is averaged over the others. Inputs that are all one number: undefined. A decoder with R^2 below 0.5 carries a caution when
 * the training examples are explained much better: it has too few examples; so does a search that ended at an L more than twice off c,
 * which happens where a layer is far from linear. Not applicable without a network or its inputs, with
 * inputs that are whole numbers, and for layers that cannot be differentiated.
 *
 * <p><b>Errors.</b> NaN or infinite activations or inputs, or too few examples, are an {@link IllegalArgumentException}.
 *
 * <p><b>Comparing.</b> RU is an upper bound that falls with a better decoder: compare layers only with equal options, examples and inputs, and read
 * {@code decoderR2} beside it. It is in nats relative to one unit of the network's input.
 *
 * <p><b>Source.</b> Ma et al., "Quantification and Analysis of Layer-wise and Pixel-wise Information Discarding", ICML 2022, arXiv 1906.04109,
 * for the quantity; the authors' main loop for the error's form. Their decoder is not published: ours is our choice, as are the held-out examples and
 * everything that {@link NoisyReconstruction} marks as ours.
 *
 * <p>Immutable, and safe for use by several threads as far as the snapshot's gradients are not shared. The same seed gives the same value on one machine; ND4J's
 * random generator is not used.
 *
 * @param grid G, at least 0; 0 (default) as {@link InformationDiscarding#grid()}
 * @param images how many examples of the probe are measured, evenly spaced, at least 1; default 8
 * @param seed of the decoder's weights and examples, and of the noise; default 0
 * @param training of the decoder
 */
public record ReconstructionUncertainty(int grid, int images, long seed, DecoderTraining training) implements Metric {

    private static final MetricInfo INFO = new MetricInfo(
                    "reconstruction-uncertainty",
                    "Reconstruction uncertainty",
                    "RU",
                    "nat",
                    "reconstructionUncertainty",
                    "How uncertain the input is when a decoder reads it back from the layer: low where the layer still holds the"
                            + " pixels, high where it has discarded them. Compare layers on the same images and decoder options only.",
                    MetricInfo.Direction.NEITHER)
            .defined(
                    "The mean over cells of 1/2 ln(2 pi e E), E the mean squared error of a decoder that reads the input back from"
                            + " the layer, under the strongest noise on the pixels that the layer tolerates (c = 1.5).",
                    "From 1/2 ln 1e-6 = -6.9 nat upwards, in the units of the input; low where the layer still holds it.",
                    "Ma et al., Quantification and Analysis of Layer-wise and Pixel-wise Information Discarding, ICML 2022,"
                            + " arXiv 1906.04109");

    /**
     * Checks the options.
     *
     * @param grid as above
     * @param images as above
     * @param seed as above
     * @param training as above
     * @throws IllegalArgumentException if grid or images is out of range
     */
    public ReconstructionUncertainty {
        Objects.requireNonNull(training, "training");
        InformationDiscarding.withDefaults().withGrid(grid).withImages(images);
    }

    /**
     * The defaults.
     *
     * @return the metric
     */
    public static ReconstructionUncertainty withDefaults() {
        return new ReconstructionUncertainty(0, 8, 0, DecoderTraining.withDefaults());
    }

    /**
     * Another grid.
     *
     * @param other cells a side, or groups; 0 for automatic
     * @return the changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public ReconstructionUncertainty withGrid(int other) {
        return new ReconstructionUncertainty(other, images, seed, training);
    }

    /**
     * More or fewer examples that are measured.
     *
     * @param other how many, at least 1
     * @return the changed copy
     * @throws IllegalArgumentException if it is less
     */
    public ReconstructionUncertainty withImages(int other) {
        return new ReconstructionUncertainty(grid, other, seed, training);
    }

    /**
     * Another seed.
     *
     * @param other any number
     * @return the changed copy
     */
    public ReconstructionUncertainty withSeed(long other) {
        return new ReconstructionUncertainty(grid, images, other, training);
    }

    /**
     * Another training of the decoder.
     *
     * @param other epochs, width and learning rate
     * @return the changed copy
     */
    public ReconstructionUncertainty withTraining(DecoderTraining other) {
        return new ReconstructionUncertainty(grid, images, seed, other);
    }

    /**
     * Options as text.
     *
     * @param texts by the names of {@link #options}; those left out stay as they are
     * @return the changed copy
     * @throws IllegalArgumentException if an option or a value is not known; the message names what is
     */
    public ReconstructionUncertainty withOptions(Map<String, String> texts) {
        ReconstructionUncertainty changed = this;
        for (Map.Entry<String, String> text : texts.entrySet()) {
            try {
                changed = changed.withOption(text.getKey(), text.getValue().strip());
            } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException(
                        "Option '" + text.getKey() + "' must be a number, not '" + text.getValue() + "'", notANumber);
            }
        }
        return changed;
    }

    private ReconstructionUncertainty withOption(String name, String text) {
        return switch (name) {
            case "grid" -> withGrid(Integer.parseInt(text));
            case "images" -> withImages(Integer.parseInt(text));
            case "seed" -> withSeed(Long.parseLong(text));
            case "epochs" -> withTraining(training.withEpochs(Integer.parseInt(text)));
            case "width" -> withTraining(training.withWidth(Integer.parseInt(text)));
            case "learningRate" -> withTraining(training.withLearningRate(Double.parseDouble(text)));
            default ->
                throw new IllegalArgumentException("'" + INFO.id() + "' has no option '" + name + "'. Its options: "
                        + String.join(", ", options().keySet()));
        };
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
        options.put("grid", grid);
        options.put("images", images);
        options.put("seed", seed);
        options.put("epochs", training.epochs());
        options.put("width", training.width());
        options.put("learningRate", training.learningRate());
        return options;
    }

    @Override
    public String label() {
        StringBuilder label = new StringBuilder("decoder of " + training.epochs() + " epochs");
        Map<String, Object> defaults = withDefaults().options();
        options().forEach((name, value) -> {
            if (!name.equals("epochs") && !value.equals(defaults.get(name))) {
                label.append(", ").append(name).append(" = ").append(value);
            }
        });
        return label.toString();
    }

    @Override
    public MetricResult compute(Snapshot snapshot) {
        return measure(snapshot, DecoderProgress.SILENT);
    }

    /**
     * Measures one layer and tells how far it is.
     *
     * @param snapshot with the layer's gradients and the probe's inputs
     * @param progress what it throws ends the measuring
     * @return values, settings and flags
     * @throws IllegalArgumentException as above
     */
    public MetricResult measure(Snapshot snapshot, DecoderProgress progress) {
        String unfit = NoisyReconstruction.unfit(snapshot);
        if (unfit != null) {
            return MetricResult.notApplicable(unfit);
        }
        return new LayerReconstruction(this, snapshot, progress).result();
    }

    /** Grid, images and seed as information discarding has them. */
    InformationDiscarding noise() {
        return InformationDiscarding.withDefaults()
                .withGrid(grid)
                .withImages(images)
                .withSeed(seed);
    }
}
