package org.infoscope.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.infoscope.metric.LayerGradients;
import org.infoscope.network.LayerCases.Case;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Every layer and vertex that is differentiated, one by one. */
class LayerGradientsTest {

    static List<Case> cases() {
        return LayerCases.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void agreesWithCentralDifferences(Case given) throws Exception {
        Jacobians.inDouble(() -> {
            Replica replica = Jacobians.replica(given.network().apply(DataType.DOUBLE));
            INDArray inputs = given.features()[0];
            INDArray unchanged = inputs.dup();
            int[] examples = Jacobians.each(inputs);
            ForwardPass forward = replica.forward(given.features(), given.masks(), given.layers(), 3);
            for (String name : given.layers()) {
                LayerGradients layer = Jacobians.gradients(replica, name, given.features(), given.masks());
                INDArray f = layer.activations(examples, inputs);
                LayerActivations expected =
                        Objects.requireNonNull(forward.activations().get(name), name);
                assertThat(Jacobians.distance(f, expected.array())).as(name).isLessThan(1e-12);
                assertThat(f.ordering()).isEqualTo('c');

                INDArray v = Jacobians.gaussian(2, f.shape());
                AtomicReference<INDArray> seen = new AtomicReference<>();
                INDArray gradient = layer.gradient(examples, inputs, activations -> {
                    seen.set(activations.dup());
                    return v;
                });
                assertThat(seen.get()).as(name).isEqualTo(f);
                assertThat(gradient.amaxNumber().doubleValue()).as(name).isGreaterThan(1e-4);
                assertThat(Jacobians.distance(gradient, Jacobians.byDifferences(layer, inputs, v)))
                        .as(name)
                        .isLessThan(1e-7);
                assertThat(inputs).as("the inputs are unchanged").isEqualTo(unchanged);

                INDArray alone = layer.gradient(new int[] {2}, row(inputs, 2), activations -> row(v, 2));
                assertThat(Jacobians.distance(alone, row(gradient, 2)))
                        .as("rows are independent at " + name)
                        .isLessThan(1e-10);
            }
        });
    }

    private static INDArray row(INDArray array, int row) {
        long[] shape = array.shape().clone();
        shape[0] = 1;
        return array.get(NDArrayIndex.interval(row, row + 1)).dup('c').reshape('c', shape);
    }

    /** In single precision Deeplearning4j takes other ways (oneDNN) through convolutions, pooling and normalisation. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void singlePrecisionAgreesWithDouble(Case given) throws Exception {
        INDArray inputs = given.features()[0];
        int[] examples = Jacobians.each(inputs);
        List<INDArray> doubles = new ArrayList<>();
        Jacobians.inDouble(() -> {
            Replica replica = Jacobians.replica(given.network().apply(DataType.DOUBLE));
            for (String name : given.layers()) {
                LayerGradients layer = Jacobians.gradients(replica, name, given.features(), given.masks());
                INDArray v = Jacobians.gaussian(
                        2, layer.activations(examples, inputs).shape());
                doubles.add(layer.gradient(examples, inputs, f -> v));
            }
        });
        @Nullable INDArray[] masks = given.masks().clone();
        for (int i = 0; i < masks.length; i++) {
            INDArray mask = masks[i];
            masks[i] = mask == null ? null : mask.castTo(DataType.FLOAT);
        }
        Replica replica = Jacobians.replica(given.network().apply(DataType.FLOAT));
        for (int i = 0; i < given.layers().size(); i++) {
            LayerGradients layer = Jacobians.gradients(replica, given.layers().get(i), given.features(), masks);
            INDArray f = layer.activations(examples, inputs);
            assertThat(f.dataType()).isEqualTo(DataType.FLOAT);
            INDArray gradient = layer.gradient(examples, inputs, seen -> Jacobians.gaussian(2, seen.shape()));
            assertThat(Jacobians.distance(gradient, doubles.get(i)))
                    .as(given.layers().get(i))
                    .isLessThan(1e-4);
        }
    }
}
