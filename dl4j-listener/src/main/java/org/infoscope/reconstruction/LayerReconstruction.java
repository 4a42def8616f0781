package org.infoscope.reconstruction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.infoscope.metric.Flag;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.NoisyReconstruction;
import org.infoscope.metric.ProbeInput;
import org.infoscope.metric.ReconstructedImage;
import org.infoscope.metric.Snapshot;
import org.infoscope.reconstruction.DecoderProgress.Phase;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains the decoder of one layer, measures it, and sums up. For one measurement. */
final class LayerReconstruction {

    private static final String UNIT = "nat";

    /** R^2 below which a decoder gives little back. */
    private static final double POOR = 0.5;

    /** How much better training examples may be given back before the decoder counts as overfitted. */
    private static final double GAP = 0.2;

    /** How many times L may be off c, as for information discarding. */
    private static final double FAR = 2.0;

    private final ReconstructionUncertainty metric;
    private final Snapshot snapshot;
    private final DecoderProgress progress;
    private final NoisyReconstruction noise;
    private final ProbeInput input;
    private final INDArray inputs;
    private final DecodedExamples examples;
    private final Split split;

    /**
     * Prepares.
     *
     * @throws IllegalArgumentException if there are too few examples
     */
    LayerReconstruction(ReconstructionUncertainty metric, Snapshot snapshot, DecoderProgress progress) {
        this.metric = metric;
        this.snapshot = snapshot;
        this.progress = progress;
        this.noise = NoisyReconstruction.of(snapshot, metric.noise());
        this.input = Objects.requireNonNull(snapshot.input(), "input");
        this.inputs = Objects.requireNonNull(input.inputs(), "inputs");
        this.examples = new DecodedExamples(snapshot.activations(), inputs);
        int[] measured = noise.examples().stream().mapToInt(Integer::intValue).toArray();
        this.split = Split.of(input.size(), measured, metric.seed());
        if (split.training().length < measured.length) {
            throw new IllegalArgumentException("Of " + input.size() + " examples " + measured.length
                    + " are measured and " + split.training().length
                    + " left to train a decoder: give more examples, or measure fewer images");
        }
    }

    MetricResult result() {
        requireFinite(snapshot.activations(), "activations of layer '" + snapshot.layer() + "'");
        requireFinite(inputs, "inputs");
        int[] rows = split.training();
        DecoderLayout layout = DecoderLayout.of(
                snapshot.activations().shape(),
                snapshot.stride(),
                input.image(),
                Math.toIntExact(inputs.length() / inputs.size(0)));
        if (new InputScale(input.image(), examples.inputs(rows)).sd() == 0) {
            return undefined("all inputs are the same number, so there is nothing to give back");
        }
        if (ActivationScale.of(layout, examples.activations(rows)).constant()) {
            return undefined("dead: the layer's activations are the same for all training examples");
        }
        int iterations = Decoder.iterations(rows.length, metric.training());
        Decoder decoder = Decoder.train(
                examples,
                rows,
                layout,
                metric.training(),
                metric.seed(),
                done -> progress.at(snapshot.layer(), Phase.TRAINING, done, iterations));
        List<ReconstructedImage> images =
                noise.measure(decoder, done -> progress.at(snapshot.layer(), Phase.MEASURING, done, noise.steps()));
        return summary(decoder, images);
    }

    private static void requireFinite(INDArray array, String what) {
        if (array.isNaN().any() || array.isInfinite().any()) {
            throw new IllegalArgumentException("The " + what + " hold a NaN or an infinity: nothing can be decoded");
        }
    }

    private MetricResult undefined(String reason) {
        return new MetricResult(
                List.of(new MetricValue.Scalar(metric.info().headline(), UNIT, Double.NaN)),
                settings(),
                List.of(new Flag(Flag.Kind.UNDEFINED, reason)));
    }

