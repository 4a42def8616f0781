package org.infoscope.listener;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.infoscope.network.Detached;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads, and only reads, what a network is training on right now. To be used in {@code onBackwardPass}: then inputs, labels
 * and masks are all there, in both kinds of network.
 */
final class TrainingInput {

    private TrainingInput() {}

    /** The minibatch in its own arrays; null when the network holds none. */
    static @Nullable Minibatch of(Model model) {
        if (model instanceof MultiLayerNetwork network && network.getInput() != null) {
            return of(network);
        }
        if (model instanceof ComputationGraph graph && graph.getInputs() != null && graph.getInputs()[0] != null) {
            INDArray[] inputs = graph.getInputs();
            List<INDArray> targets = labels(graph);
            return new Minibatch(
                    List.of(inputs),
                    targets,
                    masks(graph.getInputMaskArrays(), inputs.length),
                    masks(graph.getLabelMaskArrays(), targets.size()));
        }
        return null;
    }

    private static Minibatch of(MultiLayerNetwork network) {
        INDArray features = network.getInput();
        List<INDArray> targets = network.getLabels() == null ? List.of() : List.of(network.getLabels());
        Layer last = network.getLayer(network.getnLayers() - 1);
        INDArray targetMask = targets.isEmpty() ? null : labelMask(last.getMaskArray(), targets.get(0));
        INDArray featureMask = null;
        for (int i = 0; i < network.getnLayers() - 1 && featureMask == null; i++) {
            featureMask = stepMask(network.getLayer(i).getMaskArray(), features);
        }
        if (featureMask == null && targetMask != null && stepMask(targetMask, features) != null) {
            featureMask = upToLast(targetMask);
        }
        return new Minibatch(
                List.of(features),
                targets,
                Collections.singletonList(featureMask),
                targets.isEmpty() ? List.of() : Collections.singletonList(targetMask));
    }

    /**
     * The network keeps no feature mask of its own, but its layers may: as it came, or as one column. Where all layers are
     * LSTM none does, since they do not use it; the label mask then tells how long each sequence is.
     */
    private static @Nullable INDArray stepMask(@Nullable INDArray mask, INDArray features) {
        if (mask == null || features.rank() != 3) {
            return null;
        }
        int rows = Math.toIntExact(features.size(0));
        boolean whole = mask.rank() == 2
                && mask.size(0) == rows
                && (mask.size(1) == features.size(2) || mask.size(1) == features.size(1));
        if (whole) {
            return mask;
        }
        boolean column = mask.isVector() && mask.length() == rows * features.size(2);
        return column ? TimeSeriesUtils.reshapeVectorToTimeSeriesMask(mask, rows) : null;
    }

    /** Ones up to the last one of each row. */
    private static INDArray upToLast(INDArray mask) {
        INDArray filled = Detached.copy(mask);
        for (int row = 0; row < filled.size(0); row++) {
            boolean within = false;
            for (long step = filled.size(1) - 1; step >= 0; step--) {
                within |= filled.getDouble(row, step) != 0;
                filled.putScalar(row, step, within ? 1 : 0);
            }
        }
        return filled;
    }

    private static @Nullable INDArray labelMask(@Nullable INDArray mask, INDArray target) {
        if (target.rank() == 3) {
            return stepMask(mask, target);
        }
        boolean perExample = mask != null && mask.rank() == 2 && mask.size(0) == target.size(0);
        return perExample ? mask : null;
    }

    /** A graph shows its labels only in its output layers; empty when one of them has none. */
    private static List<INDArray> labels(ComputationGraph graph) {
        List<INDArray> labels = new ArrayList<>();
        for (String output : graph.getConfiguration().getNetworkOutputs()) {
            Layer layer = graph.getVertex(output).getLayer();
            Layer inside = layer instanceof FrozenLayerWithBackprop frozen ? frozen.getInsideLayer() : layer;
            INDArray target = inside instanceof IOutputLayer judged ? judged.getLabels() : null;
            if (target == null) {
                return List.of();
            }
            labels.add(target);
        }
        return labels;
    }

    private static List<@Nullable INDArray> masks(INDArray @Nullable [] masks, int count) {
        List<@Nullable INDArray> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(masks == null || i >= masks.length ? null : masks[i]);
        }
        return list;
    }

    /** Whether sequences come in windows. */
    static boolean isTruncated(Model model) {
        BackpropType type = model instanceof MultiLayerNetwork network
                ? network.getLayerWiseConfigurations().getBackpropType()
                : model instanceof ComputationGraph graph
                        ? graph.getConfiguration().getBackpropType()
                        : BackpropType.Standard;
        return type == BackpropType.TruncatedBPTT;
    }

    /** Whether this is a later window: recurrent layers then hold the state that the window before left. */
    static boolean continuesSequence(Model model) {
        Layer[] layers = model instanceof MultiLayerNetwork network
                ? network.getLayers()
                : model instanceof ComputationGraph graph ? graph.getLayers() : new Layer[0];
        for (Layer layer : layers) {
            if (layer instanceof RecurrentLayer recurrent
                    && recurrent.rnnGetPreviousState() != null
                    && !recurrent.rnnGetPreviousState().isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
