package org.infoscope.reconstruction;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.infoscope.metric.InputDecoder;
import org.infoscope.metric.LayerGradients;
import org.infoscope.network.NetworkBlueprint;
import org.infoscope.network.Replica;
import org.infoscope.network.ReplicaRefusedException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A decoder g that has learned to give the input back from one layer's activations f, and its derivative. */
final class Decoder implements InputDecoder {

    private static final int BATCH = 32;

    private final ActivationScale activationScale;
    private final InputScale inputScale;
    private final LayerGradients network;

    private Decoder(ActivationScale activationScale, InputScale inputScale, LayerGradients network) {
        this.activationScale = activationScale;
        this.inputScale = inputScale;
        this.network = network;
    }

    /**
     * Trains a decoder.
     *
     * @param examples what it is given and what it is to give
     * @param rows of the examples that it learns from
     * @param layout of its ends
     * @param training epochs, width, learning rate
     * @param seed of the weights and of the order of the examples
     * @param progress hears how many minibatches are done
     */
    static Decoder train(
            DecodedExamples examples,
            int[] rows,
            DecoderLayout layout,
            DecoderTraining training,
            long seed,
            IntConsumer progress) {
        ActivationScale activationScale = ActivationScale.of(layout, examples.activations(rows));
        InputScale inputScale = new InputScale(layout.image(), examples.inputs(rows));
        ComputationGraph graph = DecoderGraph.build(
                layout, training.width(), training.learningRate(), iterations(rows.length, training), seed);
        Random random = new Random(seed);
        List<Integer> order = new ArrayList<>(IntStream.of(rows).boxed().toList());
        int done = 0;
        for (int epoch = 0; epoch < training.epochs(); epoch++) {
            Collections.shuffle(order, random);
            for (int from = 0; from < rows.length; from += BATCH) {
                int[] batch = order.subList(from, Math.min(rows.length, from + BATCH)).stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
                graph.fit(
                        new INDArray[] {activationScale.scaled(examples.activations(batch))},
                        new INDArray[] {inputScale.target(examples.inputs(batch))});
                progress.accept(++done);
            }
        }
        return new Decoder(
                activationScale,
                inputScale,
                differentiable(graph, activationScale.scaled(examples.activations(rows[0]))));
    }

    /** How many minibatches a training takes. */
    static int iterations(int examples, DecoderTraining training) {
        return training.epochs() * ((examples + BATCH - 1) / BATCH);
    }

    /** The trained network in a replica, which alone gives derivatives with respect to the input. */
    private static LayerGradients differentiable(ComputationGraph graph, INDArray example) {
        Replica replica;
        try {
            replica = Replica.of(NetworkBlueprint.of(graph), Long.MAX_VALUE);
        } catch (ReplicaRefusedException impossible) {
            throw new IllegalStateException("The decoder cannot be copied", impossible);
        }
        replica.assign(graph.params());
        return replica.gradients(
                DecoderGraph.RECONSTRUCTION, new INDArray[] {example}, new @Nullable INDArray[] {null});
    }

    @Override
    public double[] reconstruct(INDArray activations) {
        INDArray scaled = activationScale.scaled(activations);
        return inputScale.input(network.activations(new int[(int) scaled.size(0)], scaled));
    }

    @Override
    public INDArray gradient(INDArray activations, UnaryOperator<double[]> cotangent) {
        INDArray scaled = activationScale.scaled(activations);
        int rows = (int) scaled.size(0);
        INDArray gradient = network.gradient(
                new int[rows],
                scaled,
                decoded -> inputScale.pulledBack(cotangent.apply(inputScale.input(decoded)), rows));
        return activationScale.pulledBack(gradient, activations);
    }
}
