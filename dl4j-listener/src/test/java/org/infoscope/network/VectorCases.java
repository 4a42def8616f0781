package org.infoscope.network;

import static org.infoscope.network.LayerCases.ROWS;
import static org.infoscope.network.LayerCases.dense;
import static org.infoscope.network.LayerCases.gaussian;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.infoscope.network.LayerCases.Case;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers between dense ones. */
final class VectorCases {

    private final List<Case> cases = new ArrayList<>();

    private VectorCases() {}

    static List<Case> all() {
        VectorCases made = new VectorCases();
        made.vectors();
        return made.cases;
    }

    private void vectors() {
        for (Activation activation : Activation.values()) {
            if (activation != Activation.RRELU) {
                vector("dense " + activation, () -> dense(5, activation));
                vector("activation " + activation, () -> new ActivationLayer(activation));
            }
        }
        vector(
                "dense without bias",
                () -> new DenseLayer.Builder().nOut(4).hasBias(false).build());
        vector(
                "dense with layer norm",
                () -> new DenseLayer.Builder()
                        .nOut(4)
                        .hasLayerNorm(true)
                        .activation(Activation.TANH)
                        .build());
        vector(
                "dense with dropout",
                () -> new DenseLayer.Builder().nOut(4).dropOut(0.5).build());
        vector("dropout", () -> new DropoutLayer(0.5));
        vector("frozen", () -> new FrozenLayer(dense(4, Activation.TANH)));
        vector("frozen with backprop", () -> new FrozenLayerWithBackprop(dense(4, Activation.TANH)));
        vector("batch norm", () -> new BatchNormalization.Builder().build());
        vector(
                "batch norm, log10 deviation",
                () -> new BatchNormalization.Builder().useLogStd(true).build());
        vector(
                "batch norm, gamma and beta fixed",
                () -> new BatchNormalization.Builder(true).gamma(1.5).beta(0.3).build());
        vector(
                "batch norm, gamma fixed without beta",
                () -> new BatchNormalization.Builder(true).gamma(1.5).beta(0).build());
        vector(
                "element-wise multiplication",
                () -> new ElementWiseMultiplicationLayer.Builder()
                        .nOut(6)
                        .activation(Activation.TANH)
                        .build());
        vector("prelu", () -> new PReLULayer.Builder().inputShape(6).build());
        vector(
                "output",
                () -> new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build());
        vector(
                "center loss",
                () -> new CenterLossOutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build());
        vector(
                "loss",
                () -> new LossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build());
        put(
                "repeat vector",
                InputType.feedForward(4),
                gaussian(ROWS, 4),
                null,
                List.of(
                        () -> dense(3, Activation.TANH),
                        () -> new RepeatVector.Builder<>(4).build(),
                        () -> new LSTM.Builder().nOut(3).build()));
    }

    private void vector(String name, Supplier<Layer> layer) {
        Supplier<Layer> before = () -> dense(6, Activation.IDENTITY);
        if (name.contains("loss") || name.equals("output")) {
            put(name, InputType.feedForward(5), gaussian(ROWS, 5), null, List.of(before, layer));
        } else {
            put(
                    name,
                    InputType.feedForward(5),
                    gaussian(ROWS, 5),
                    null,
                    List.of(before, layer, () -> dense(3, Activation.SIGMOID)));
        }
    }

    private void put(
            String name, InputType input, INDArray features, @Nullable INDArray mask, List<Supplier<Layer>> layers) {
        cases.add(LayerCases.sequence(name, input, features, mask, layers));
    }
}
