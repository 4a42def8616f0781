package org.infoscope.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks around every kind of layer: one before it, so that a gradient has somewhere to go, and one after it. */
final class LayerCases {

    /**
     * A network and examples for it.
     *
     * @param name for the report
     * @param network of an element type, initialised, its parameters drawn
     * @param features in double
     * @param masks each may be null
     * @param layers to be checked
     */
    record Case(
            String name,
            Function<DataType, Model> network,
            INDArray[] features,
            @Nullable INDArray[] masks,
            List<String> layers) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final int ROWS = 3;
    private static final int STEPS = 5;

    private final List<Case> cases = new ArrayList<>();

    private LayerCases() {}

    static List<Case> all() {
        LayerCases made = new LayerCases();
        made.vectors();
        for (CNN2DFormat format : CNN2DFormat.values()) {
            made.images(format);
        }
        for (RNNFormat format : RNNFormat.values()) {
            made.sequences(format, false);
            made.sequences(format, true);
        }
        return made.cases;
    }

    private void vectors() {
        for (Activation activation : Activation.values()) {
            if (activation != Activation.RRELU) {
                vector("dense " + activation, () -> dense(5, activation));
                vector("activation " + activation, () -> new ActivationLayer(activation));
            }
        }
        vector("dense without bias", () -> new DenseLayer.Builder().nOut(4).hasBias(false).build());
        vector("dense with layer norm", () -> new DenseLayer.Builder()
                .nOut(4)
                .hasLayerNorm(true)
                .activation(Activation.TANH)
                .build());
        vector("dense with dropout", () -> new DenseLayer.Builder().nOut(4).dropOut(0.5).build());
        vector("dropout", () -> new DropoutLayer(0.5));
        vector("frozen", () -> new FrozenLayer(dense(4, Activation.TANH)));
        vector("frozen with backprop", () -> new FrozenLayerWithBackprop(dense(4, Activation.TANH)));
        vector("batch norm", () -> new BatchNormalization.Builder().build());
        vector("batch norm, log10 deviation", () -> new BatchNormalization.Builder()
                .useLogStd(true)
                .build());
        vector("batch norm, gamma and beta fixed", () -> new BatchNormalization.Builder(true)
                .gamma(1.5)
                .beta(0.3)
                .build());
        vector("batch norm, gamma fixed without beta", () -> new BatchNormalization.Builder(true)
                .gamma(1.5)
                .beta(0)
                .build());
        vector("element-wise multiplication", () -> new ElementWiseMultiplicationLayer.Builder()
                .nOut(6)
                .activation(Activation.TANH)
                .build());
        vector("prelu", () -> new PReLULayer.Builder().inputShape(6).build());
        vector("output", () -> new OutputLayer.Builder()
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build());
        vector("center loss", () -> new CenterLossOutputLayer.Builder()
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build());
        vector("loss", () -> new LossLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .build());
        add(
                "repeat vector",
                InputType.feedForward(4),
                gaussian(ROWS, 4),
                null,
                () -> dense(3, Activation.TANH),
                () -> new RepeatVector.Builder(4).build(),
                () -> new LSTM.Builder().nOut(3).build());
    }

    private void vector(String name, Supplier<Layer> layer) {
        Supplier<Layer> before = () -> dense(6, Activation.IDENTITY);
        if (name.contains("loss") || name.equals("output")) {
            add(name, InputType.feedForward(5), gaussian(ROWS, 5), null, before, layer);
        } else {
            add(name, InputType.feedForward(5), gaussian(ROWS, 5), null, before, layer, () -> dense(3, Activation.SIGMOID));
        }
    }

    private static Layer dense(int units, Activation activation) {
        return new DenseLayer.Builder().nOut(units).activation(activation).build();
    }

