package org.infoscope.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.infoscope.metric.LayerGradients;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Derivatives by central differences: slow, and independent of every backward pass. */
final class Jacobians {

    private static final double STEP = 1e-6;

    private Jacobians() {}

    /** Gaussian numbers from a seed, in double. */
    static INDArray gaussian(long seed, long... shape) {
        Random random = new Random(seed);
        INDArray array = Nd4j.create(DataType.DOUBLE, shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextGaussian());
        }
        return array;
    }

    /** A replica with the model's parameters. */
    static Replica replica(Model model) throws ReplicaRefusedException {
        Replica replica = Replica.of(NetworkBlueprint.of(model), Long.MAX_VALUE);
        replica.assign(model.params());
        return replica;
    }

    static LayerGradients gradients(Replica replica, String layer, INDArray[] features, @Nullable INDArray[] masks) {
        LayerGradients gradients = replica.gradients(layer, features, masks);
        assertThat(gradients.unsupported()).as(layer).isNull();
        return gradients;
    }

    /**
     * Runs a check with double as ND4J's default type: some recurrent layers of Deeplearning4j make arrays of the default
     * type, whatever the network's type is.
     */
    static void inDouble(Check check) throws Exception {
        DataType before = Nd4j.defaultFloatingPointType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            check.run();
        } finally {
            Nd4j.setDefaultDataTypes(before, before);
        }
    }

    /** Something that may fail. */
    interface Check {
        void run() throws Exception;
    }

    /** Every row its own example. */
    static int[] each(INDArray inputs) {
        return IntStream.range(0, Math.toIntExact(inputs.size(0))).toArray();
    }

    /** Gradient of the inner product of v and f: every input unit of every example is moved up and down, all of these as one batch. */
    static INDArray byDifferences(LayerGradients layer, INDArray inputs, INDArray v) {
        int rows = Math.toIntExact(inputs.size(0));
        int units = Math.toIntExact(inputs.length() / rows);
        INDArray moved = Nd4j.tile(inputs.dup('c').reshape('c', rows, units), 2 * units, 1);
        for (int unit = 0; unit < units; unit++) {
            for (int row = 0; row < rows; row++) {
                int up = 2 * unit * rows + row;
                moved.putScalar(up, unit, moved.getDouble(up, unit) + STEP);
                moved.putScalar(up + rows, unit, moved.getDouble(up + rows, unit) - STEP);
            }
        }
        long[] shape = inputs.shape().clone();
        shape[0] = moved.size(0);
        int[] examples = IntStream.range(0, 2 * units * rows).map(i -> i % rows).toArray();
        INDArray f = layer.activations(examples, moved.reshape('c', shape));
        double[][] values = f.dup('c').reshape('c', f.size(0), -1).toDoubleMatrix();
        double[][] weights = v.dup('c').reshape('c', rows, -1).toDoubleMatrix();
        INDArray gradient = Nd4j.create(DataType.DOUBLE, rows, units);
        for (int unit = 0; unit < units; unit++) {
            for (int row = 0; row < rows; row++) {
                int up = 2 * unit * rows + row;
                double sum = 0;
                for (int k = 0; k < weights[row].length; k++) {
                    sum += weights[row][k] * (values[up][k] - values[up + rows][k]);
                }
                gradient.putScalar(row, unit, sum / (2 * STEP));
            }
        }
        return gradient.reshape('c', inputs.shape());
    }

    /** Largest difference over largest value. */
    static double distance(INDArray actual, INDArray expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        INDArray reference = expected.castTo(DataType.DOUBLE);
        double scale = reference.amaxNumber().doubleValue();
        double apart =
                actual.castTo(DataType.DOUBLE).sub(reference).amaxNumber().doubleValue();
        return scale == 0 ? apart : apart / scale;
    }
}
