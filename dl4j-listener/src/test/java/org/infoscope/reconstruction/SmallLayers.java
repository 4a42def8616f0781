package org.infoscope.reconstruction;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.kernel.Kernels;
import org.infoscope.metric.MetricResult;
import org.infoscope.metric.MetricValue;
import org.infoscope.metric.ProbeInput;
import org.infoscope.metric.Snapshot;
import org.infoscope.network.ForwardPass;
import org.infoscope.network.LayerActivations;
import org.infoscope.network.NetworkBlueprint;
import org.infoscope.network.Replica;
import org.infoscope.network.ReplicaLayer;
import org.infoscope.network.ReplicaRefusedException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks and data small enough for a decoder to learn in a second. */
final class SmallLayers {

    private SmallLayers() {}

    /** Independent normal numbers: what a layer drops, nothing else tells. */
    static INDArray vectors(int n, int length, long seed) {
        Random random = new Random(seed);
        float[] values = new float[n * length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Nd4j.createFromArray(values).reshape('c', n, length);
    }

    /** One bright blob each, at any place, in one channel. */
    static INDArray blobs(int n, int side, long seed) {
        Random random = new Random(seed);
        INDArray images = Nd4j.zeros(DataType.FLOAT, n, 1, side, side);
        for (int example = 0; example < n; example++) {
            double row = random.nextDouble() * (side - 1);
            double column = random.nextDouble() * (side - 1);
            double height = 1 + random.nextDouble();
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    double distance = (y - row) * (y - row) + (x - column) * (x - column);
                    images.putScalar(new int[] {example, 0, y, x}, height * Math.exp(-distance / 4));
                }
            }
        }
        return images;
    }

    /** One dense layer without bias or nonlinearity, and an output nobody looks at. */
    static MultiLayerNetwork linear(INDArray weights) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(weights.size(0))
                        .nOut(weights.size(1))
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.feedForward(weights.size(0)))
                .build());
        network.init();
        network.getLayer(0).setParam("W", weights);
        return network;
    }

    /** Convolution, pooling, convolution, pooling, dense, softmax, on 8 x 8 images. */
    static MultiLayerNetwork convolutional(long seed) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(0.01))
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(6)
                        .padding(1, 1)
                        .activation(Activation.RELU)
                        .build())
                .layer(new SubsamplingLayer.Builder()
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(6)
                        .padding(1, 1)
                        .activation(Activation.RELU)
                        .build())
                .layer(new SubsamplingLayer.Builder()
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(8)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(8, 8, 1))
                .build());
        network.init();
        return network;
    }

    /** As the analysis hands a layer to a metric. */
    static Snapshot snapshot(MultiLayerNetwork network, String layer, INDArray inputs) {
        return snapshot(network, layer, ProbeInput.of(inputs), inputs);
    }

    static Snapshot snapshot(MultiLayerNetwork network, String layer, ProbeInput probe, INDArray inputs) {
        Replica replica;
        try {
            replica = Replica.of(NetworkBlueprint.of(network), Long.MAX_VALUE);
        } catch (ReplicaRefusedException impossible) {
            throw new IllegalStateException(impossible);
        }
        replica.assign(network.params());
        INDArray[] features = {inputs};
        @Nullable INDArray[] masks = new INDArray[1];
        ForwardPass pass = replica.forward(features, masks, List.of(layer), 64);
        LayerActivations activations = pass.activations().get(layer);
        ReplicaLayer facts = replica.layers().stream()
                .filter(candidate -> candidate.name().equals(layer))
                .findFirst()
                .orElseThrow();
        if (activations == null) {
            throw new IllegalStateException(pass.reasons().toString());
        }
        return new Snapshot(
                layer,
                activations.array(),
                null,
                null,
                facts.stride(),
                Kernels.best(),
                probe,
                replica.gradients(layer, features, masks));
    }

    static double scalar(MetricResult result, String name) {
        return result.values().stream()
                .filter(value ->
                        value instanceof MetricValue.Scalar && value.name().equals(name))
                .mapToDouble(value -> ((MetricValue.Scalar) value).value())
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + name + " in " + result));
    }

    static MetricValue.PixelMaps maps(MetricResult result) {
        return result.values().stream()
                .filter(MetricValue.PixelMaps.class::isInstance)
                .map(MetricValue.PixelMaps.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
