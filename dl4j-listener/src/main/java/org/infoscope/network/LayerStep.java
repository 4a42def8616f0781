package org.infoscope.network;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.feedforward.PReLU;
import org.deeplearning4j.nn.layers.recurrent.TimeDistributedLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer with the preprocessor before it. */
final class LayerStep implements Step {

    private final Layer layer;
    private final @Nullable InputPreProcessor preProcessor;
    private final @Nullable String unsupported;
    private final boolean copiesInTraining;

    /**
     * Of a layer.
     *
     * @param layer may be frozen: a frozen layer gives no gradient, the one inside it does
     * @param preProcessor before the layer
     */
    LayerStep(Layer layer, @Nullable InputPreProcessor preProcessor) {
        this.layer = thawed(layer);
        this.preProcessor = preProcessor;
        String before = preProcessor == null ? null : VerifiedTypes.unsupported(preProcessor);
        this.unsupported = before == null ? VerifiedTypes.unsupported(this.layer) : before;
        // These write into their input in inference; in training they copy it first, and are otherwise the same.
        this.copiesInTraining = this.layer instanceof ActivationLayer || this.layer instanceof PReLU;
    }

    private static Layer thawed(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return thawed(frozen.getInsideLayer());
        }
        return layer instanceof FrozenLayerWithBackprop frozen ? thawed(frozen.getInsideLayer()) : layer;
    }

    /** The layer itself, not frozen. */
    Layer layer() {
        return layer;
    }

    @Override
    public @Nullable String unsupported() {
        return unsupported;
    }

    @Override
    public Mask mask(List<Mask> incoming, int rows) {
        Mask mask = incoming.get(0);
        if (preProcessor != null) {
            mask = mask.through(preProcessor, rows);
        }
        if (mask.array() != null && layer instanceof TimeDistributedLayer) {
            throw new UnsupportedOperationException("A time-distributed layer takes the mask of another example");
        }
        return Mask.of(layer.feedForwardMaskArray(mask.array(), mask.state(), rows));
    }

    @Override
    public INDArray forward(INDArray[] inputs, int rows) {
        INDArray input = inputs[0];
        if (preProcessor != null) {
            input = preProcessor.preProcess(input, rows, Scratch.manager());
        }
        return layer.activate(input, copiesInTraining, Scratch.manager());
    }

    @Override
    public INDArray[] backward(INDArray epsilon, int rows) {
        INDArray gradient = Derivatives.backward(layer, epsilon);
        if (preProcessor != null) {
            gradient = preProcessor.backprop(gradient, rows, Scratch.manager());
        }
        return new INDArray[] {gradient};
    }

    @Override
    public void clear() {
        layer.clear();
    }
}
