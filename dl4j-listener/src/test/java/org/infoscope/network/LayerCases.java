package org.infoscope.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Small networks around every kind of layer: one before it, so that a gradient has somewhere to go, and mostly one after. */
final class LayerCases {

    static final int ROWS = 3;

    /**
     * A network and examples for it.
     *
     * @param name for the report
     * @param network of an element type, initialised, its parameters drawn
     * @param features in double
     * @param masks each may be null
     * @param layers to be checked
     */
    @SuppressWarnings("ArrayRecordComponent") // Replica takes arrays; nobody compares cases.
    record Case(
            String name,
            Function<DataType, Model> network,
            INDArray[] features,
            @Nullable INDArray[] masks,
            List<String> layers) {
        @Override
        public String toString() {
            return name;
        }
    }

    private LayerCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>(VectorCases.all());
        cases.addAll(ImageCases.all());
        cases.addAll(SequenceCases.all());
        cases.addAll(GraphCases.all());
        return cases;
    }

    /** A MultiLayerNetwork of which all layers but the first are checked. */
    static Case sequence(
            String name, InputType input, INDArray features, @Nullable INDArray mask, List<Supplier<Layer>> layers) {
        Function<DataType, Model> network = type -> {
            NeuralNetConfiguration.ListBuilder builder =
                    new NeuralNetConfiguration.Builder().seed(5).dataType(type).list();
            for (Supplier<Layer> layer : layers) {
                builder.layer(layer.get());
            }
            MultiLayerNetwork model =
                    new MultiLayerNetwork(builder.setInputType(input).build());
            model.init();
            draw(model);
            return model;
        };
        List<String> names = new ArrayList<>();
        for (int i = 1; i < layers.size(); i++) {
            names.add("layer" + i);
        }
        return new Case(name, network, new INDArray[] {features}, new @Nullable INDArray[] {mask}, names);
    }

    static Layer dense(int units, Activation activation) {
        return new DenseLayer.Builder().nOut(units).activation(activation).build();
    }

    static INDArray gaussian(long... shape) {
        return Jacobians.gaussian(11, shape);
    }

    /** Parameters that are not at their initial values, where zero biases and unit variances would hide an error. */
    static void draw(Model model) {
        Random random = new Random(7);
        model.paramTable().forEach((name, values) -> {
            boolean positive = name.endsWith("_var") || name.endsWith("_gamma") || name.endsWith("_g");
            for (long i = 0; i < values.length(); i++) {
                double value = random.nextGaussian();
                values.putScalar(i, positive ? 0.5 + Math.abs(value) : 0.6 * value);
            }
        });
    }
}
