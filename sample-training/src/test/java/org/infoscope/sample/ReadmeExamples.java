package org.infoscope.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.infoscope.history.ExportFormat;
import org.infoscope.history.RunHistory;
import org.infoscope.kernel.Bandwidth;
import org.infoscope.listener.Probe;
import org.infoscope.listener.RepresentationListener;
import org.infoscope.listener.Schedule;
import org.infoscope.metric.DiffusionSpectralEntropy;
import org.infoscope.metric.DiffusionSpectralMutualInformation;
import org.infoscope.metric.InformationDiscarding;
import org.infoscope.metric.SpectralRollOff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The README's further examples, as compiled; {@link ReadmeTest} compares and runs them. */
final class ReadmeExamples {

    private ReadmeExamples() {}

    static RepresentationListener options(RunHistory run, DataSet probe, DataSet validation) {
        return RepresentationListener.builder(run)
                .probe(Probe.of(probe).describedAs("200 training images"))
                .validation(Probe.of(validation).describedAs("500 validation images"))
                .metrics(
                        DiffusionSpectralEntropy.withDefaults().withBandwidth(Bandwidth.medianHeuristic()),
                        DiffusionSpectralMutualInformation.withDefaults().withRepetitions(3),
                        SpectralRollOff.withDefaults().withRollOff(0.95))
                .layers(name -> !name.startsWith("pool"))
                .metric(InformationDiscarding.withDefaults(), Schedule.perEpoch())
                .schedule(Schedule.logarithmic())
                .run("wide kernels")
                .build();
    }

    static void beside(RunHistory run, MultiLayerNetwork network) {
        network.setListeners(new StatsListener(run), new RepresentationListener(run));
    }

    static void graph(RunHistory run) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("left", "right")
                .setInputTypes(InputType.feedForward(10), InputType.feedForward(6))
                .addLayer("a", new DenseLayer.Builder().nOut(16).build(), "left")
                .addLayer("b", new DenseLayer.Builder().nOut(16).build(), "right")
                .addVertex("both", new MergeVertex(), "a", "b")
                .addLayer(
                        "kind",
                        new OutputLayer.Builder()
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "both")
                .setOutputs("kind")
                .build());
        graph.init();
        MultiDataSet data = new MultiDataSet(
                new INDArray[] {Nd4j.rand(DataType.FLOAT, 90, 10), Nd4j.rand(DataType.FLOAT, 90, 6)},
                new INDArray[] {Nd4j.eye(3).castTo(DataType.FLOAT).repeat(0, 30)});

        try (RepresentationListener listener = RepresentationListener.builder(run)
                .probe(Probe.of(data).labelOutput("kind"))
                .every(5)
                .run("graph")
                .build()) {
            graph.setListeners(listener);
            for (int step = 0; step < 20; step++) {
                graph.fit(data);
            }
        }
    }

    static void sequences(RunHistory run) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new LSTM.Builder().nOut(16).build())
                .layer(new RnnOutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(5))
                .build());
        network.init();
        INDArray features = Nd4j.rand(DataType.FLOAT, 60, 5, 12); // [sequences, features, steps]
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 60, 2, 12);
        INDArray mask = Nd4j.zeros(DataType.FLOAT, 60, 12);
        for (int i = 0; i < 60; i++) {
            for (int step = 0; step < 6 + i % 7; step++) { // sequences of 6 to 12 steps
                labels.putScalar(i, i % 2, step, 1);
                mask.putScalar(i, step, 1);
            }
        }
        DataSet data = new DataSet(features, labels, mask, mask);

        try (RepresentationListener listener = RepresentationListener.builder(run)
                .probe(Probe.of(data))
                .every(5)
                .run("sequences")
                .build()) {
            network.setListeners(listener);
            for (int step = 0; step < 20; step++) {
                network.fit(data);
            }
        }
    }

    static void broken(RunHistory run, MultiLayerNetwork network, DataSet data) {
        data.getFeatures().putScalar(0, Double.NaN);
        try (RepresentationListener listener =
                RepresentationListener.builder(run).every(1).run("fed NaN").build()) {
            network.setListeners(listener);
            for (int step = 0; step < 10; step++) {
                network.fit(data); // goes on: nothing of Infoscope's ever throws in here
            }
        }
    }

    static void export(Path runs, Path csv) throws IOException {
        try (RunHistory history = RunHistory.openReadOnly(runs);
                OutputStream out = Files.newOutputStream(csv)) {
            history.export(history.listSessionIDs().get(0), ExportFormat.CSV, out);
        }
    }
}
