package org.infoscope.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.metric.LayerGradients;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class LayerGradientsTest {

    @Test
    void aDenseNetworkAgreesWithCentralDifferences() throws Exception {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(7)
                        .activation(Activation.TANH)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(5)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(4))
                .build());
        network.init();
        INDArray inputs = Jacobians.gaussian(1, 6, 4);
        Replica replica = Jacobians.replica(network);
        for (String layer : new String[] {"layer0", "layer1", "layer2"}) {
            LayerGradients gradients =
                    Jacobians.gradients(replica, layer, new INDArray[] {inputs}, new @Nullable INDArray[1]);
            INDArray f = gradients.activations(Jacobians.each(inputs), inputs);
            INDArray v = Jacobians.gaussian(2, f.shape());
            INDArray gradient = gradients.gradient(Jacobians.each(inputs), inputs, seen -> v);
            assertThat(Jacobians.distance(gradient, Jacobians.byDifferences(gradients, inputs, v)))
                    .as(layer)
                    .isLessThan(1e-8);
        }
    }
}
