package org.infoscope.sample;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;

/**
 * A small residual network (He et al., arXiv 1512.03385): a first convolution, three blocks of 8, 16 and 32 maps, the last two
 * halving the maps' sides, global average pooling. Each block adds its input, brought to size by a 1 x 1 convolution where
 * needed, to two convolutions with batch normalisation.
 */
final class ResidualNetwork {

    private static final int[] WIDTHS = {8, 16, 32};

    private final GraphBuilder graph;

    private ResidualNetwork(GraphBuilder graph) {
        this.graph = graph;
    }

    static ComputationGraph create(ImageData images, NeuralNetConfiguration.Builder base) {
        GraphBuilder graph = base.convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(images.height(), images.width(), images.channels()));
        ResidualNetwork network = new ResidualNetwork(graph);
        String last = network.relu("stem", network.convolution("stem", "input", 3, WIDTHS[0], 1));
        for (int block = 0; block < WIDTHS.length; block++) {
            last = network.block("block" + (block + 1), last, WIDTHS[block], block == 0 ? 1 : 2);
        }
        graph.addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last)
                .addLayer("output", Architecture.output(), "pool")
                .setOutputs("output");
        ComputationGraph built = new ComputationGraph(graph.build());
        built.init();
        return built;
    }

    private String block(String name, String input, int width, int stride) {
        String first = relu(name + "-a", convolution(name + "-a", input, 3, width, stride));
        String second = convolution(name + "-b", first, 3, width, 1);
        String shortcut = stride == 1 ? input : convolution(name + "-shortcut", input, 1, width, stride);
        graph.addVertex(name + "-add", new ElementWiseVertex(ElementWiseVertex.Op.Add), second, shortcut);
        return relu(name, name + "-add");
    }

    /** A convolution and its batch normalisation, still without a nonlinearity. */
    private String convolution(String name, String input, int side, int width, int stride) {
        graph.addLayer(
                name + "-conv",
                new ConvolutionLayer.Builder(side, side)
                        .nOut(width)
                        .stride(stride, stride)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build(),
                input);
        graph.addLayer(
                name + "-norm",
                new BatchNormalization.Builder().activation(Activation.IDENTITY).build(),
                name + "-conv");
        return name + "-norm";
    }

    private String relu(String name, String input) {
        graph.addLayer(
                name, new ActivationLayer.Builder().activation(Activation.RELU).build(), input);
        return name;
    }
}
