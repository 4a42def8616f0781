package org.infoscope.sample;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.api.UIServer;
import org.infoscope.history.RunHistory;
import org.infoscope.listener.RepresentationListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** The short program of the README: one listener, one storage, one page. */
public final class Snippet {

    private Snippet() {}

    /**
     * Trains a tiny network on noise images whose upper half is brighter or darker than the lower one.
     *
     * @param arguments the file for the run; {@code snippet.db} without one
     * @throws IOException if the run cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        INDArray images = Nd4j.rand(DataType.FLOAT, 1024, 1, 16, 16);
        INDArray upper = images.get(all(), all(), interval(0, 8), all()).mean(1, 2, 3);
        INDArray brighter = upper.gt(images.mean(1, 2, 3)).castTo(DataType.FLOAT);
        DataSet data = new DataSet(images, Nd4j.stack(1, brighter, brighter.rsub(1)));

        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.002))
                .activation(Activation.RELU)
                .list(
                        new ConvolutionLayer.Builder(3, 3).nOut(8).build(),
                        new ConvolutionLayer.Builder(3, 3).nOut(8).build(),
                        new OutputLayer.Builder()
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build())
                .setInputType(InputType.convolutional(16, 16, 1))
                .build());
        network.init();

        try (RunHistory run = RunHistory.open(Path.of(arguments.length > 0 ? arguments[0] : "snippet.db"));
                RepresentationListener listener = new RepresentationListener(run)) {
            UIServer.getInstance().attach(run); // http://localhost:9000/representation
            network.setListeners(listener);
            network.fit(new ListDataSetIterator<>(data.asList(), 32), 20);
        }
    }
}