    private void images(CNN2DFormat format) {
        for (ConvolutionMode mode : List.of(ConvolutionMode.Same, ConvolutionMode.Truncate)) {
            image(format, "convolution " + mode, () -> new ConvolutionLayer.Builder(3, 2)
                    .nOut(3)
                    .stride(2, 1)
                    .convolutionMode(mode)
                    .dataFormat(format)
                    .activation(Activation.TANH)
                    .build());
            image(format, "deconvolution " + mode, () -> new Deconvolution2D.Builder(3, 2)
                    .nOut(3)
                    .stride(2, 1)
                    .convolutionMode(mode)
                    .dataFormat(format)
                    .activation(Activation.TANH)
                    .build());
            image(format, "separable convolution " + mode, () -> new SeparableConvolution2D.Builder(3, 2)
                    .nOut(3)
                    .depthMultiplier(2)
                    .convolutionMode(mode)
                    .dataFormat(format)
                    .activation(Activation.TANH)
                    .build());
            image(format, "depthwise convolution " + mode, () -> new DepthwiseConvolution2D.Builder(3, 2)
                    .nOut(6)
                    .depthMultiplier(2)
                    .convolutionMode(mode)
                    .dataFormat(format)
                    .activation(Activation.TANH)
                    .build());
            for (PoolingType type : PoolingType.values()) {
                if (type != PoolingType.SUM) {
                    image(format, "pooling " + type + " " + mode, () -> new SubsamplingLayer.Builder(type)
                            .kernelSize(2, 3)
                            .stride(1, 2)
                            .pnorm(3)
                            .convolutionMode(mode)
                            .dataFormat(format)
                            .build());
                }
            }
        }
        image(format, "dilated convolution without bias", () -> new ConvolutionLayer.Builder(2, 2)
                .nOut(3)
                .dilation(2, 2)
                .hasBias(false)
                .dataFormat(format)
                .activation(Activation.ELU)
                .build());
        image(format, "frozen convolution with padding and dropout", () -> new FrozenLayer(
                new ConvolutionLayer.Builder(3, 3)
                        .nOut(3)
                        .padding(1, 1)
                        .dropOut(0.5)
                        .dataFormat(format)
                        .activation(Activation.RELU)
                        .build()));
        image(format, "upsampling", () -> new Upsampling2D.Builder(2).dataFormat(format).build());
        image(format, "zero padding", () -> new ZeroPaddingLayer.Builder(1, 0, 2, 1)
                .dataFormat(format)
                .build());
        image(format, "cropping", () -> new Cropping2D.Builder(1, 0, 0, 2).dataFormat(format).build());
        image(format, "batch norm", () -> new BatchNormalization.Builder()
                .dataFormat(format)
                .build());
        image(format, "batch norm, log10 deviation", () -> new BatchNormalization.Builder()
                .useLogStd(true)
                .dataFormat(format)
                .build());
        image(format, "batch norm, gamma and beta fixed", () -> new BatchNormalization.Builder(true)
                .gamma(0.7)
                .beta(0.3)
                .dataFormat(format)
                .build());
        image(format, "space to depth", () -> new SpaceToDepthLayer.Builder(2, format).build());
        image(format, "activation", () -> new ActivationLayer(Activation.SWISH));
        image(format, "dropout", () -> new DropoutLayer(0.5));
        for (PoolingType type : PoolingType.values()) {
            image(format, "global pooling " + type, () -> new GlobalPoolingLayer.Builder(type)
                    .pnorm(3)
                    .build());
        }
        image(format, "dense", () -> dense(4, Activation.TANH));
        images(format, "pixel loss", () -> new CnnLossLayer.Builder(LossFunction.MCXENT)
                .format(format)
                .activation(Activation.SOFTMAX)
                .build());
        if (format == CNN2DFormat.NCHW) {
            image(format, "local response normalisation", () -> new LocalResponseNormalization.Builder().build());
            image(format, "prelu with shared axes", () -> new PReLULayer.Builder()
                    .inputShape(3, 6, 6)
                    .sharedAxes(2, 3)
                    .build());
            add(
                    "flat images",
                    InputType.convolutionalFlat(5, 5, 1),
                    gaussian(ROWS, 25),
                    null,
                    () -> before(format),
                    () -> dense(3, Activation.TANH));
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
        images(format, name, layer, () -> new OutputLayer.Builder(LossFunction.MSE)
                .nOut(3)
                .activation(Activation.IDENTITY)
                .build());
    }

    @SafeVarargs
    private void images(CNN2DFormat format, String name, Supplier<Layer>... layers) {
        List<Supplier<Layer>> all = new ArrayList<>(List.of(() -> before(format)));
        all.addAll(List.of(layers));
        INDArray maps = gaussian(ROWS, 2, 6, 6);
        add(
                name + ", " + format,
                InputType.convolutional(6, 6, 2, format),
                format == CNN2DFormat.NCHW ? maps : maps.permute(0, 2, 3, 1).dup('c'),
                null,
                all.toArray(Supplier[]::new));
    }

    private void sequences(RNNFormat format, boolean masked) {
        sequence(format, masked, "LSTM", () -> lstm(format));
        sequence(format, masked, "frozen LSTM", () -> new FrozenLayer(lstm(format)));
        sequence(format, masked, "simple RNN", () -> new SimpleRnn.Builder()
                .nOut(3)
                .dataFormat(format)
                .activation(Activation.TANH)
                .build());
        for (Bidirectional.Mode mode : Bidirectional.Mode.values()) {
            sequence(format, masked, "bidirectional " + mode, () -> new Bidirectional(mode, lstm(format)));
        }
        sequence(format, masked, "last step", () -> new LastTimeStep(lstm(format)));
        sequence(format, masked, "mask zero", () -> new MaskZeroLayer(lstm(format), 0.0));
        sequence(format, masked, "upsampling", () -> new Upsampling1D.Builder(2).build());
        sequence(format, masked, "zero padding", () -> new ZeroPadding1DLayer.Builder(1, 2).build());
        sequence(format, masked, "cropping", () -> new Cropping1D.Builder(1, 1).build());
        sequence(format, masked, "dense between", () -> dense(4, Activation.TANH), () -> lstm(format));
        sequence(format, masked, "output", () -> new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .dataFormat(format)
                .activation(Activation.SOFTMAX)
                .build());
        sequence(format, masked, "loss", () -> new RnnLossLayer.Builder(LossFunction.MCXENT)
                .dataFormat(format)
                .activation(Activation.SOFTMAX)
                .build());
        if (!masked) {
            sequence(format, false, "time distributed", () -> new TimeDistributed(dense(3, Activation.TANH), format));
        }
        if (!masked || format == RNNFormat.NCW) {
            for (PoolingType type : PoolingType.values()) {
                sequence(format, masked, "global pooling " + type, () -> new GlobalPoolingLayer.Builder(type)
                        .pnorm(3)
                        .build());
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
            sequence(format, masked, "convolution " + mode, () -> new Convolution1DLayer.Builder(2)
                    .nOut(3)
                    .convolutionMode(mode)
                    .rnnDataFormat(format)
                    .activation(Activation.TANH)
                    .build());
        }
        sequence(format, masked, "pooling", () -> new Subsampling1DLayer.Builder(SubsamplingLayer.PoolingType.MAX, 2, 1).build());
        sequence(format, masked, "average pooling", () -> new Subsampling1DLayer.Builder(SubsamplingLayer.PoolingType.AVG, 2, 2).build());
    }

    private static Layer lstm(RNNFormat format) {
        return new LSTM.Builder()
                .nOut(3)
                .dataFormat(format)
                .activation(Activation.TANH)
                .build();
    }

    @SafeVarargs
    private void sequence(RNNFormat format, boolean masked, String name, Supplier<Layer>... layers) {
        List<Supplier<Layer>> all = new ArrayList<>(List.of(() -> lstm(format)));
        all.addAll(List.of(layers));
        INDArray steps = gaussian(ROWS, 2, STEPS);
        INDArray mask = Nd4j.ones(DataType.DOUBLE, ROWS, STEPS);
        mask.putScalar(1, STEPS - 1, 0);
        mask.putScalar(2, STEPS - 1, 0);
        mask.putScalar(2, STEPS - 2, 0);
        add(
                name + ", " + format + (masked ? ", masked" : ""),
                InputType.recurrent(2, STEPS, format),
                format == RNNFormat.NCW ? steps : steps.permute(0, 2, 1).dup('c'),
                masked ? mask : null,
                all.toArray(Supplier[]::new));
    }

    @SafeVarargs
    private void add(
            String name,
            InputType input,
            INDArray features,
            @Nullable INDArray mask,
            Supplier<? extends Layer>... layers) {
        Function<DataType, Model> network = type -> {
            NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder()
                    .seed(5)
                    .dataType(type)
                    .list();
            for (Supplier<? extends Layer> layer : layers) {
                builder.layer(layer.get());
            }
            MultiLayerNetwork model =
                    new MultiLayerNetwork(builder.setInputType(input).build());
            model.init();
            draw(model);
            return model;
        };
        List<String> names = new ArrayList<>();
        for (int i = 1; i < layers.length; i++) {
            names.add("layer" + i);
        }
        cases.add(new Case(name, network, new INDArray[] {features}, new @Nullable INDArray[] {mask}, names));
    }

    private static INDArray gaussian(long... shape) {
        return Jacobians.gaussian(11, shape);
    }

    /** Parameters that are not at their initial values, where zero biases and unit variances would hide an error. */
    static void draw(Model model) {
        Random random = new Random(7);
        model.paramTable().forEach((name, values) -> {
            boolean positive = name.endsWith("_var") || name.endsWith("_gamma") || name.endsWith("_g");
            for (long i = 0; i < values.length(); i++) {
                double value = random.nextGaussian();
                values.putScalar(i, positive ? 0.5 + Math.abs(value) : 0.6 * value);
            }
        });
    }
}
