package org.infoscope.ui;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.listener.Probe;
import org.infoscope.listener.RepresentationListener;
import org.infoscope.metric.Metric;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A real training that takes a second: two convolutions, a dense layer and an output learn to tell drawn patterns. Every second
 * iteration is measured, and none is skipped.
 *
 * @param session DL4J's id
 * @param name of the run
 * @param seed of the network and of its training examples
 * @param updater its learning rate decides whether it learns or diverges
 * @param examples of the probe
 * @param metrics that are measured
 * @param layers the names of the four
 */
record SmallTraining(
        String session,
        String name,
        long seed,
        IUpdater updater,
        int examples,
        List<Metric> metrics,
        List<String> layers) {
    static final List<String> LAYERS = List.of("edges", "shapes", "hidden", "classes");
    static final int EPOCHS = 3;
    static final int BATCHES = 10;
    static final int EVERY = 2;

    private static final int SIDE = 10;
    private static final int KINDS = 3;
    private static final int BATCH = 24;

    SmallTraining(String session, String name, long seed, IUpdater updater, int examples, List<Metric> metrics) {
        this(session, name, seed, updater, examples, metrics, LAYERS);
    }

    static MultiLayerNetwork network(long seed, IUpdater updater) {
        return network(seed, updater, LAYERS);
    }

    private static MultiLayerNetwork network(long seed, IUpdater updater, List<String> layers) {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(updater)
                .activation(Activation.RELU)
                .list()
                .layer(convolution(4, layers.get(0)))
                .layer(convolution(6, layers.get(1)))
                .layer(new DenseLayer.Builder().nOut(12).name(layers.get(2)).build())
                .layer(new OutputLayer.Builder()
                        .nOut(KINDS)
                        .activation(Activation.SOFTMAX)
                        .name(layers.get(3))
                        .build())
                .setInputType(InputType.convolutional(SIDE, SIDE, 1))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private static ConvolutionLayer convolution(int maps, String name) {
        return new ConvolutionLayer.Builder(3, 3).nOut(maps).name(name).build();
    }

    /** Upright stripes, level stripes, or both, in noise. */
    static DataSet patterns(int n, long seed) {
        Random random = new Random(seed);
        INDArray images = Nd4j.zeros(n, 1, SIDE, SIDE);
        INDArray labels = Nd4j.zeros(n, KINDS);
        for (int i = 0; i < n; i++) {
            int kind = i % KINDS;
            labels.putScalar(i, kind, 1);
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    int place = kind == 0 ? x : kind == 1 ? y : x + y;
                    images.putScalar(new int[] {i, 0, y, x}, place % 2 + 0.9 * random.nextGaussian());
                }
            }
        }
        return new DataSet(images, labels);
    }

    /** Trains to the end; the listener reports scores as a StatsListener would. */
    void record(StatsStorageRouter router) {
        MultiLayerNetwork network = network(seed, updater, layers);
        try (RepresentationListener listener = RepresentationListener.builder(router)
                .probe(Probe.of(patterns(examples, 2)))
                .validation(Probe.of(patterns(30, 3)))
                .metrics(metrics)
                .every(EVERY)
                .blocking(true)
                .run(name)
                .build()) {
            listener.setSessionID(session);
            network.addListeners(listener);
            DataSet all = patterns(BATCH * BATCHES, seed);
            network.fit(new ListDataSetIterator<>(all.asList(), BATCH), EPOCHS);
        }
    }
}
