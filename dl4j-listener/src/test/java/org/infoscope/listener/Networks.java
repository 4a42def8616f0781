package org.infoscope.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks and data of every kind that the listener must serve. Data is drawn from java.util.Random, never from ND4J's generator. */
public final class Networks {

    private Networks() {}

    /** Convolutions with batch normalisation, a separate activation, dropout and weight noise; 8 x 8 maps, 3 classes. */
    public static MultiLayerNetwork convolutional(long seed, CNN2DFormat format) {
        InputType input = InputType.convolutional(8, 8, 2, format);
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-2))
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .dataFormat(format)
                        .activation(Activation.IDENTITY)
                        .convolutionMode(ConvolutionMode.Same)
                        .build())
                .layer(new BatchNormalization.Builder().dataFormat(format).build())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(new SubsamplingLayer.Builder(2, 2)
                        .stride(2, 2)
                        .dataFormat(format)
                        .build())
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(5)
                        .dataFormat(format)
                        .stride(1, 1)
                        .dropOut(0.7)
                        .activation(Activation.TANH)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(7)
                        .activation(Activation.RELU)
                        .dropOut(0.5)
                        .weightNoise(new DropConnect(0.8, true))
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(input)
                .build());
        network.init();
        return network;
    }

    /** A recurrent network over 3 features and 2 classes. */
    public static MultiLayerNetwork recurrent(long seed, boolean truncated) {
        NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-2))
                .list()
                .layer(new LSTM.Builder().nOut(6).activation(Activation.TANH).build())
                .layer(new DenseLayer.Builder()
                        .nOut(5)
                        .activation(Activation.RELU)
                        .dropOut(0.8)
                        .build())
                .layer(new LSTM.Builder().nOut(4).activation(Activation.TANH).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(3));
        if (truncated) {
            builder.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(4);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(builder.build());
        network.init();
        return network;
    }

    /** Two inputs, a residual sum before its activation, a merge, global pooling, a class output and a single sigmoid. */
    public static ComputationGraph graph(long seed) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-2))
                .graphBuilder()
                .addInputs("image", "extra")
                .addLayer("stem", conv(4, Activation.RELU), "image")
                .addLayer("branch", conv(4, Activation.IDENTITY), "stem")
                .addLayer("norm", new BatchNormalization(), "branch")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "norm", "stem")
                .addLayer("relu", new ActivationLayer(Activation.RELU), "sum")
                .addLayer("other", new ActivationLayer(Activation.TANH), "sum")
                .addVertex("both", new MergeVertex(), "relu", "other")
                .addLayer("pool", new GlobalPoolingLayer(), "both")
                .addLayer(
                        "side",
                        new DenseLayer.Builder()
                                .nOut(3)
                                .activation(Activation.TANH)
                                .dropOut(0.6)
                                .build(),
                        "extra")
                .addVertex("join", new MergeVertex(), "pool", "side")
                .addLayer("classes", output(LossFunction.MCXENT, 3, Activation.SOFTMAX), "join")
                .addLayer("flag", output(LossFunction.XENT, 1, Activation.SIGMOID), "join")
                .setOutputs("classes", "flag")
                .setInputTypes(InputType.convolutional(6, 6, 2), InputType.feedForward(4))
                .build());
        graph.init();
        return graph;
    }

    private static OutputLayer output(LossFunction loss, int classes, Activation activation) {
        return new OutputLayer.Builder(loss)
                .nOut(classes)
                .activation(activation)
                .build();
    }

    private static ConvolutionLayer conv(int channels, Activation activation) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(channels)
                .activation(activation)
                .convolutionMode(ConvolutionMode.Same)
                .build();
    }

    /** Gaussian numbers from a seed. */
    public static INDArray gaussian(long seed, long... shape) {
        Random random = new Random(seed);
        INDArray array = Nd4j.create(DataType.FLOAT, shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextGaussian());
        }
        return array;
    }

    /** One-hot rows. */
    public static INDArray oneHot(long seed, int examples, int classes) {
        Random random = new Random(seed);
        INDArray array = Nd4j.zeros(DataType.FLOAT, examples, classes);
        for (int row = 0; row < examples; row++) {
            array.putScalar(row, random.nextInt(classes), 1);
        }
        return array;
    }

    /** Images in a format with classes. */
    public static DataSet images(long seed, int examples, CNN2DFormat format) {
        INDArray maps = gaussian(seed, examples, 2, 8, 8);
        return new DataSet(
                format == CNN2DFormat.NCHW ? maps : maps.permute(0, 2, 3, 1).dup('c'), oneHot(seed, examples, 3));
    }

    /** Sequences of 10 steps, later ones masked, a class at every step. */
    public static DataSet sequences(long seed, int examples, boolean masked) {
        int steps = 10;
        Random random = new Random(seed);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, examples, 2, steps);
        INDArray mask = Nd4j.ones(DataType.FLOAT, examples, steps);
        for (int row = 0; row < examples; row++) {
            int length = masked ? 3 + random.nextInt(steps - 2) : steps;
            for (int step = 0; step < steps; step++) {
                labels.putScalar(new int[] {row, random.nextInt(2), step}, 1);
                mask.putScalar(row, step, step < length ? 1 : 0);
            }
        }
        DataSet data = new DataSet(gaussian(seed, examples, 3, steps), labels);
        if (masked) {
            data.setFeaturesMaskArray(mask);
            data.setLabelsMaskArray(mask.dup());
        }
        return data;
    }

    /** Data for {@link #graph}. */
    public static org.nd4j.linalg.dataset.MultiDataSet pairs(long seed, int examples) {
        Random random = new Random(seed + 1);
        INDArray flags = Nd4j.zeros(DataType.FLOAT, examples, 1);
        for (int row = 0; row < examples; row++) {
            flags.putScalar(row, 0, random.nextInt(2));
        }
        return new org.nd4j.linalg.dataset.MultiDataSet(
                new INDArray[] {gaussian(seed, examples, 2, 6, 6), gaussian(seed + 2, examples, 4)},
                new INDArray[] {oneHot(seed, examples, 3), flags});
    }

    /** Minibatches with seeds from 0. */
    public static <T> List<T> batches(int count, java.util.function.LongFunction<T> batch) {
        List<T> batches = new ArrayList<>();
        for (long seed = 0; seed < count; seed++) {
            batches.add(batch.apply(seed));
        }
        return batches;
    }
}