    private MetricResult summary(Decoder decoder, List<ReconstructedImage> images) {
        int[] rows = split.training();
        int[] heldOut = split.heldOut();
        DecoderQuality.TrainingInputs training = new DecoderQuality.TrainingInputs(examples.inputs(rows));
        DecoderQuality seen = DecoderQuality.of(
                decoder, examples, Arrays.copyOf(rows, Math.min(rows.length, heldOut.length)), training);
        DecoderQuality unseen = DecoderQuality.of(decoder, examples, heldOut, training);
        List<ReconstructedImage> live =
                images.stream().filter(image -> !image.dead()).toList();
        List<MetricValue> values = new ArrayList<>();
        values.add(scalar(metric.info().headline(), UNIT, mean(live, ReconstructedImage::uncertainty)));
        values.add(scalar("withoutNoise", UNIT, mean(live, ReconstructedImage::noiseless)));
        values.add(scalar("decoderR2", "1", unseen.r2()));
        values.add(scalar("decoderTrainingR2", "1", seen.r2()));
        values.add(scalar("decoderPsnr", "dB", Double.isInfinite(unseen.psnr()) ? Double.NaN : unseen.psnr()));
        values.add(scalar("deadImages", "images", images.size() - live.size()));
        values.add(scalar("loss", "1", mean(live, ReconstructedImage::loss)));
        values.add(new MetricValue.PixelMaps(
                "pixelUncertainty",
                UNIT,
                noise.rows(),
                noise.columns(),
                images.stream().map(ReconstructedImage::example).toList(),
                images.stream().map(ReconstructedImage::map).toList()));
        return new MetricResult(values, settings(), flags(images.size(), live, seen, unseen));
    }

    private static MetricValue scalar(String name, String unit, double value) {
        return new MetricValue.Scalar(name, unit, value);
    }

    private static double mean(List<ReconstructedImage> images, ToDoubleFunction<ReconstructedImage> of) {
        return images.stream().mapToDouble(of).average().orElse(Double.NaN);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new TreeMap<>(metric.options());
        settings.put("n", noise.examples().size());
        settings.put(
                "d",
                Math.toIntExact(
                        snapshot.activations().length() / snapshot.activations().size(0)));
        settings.put("rows", noise.rows());
        settings.put("columns", noise.columns());
        settings.put("trainingExamples", split.training().length);
        settings.put("heldOutExamples", split.heldOut().length);
        settings.put("sigma0", metric.noise().search().referenceNoise());
        settings.put("c", metric.noise().search().target());
        settings.put("inputMean", inputs.meanNumber().doubleValue());
        settings.put("inputSd", inputs.stdNumber(false).doubleValue());
        settings.put("dtype", snapshot.activations().dataType().name());
        settings.put("engine", "replica and decoder");
        return settings;
    }

    private List<Flag> flags(int images, List<ReconstructedImage> live, DecoderQuality seen, DecoderQuality unseen) {
        List<Flag> flags = new ArrayList<>();
        if (live.isEmpty()) {
            flags.add(new Flag(Flag.Kind.UNDEFINED, "dead: noise leaves the layer's answer as it is, for every image"));
        } else if (live.size() < images) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION,
                    (images - live.size()) + " of " + images
                            + " images are left out: noise on them leaves the layer's answer as it is"));
        }
        if (unseen.r2() < POOR && seen.r2() - unseen.r2() > GAP) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION,
                    "The decoder gives back what it has learned from (R2 %.2f), but hardly anything else (%.2f): it"
                                    .formatted(seen.r2(), unseen.r2())
                            + " needs more examples, so RU is too high"));
        }
        double target = metric.noise().search().target();
        if (live.stream().anyMatch(image -> Math.abs(Math.log(target / image.loss())) > Math.log(FAR))) {
            flags.add(new Flag(
                    Flag.Kind.CAUTION,
                    "the search for the noise ended at an L more than " + FAR + " times off c = " + target
                            + " on an image, and was scaled to it: see loss"));
        }
        return flags;
    }
}
