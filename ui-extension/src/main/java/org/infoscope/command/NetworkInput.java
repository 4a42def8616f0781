package org.infoscope.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.metric.ImageShape;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Brings examples into the form that a network takes: scaled, normalised, and flat or as images. Which form that is, the
 * network says itself: it is asked about one example.
 */
final class NetworkInput {

    private final Path data;
    private final Optional<ImageShape> images;
    private final Optional<PixelScale> scale;
    private final PrintWriter err;

    /**
     * Over the examples that a command was given.
     *
     * @param options of the command
     * @param err is told what is done to the numbers
     */
    NetworkInput(ExampleOptions options, PrintWriter err) {
        this.data = options.data();
        this.images = options.images();
        this.scale = options.scale();
        this.err = err;
    }

    /**
     * What the network is to be given.
     *
     * @param model loaded
     * @param file it is from
     * @param set examples as the file holds them; unchanged
     * @return in the model's own form and type
     * @throws BadInput if the network takes none of the forms; the message has the network's own reason
     */
    ExampleSet prepare(Model model, ModelFile file, ExampleSet set) throws IOException {
        if (model instanceof ComputationGraph graph && graph.getNumInputArrays() != 1) {
            throw new BadInput(file.file() + ": the network has " + graph.getNumInputArrays()
                    + " inputs; a file of examples feeds one");
        }
        Optional<DataNormalization> normalizer = file.savedNormalizer();
        INDArray features = scaled(set, normalizer.isPresent());
        INDArray fitting = fitting(model, features, normalizer.orElse(null));
        return set.withFeatures(fitting);
    }

    private INDArray scaled(ExampleSet set, boolean normalized) {
        PixelScale chosen = scale.orElse(set.areBytes() && !normalized ? PixelScale.UNIT : PixelScale.NONE);
        DataType type = set.features().dataType() == DataType.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
        INDArray features = set.features().castTo(type).dup('c');
        if (chosen == PixelScale.NONE) {
            return features;
        }
        err.println(data + ": divided by 255");
        return features.divi(chosen.divisor());
    }

    private INDArray fitting(Model model, INDArray features, @Nullable DataNormalization normalizer) {
        List<String> refusals = new ArrayList<>();
        for (INDArray form : forms(features)) {
            try {
                INDArray normal = normalized(form, normalizer);
                ask(model, normal.get(NDArrayIndex.interval(0, 1)).dup('c'));
                tell(features, form, normalizer);
                return normal;
            } catch (RuntimeException refused) {
                refusals.add(Arrays.toString(form.shape()) + ": " + ModelFile.rootCause(refused));
            }
        }
        throw new BadInput(data + ": the network does not take these examples. " + String.join("; ", refusals)
                + (images.isPresent() || features.rank() != 2
                        ? ""
                        : ". If they are images, say so with --images CxHxW"));
    }

    /** As images if they are said to be, as they are, and flat. */
    private List<INDArray> forms(INDArray features) {
        List<INDArray> forms = new ArrayList<>();
        long n = features.size(0);
        images.ifPresent(shape -> forms.add(features.reshape('c', n, shape.channels(), shape.height(), shape.width())));
        if (forms.stream().noneMatch(form -> Arrays.equals(form.shape(), features.shape()))) {
            forms.add(features);
        }
        if (features.rank() > 2) {
            forms.add(features.reshape('c', n, features.length() / n));
        }
        return forms;
    }

    private static INDArray normalized(INDArray features, @Nullable DataNormalization normalizer) {
        if (normalizer == null) {
            return features;
        }
        INDArray copy = features.dup('c');
        normalizer.transform(copy);
        return copy;
    }

    private static void ask(Model model, INDArray example) {
        if (model instanceof ComputationGraph graph) {
            graph.output(false, example);
        } else {
            ((MultiLayerNetwork) model).output(example, false);
        }
    }

    private void tell(INDArray features, INDArray form, @Nullable DataNormalization normalizer) {
        if (form.rank() != features.rank()) {
            err.println(data + ": given to the network as " + Arrays.toString(form.shape()));
        }
        if (normalizer != null) {
            err.println(
                    data + ": normalized by the " + normalizer.getClass().getSimpleName() + " saved with the model");
        }
        err.flush();
    }
}
