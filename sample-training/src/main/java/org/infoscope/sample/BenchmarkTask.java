package org.infoscope.sample;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.infoscope.listener.Probe;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The training that all runs of a benchmark have in common.
 *
 * @param network that trains
 * @param batches in memory, used in turns
 * @param images one of them, for the network's input size
 * @param probe of Infoscope
 * @param validation of Infoscope; null for none
 * @param budget of Infoscope; null for its default
 * @param seed of weights, dropout and order
 */
record BenchmarkTask(
        Architecture network,
        List<DataSet> batches,
        ImageData images,
        Probe probe,
        @Nullable Probe validation,
        @Nullable Double budget,
        long seed) {

    private static final int MOST_BATCHES = 128;

    static BenchmarkTask of(BenchmarkOptions options, TrainingData data) {
        ImageData training = data.training().shuffled(options.seed);
        int batches = Math.min(MOST_BATCHES, training.size() / options.batch);
        ImageData probe = data.training().balanced(options.probeSize);
        return new BenchmarkTask(
                options.network,
                IntStream.range(0, batches)
                        .mapToObj(i -> training.slice(i * options.batch, (i + 1) * options.batch)
                                .toDataSet())
                        .toList(),
                training.slice(0, 1),
                Probe.of(probe.toDataSet()).describedAs(probe.size() + " training images, as many of each class"),
                validation(data.validation(), options.validationSize),
                options.budget,
                options.seed);
    }

    private static @Nullable Probe validation(ImageData images, int most) {
        ImageData chosen = images.slice(0, Math.min(most, images.size()));
        return chosen.size() == 0
                ? null
                : Probe.of(chosen.toDataSet()).describedAs(chosen.size() + " validation images");
    }

    /** A network as every run begins with it, and the state of the random generator that every run begins with. */
    Model begin() {
        Model model = network.create(images, seed);
        Nd4j.getRandom().setSeed(2 * seed + 1);
        return model;
    }

    /** One training step. */
    void step(Model model, int iteration) {
        DataSet batch = batches.get(iteration % batches.size());
        if (model instanceof ComputationGraph graph) {
            graph.fit(batch);
        } else {
            ((MultiLayerNetwork) model).fit(batch);
        }
    }
}
