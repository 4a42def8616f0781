package org.infoscope.network;

import static org.infoscope.network.LayerCases.ROWS;
import static org.infoscope.network.LayerCases.dense;
import static org.infoscope.network.LayerCases.gaussian;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.infoscope.network.LayerCases.Case;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers after a convolution, in both formats. */
final class ImageCases {

    private final List<Case> cases = new ArrayList<>();

    private ImageCases() {}

    static List<Case> all() {
        ImageCases made = new ImageCases();
        for (CNN2DFormat format : CNN2DFormat.values()) {
            made.images(format);
        }
        return made.cases;
    }

    private void images(CNN2DFormat format) {
        for (ConvolutionMode mode : List.of(ConvolutionMode.Same, ConvolutionMode.Truncate)) {
            image(
                    format,
                    "convolution " + mode,
                    () -> new ConvolutionLayer.Builder(3, 2)
                            .nOut(3)
                            .stride(2, 1)
                            .convolutionMode(mode)
                            .dataFormat(format)
                            .activation(Activation.TANH)
                            .build());
            image(
                    format,
                    "deconvolution " + mode,
                    () -> new Deconvolution2D.Builder(3, 2)
                            .nOut(3)
                            .stride(2, 1)
                            .convolutionMode(mode)
                            .dataFormat(format)
                            .activation(Activation.TANH)
                            .build());
            image(
                    format,
                    "separable convolution " + mode,
                    () -> new SeparableConvolution2D.Builder(3, 2)
                            .nOut(3)
                            .depthMultiplier(2)
                            .convolutionMode(mode)
                            .dataFormat(format)
                            .activation(Activation.TANH)
                            .build());
            image(
                    format,
                    "depthwise convolution " + mode,
                    () -> new DepthwiseConvolution2D.Builder(3, 2)
                            .nOut(6)
                            .depthMultiplier(2)
                            .convolutionMode(mode)
                            .dataFormat(format)
                            .activation(Activation.TANH)
                            .build());
            for (PoolingType type : PoolingType.values()) {
                if (type != PoolingType.SUM) {
                    image(
                            format,
                            "pooling " + type + " " + mode,
                            () -> new SubsamplingLayer.Builder(type)
                                    .kernelSize(2, 3)
                                    .stride(1, 2)
                                    .pnorm(3)
                                    .convolutionMode(mode)
                                    .dataFormat(format)
                                    .build());
                }
            }
        }
        image(
                format,
                "dilated convolution without bias",
                () -> new ConvolutionLayer.Builder(2, 2)
                        .nOut(3)
                        .dilation(2, 2)
                        .hasBias(false)
                        .dataFormat(format)
                        .activation(Activation.ELU)
                        .build());
        image(
                format,
                "frozen convolution with padding and dropout",
                () -> new FrozenLayer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(3)
                        .padding(1, 1)
                        .dropOut(0.5)
                        .dataFormat(format)
                        .activation(Activation.RELU)
                        .build()));
        image(
                format,
                "upsampling",
                () -> new Upsampling2D.Builder(2).dataFormat(format).build());
        image(
                format,
                "zero padding",
                () -> new ZeroPaddingLayer.Builder(1, 0, 2, 1)
                        .dataFormat(format)
                        .build());
        image(
                format,
                "cropping",
                () -> new Cropping2D.Builder(1, 0, 0, 2).dataFormat(format).build());
        image(
                format,
                "batch norm",
                () -> new BatchNormalization.Builder().dataFormat(format).build());
        image(
                format,
                "batch norm, log10 deviation",
                () -> new BatchNormalization.Builder()
                        .useLogStd(true)
                        .dataFormat(format)
                        .build());
        image(
                format,
                "batch norm, gamma and beta fixed",
                () -> new BatchNormalization.Builder(true)
                        .gamma(0.7)
                        .beta(0.3)
                        .dataFormat(format)
                        .build());
        image(format, "space to depth", () -> new SpaceToDepthLayer.Builder<>(2, format).build());
        image(format, "activation", () -> new ActivationLayer(Activation.SWISH));
        image(format, "dropout", () -> new DropoutLayer(0.5));
        for (PoolingType type : PoolingType.values()) {
            image(
                    format,
                    "global pooling " + type,
                    () -> new GlobalPoolingLayer.Builder(type).pnorm(3).build());
        }
        image(format, "dense", () -> dense(4, Activation.TANH));
        images(
                format,
                "pixel loss",
                List.of(() -> new CnnLossLayer.Builder(LossFunction.MCXENT)
                        .format(format)
                        .activation(Activation.SOFTMAX)
                        .build()));
        if (format == CNN2DFormat.NCHW) {
            image(format, "local response normalisation", () -> new LocalResponseNormalization.Builder().build());
            image(
                    format,
                    "prelu with shared axes",
                    () -> new PReLULayer.Builder()
                            .inputShape(3, 6, 6)
                            .sharedAxes(2, 3)
                            .build());
            put(
                    "flat images",
                    InputType.convolutionalFlat(5, 5, 1),
                    gaussian(ROWS, 25),
                    null,
                    List.of(() -> before(format), () -> dense(3, Activation.TANH)));
        }
    }

    private static Layer before(CNN2DFormat format) {
        return new ConvolutionLayer.Builder(2, 2)
                .nOut(3)
                .convolutionMode(ConvolutionMode.Same)
                .dataFormat(format)
                .activation(Activation.TANH)
                .build();
    }

    private void image(CNN2DFormat format, String name, Supplier<Layer> layer) {
        images(
                format,
                name,
                List.of(
                        layer,
                        () -> new OutputLayer.Builder(LossFunction.MSE)
                                .nOut(3)
                                .activation(Activation.IDENTITY)
                                .build()));
    }

    private void images(CNN2DFormat format, String name, List<Supplier<Layer>> layers) {
        List<Supplier<Layer>> all = new ArrayList<>(List.of(() -> before(format)));
        all.addAll(layers);
        INDArray maps = gaussian(ROWS, 2, 6, 6);
        put(
                name + ", " + format,
                InputType.convolutional(6, 6, 2, format),
                format == CNN2DFormat.NCHW ? maps : maps.permute(0, 2, 3, 1).dup('c'),
                null,
                all);
    }

    private void put(
            String name, InputType input, INDArray features, @Nullable INDArray mask, List<Supplier<Layer>> layers) {
        cases.add(LayerCases.sequence(name, input, features, mask, layers));
    }
}
