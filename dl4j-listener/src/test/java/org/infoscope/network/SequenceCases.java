package org.infoscope.network;

import static org.infoscope.network.LayerCases.ROWS;
import static org.infoscope.network.LayerCases.dense;
import static org.infoscope.network.LayerCases.gaussian;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.infoscope.network.LayerCases.Case;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers after a recurrent one, in both formats, with and without a mask. */
final class SequenceCases {

    private static final int STEPS = 5;

    private final List<Case> cases = new ArrayList<>();

    private SequenceCases() {}

    static List<Case> all() {
        SequenceCases made = new SequenceCases();
        for (RNNFormat format : RNNFormat.values()) {
            made.sequences(format, false);
            made.sequences(format, true);
        }
        return made.cases;
    }

    private void sequences(RNNFormat format, boolean masked) {
        sequence(format, masked, "LSTM", () -> lstm(format));
        sequence(format, masked, "frozen LSTM", () -> new FrozenLayer(lstm(format)));
        sequence(
                format,
                masked,
                "simple RNN",
                () -> new SimpleRnn.Builder()
                        .nOut(3)
                        .dataFormat(format)
                        .activation(Activation.TANH)
                        .build());
        for (Bidirectional.Mode mode : Bidirectional.Mode.values()) {
            sequence(format, masked, "bidirectional " + mode, () -> new Bidirectional(mode, lstm(format)));
        }
        sequence(
                format,
                masked,
                "bidirectional simple RNN",
                () -> new Bidirectional(new SimpleRnn.Builder()
                        .nOut(3)
                        .dataFormat(format)
                        .activation(Activation.TANH)
                        .build()));
        sequence(format, masked, "last step", () -> new LastTimeStep(lstm(format)));
        sequence(format, masked, "mask zero", () -> new MaskZeroLayer(lstm(format), 0.0));
        sequence(format, masked, "upsampling", () -> new Upsampling1D.Builder(2).build());
        sequence(format, masked, "zero padding", () -> new ZeroPadding1DLayer.Builder(1, 2).build());
        sequence(format, masked, "cropping", () -> new Cropping1D.Builder(1, 1).build());
        sequences(format, masked, "dense between", List.of(() -> dense(4, Activation.TANH), () -> lstm(format)));
        sequence(
                format,
                masked,
                "output",
                () -> new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .dataFormat(format)
                        .activation(Activation.SOFTMAX)
                        .build());
        sequence(
                format,
                masked,
                "loss",
                () -> new RnnLossLayer.Builder(LossFunction.MCXENT)
                        .dataFormat(format)
                        .activation(Activation.SOFTMAX)
                        .build());
        if (!masked) {
            sequence(format, false, "time distributed", () -> new TimeDistributed(dense(3, Activation.TANH), format));
        }
        if (!masked || format == RNNFormat.NCW) {
            for (PoolingType type : PoolingType.values()) {
                sequence(
                        format,
                        masked,
                        "global pooling " + type,
                        () -> new GlobalPoolingLayer.Builder(type).pnorm(3).build());
            }
            sequence(format, masked, "mask", MaskLayer::new);
        }
        if (format == RNNFormat.NCW) {
            channelsFirst(masked);
        }
    }

    /** What Deeplearning4j runs in this format only. */
    private void channelsFirst(boolean masked) {
        RNNFormat format = RNNFormat.NCW;
        for (ConvolutionMode mode : List.of(ConvolutionMode.Same, ConvolutionMode.Causal)) {
            sequence(
                    format,
                    masked,
                    "convolution " + mode,
                    () -> new Convolution1DLayer.Builder(2)
                            .nOut(3)
                            .convolutionMode(mode)
                            .rnnDataFormat(format)
                            .activation(Activation.TANH)
                            .build());
        }
        sequence(
                format,
                masked,
                "pooling",
                () -> new Subsampling1DLayer.Builder(SubsamplingLayer.PoolingType.MAX, 2, 1).build());
        sequence(
                format,
                masked,
                "average pooling",
                () -> new Subsampling1DLayer.Builder(SubsamplingLayer.PoolingType.AVG, 2, 2).build());
    }

    private static Layer lstm(RNNFormat format) {
        return new LSTM.Builder()
                .nOut(3)
                .dataFormat(format)
                .activation(Activation.TANH)
                .build();
    }

    private void sequence(RNNFormat format, boolean masked, String name, Supplier<Layer> layer) {
        sequences(format, masked, name, List.of(layer));
    }

    private void sequences(RNNFormat format, boolean masked, String name, List<Supplier<Layer>> layers) {
        List<Supplier<Layer>> all = new ArrayList<>(List.of(() -> lstm(format)));
        all.addAll(layers);
        INDArray steps = gaussian(ROWS, 2, STEPS);
        INDArray mask = Nd4j.ones(DataType.DOUBLE, ROWS, STEPS);
        mask.putScalar(1, STEPS - 1, 0);
        mask.putScalar(2, STEPS - 1, 0);
        mask.putScalar(2, STEPS - 2, 0);
        put(
                name + ", " + format + (masked ? ", masked" : ""),
                InputType.recurrent(2, STEPS, format),
                format == RNNFormat.NCW ? steps : steps.permute(0, 2, 1).dup('c'),
                masked ? mask : null,
                all);
    }

    private void put(
            String name, InputType input, INDArray features, @Nullable INDArray mask, List<Supplier<Layer>> layers) {
        cases.add(LayerCases.sequence(name, input, features, mask, layers));
    }
}
