package org.infoscope.metric;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The uncertainty of the input as a decoder gives it back from one layer, under the noise that the layer tolerates: what
 * {@link InformationDiscarding} does for the noise itself.
 *
 * <p><b>Definition.</b> e = g(f(x + sigma delta)) - x, g the decoder; E_k the mean of e^2 over delta and over the numbers of
 * cell k. Noise levels sigma_k maximise mean_k log(2 pi e E_k + 1e-6) subject to L = c, with L, c, the grid and the range of
 * sigma as in {@link InformationDiscarding}. H_k = 1/2 log(2 pi e E_k + 1e-6) nat: the entropy of a Gaussian error of that
 * size, at least -6.91.
 *
 * <p><b>Algorithm.</b> That of mode DEFAULT: it starts from the levels of largest noise entropy; the steps descend L - lambda_t
 * mean_k log(2 pi e E_k + 1e-6) on log sigma with lambda_t = 2 c / (the sum over cells of that mean's derivative), so that both terms balance where L
 * = c, as 2 c does for the noise's own entropy. Derivatives are averaged over steps, and cells whose noise does not raise the error
 * count 0; when none does, the noise's entropy stands in. The levels are then scaled to L = c, and E_k is measured on
 * a quarter as many fresh copies as L.
 *
 * <p><b>Source.</b> Ma et al., arXiv 1906.04109, and the authors' main loop: the error, the constant 1e-6, a weight lambda_t
 * and that the loop is that of information discarding. Ours: e^2 averaged before the logarithm, the choice of lambda_t, the constrained problem, everything
 * else above.
 *
 * <p>Not safe for use by several threads.
 */
public final class NoisyReconstruction {

    private final InformationDiscarding noise;
    private final LayerGradients gradients;
    private final ProbeInput input;
    private final INDArray inputs;
    private final InputCells cells;

    private NoisyReconstruction(
            InformationDiscarding noise, LayerGradients gradients, ProbeInput input, INDArray inputs) {
        this.noise = noise.withMode(InformationDiscarding.Mode.DEFAULT);
        this.gradients = gradients;
        this.input = input;
        this.inputs = inputs;
        this.cells = InputCells.over(input.image(), Math.toIntExact(inputs.length() / inputs.size(0)), noise.grid());
    }

    /**
     * Why it cannot be measured.
     *
     * @param snapshot of the layer
     * @return a sentence for a person; null when it can
     */
    public static @Nullable String unfit(Snapshot snapshot) {
        ProbeInput input = snapshot.input();
        LayerGradients gradients = snapshot.gradients();
        if (gradients == null) {
            return "the reconstruction needs the network, not only activations: `infoscope analyse` measures it";
        }
        if (input == null || input.inputs() == null) {
            return "the reconstruction needs the probe's inputs to the network";
        }
        if (!input.inputs().dataType().isFPType()) {
            return "the network's inputs are whole numbers, to which noise cannot be added";
        }
        return gradients.unsupported();
    }

    /**
     * Prepares.
     *
     * @param snapshot of the layer
     * @param noise grid, images, seed and search; its mode is taken as DEFAULT
     * @return nothing is computed yet
     * @throws IllegalArgumentException if the snapshot is {@link #unfit}
     */
    public static NoisyReconstruction of(Snapshot snapshot, InformationDiscarding noise) {
        String unfit = unfit(snapshot);
        if (unfit != null) {
            throw new IllegalArgumentException(unfit);
        }
        ProbeInput input = Objects.requireNonNull(snapshot.input(), "input");
        return new NoisyReconstruction(
                noise,
                Objects.requireNonNull(snapshot.gradients(), "gradients"),
                input,
                Objects.requireNonNull(input.inputs(), "inputs"));
    }

    /** {@return rows of the grid; 1 when the input is no image} */
    public int rows() {
        return cells.rows();
    }

    /** {@return columns of the grid} */
    public int columns() {
        return cells.columns();
    }

    /** {@return the examples that are measured, the same as for information discarding} */
    public List<Integer> examples() {
        return Arrays.stream(noise.examples(input.size())).boxed().toList();
    }

    /** {@return how many steps {@link #measure} tells of} */
    public int steps() {
        int steps = noise.search().steps();
        return 1 + (steps == 0 ? NoiseMeasurement.DEFAULT_STEPS : steps);
    }

    /**
     * Measures.
     *
     * @param decoder of the layer; it should not have learned from {@link #examples}
     * @param progress hears how many of {@link #steps} are done
     * @return one per example
     */
    public List<ReconstructedImage> measure(InputDecoder decoder, IntConsumer progress) {
        PerturbedLayer layer = new PerturbedLayer(gradients, inputs, noise.examples(input.size()), cells, false);
        DecodedLayer decoded = new DecodedLayer(decoder, cells, noise.seed());
        int batch = noise.search().batch();
        ReconstructionObjective objective = new ReconstructionObjective(
                decoded, noise.search().target(), batch == 0 ? NoiseMeasurement.DEFAULT_BATCH : batch, progress);
        List<@Nullable ImageNoise> found = new NoiseMeasurement(noise, layer, cells.count(), objective).measure();
        ReconstructedImage[] images = new ReconstructedImage[found.size()];
        for (int a = 0; a < images.length; a++) {
            ImageNoise levels = found.get(a);
            images[a] = levels == null ? dead(layer.example(a)) : image(layer.at(new int[] {a}), decoded, levels);
        }
        progress.accept(steps());
        return List.of(images);
    }

    private ReconstructedImage dead(int example) {
        List<Double> none = Collections.nCopies(cells.count(), Double.NaN);
        return new ReconstructedImage(example, none, Double.NaN, Double.NaN);
    }

    private ReconstructedImage image(PerturbedLayer layer, DecodedLayer decoded, ImageNoise levels) {
        double[] sigma = levels.calibrated();
        double[] noisy = decoded.errors(
                        layer,
                        new double[][] {sigma},
                        Math.max(2, noise.search().samples() / 4))[0];
        double[] noiseless = decoded.errors(layer, new double[1][sigma.length], 1)[0];
        return new ReconstructedImage(
                layer.example(0),
                Arrays.stream(noisy).mapToObj(DecodedLayer::entropy).toList(),
                Arrays.stream(noiseless).map(DecodedLayer::entropy).average().orElse(Double.NaN),
                levels.loss());
    }
}
