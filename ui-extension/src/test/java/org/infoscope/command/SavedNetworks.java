package org.infoscope.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Small real networks, their examples, and files of both. */
final class SavedNetworks {

    static final int EXAMPLES = 40;
    static final int SIDE = 8;
    static final int PIXELS = SIDE * SIDE;

    private SavedNetworks() {}

    /** Convolution, dense and output layer for grey images of 8 x 8 of two classes. */
    static MultiLayerNetwork convolutional() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(11)
                .updater(new Sgd(0.1))
                .activation(Activation.RELU)
                .list(
                        new ConvolutionLayer.Builder(3, 3).name("conv").nOut(4).build(),
                        new DenseLayer.Builder().name("dense").nOut(6).build(),
                        new OutputLayer.Builder()
                                .name("out")
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build())
                .setInputType(InputType.convolutional(SIDE, SIDE, 1))
                .build());
        network.init();
        return network;
    }

    /** A graph of dense layers for rows of 64 numbers of two classes. */
    static ComputationGraph flat() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(12)
                .updater(new Sgd(0.1))
                .activation(Activation.TANH)
                .graphBuilder()
                .addInputs("in")
                .addLayer("dense", new DenseLayer.Builder().nOut(5).build(), "in")
                .addLayer(
                        "out",
                        new OutputLayer.Builder()
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "dense")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(PIXELS))
                .build());
        graph.init();
        return graph;
    }

    /** Pixels of 0 to 255, the same in every test; examples of odd index are brighter. */
    static byte[] pixels() {
        byte[] pixels = new byte[EXAMPLES * PIXELS];
        Random random = new Random(5);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (random.nextInt(156) + 100 * (i / PIXELS % 2));
        }
        return pixels;
    }

    /** The pixels between 0 and 1 as [n, 1, 8, 8], with one-hot labels. */
    static DataSet examples() {
        float[] values = new float[EXAMPLES * PIXELS];
        byte[] pixels = pixels();
        for (int i = 0; i < values.length; i++) {
            values[i] = Byte.toUnsignedInt(pixels[i]) / 255f;
        }
        INDArray labels = Nd4j.zeros(DataType.FLOAT, EXAMPLES, 2);
        for (int i = 0; i < EXAMPLES; i++) {
            labels.putScalar(i, i % 2, 1);
        }
        return new DataSet(Nd4j.createFromArray(values).reshape(EXAMPLES, 1, SIDE, SIDE), labels);
    }

    /** The class of each example, one per line. */
    static Path labels(Path file) throws IOException {
        return Files.writeString(file, "0\n1\n".repeat(EXAMPLES / 2));
    }

    /** The pixels as MNIST's files hold them. */
    static Path idx(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16 + EXAMPLES * PIXELS).order(ByteOrder.BIG_ENDIAN);
        bytes.putInt(0x0803).putInt(EXAMPLES).putInt(SIDE).putInt(SIDE).put(pixels());
        return Files.write(file, bytes.array());
    }

    /** The numbers between 0 and 1 in NumPy's format, of the given shape. */
    static Path npy(Path file, String shape) throws IOException {
        return NpyBytes.floats(
                file,
                ByteOrder.LITTLE_ENDIAN,
                shape,
                examples().getFeatures().dup('c').data().asFloat());
    }

    static Path save(Model network, Path file) throws IOException {
        ModelSerializer.writeModel(network, file.toFile(), true);
        return file;
    }
}
